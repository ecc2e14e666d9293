import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { type GrownSeries, growSeries } from '../../../lib/performance/grow-series.ts';
import { readSeriesInput } from './read-series-input.ts';
import { flowToRow, pointToRow } from './series-rows.ts';

const cursorRow = z
  .object({ portfolio_id: z.string(), snapshot_id: z.string() })
  .transform(({ portfolio_id, snapshot_id }) => ({ portfolioId: portfolio_id, snapshotId: snapshot_id }));

/** The cursors of those that nobody else is feeding. They are locked until the transaction ends. */
const holdCursors = async (sql: TransactionSql, ids: readonly string[]) => {
  await sql`
    insert into series_cursors (portfolio_id) select id from unnest(${[...ids]}::bigint[]) as w(id) order by id
    on conflict do nothing`;
  const rows = await sql`
    select portfolio_id::text, snapshot_id::text from series_cursors
    where portfolio_id = any(${[...ids]}::bigint[]) order by portfolio_id for update skip locked`;
  return rows.map((row) => cursorRow.parse(row));
};

type Grown = GrownSeries & { readonly portfolioId: string };

const writePoints = async (sql: TransactionSql, grown: readonly Grown[]): Promise<void> => {
  // Two looks at one second are one point: the last one, which already tells of the first.
  const points = grown.flatMap(({ portfolioId, points: all }) => [
    ...new Map(all.map((point) => [point.timeSeconds, pointToRow(portfolioId, point)])).values(),
  ]);
  if (points.length === 0) return;
  await sql`
    insert into series_points
    select i.* from jsonb_populate_recordset(null::series_points, ${JSON.stringify(points)}::text::jsonb) i
    on conflict (portfolio_id, time_seconds) do update set (snapshot_id, block_number, value_usd_e18, hold_usd_e18, growth,
      hold_growth, index_growth, tracking_error_bps, worst_tracking_error_bps, looks, observed_seconds, drift_seconds,
      drift_bps_seconds, assets)
      = (excluded.snapshot_id, excluded.block_number, excluded.value_usd_e18, excluded.hold_usd_e18, excluded.growth,
      excluded.hold_growth, excluded.index_growth, excluded.tracking_error_bps, excluded.worst_tracking_error_bps, excluded.looks,
      excluded.observed_seconds, excluded.drift_seconds, excluded.drift_bps_seconds, excluded.assets)`;
};

const writeFlows = async (sql: TransactionSql, grown: readonly Grown[]): Promise<void> => {
  const flows = grown.flatMap(({ portfolioId, flows: all }) =>
    all.map((flow) => flowToRow(portfolioId, flow)),
  );
  if (flows.length === 0) return;
  await sql`
    insert into flow_values
    select i.* from jsonb_populate_recordset(null::flow_values, ${JSON.stringify(flows)}::text::jsonb) i
    on conflict do nothing`;
};

const moveCursors = async (sql: TransactionSql, grown: readonly Grown[]): Promise<void> => {
  const moved = grown.filter(({ snapshotId }) => snapshotId !== null);
  const ids = moved.map(({ portfolioId }) => portfolioId);
  const reached = moved.map(({ snapshotId }) => snapshotId ?? '0');
  await sql`
    update series_cursors c set snapshot_id = w.snapshot_id
    from unnest(${ids}::bigint[], ${reached}::bigint[]) as w(portfolio_id, snapshot_id)
    where c.portfolio_id = w.portfolio_id`;
  await sql`
    delete from orphaned_looks o using series_cursors c
    where c.portfolio_id = any(${ids}::bigint[]) and o.portfolio_id = c.portfolio_id and o.snapshot_id <= c.snapshot_id`;
};

/**
 * Takes the next looks of these portfolios into their series, all or nothing, and answers those that came further. Who is fed by
 * somebody else at this moment is left to him. Doing it again takes in nothing twice.
 */
export const feedSeries = async (sql: TransactionSql, ids: readonly string[]): Promise<readonly string[]> => {
  const reached = await holdCursors(sql, ids);
  const input = await readSeriesInput(sql, reached);
  const grown = [...input].map(([portfolioId, known]): Grown => ({ portfolioId, ...growSeries(known) }));
  await writePoints(sql, grown);
  await writeFlows(sql, grown);
  await moveCursors(sql, grown);
  return grown.flatMap(({ portfolioId, snapshotId }) => (snapshotId === null ? [] : [portfolioId]));
};

/** Gives up the looks so far of a portfolio whose series can't be stored, so that it holds up nobody; its series go on with the next. */
export const passOverLooks = async (sql: TransactionSql, id: string): Promise<void> => {
  await sql`
    insert into series_cursors (portfolio_id, snapshot_id) select ${id}::bigint, max(id) from snapshots where portfolio_id = ${id}
    on conflict (portfolio_id) do update set snapshot_id = excluded.snapshot_id`;
};

export type Branch = { readonly chainId: number; readonly above: bigint };

/** Undoes what the series took from blocks above, and keeps looks at them from being taken in. In the transaction that undoes the facts. */
export const cutSeries = async (sql: TransactionSql, { chainId, above }: Branch): Promise<void> => {
  const block = above.toString();
  // Whoever feeds them now is waited for, and finds the branch gone afterwards.
  const rows = await sql`
    select c.portfolio_id::text, c.snapshot_id::text from series_cursors c
    join portfolios p on p.id = c.portfolio_id join accounts a on a.id = p.account_id
    where a.chain_id = ${chainId} order by c.portfolio_id for update of c`;
  const ids = rows.map((row) => cursorRow.parse(row).portfolioId);
  await sql`delete from series_points where portfolio_id = any(${ids}::bigint[]) and block_number > ${block}::bigint`;
  await sql`delete from flow_values where portfolio_id = any(${ids}::bigint[]) and block_number > ${block}::bigint`;
  await sql`
    insert into orphaned_looks (snapshot_id, portfolio_id)
    select s.id, s.portfolio_id
    from portfolios p join accounts a on a.id = p.account_id and a.chain_id = ${chainId}
    left join series_cursors c on c.portfolio_id = p.id
    join snapshots s on s.portfolio_id = p.id and s.id > coalesce(c.snapshot_id, 0) and s.block_number > ${block}::bigint
    on conflict do nothing`;
};
