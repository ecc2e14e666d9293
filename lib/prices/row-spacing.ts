import type { UnixSeconds } from '../result.ts';
import { civilFromDays, daysFromCivil } from '../time/utc.ts';

/** The distance of two rows: so many seconds, or so many calendar months (then `seconds` is their mean). */
export type RowStep = { readonly seconds: number; readonly months: number | null };

const DAY = 86_400;
/** A twelfth of the Gregorian year of 365.2425 days. */
const MONTH_SECONDS = 2_629_746;
const SHORTEST_MONTH = 28 * DAY;
/** A month's last trading day is never earlier. */
const LAST_TRADING_DAY_MIN = 25;

/** An instant as whole months since year 0, day of month, second of day, and whether the day is its month's last. */
const monthPlace = (time: UnixSeconds) => {
  const days = Math.floor(time / DAY);
  const { year, month, day } = civilFromDays(days);
  return {
    months: year * 12 + month - 1,
    day,
    second: time - days * DAY,
    isLast: civilFromDays(days + 1).day === 1,
  };
};

const daysIn = (months: number): number => {
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  const next = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  return daysFromCivil({ ...next, day: 1 }) - daysFromCivil({ year, month, day: 1 });
};

/** The label so many steps later. A month's last day leads to another month's last day. */
export const labelAfter = (label: UnixSeconds, step: RowStep, steps: number): UnixSeconds => {
  if (step.months === null) return label + steps * step.seconds;
  const place = monthPlace(label);
  const months = place.months + steps * step.months;
  const day = place.isLast ? daysIn(months) : Math.min(place.day, daysIn(months));
  return daysFromCivil({ year: Math.floor(months / 12), month: (months % 12) + 1, day }) * DAY + place.second;
};

/** How many steps lie between two labels; null when it is no whole number of them. */
export const stepsBetween = (from: UnixSeconds, to: UnixSeconds, step: RowStep): number | null => {
  if (step.months === null) {
    const steps = (to - from) / step.seconds;
    return Number.isInteger(steps) ? steps : null;
  }
  const steps = (monthPlace(to).months - monthPlace(from).months) / step.months;
  return Number.isInteger(steps) ? steps : null;
};

/** The most frequent of the distances; of two equally frequent ones the shorter. */
const commonest = (distances: Iterable<number>): number => {
  const counts = new Map<number, number>();
  for (const distance of distances) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  let [best, most] = [0, 0];
  for (const [distance, count] of counts)
    if (count > most || (count === most && distance < best)) [best, most] = [distance, count];
  return best;
};

function* differences(values: Iterable<number>): Generator<number> {
  let previous: number | null = null;
  for (const value of values) {
    if (previous !== null) yield value - previous;
    previous = value;
  }
}

const isRegular = (labels: readonly UnixSeconds[], seconds: number): boolean =>
  labels.every((label, index) => index === 0 || (label - (labels[index - 1] ?? 0)) % seconds === 0);

/** Rows of days that are at most so far apart, but not evenly, are days with gaps. */
const SPARSE_DAYS_MAX = 3;

const secondsStep = (labels: readonly UnixSeconds[], seconds: number): RowStep => {
  // Two rows show one distance, which may as well be a gap.
  const isUnsure = labels.length === 2 || !isRegular(labels, seconds);
  const isSparse = isUnsure && seconds <= SPARSE_DAYS_MAX * DAY && isRegular(labels, DAY);
  return { seconds: isSparse ? DAY : seconds, months: null };
};

/** Calendar months, when no month has two rows and rows are at the same day, or each at its month's last trading day. */
const monthStep = (labels: readonly UnixSeconds[]): RowStep | null => {
  const places = labels.map(monthPlace);
  const [first] = places;
  const isSameDay = places.every(({ day }) => day === first?.day) || places.every(({ isLast }) => isLast);
  const isLate = places.every(({ day }) => day >= LAST_TRADING_DAY_MIN);
  if (!isSameDay && !isLate) return null;
  const distances = [...differences(places.map((place) => place.months))];
  if (distances.some((distance) => distance <= 0)) return null;
  const months = commonest(distances);
  return { seconds: months * MONTH_SECONDS, months };
};

/**
 * The step of sorted labels, measured: the commonest distance of two of them, in calendar months when that fits. Null when there is
 * only one.
 */
export const measureStep = (labels: readonly UnixSeconds[]): RowStep | null => {
  if (labels.length < 2) return null;
  const seconds = commonest(differences(labels));
  return (seconds < SHORTEST_MONTH ? null : monthStep(labels)) ?? secondsStep(labels, seconds);
};

/** The index of the first label that is no whole number of steps after the one before; -1 when all are. */
export const firstOffStep = (labels: readonly UnixSeconds[], step: RowStep): number =>
  labels.findIndex(
    (label, index) => index > 0 && stepsBetween(labels[index - 1] ?? label, label, step) === null,
  );

/** "15 min", "4 h", "1 day", "7 days", "1 month". */
export const stepText = ({ seconds, months }: RowStep): string => {
  const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'}`;
  if (months !== null) return count(months, 'month');
  if (seconds % DAY === 0) return count(seconds / DAY, 'day');
  if (seconds % 3_600 === 0) return `${seconds / 3_600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
};
