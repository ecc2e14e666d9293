import type { TransactionSql } from 'postgres';
import { decide } from '../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../lib/engine/testing/builders.ts';
import type { DuePortfolio, JournalEntry, LeaseOutcome } from '../../lib/ledger/tick-record.ts';
import { Secret } from '../../services/secret.ts';
import { type BotDatabase, openBotDatabase } from '../../services/store/database.ts';
import { writeJournal } from '../../services/store/tick/journal.ts';
import { claimDue, completeLeases } from '../../services/store/tick/leases.ts';
import { startTick } from '../../services/store/tick/ticks.ts';
import { atLeast, type Measurement } from '../benchmark.ts';
import { type BenchWorld, CHAIN_ID, LOCAL } from './bench-world.ts';

const BATCH = 500;
const BATCHES = 12;
/** Portfolios that are taken one by one. */
const SINGLES = 100;

/** A database and the tick in whose name its leases are taken. */
export type Store = { readonly database: BotDatabase; readonly tickId: string; readonly dueBefore: string };

export const claim = (
  { database, tickId, dueBefore }: Store,
  limit: number,
): Promise<readonly DuePortfolio[]> =>
  database.run((sql) =>
    claimDue(sql, { chainId: CHAIN_ID, owner: tickId, limit, leaseSeconds: 600, dueBefore }),
  );

const outcomeOf = ({ portfolioId, token }: DuePortfolio): LeaseOutcome => ({
  lease: { portfolioId, token },
  ...{ failure: null, blame: false, dueInSeconds: 3_600, unfundedAt: null },
});

export const complete = ({ database }: Store, due: readonly DuePortfolio[]) =>
  database.run((sql) => completeLeases(sql, { outcomes: due.map(outcomeOf), failuresMax: 3 }));

const entryOf = ({ portfolioId, token, policyVersion }: DuePortfolio): JournalEntry => {
  const snapshot = snapshotOf(Array.from({ length: 5 }, () => ({ usd: 1_000, targetBps: 2_000 })));
  const policy = policyOf({});
  const look = { snapshot, policy, decision: decide(snapshot, policy) };
  return { lease: { portfolioId, token }, look, policyVersion, actions: [] };
};

const write = ({ database, tickId }: Store, due: readonly DuePortfolio[]) =>
  database.run((sql: TransactionSql) => writeJournal(sql, tickId, due.map(entryOf)));

type Work = (due: readonly DuePortfolio[]) => Promise<readonly unknown[]>;

type Counted = { seconds: number; count: number };
const perSecond = ({ seconds, count }: Counted): number => count / seconds;

const timed = async <T>(into: Counted, count: number, work: () => Promise<T>): Promise<T> => {
  const startMs = performance.now();
  const done = await work();
  into.seconds += (performance.now() - startMs) / 1_000;
  into.count += count;
  return done;
};

const whole = (done: readonly unknown[], of: number): void => {
  if (done.length !== of) throw new Error(`${done.length} of ${of} portfolios`);
};

/** Claimed, journaled and completed, so many at a time: portfolios per second of claim with completion, and of the journal. */
const workThrough = async (store: Store, atOnce: number, times: number) => {
  const leases: Counted = { seconds: 0, count: 0 };
  const looks: Counted = { seconds: 0, count: 0 };
  const steps: readonly (readonly [Counted, Work])[] = [
    [looks, (due) => write(store, due)],
    [leases, (due) => complete(store, due)],
  ];
  for (let time = 0; time < times; time += 1) {
    const due = await timed(leases, atOnce, () => claim(store, atOnce));
    whole(due, atOnce);
    for (const [into, work] of steps)
      whole(await timed(into, into === looks ? atOnce : 0, () => work(due)), atOnce);
  }
  return { leases: perSecond(leases), looks: perSecond(looks) };
};

/** The statements of the tick by batches of 500, beside the same ones portfolio by portfolio. */
export const measureStore = async (world: BenchWorld): Promise<readonly Measurement[]> => {
  const { dbUrl, drop } = await world.fresh(BATCH * BATCHES + SINGLES, LOCAL);
  const database = openBotDatabase({ url: new Secret(dbUrl) });
  try {
    const tick = await database.run((sql) => startTick(sql, { source: 'cli', schedulerExecutionId: null }));
    const store = { database, tickId: tick.id, dueBefore: tick.startedAt };
    const single = await workThrough(store, 1, SINGLES);
    const bulk = await workThrough(store, BATCH, BATCHES);
    const told = (ours: number, naive: number) =>
      `${ours.toFixed(0)} against ${naive.toFixed(0)} portfolios/s on one connection`;
    return [
      atLeast('claim with fenced completion by 500, beside one by one', bulk.leases / single.leases, {
        ...{ goal: 20, unit: '×', detail: `${told(bulk.leases, single.leases)}; aim 50,000` },
      }),
      atLeast('looks written by 500, beside one by one', bulk.looks / single.looks, {
        ...{ goal: 10, unit: '×', detail: told(bulk.looks, single.looks) },
      }),
    ];
  } finally {
    await database.close();
    await drop();
  }
};
