import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { namedSnapshot } from '../../../lib/engine/codec.ts';
import type { PriceTrack } from '../../../lib/facts/markets.ts';
import type { LastLook, PortfolioRead, StepPoint } from '../../../lib/facts/portfolio-read.ts';
import type { SeriesPoint } from '../../../lib/performance/series-point.ts';
import type { PriceSeries } from '../../../lib/prices/price-points.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { pointColumns, pointRow } from '../series/series-rows.ts';
import { readOrdersOfRebalances } from '../tick/rebalance-orders.ts';
import { readFillsBetween, readFlowsBetween } from './attribution-reads.ts';

// Everything here is read of many portfolios at once, in as many statements for ten thousand as for one.

const count = z.coerce.number().int();
const natural = z.string().transform(BigInt);

const lookSchema = z.object({
  nowSeconds: count,
  assets: z.array(
    z.object({
      token: z.string(),
      symbol: z.string(),
      targetBps: z.number(),
      price: z.object({ source: z.string().nullable().default(null) }),
    }),
  ),
  guard: z.object({ lossBpsPerDay: z.number(), turnoverBpsPerDay: z.number() }),
  buckets: z.object({ lossLeftE18: natural, turnoverLeftE18: natural }),
});

const headRow = z.object({
  portfolio_id: z.string(),
  chain_id: count,
  address: z.string(),
  name: z.string(),
  decision_id: z.string().nullable(),
  look_id: z.string().nullable(),
  snapshot: z.unknown(),
  is_indexed: z.boolean().nullable(),
});
type Head = Pick<PortfolioRead, 'about' | 'end' | 'look' | 'isIndexed'>;

/** A look in a form that can't be read says nothing. */
const lookOf = ({ decision_id, look_id, snapshot }: z.output<typeof headRow>): LastLook | null => {
  const read = lookSchema.safeParse(namedSnapshot(snapshot));
  if (decision_id === null || look_id === null || !read.success) return null;
  const { nowSeconds, assets, guard, buckets } = read.data;
  return {
    ...{ decisionId: decision_id, snapshotId: look_id, atSeconds: nowSeconds, guard, buckets },
    assets: assets.map(({ price: { source }, ...asset }) => ({ ...asset, source })),
  };
};

const headOf = (row: Readonly<Record<string, unknown>>): Head => {
  const head = headRow.parse(row);
  const { portfolio_id: portfolioId, chain_id: chainId, address, name } = head;
  return {
    about: { chainId, address, portfolioId, name: name === '' ? `Portfolio ${portfolioId}` : name },
    end: row['snapshot_id'] === null ? null : pointRow.parse(row),
    look: lookOf(head),
    isIndexed: head.is_indexed ?? false,
  };
};

/** The newest point and the newest real look of each. */
const readHeads = async (sql: TransactionSql, ids: readonly string[]): Promise<readonly Head[]> => {
  const rows = await sql`
    select p.id::text as portfolio_id, a.chain_id::text, a.address, p.name, d.id::text as decision_id, s.id::text as look_id, s.snapshot,
      (select f.index_growth is not null from series_points f where f.portfolio_id = p.id order by f.time_seconds limit 1) as is_indexed,
      ${pointColumns(sql)}
    from unnest(${[...ids]}::bigint[]) with ordinality as w(portfolio_id, place)
    join portfolios p on p.id = w.portfolio_id
    join accounts a on a.id = p.account_id
    left join lateral (select * from series_points q where q.portfolio_id = p.id order by q.time_seconds desc limit 1) v on true
    left join lateral (
      select d.id, d.snapshot_id from decisions d join ticks t on t.id = d.tick_id
      where d.portfolio_id = p.id and not t.dry_run order by d.id desc limit 1
    ) d on true
    left join snapshots s on s.id = d.snapshot_id
    order by w.place`;
  return rows.map(headOf);
};

type Ended = Head & { readonly end: SeriesPoint };

/** The last point of each up to the beginning of its span. */
const readStarts = async (
  sql: TransactionSql,
  ended: readonly Ended[],
  spanSeconds: number,
): Promise<ReadonlyMap<string, SeriesPoint>> => {
  const rows = await sql`
    select w.portfolio_id::text, ${pointColumns(sql)}
    from unnest(${ended.map(({ about }) => about.portfolioId)}::bigint[],
      ${ended.map(({ end }) => end.timeSeconds - spanSeconds)}::bigint[]) as w(portfolio_id, at)
    cross join lateral (
      select * from series_points q where q.portfolio_id = w.portfolio_id and q.time_seconds <= w.at order by q.time_seconds desc limit 1
    ) v order by w.portfolio_id`;
  return new Map(rows.map((row) => [String(row['portfolio_id']), pointRow.parse(row)]));
};

const stepsRow = z.object({
  portfolio_id: z.string(),
  steps: z.array(z.tuple([z.number(), z.number(), z.number()])),
});

type Stepped = { readonly spanSeconds: number; readonly steps: number };

/** The last point of each of so many equal steps up to the newest, oldest first: a look into the index a step, portfolio by portfolio. */
const readSteps = async (
  sql: TransactionSql,
  ended: readonly Ended[],
  { spanSeconds, steps }: Stepped,
): Promise<ReadonlyMap<string, readonly StepPoint[]>> => {
  const stepSeconds = spanSeconds / steps;
  const rows = await sql`
    select w.portfolio_id::text, found.steps
    from unnest(${ended.map(({ about }) => about.portfolioId)}::bigint[], ${ended.map(({ end }) => end.timeSeconds)}::bigint[])
      as w(portfolio_id, upto)
    cross join lateral (
      select json_agg(json_build_array(v.time_seconds, v.observed_seconds, v.growth) order by step desc) as steps
      from generate_series(0, ${steps - 1}) as step
      cross join lateral (
        select q.time_seconds, q.observed_seconds, q.growth from series_points q where q.portfolio_id = w.portfolio_id
          and q.time_seconds > w.upto - (step + 1) * ${stepSeconds}::bigint and q.time_seconds <= w.upto - step * ${stepSeconds}::bigint
        order by q.time_seconds desc limit 1
      ) v
    ) found where found.steps is not null`;
  return new Map(
    rows.map((row) => {
      const { portfolio_id: portfolioId, steps: found } = stepsRow.parse(row);
      const points = found.map(([atSeconds, observedSeconds, growth]) => ({
        atSeconds,
        observedSeconds,
        growth,
      }));
      return [portfolioId, points] as const;
    }),
  );
};

const stepOf = ({ timeSeconds: atSeconds, observedSeconds, growth }: SeriesPoint): StepPoint => ({
  ...{ atSeconds, observedSeconds, growth },
});

/**
 * All that is stored of these portfolios over a span that ends with each one's newest point, as facts are made from it, in seven statements
 * whatever their number. One that the viewer may not see is left out. @throws what the database says against it
 */
export const readPortfoliosForFacts = async (
  sql: TransactionSql,
  ids: readonly string[],
  stepped: Stepped,
): Promise<readonly PortfolioRead[]> => {
  const heads = await readHeads(sql, ids);
  const ended = heads.flatMap((head): Ended[] => (head.end === null ? [] : [{ ...head, end: head.end }]));
  const starts = await readStarts(sql, ended, stepped.spanSeconds);
  const steps = await readSteps(sql, ended, stepped);
  const spans = ended.map(({ about: { portfolioId }, end }) => ({
    ...{ portfolioId, afterBlock: starts.get(portfolioId)?.blockNumber ?? -1n, toBlock: end.blockNumber },
  }));
  const flows = await readFlowsBetween(sql, spans);
  const fills = await readFillsBetween(sql, spans);
  const orders = await readOrdersOfRebalances(
    sql,
    ended.map(({ about: { portfolioId } }) => ({
      ...{ portfolioId, fromSnapshotId: starts.get(portfolioId)?.snapshotId ?? '0' },
    })),
  );
  return heads.map((head) => {
    const { portfolioId } = head.about;
    const start = starts.get(portfolioId) ?? null;
    return {
      ...{ ...head, start },
      steps: [...(start === null ? [] : [stepOf(start)]), ...(steps.get(portfolioId) ?? [])],
      flows: flows.get(portfolioId) ?? [],
      fills: fills.get(portfolioId) ?? [],
      orders: orders.get(portfolioId) ?? [],
    };
  });
};

const trackRow = z.object({
  asset: z.string(),
  source: z.string(),
  track: z.array(z.tuple([z.number(), z.number()])),
});

export type TracksWanted = {
  readonly series: readonly PriceSeries[];
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly stepSeconds: number;
};

/** The last recorded price of each step that has one, at the step's end, oldest first. */
export const readPriceTracks = async (
  sql: TransactionSql,
  { series, fromSeconds, toSeconds, stepSeconds }: TracksWanted,
): Promise<readonly PriceTrack[]> => {
  const rows = await sql`
    select w.asset, w.source, json_agg(json_build_array((v.step + 1) * ${stepSeconds}::bigint, v.price) order by v.step) as track
    from unnest(${series.map(({ asset }) => asset)}::text[], ${series.map(({ source }) => source)}::text[]) as w(asset, source)
    cross join lateral (
      select distinct on (step) step, price
      from (
        select p.time_seconds / ${stepSeconds}::bigint as step, p.price_usd_e18::float8 as price, p.time_seconds
        from price_points p
        where p.asset = w.asset and p.source = w.source and p.time_seconds between ${fromSeconds} and ${toSeconds}
      ) p
      order by step, time_seconds desc
    ) v
    group by w.asset, w.source order by w.asset, w.source`;
  return rows.map((row) => {
    const { asset, source, track } = trackRow.parse(row);
    return { asset, source, track: track.map(([atSeconds, level]) => ({ atSeconds, level })) };
  });
};
