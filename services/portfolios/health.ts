import { type Objective, objectivesOf, type Watched } from './judge-system.ts';
import { type Readiness, type ReadinessDeps, readiness } from './readiness.ts';

/** Public: nothing of any portfolio is in it. Ages are told by the database's clock. */
export type Health = {
  /** This process answers: whoever restarts it for anything below mends nothing. */
  readonly alive: true;
  readonly uptimeSeconds: number;
  readonly database: Readiness['database'];
  readonly lastTickAgeSeconds: number | null;
  /** Longer than two intervals, or never; null = the database didn't say. */
  readonly isTickStale: boolean | null;
  /** The last block of each chain that a tick has settled; its age grows while the chain, its nodes or the bot stand still. */
  readonly chains: Watched['chains'];
  readonly components: Readiness['components'];
  /** Of the last 24 hours; null = the database didn't say. */
  readonly performance: Watched['day'] | null;
  readonly objectives: readonly Objective[];
};

export type HealthDeps = ReadinessDeps & { readonly uptimeSeconds: number };

/** How this process, its database, the bot and the chains are. */
export async function health({
  readSystem,
  tickIntervalSeconds,
  uptimeSeconds,
}: HealthDeps): Promise<Health> {
  const read = await readSystem();
  const { database, bot, components } = await readiness({
    readSystem: async () => read,
    tickIntervalSeconds,
  });
  const watched = read.ok ? read.value.watched : null;
  return {
    ...{ alive: true, uptimeSeconds: Math.floor(uptimeSeconds), database },
    ...{ lastTickAgeSeconds: bot?.lastTickAgeSeconds ?? null, isTickStale: bot?.stale ?? null },
    ...{ chains: watched?.chains ?? [], components, performance: watched?.day ?? null },
    objectives: watched === null ? [] : objectivesOf(watched),
  };
}
