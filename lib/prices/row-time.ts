import type { UnixSeconds } from '../result.ts';
import { civilFromDays, daysFromCivil, formatUtcDate } from '../time/utc.ts';

/** The order of day and month in dates like 03/04/2024. */
export type DateOrder = 'dmy' | 'mdy';

/** A row's label as read. */
export type RowTime = {
  readonly seconds: UnixSeconds;
  /** The same clock read without its zone: what to go by where the zone's distance to UTC changes in summer. */
  readonly localSeconds: UnixSeconds;
};

const DAY = 86_400;
/** 1973 and 2100: numbers outside are no times, whatever they count. */
const SECONDS_MIN = 1e8;
const SECONDS_MAX = 4.1e9;

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const dayOf = (year: number, month: number, day: number): UnixSeconds | null => {
  const seconds = daysFromCivil({ year, month, day }) * DAY;
  const two = (value: number): string => String(value).padStart(2, '0');
  return formatUtcDate(seconds) === `${year}-${two(month)}-${two(day)}` ? seconds : null;
};

/** Seconds of a count of seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by size. */
const readUnix = (cell: string): UnixSeconds | null => {
  if (!/^\d{9,19}(?:\.\d*)?$/.test(cell)) return null;
  let seconds = Number(cell);
  while (seconds > 1e11) seconds /= 1_000;
  return seconds >= SECONDS_MIN && seconds <= SECONDS_MAX ? Math.floor(seconds) : null;
};

const CLOCK = /^(\d{1,2})(?::?(\d{2}))?(?::?(\d{2})(?:[.,]\d+)?)?\s*-?\s*([AaPp][Mm])?$/;

/** Seconds of a day of "23:59:59.999", "11:30 PM", "11-PM" or nothing at all. */
const readClock = (text: string): number | null => {
  if (text === '') return 0;
  const match = CLOCK.exec(text);
  if (match === null) return null;
  const [, hourText = '', minute = '0', second = '0', half] = match;
  // A bare number is no time of day, "11-PM" is.
  if (half === undefined && match[2] === undefined) return null;
  const hour = half === undefined ? Number(hourText) : (Number(hourText) % 12) + (/p/i.test(half) ? 12 : 0);
  if (
    hour > 23 ||
    Number(minute) > 59 ||
    Number(second) > 59 ||
    (half !== undefined && Number(hourText) > 12)
  )
    return null;
  return hour * 3_600 + Number(minute) * 60 + Number(second);
};

const ZONE = /\s*(?:Z|UTC|GMT|([+-])(\d{2}):?(\d{2}))$/i;

/** Clock and zone that follow a date: seconds of the day, and how far the zone is ahead of UTC. */
const readRest = (text: string): { readonly clock: number; readonly ahead: number } | null => {
  const zone = ZONE.exec(text);
  const clock = readClock((zone === null ? text : text.slice(0, zone.index)).trim());
  if (clock === null) return null;
  const size = Number(zone?.[2] ?? 0) * 3_600 + Number(zone?.[3] ?? 0) * 60;
  return { clock, ahead: zone?.[1] === '-' ? -size : size };
};

const ISO = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ,]\s*(.*))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const MONTH_ONLY = /^(\d{4})-(\d{2})$/;
const MONTH_FIRST = /^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?:,?\s+(.*))?$/;
const DAY_FIRST = /^(\d{1,2})[-\s]([A-Za-z]{3,9})\.?[-\s](\d{4})(?:,?\s+(.*))?$/;
const NUMERIC = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(.*))?$/;

type Parts = { readonly day: UnixSeconds | null; readonly rest: string };

const monthOf = (name: string): number => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

const named = (cell: string): Parts | null => {
  const monthFirst = MONTH_FIRST.exec(cell);
  if (monthFirst !== null)
    return {
      day: dayOf(Number(monthFirst[3]), monthOf(monthFirst[1] ?? ''), Number(monthFirst[2])),
      rest: monthFirst[4] ?? '',
    };
  const dayFirst = DAY_FIRST.exec(cell);
  return dayFirst === null
    ? null
    : {
        day: dayOf(Number(dayFirst[3]), monthOf(dayFirst[2] ?? ''), Number(dayFirst[1])),
        rest: dayFirst[4] ?? '',
      };
};

const yearFirst = (cell: string): Parts | null => {
  const iso = ISO.exec(cell);
  if (iso !== null) return { day: dayOf(Number(iso[1]), Number(iso[3]), Number(iso[4])), rest: iso[5] ?? '' };
  const compact = COMPACT.exec(cell);
  if (compact !== null)
    return { day: dayOf(Number(compact[1]), Number(compact[2]), Number(compact[3])), rest: '' };
  const month = MONTH_ONLY.exec(cell);
  return month === null ? null : { day: dayOf(Number(month[1]), Number(month[2]), 1), rest: '' };
};

const numeric = (cell: string, order: DateOrder): Parts | null => {
  const match = NUMERIC.exec(cell);
  if (match === null) return null;
  const [, first, mark, second, yearText = ''] = match;
  const year = Number(yearText) + (yearText.length === 2 ? 2_000 : 0);
  // Dots are written day first wherever they are written.
  const [day, month] = order === 'dmy' || mark === '.' ? [first, second] : [second, first];
  return { day: dayOf(year, Number(month), Number(day)), rest: match[5] ?? '' };
};

/** The number that these characters are the digits of; −1 when one of them is none. */
const digitsOf = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

const DASH = 45;
const COLON = 58;
const LETTER_T = 84;
const LETTER_Z = 90;

/** Seconds of the day of the "T13:00:00Z" that starts here; −1 when it is written in another way. */
const shortClockOf = (text: string, from: number): number => {
  if (text.charCodeAt(from) !== LETTER_T || text.charCodeAt(from + 9) !== LETTER_Z) return -1;
  if (text.charCodeAt(from + 3) !== COLON || text.charCodeAt(from + 6) !== COLON) return -1;
  const hour = digitsOf(text, from + 1, from + 3);
  const minute = digitsOf(text, from + 4, from + 6);
  const second = digitsOf(text, from + 7, from + 9);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return hour * 3_600 + minute * 60 + second;
};

/**
 * The instant of the characters from … to of a text, when they are, as nearly every label of a long file, "2022-11-09" or
 * "2022-11-09T13:00:00Z"; null for any other text, which {@link readRowTime} may know.
 */
export const readShortTime = (text: string, from: number, to: number): UnixSeconds | null => {
  if (to - from !== 20 && to - from !== 10) return null;
  if (text.charCodeAt(from + 4) !== DASH || text.charCodeAt(from + 7) !== DASH) return null;
  const year = digitsOf(text, from, from + 4);
  const month = digitsOf(text, from + 5, from + 7);
  const day = digitsOf(text, from + 8, from + 10);
  if (year < 1_000 || month < 1 || month > 12 || day < 1) return null;
  const days = daysFromCivil({ year, month, day });
  if (day > 28 && civilFromDays(days).day !== day) return null;
  const clock = to - from === 10 ? 0 : shortClockOf(text, from + 10);
  return clock < 0 ? null : days * DAY + clock;
};

/**
 * Reads a row's label: ISO dates and instants with or without zone (none = UTC), counts since 1970, "Jan 2, 2024", "02-Jan-2024",
 * 20240102, 2024-01, 02.01.2024, and numeric dates in the given order. Fractions of a second are cut.
 * @returns null when there is no such day or instant.
 */
export const readRowTime = (cell: string, order: DateOrder): RowTime | null => {
  const short = readShortTime(cell, 0, cell.length);
  if (short !== null) return { seconds: short, localSeconds: short };
  const text = cell.trim();
  const unix = readUnix(text);
  if (unix !== null) return { seconds: unix, localSeconds: unix };
  const parts = yearFirst(text) ?? named(text) ?? numeric(text, order);
  if (parts === null || parts.day === null) return null;
  const rest = readRest(parts.rest.trim());
  if (rest === null) return null;
  const localSeconds = parts.day + rest.clock;
  return { seconds: localSeconds - rest.ahead, localSeconds };
};

/** What a date like 13/04/2024 says of the order of its file: 'either' = 03/04/2024, null = a date that needs no order. */
export const dateOrderOf = (cell: string): DateOrder | 'either' | null => {
  const match = NUMERIC.exec(cell.trim());
  if (match === null || match[2] === '.') return null;
  const [first, second] = [Number(match[1]), Number(match[3])];
  if (first > 12) return 'dmy';
  if (second > 12) return 'mdy';
  return first === second ? null : 'either';
};
