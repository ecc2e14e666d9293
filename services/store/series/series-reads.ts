import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { PeriodFlow } from '../../../lib/performance/period-performance.ts';
import type { SeriesPoint } from '../../../lib/performance/series-point.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { pointColumns, pointRow } from './series-rows.ts';

/** Flows that are told apart; more are summed by UTC day. */
const FLOWS_MAX = 1_000;
/** Days of flows: some ten years. */
const DAYS_MAX = 4_000;

const pointOf = (row: unknown): SeriesPoint | null => (row === undefined ? null : pointRow.parse(row));

/** The newest point of a portfolio; null before the first. */
export const readLastPoint = async (
  sql: TransactionSql,
  portfolioId: string,
): Promise<SeriesPoint | null> => {
  const [row] = await sql`
    select ${pointColumns(sql)} from series_points v where v.portfolio_id = ${portfolioId} order by v.time_seconds desc limit 1`;
  return pointOf(row);
};

const reachRow = z.object({ from: z.coerce.number().nullable(), to: z.coerce.number().nullable() });

/** When a portfolio's series begins and ends. */
export type Reach = { readonly fromSeconds: UnixSeconds; readonly toSeconds: UnixSeconds };

/** Null before the first point. */
export const readReach = async (sql: TransactionSql, portfolioId: string): Promise<Reach | null> => {
  const [row] = await sql`
    select
      (select time_seconds::text from series_points where portfolio_id = ${portfolioId} order by time_seconds limit 1) as from,
      (select time_seconds::text from series_points where portfolio_id = ${portfolioId} order by time_seconds desc limit 1) as to`;
  const { from, to } = reachRow.parse(row);
  return from === null || to === null ? null : { fromSeconds: from, toSeconds: to };
};

/** The oldest point that is kept; null before the first. */
export const readFirstPoint = async (
  sql: TransactionSql,
  portfolioId: string,
): Promise<SeriesPoint | null> => {
  const [row] = await sql`
    select ${pointColumns(sql)} from series_points v where v.portfolio_id = ${portfolioId} order by v.time_seconds limit 1`;
  return pointOf(row);
};

/** The point that a span begins with: the last one up to that time; null where the portfolio had none yet. */
export const readPointAt = async (
  sql: TransactionSql,
  { portfolioId, atSeconds }: { readonly portfolioId: string; readonly atSeconds: UnixSeconds },
): Promise<SeriesPoint | null> => {
  const [row] = await sql`
    select ${pointColumns(sql)} from series_points v
    where v.portfolio_id = ${portfolioId} and v.time_seconds <= ${atSeconds} order by v.time_seconds desc limit 1`;
  return pointOf(row);
};

export type SeriesSpan = {
  readonly portfolioId: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  /** Each stands for one step of the span and is the last point in it. */
  readonly stepSeconds: number;
  readonly steps: number;
};

/** The last point of each step of a span, oldest first; a step without one has none. Costs a look into the index a step, however many points there are. */
export const readSeries = async (sql: TransactionSql, span: SeriesSpan): Promise<readonly SeriesPoint[]> => {
  const { portfolioId, fromSeconds, toSeconds, stepSeconds, steps } = span;
  const rows = await sql`
    select ${pointColumns(sql)}
    from generate_series(0, ${steps - 1}) as step
    cross join lateral (
      select * from series_points s where s.portfolio_id = ${portfolioId}
        and s.time_seconds >= ${fromSeconds}::bigint + step * ${stepSeconds}::bigint
        and s.time_seconds < ${fromSeconds}::bigint + (step + 1) * ${stepSeconds}::bigint and s.time_seconds <= ${toSeconds}
      order by s.time_seconds desc limit 1
    ) v
    order by v.time_seconds`;
  return rows.map((row) => pointRow.parse(row));
};

export type BlockSpan = {
  readonly portfolioId: string;
  /** Null: from the beginning. */
  readonly afterBlock: bigint | null;
  readonly toBlock: bigint;
};

const flowRow = z
  .object({
    at: z.coerce.number(),
    came: z.string().transform(BigInt),
    went: z.string().transform(BigInt),
    before: z.string().transform(BigInt),
    after: z.string().transform(BigInt),
    unpriced: z.number(),
  })
  .transform(({ at, came, went, before, after, unpriced }) => ({
    ...{ atSeconds: at, inUsdE18: came, outUsdE18: went, beforeUsdE18: before, afterUsdE18: after, unpriced },
  }));

const readFlowRows = async (
  sql: TransactionSql,
  { portfolioId, afterBlock, toBlock }: BlockSpan,
  stepSeconds: number,
) => {
  const after = `${afterBlock ?? -1n}`;
  const limit = stepSeconds === 1 ? FLOWS_MAX + 1 : DAYS_MAX;
  const rows = await sql`
    select (f.time_seconds / ${stepSeconds}::bigint * ${stepSeconds}::bigint)::text as at,
      coalesce(sum(f.value_usd_e18::numeric) filter (where f.value_usd_e18 > 0), 0)::text as came,
      coalesce(-sum(f.value_usd_e18::numeric) filter (where f.value_usd_e18 < 0), 0)::text as went,
      (array_agg(f.before_usd_e18 order by f.block_number, f.place))[1]::text as before,
      (array_agg(f.after_usd_e18 order by f.block_number desc, f.place desc))[1]::text as after,
      (count(*) filter (where f.value_usd_e18 is null))::int as unpriced
    from flow_values f
    where f.portfolio_id = ${portfolioId} and f.block_number > ${after}::bigint and f.block_number <= ${toBlock.toString()}::bigint
    group by 1 order by min(f.time_seconds) limit ${limit}`;
  return rows.map((row) => flowRow.parse(row));
};

/** What came in and went out over a span of blocks, at each time, or by UTC day where there is too much to tell apart. */
export const readPeriodFlows = async (
  sql: TransactionSql,
  span: BlockSpan,
): Promise<{ readonly flows: readonly PeriodFlow[]; readonly hasUnpricedFlow: boolean }> => {
  const each = await readFlowRows(sql, span, 1);
  const rows = each.length > FLOWS_MAX ? await readFlowRows(sql, span, 86_400) : each;
  return { flows: rows, hasUnpricedFlow: rows.some(({ unpriced }) => unpriced > 0) };
};

const worstRow = z.object({ worst: z.number().nullable() });

/** The largest tracking error of all looks of a span. */
export const readWorstDrift = async (
  sql: TransactionSql,
  { portfolioId, fromSeconds, toSeconds }: Pick<SeriesSpan, 'portfolioId' | 'fromSeconds' | 'toSeconds'>,
): Promise<number | null> => {
  const [row] = await sql`
    select max(v.worst_tracking_error_bps::integer) as worst from series_points v
    where v.portfolio_id = ${portfolioId} and v.time_seconds >= ${fromSeconds} and v.time_seconds <= ${toSeconds}`;
  return worstRow.parse(row).worst;
};
