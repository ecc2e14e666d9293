import type { Sql } from 'postgres';
import { createTally } from '../lib/tally.ts';
import { readEnv } from '../services/env.ts';
import { createLog } from '../services/log.ts';
import { Secret } from '../services/secret.ts';
import { openBotDatabase } from '../services/store/database.ts';
import { openAlerts } from '../services/wire/alerts/alerts.ts';
import { openBot } from '../services/wire/tick/bot.ts';
import { inDatabase } from '../services/wire/tick/bot-store.ts';
import { atMost, type Benchmark, type Measurement } from './benchmark.ts';
import { type BenchWorld, benchEnv, CHAIN_ID, LOCAL, startNode, startWorld } from './tick/bench-world.ts';

const FLEET = 1_000;
/** So many ticks, each over a fleet of its own; the fastest counts. */
const RUNS = 5;
/** The first alone acts: the tick is a quiet one. */
const ACTING_EVERY = 1_000_000;

type Shares = {
  readonly tickMs: number;
  /** Looking for what is wrong and asking the outbox, after a tick that found nothing. */
  readonly quietMs: number;
  /** The same where every portfolio is in trouble, told of for the first time. */
  readonly troubledMs: number;
};

const timedMs = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
};

const allInTrouble = async (admin: Sql): Promise<void> => {
  await admin`update decisions set worst_drift_bps = 5000`;
  await admin`analyze decisions`;
};

/** A tick that tells nobody, and then what telling adds, over the same rows. */
const measureOnce = async (world: BenchWorld): Promise<Shares> => {
  const node = await startNode({ actingEvery: ACTING_EVERY });
  const { admin, dbUrl, drop } = await world.fresh(FLEET, LOCAL);
  const env = readEnv(benchEnv(dbUrl, node.rpcUrl), []);
  const database = openBotDatabase({ url: new Secret(dbUrl), connectionsMax: 2 });
  try {
    const bot = await openBot(env, (run) => run);
    if (!bot.ok) throw new Error(bot.error.message);
    const ticked = await bot.value.tick({
      ...{ source: 'cli', schedulerExecutionId: null, dryRun: false, limit: FLEET, budgetMs: 60_000 },
    });
    await bot.value.close();
    if (!ticked.ok || ticked.value.held !== FLEET - 1)
      throw new Error(`not everybody but one held: ${JSON.stringify(ticked)}`);
    const log = createLog({ level: 'warn', secrets: [] });
    const alerts = openAlerts({ env, run: inDatabase(database), log, tally: createTally() });
    const [tick] = await admin<{ id: string }[]>`select id from ticks`;
    const evaluation = { chainId: CHAIN_ID, tickId: tick?.id ?? null, failureCode: null };
    const evaluate = async () => {
      await alerts.evaluate(evaluation);
      await alerts.afterTick(false);
    };
    // The first opens the connections.
    await evaluate();
    const quietMs = await timedMs(evaluate);
    await allInTrouble(admin);
    const troubledMs = await timedMs(evaluate);
    const [row] = await admin<{ open: number }[]>`
      select count(*)::int as open from alerts where kind = 'HIGH_DRIFT' and recovered_at is null`;
    if (row?.open !== FLEET) throw new Error(`${row?.open} alerts of ${FLEET}`);
    return { tickMs: ticked.value.durationMs, quietMs, troubledMs };
  } finally {
    await database.close();
    await drop();
    node.stop();
  }
};

const run = async (): Promise<readonly Measurement[]> => {
  const world = await startWorld();
  try {
    const runs: Shares[] = [];
    for (let count = 0; count < RUNS; count += 1) runs.push(await measureOnce(world));
    const least = (of: keyof Shares) => Math.min(...runs.map((one) => one[of]));
    const [tickMs, quietMs, troubledMs] = [least('tickMs'), least('quietMs'), least('troubledMs')];
    const beside = `beside ${tickMs.toFixed(0)} ms of the tick, the least of ${RUNS} runs each`;
    return [
      atMost('alerts’ share of a quiet tick over 1,000 portfolios', (quietMs / tickMs) * 100, {
        ...{ goal: 5, unit: '%' },
        detail: `${quietMs.toFixed(1)} ms ${beside}`,
      }),
      atMost(
        'the same where all 1,000 are in trouble, each for the first time',
        (troubledMs / tickMs) * 100,
        {
          ...{ goal: 50, unit: '%' },
          detail: `${troubledMs.toFixed(1)} ms ${beside}`,
        },
      ),
    ];
  } finally {
    await world.stop();
  }
};

/** What alerts add to a tick: the statements that look for them and ask the outbox, on a real database. */
export const alertsBenchmark: Benchmark = { name: 'alerts', run };
