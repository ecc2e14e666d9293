import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS, startOfUtcDay, utcWeekday } from '../time/utc.ts';
import type { TradingWindow } from './policy.ts';

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
