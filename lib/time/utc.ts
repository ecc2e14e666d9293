import type { UnixSeconds } from '../result.ts';

/** Seconds of a UTC day. */
export const DAY_SECONDS = 86_400;

/** A civil date of the proleptic Gregorian calendar, UTC. `month` 1–12, `day` 1–31. */
export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

/** Whole days since 1970-01-01. Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil. */
export const daysFromCivil = ({ year, month, day }: CivilDate): number => {
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

/** The civil date of a day number; the inverse of {@link daysFromCivil} (civil_from_days). */
export const civilFromDays = (days: number): CivilDate => {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
};

/** 00:00 UTC of the day that contains the instant. */
export const startOfUtcDay = (time: UnixSeconds): UnixSeconds => Math.floor(time / DAY_SECONDS) * DAY_SECONDS;

/** 0 = Sunday … 6 = Saturday, UTC. */
export const utcWeekday = (time: UnixSeconds): number => (((Math.floor(time / DAY_SECONDS) + 4) % 7) + 7) % 7;

const two = (value: number): string => String(value).padStart(2, '0');

/** "2022-11-09" of an instant, UTC. */
export const formatUtcDate = (time: UnixSeconds): string => {
  const { year, month, day } = civilFromDays(Math.floor(time / DAY_SECONDS));
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
};

/** "04:12" of an instant, UTC. */
export const formatUtcTime = (time: UnixSeconds): string => {
  const second = time - startOfUtcDay(time);
  return `${two(Math.floor(second / 3_600))}:${two(Math.floor((second % 3_600) / 60))}`;
};

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const ISO_TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/;

/** The start of an ISO date ("2022-11-09"), or null when there is no such day. */
export const parseUtcDate = (text: string): UnixSeconds | null => {
  const match = ISO_DATE.exec(text);
  if (match === null) return null;
  const time =
    daysFromCivil({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) }) * DAY_SECONDS;
  return formatUtcDate(time) === text ? time : null;
};

/** The instant of "2022-11-09T13:00:00Z", or null when there is no such instant. */
export const parseUtcInstant = (text: string): UnixSeconds | null => {
  const match = ISO_TIME.exec(text);
  const day = parseUtcDate(match?.[1] ?? '');
  if (match === null || day === null) return null;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4])];
  return hour < 24 && minute < 60 && second < 60 ? day + hour * 3_600 + minute * 60 + second : null;
};
