import type { UnixSeconds } from '../result.ts';
import { civilFromDays, DAY_SECONDS, daysFromCivil, startOfUtcDay, utcWeekday } from '../time/utc.ts';
import type { TradingWindow, Trigger } from './policy.ts';

/** A trigger that is anchored to dates. */
export type DatedTrigger = Extract<Trigger, { readonly kind: 'weekly' | 'monthly' }>;

const WEEK_SECONDS = 7 * DAY_SECONDS;

/** The start of the trigger's day in the month that is `later` months after the instant's. */
const dayInMonth = (dayOfMonth: number, now: UnixSeconds, later: number): UnixSeconds => {
  const { year, month } = civilFromDays(Math.floor(now / DAY_SECONDS));
  const first = (months: number): number => {
    const index = year * 12 + (month - 1) + months;
    return daysFromCivil({ year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1, day: 1 });
  };
  return Math.min(first(later) + dayOfMonth - 1, first(later + 1) - 1) * DAY_SECONDS;
};

/** The trigger's latest instant at or before `now`. */
export const latestDate = (trigger: DatedTrigger, now: UnixSeconds): UnixSeconds => {
  if (trigger.kind === 'weekly') {
    const sinceDays = (utcWeekday(now) - trigger.weekday + 7) % 7;
    const date = startOfUtcDay(now) - sinceDays * DAY_SECONDS + trigger.secondOfDay;
    return date <= now ? date : date - WEEK_SECONDS;
  }
  const date = dayInMonth(trigger.dayOfMonth, now, 0) + trigger.secondOfDay;
  return date <= now ? date : dayInMonth(trigger.dayOfMonth, now, -1) + trigger.secondOfDay;
};

/** The trigger's first instant after `now`. */
export const nextDate = (trigger: DatedTrigger, now: UnixSeconds): UnixSeconds => {
  if (trigger.kind === 'weekly') return latestDate(trigger, now) + WEEK_SECONDS;
  const date = dayInMonth(trigger.dayOfMonth, now, 0) + trigger.secondOfDay;
  return date > now ? date : dayInMonth(trigger.dayOfMonth, now, 1) + trigger.secondOfDay;
};

const opensOn = (window: TradingWindow, dayStart: UnixSeconds): boolean =>
  window.days.includes(utcWeekday(dayStart));

/** Whether trading is allowed at the instant; the start is inside, the end is not. */
export const isWindowOpen = (window: TradingWindow, now: UnixSeconds): boolean => {
  const today = startOfUtcDay(now);
  const second = now - today;
  const { fromSecondOfDay: from, toSecondOfDay: to } = window;
  if (from < to) return opensOn(window, today) && second >= from && second < to;
  return (opensOn(window, today) && second >= from) || (opensOn(window, today - DAY_SECONDS) && second < to);
};

/** The next instant at or after `now` at which the window opens. */
export const windowOpensAt = (window: TradingWindow, now: UnixSeconds): UnixSeconds => {
  const today = startOfUtcDay(now);
  for (let day = 0; day <= 7; day++) {
    const opening = today + day * DAY_SECONDS + window.fromSecondOfDay;
    if (opening >= now && opensOn(window, today + day * DAY_SECONDS)) return opening;
  }
  return now + 7 * DAY_SECONDS;
};
