import type { ChainHead } from '../../lib/ledger/chain-facts.ts';
import type { Heartbeat } from '../../lib/ledger/fleet-record.ts';
import type { Result } from '../../lib/result.ts';
import { type Readiness, readiness } from './readiness.ts';

/** Public: nothing of any portfolio is in it. Ages are told by the database's clock. */
export type Health = {
  /** This process answers: whoever restarts it for anything below mends nothing. */
  readonly alive: true;
  readonly uptimeSeconds: number;
  readonly database: Readiness['database'];
  readonly lastTickAgeSeconds: number | null;
  /** Longer than two intervals, or never; null = the database didn't say. */
  readonly isTickStale: boolean | null;
  /** The last block of each chain that a tick has settled. */
  readonly chains: readonly {
    readonly chainId: number;
    readonly headBlock: string;
    /** Since the index has reached it: it grows while the chain, its nodes or the bot stand still. */
    readonly headAgeSeconds: number;
  }[];
};

export type HealthDeps = {
  readonly readHealth: () => Promise<
    Result<{ readonly heartbeat: Heartbeat; readonly heads: readonly ChainHead[] }>
  >;
  readonly tickIntervalSeconds: number;
  readonly uptimeSeconds: number;
};

/** How this process, its database, the bot and the chains are. */
export async function health({
  readHealth,
  tickIntervalSeconds,
  uptimeSeconds,
}: HealthDeps): Promise<Health> {
  const read = await readHealth();
  const heartbeat = read.ok ? { ok: true as const, value: read.value.heartbeat } : read;
  const { database, bot } = await readiness({ readHeartbeat: async () => heartbeat, tickIntervalSeconds });
  return {
    ...{ alive: true, uptimeSeconds: Math.floor(uptimeSeconds), database },
    ...{ lastTickAgeSeconds: bot?.lastTickAgeSeconds ?? null, isTickStale: bot?.stale ?? null },
    chains: (read.ok ? read.value.heads : []).map(({ chainId, blockNumber, ageSeconds }) => ({
      ...{ chainId, headBlock: blockNumber.toString(), headAgeSeconds: ageSeconds },
    })),
  };
}
