import type { BotDto } from '../../lib/api/portfolio-dto.ts';
import type { Heartbeat } from '../../lib/ledger/fleet-record.ts';
import type { Result } from '../../lib/result.ts';

/** A loop of seconds may be late by a slow tick without being dead. */
const STALE_SECONDS_MIN = 15;

/** When the last tick began, and whether that is longer ago than two intervals. A table can't report a run that never was. */
export function botState({ readAtSeconds, lastTick }: Heartbeat, intervalSeconds: number): BotDto {
  const lastTickAtSeconds = lastTick?.startedAtSeconds ?? null;
  const lastTickAgeSeconds =
    lastTickAtSeconds === null ? null : Math.max(0, readAtSeconds - lastTickAtSeconds);
  return {
    lastTickAtSeconds,
    lastTickAgeSeconds,
    intervalSeconds,
    stale:
      lastTickAgeSeconds === null || lastTickAgeSeconds > Math.max(2 * intervalSeconds, STALE_SECONDS_MIN),
  };
}

/** Public: nothing of any portfolio is in it. */
export type Readiness = {
  readonly ready: boolean;
  readonly database: 'ok' | 'unavailable' | 'not-migrated';
  readonly bot: BotDto | null;
};

export type ReadinessDeps = {
  readonly readHeartbeat: () => Promise<Result<Heartbeat>>;
  readonly tickIntervalSeconds: number;
};

/** Ready while the database answers and the last tick is younger than two intervals. */
export async function readiness({ readHeartbeat, tickIntervalSeconds }: ReadinessDeps): Promise<Readiness> {
  const read = await readHeartbeat();
  if (!read.ok) {
    const database = read.error.code === 'database-not-migrated' ? 'not-migrated' : 'unavailable';
    return { ready: false, database, bot: null };
  }
  const bot = botState(read.value, tickIntervalSeconds);
  return { ready: !bot.stale, database: 'ok', bot };
}
