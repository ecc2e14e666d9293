import type { UnixSeconds } from '../result.ts';
import { formatUtcDate, formatUtcTime } from './utc.ts';

/** What two machines hold for now. */
export type Clocks = { readonly databaseSeconds: UnixSeconds; readonly machineSeconds: UnixSeconds };

/** Beyond it a clock is wrong, and not late by what lies between two readings. */
export const SKEW_SECONDS_MAX = 60;

const minuteOf = (time: UnixSeconds): string => `${formatUtcDate(time)} ${formatUtcTime(time)} UTC`;

/** In words with both times, where this machine's clock is wrong by the database's, which all machines go by; else null. */
export const wrongClock = ({ databaseSeconds, machineSeconds }: Clocks): string | null => {
  const apart = machineSeconds - databaseSeconds;
  if (Math.abs(apart) <= SKEW_SECONDS_MAX) return null;
  const much = `${Math.round(Math.abs(apart))} s ${apart > 0 ? 'ahead of' : 'behind'}`;
  return `this machine’s is ${much} the database’s: ${minuteOf(machineSeconds)} against ${minuteOf(databaseSeconds)}`;
};
