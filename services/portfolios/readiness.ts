import type { BotDto } from '../../lib/api/portfolio-dto.ts';
import type { Heartbeat } from '../../lib/ledger/fleet-record.ts';
import type { Result } from '../../lib/result.ts';
import { type Component, componentsOf, type Judged } from './judge-system.ts';

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
  /** Empty while the database says nothing. */
  readonly components: readonly Component[];
};

export type ReadinessDeps = {
  readonly readSystem: () => Promise<Result<Judged & { readonly heartbeat: Heartbeat }>>;
  readonly tickIntervalSeconds: number;
};

/** Ready while the database answers, the last tick is younger than two intervals, and nothing that ticks need is down. */
export async function readiness({ readSystem, tickIntervalSeconds }: ReadinessDeps): Promise<Readiness> {
  const read = await readSystem();
  if (!read.ok) {
    const database = read.error.code === 'database-not-migrated' ? 'not-migrated' : 'unavailable';
    return { ready: false, database, bot: null, components: [] };
  }
  const bot = botState(read.value.heartbeat, tickIntervalSeconds);
  const components = componentsOf(read.value, tickIntervalSeconds);
  const ready = !bot.stale && components.every(({ state }) => state !== 'down');
  return { ready, database: 'ok', bot, components };
}
