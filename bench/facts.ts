import type { TransactionSql } from 'postgres';
import type { Facts } from '../lib/facts/fact.ts';
import { type FactReads, readFacts } from '../services/analyst/read-facts.ts';
import { Secret } from '../services/secret.ts';
import { readPortfoliosForFacts, readPriceTracks } from '../services/store/analyst/fact-reads.ts';
import { type BotDatabase, openBotDatabase } from '../services/store/database.ts';
import { atLeast, type Benchmark, type Measurement } from './benchmark.ts';
import { ASSETS, insertFactRows } from './facts/fact-rows.ts';
import { LOCAL, portOf, REMOTE, startWorld } from './tick/bench-world.ts';

const FLEET = 10_000;
/** Portfolios that the loop is given. */
const LOOPED = { near: 200, far: 50 } as const;
/** The first meets cold code and empty caches. */
const RUNS = 2;
const SPAN = '30d';

const readsOf = (sql: TransactionSql): FactReads => ({
  portfolios: (ids, stepped) => readPortfoliosForFacts(sql, ids, stepped),
  tracks: (wanted) => readPriceTracks(sql, wanted),
});

type Passed = { readonly seconds: number; readonly facts: number };

/** All of these in one pass. */
const pass = async (
  database: BotDatabase,
  ids: readonly string[],
  see: (facts: Facts) => void,
): Promise<Passed> => {
  const startMs = performance.now();
  let facts = 0;
  await database.run(async (sql) => {
    for await (const one of readFacts(readsOf(sql), ids, SPAN)) {
      facts += one.facts.length;
      see(one);
    }
  });
  return { seconds: (performance.now() - startMs) / 1_000, facts };
};

/** One portfolio after the other, by the same statements: what a page does that asks for its own. */
const loop = async (
  database: BotDatabase,
  ids: readonly string[],
  see: (facts: Facts) => void,
): Promise<number> => {
  const startMs = performance.now();
  for (const id of ids) await pass(database, [id], see);
  return (performance.now() - startMs) / 1_000;
};

const shown = (one: Facts): string =>
  JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? `${value}` : value));

const measureAt = async (url: string, ids: readonly string[], looped: number) => {
  const database = openBotDatabase({ url: new Secret(url), connectionsMax: 1 });
  try {
    const sample = ids.slice(0, looped);
    const wanted = new Set(sample);
    const together = new Map<string, string>();
    let best = await pass(database, ids, (one) => {
      if (wanted.has(one.about.portfolioId)) together.set(one.about.portfolioId, shown(one));
    });
    const apart = new Map<string, string>();
    await loop(database, sample, (one) => apart.set(one.about.portfolioId, shown(one)));
    const other = sample.find((id) => !apart.has(id) || apart.get(id) !== together.get(id));
    if (other !== undefined) throw new Error(`portfolio ${other} has other facts by itself`);
    for (let run = 1; run < RUNS; run += 1) {
      const again = await pass(database, ids, () => undefined);
      if (again.seconds < best.seconds) best = again;
    }
    return { ...best, looped, each: (await loop(database, sample, () => undefined)) / looped };
  } finally {
    await database.close();
  }
};

/** The same database, a network away. */
const measureFar = async (url: string, ids: readonly string[]) => {
  const far = new URL(url);
  const { child, port } = await portOf('./slow-wire.ts', [far.port, String(REMOTE.databaseMs)]);
  far.port = String(port);
  try {
    return await measureAt(far.toString(), ids, LOOPED.far);
  } finally {
    child.kill();
  }
};

type Measured = Awaited<ReturnType<typeof measureAt>>;

const faster = (what: string, goal: number, { seconds, facts, each, looped }: Measured): Measurement =>
  atLeast(what, (each * FLEET) / seconds, {
    ...{ goal, unit: '×' },
    detail: `${seconds.toFixed(1)} s for ${facts} facts of ${FLEET} portfolios of ${ASSETS} assets against ${(each * 1_000).toFixed(1)} ms each, by ${looped} of them`,
  });

const run = async (): Promise<readonly Measurement[]> => {
  const world = await startWorld();
  try {
    const { admin, dbUrl, drop } = await world.fresh(FLEET, LOCAL);
    await insertFactRows(admin);
    const rows = await admin<{ id: string }[]>`select id::text from portfolios order by id`;
    const ids = rows.map(({ id }) => id);
    const near = await measureAt(dbUrl, ids, LOOPED.near);
    const far = await measureFar(dbUrl, ids);
    await drop();
    return [
      faster('facts in one pass, against one portfolio after the other', 10, near),
      faster('the same with 5 ms to the database and back', 100, far),
    ];
  } finally {
    await world.stop();
  }
};

/** The facts of a fleet in one pass beside a loop over its portfolios, on a real database near and far. */
export const factsBenchmark: Benchmark = { name: 'facts', run };
