import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { setup } from '../e2e/support/postgres-server.ts';
import { decodeSnapshot } from '../lib/engine/codec.ts';
import { countedLook } from '../lib/performance/counted-look.ts';
import { seriesDtoOf, stepsOf } from '../services/portfolios/series-dto-of.ts';
import { Secret } from '../services/secret.ts';
import { migrate } from '../services/store/operation/migrate.ts';
import { feedSeries } from '../services/store/series/feed-series.ts';
import { readSeries } from '../services/store/series/series-reads.ts';
import { thinSeries } from '../services/store/series/thin-series.ts';
import { arrangePortfolios, CHAIN_ID } from '../services/store/testing/arrange.ts';
import { arrangeLook, arrangeReach, arrangeTick, timeOf } from '../services/store/testing/arrange-looks.ts';
import { atLeast, atMost, type Benchmark } from './benchmark.ts';

const SNAPSHOTS = 100_000;
/** 100,000 of them make a year. */
const LOOK_SECONDS = 315;
const FED = 1_000;
const POINTS = 500;
const RUNS = 15;
/** Each takes seconds. */
const RAW_RUNS = 3;
const ROOT = join(import.meta.dirname, '..');

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
};

type World = {
  readonly sql: Sql;
  readonly id: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
};

/** A portfolio of five assets with a look every five minutes for a year, all but a thousand of them copies of one. */
const arrange = async (sql: Sql): Promise<World> => {
  const [portfolio] = await arrangePortfolios(sql, 1);
  const id = portfolio?.id ?? '';
  const tickId = await arrangeTick(sql);
  await arrangeReach(sql, 10_000_000);
  const assets = Array.from({ length: 5 }, (_, index) => ({ usd: 1_000 * (index + 1), targetBps: 2_000 }));
  const { snapshotId } = await arrangeLook(sql, id, { tickId, block: 1, assets });
  await sql`
    with copies as (
      insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      select s.portfolio_id, s.tick_id, 1 + n, s.block_hash, s.block_time_seconds + n * ${LOOK_SECONDS}, s.nav_usd_e18,
        s.snapshot || jsonb_build_object('nowSeconds', s.block_time_seconds + n * ${LOOK_SECONDS}, 'blockNumber', (1 + n)::text,
          'assets', (select jsonb_agg(jsonb_set(a, '{price,updatedAtSeconds}', to_jsonb(s.block_time_seconds + n * ${LOOK_SECONDS})))
            from jsonb_array_elements(s.snapshot -> 'assets') a))
      from snapshots s, generate_series(1, ${SNAPSHOTS - 1}) n where s.id = ${snapshotId} order by n
      returning id, portfolio_id, tick_id
    )
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision, next_look_at_seconds)
    select c.id, c.portfolio_id, c.tick_id, 1, d.engine_version, d.kind, d.reason, '{}', 0 from copies c, decisions d where d.snapshot_id = ${snapshotId}`;
  await sql`analyze`;
  return { sql, id, fromSeconds: timeOf(1), toSeconds: timeOf(1) + (SNAPSHOTS - 1) * LOOK_SECONDS };
};

const asTransaction = <T>(sql: Sql, work: (transaction: TransactionSql) => Promise<T>): Promise<T> =>
  sql.begin(work) as Promise<T>;

/** Takes in a thousand looks as ticks do, then copies the last of their points for the rest of the year. */
const feed = async ({ sql, id }: World): Promise<number> => {
  const feedMs = await timed(async () => {
    for (let fed = 0; fed < FED; ) {
      await asTransaction(sql, (transaction) => feedSeries(transaction, [id]));
      const [row] = await sql<{ fed: number }[]>`select count(*)::int as fed from series_points`;
      fed = row?.fed ?? FED;
    }
  });
  await sql`
    insert into series_points
    select (jsonb_populate_record(null::series_points, to_jsonb(p) || jsonb_build_object('time_seconds', p.time_seconds + n * ${LOOK_SECONDS},
      'snapshot_id', p.snapshot_id + n, 'block_number', p.block_number + n, 'looks', p.looks + n,
      'observed_seconds', p.observed_seconds + n * ${LOOK_SECONDS}))).*
    from (select * from series_points order by time_seconds desc limit 1) p, generate_series(1, ${SNAPSHOTS - FED}) n`;
  await sql`vacuum analyze series_points`;
  return feedMs;
};

/** A year's series made from the stored looks themselves: each step's last one, decoded and valued. */
const readRaw = async ({ sql, id, fromSeconds, toSeconds }: World): Promise<number> => {
  const { stepSeconds } = stepsOf(fromSeconds, toSeconds, POINTS);
  const rows = await sql`
    select distinct on (step) (s.block_time_seconds - ${fromSeconds}) / ${stepSeconds}::bigint as step, s.id::text, s.snapshot
    from snapshots s where s.portfolio_id = ${id} and s.block_time_seconds between ${fromSeconds} and ${toSeconds}
    order by step, s.block_time_seconds desc`;
  const looks = rows.map((row) => {
    const snapshot = decodeSnapshot(row.snapshot);
    return snapshot.ok
      ? countedLook(row.id, snapshot.value, { assetRules: [], lookEverySeconds: 300 })
      : null;
  });
  return looks.filter((look) => look !== null).length;
};

const readKept = async ({ sql, id, fromSeconds, toSeconds }: World): Promise<number> => {
  const steps = stepsOf(fromSeconds, toSeconds, POINTS);
  const points = await asTransaction(sql, (transaction) =>
    readSeries(transaction, { portfolioId: id, ...steps }),
  );
  return seriesDtoOf(points, steps).points.length;
};

const runs = async (
  count: number,
  work: () => Promise<number>,
): Promise<{ readonly ms: number; readonly points: number }> => {
  const points = await work();
  const all: number[] = [];
  for (let run = 0; run < count; run += 1) all.push(await timed(work));
  return { ms: median(all), points };
};

const bytesOf = async (sql: Sql): Promise<{ readonly rows: number; readonly bytes: number }> => {
  await sql`vacuum full analyze series_points`;
  const [row] = await sql<{ rows: number; bytes: number }[]>`
    select count(*)::int as rows, pg_total_relation_size('series_points')::float8 as bytes from series_points`;
  return row ?? { rows: 0, bytes: 0 };
};

const measure = async (sql: Sql) => {
  const world = await arrange(sql);
  const feedMs = await feed(world);
  const [raw, before] = [await runs(RAW_RUNS, () => readRaw(world)), await bytesOf(sql)];
  const thinMs = await timed(async () => {
    while ((await asTransaction(sql, (transaction) => thinSeries(transaction, CHAIN_ID))) > 0);
  });
  const after = await bytesOf(sql);
  const kept = await runs(RUNS, () => readKept(world));
  if (kept.points < 300 || raw.points !== POINTS) throw new Error(`${kept.points} and ${raw.points} points`);
  return { feedMs, raw, before, thinMs, after, kept };
};

const run = async () => {
  let url = '';
  const stop = await setup({
    provide: (_key, given) => {
      url = given;
    },
  });
  const migrated = await migrate({ url: new Secret(url), folder: join(ROOT, 'supabase/migrations') });
  if (!migrated.ok) throw new Error(migrated.error.message);
  const sql = postgres(url, { max: 2, prepare: false, onnotice: () => undefined });
  const { feedMs, raw, before, thinMs, after, kept } = await measure(sql).finally(async () => {
    await sql.end();
    await stop();
  });
  const detail = `${SNAPSHOTS.toLocaleString('en')} looks of 5 assets, ${POINTS} points asked for; median of ${RUNS}`;
  return [
    atMost('a year as a series, from what is kept', kept.ms, { goal: 150, unit: 'ms', detail }),
    atLeast('quicker than from the stored looks', raw.ms / kept.ms, {
      ...{ goal: 10, unit: '×' },
      detail: `${raw.ms.toFixed(0)} ms for ${raw.points} points against ${kept.ms.toFixed(1)} ms for ${kept.points}`,
    }),
    atLeast('fewer points after thinning out', before.rows / after.rows, {
      ...{ goal: 10, unit: '×' },
      detail: `${before.rows} → ${after.rows} rows, ${(before.bytes / 2 ** 20).toFixed(1)} → ${(after.bytes / 2 ** 20).toFixed(1)} MiB, in ${(thinMs / 1_000).toFixed(1)} s`,
    }),
    atLeast('looks taken in', FED / (feedMs / 1_000), {
      goal: 500,
      unit: 'looks/s',
      detail: 'one portfolio, 500 a transaction',
    }),
  ];
};

/** A year of one portfolio as a series: from kept points that were thinned out, beside the looks that they came from. */
export const seriesBenchmark: Benchmark = { name: 'series', run };
