import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS, formatUtcDate, formatUtcTime, parseUtcDate } from '../time/utc.ts';

/** "2022-11-09T13:00:05Z" of an instant. */
export const instantText = (time: UnixSeconds): string =>
  `${formatUtcDate(time)}T${formatUtcTime(time)}:${String(time % 60).padStart(2, '0')}Z`;

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?Z$/;

/** The second in which an instant of ISO 8601 lies, UTC alone, parts of a second cut off; null where there is no such instant. */
export const secondsOfInstant = (text: string): UnixSeconds | null => {
  const match = INSTANT.exec(text);
  const day = parseUtcDate(match?.[1] ?? '');
  if (match === null || day === null) return null;
  const second = Number(match[2]) * 3_600 + Number(match[3]) * 60 + Number(match[4]);
  const inRange = Number(match[2]) < 24 && Number(match[3]) < 60 && Number(match[4]) < 60;
  return inRange && second < DAY_SECONDS ? day + second : null;
};
