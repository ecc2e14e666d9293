import type { TransactionSql } from 'postgres';
import { type PageQuery, positionOf } from '../../../lib/api/fields.ts';
import {
  type ActivityRow,
  activityRow,
  type DecisionRow,
  decisionRow,
  type FillRow,
  fillRow,
  type HeldDayRow,
  heldDayRow,
  type OrderRow,
  orderRow,
  type SnapshotRow,
  snapshotRow,
} from '../../../lib/api/history.ts';

/** A page of one portfolio's rows. Each read answers one row more than the page has, the latest first. */
export type HistoryQuery = PageQuery & { readonly portfolioId: string };

/** Microseconds tell apart what one second holds; they are the cursor's first number. */
export type SignedOrder = { readonly micros: string; readonly row: OrderRow };

/** Placed orders are public, and whose they are is not: their portfolio has to be seen too. */
export const readOrderRows = async (
  sql: TransactionSql,
  query: HistoryQuery & { readonly status: 'live' | 'closed' | 'all' },
): Promise<readonly SignedOrder[]> => {
  const place = positionOf(query.cursor);
  const live = sql`o.status in ('signed', 'open', 'partially-filled', 'unfillable')`;
  const wanted = { live, closed: sql`not (${live})`, all: sql`true` }[query.status];
  const rows = await sql`
    select o.id, o.order_hash as "orderHash", o.decision_id::text as "decisionId", o.venue, o.chain_id::float8 as "chainId",
      o.generation::text, o.sell_token as "sellToken", o.buy_token as "buyToken", o.sell_units::text as "sellUnits",
      o.buy_units::text as "buyUnits", o.filled_sell_units::text as "filledSellUnits",
      o.filled_buy_units::text as "filledBuyUnits", o.status, o.status_reason as "statusReason",
      floor(extract(epoch from o.signed_at))::float8 as "signedAtSeconds",
      floor(extract(epoch from o.placed_at))::float8 as "placedAtSeconds",
      floor(extract(epoch from o.closed_at))::float8 as "closedAtSeconds",
      o.expires_at_seconds::float8 as "expiresAtSeconds", (extract(epoch from o.signed_at) * 1000000)::bigint::text as micros
    from portfolios p join orders o on o.portfolio_id = p.id
    where p.id = ${query.portfolioId}::bigint and ${wanted}
      ${
        place === null
          ? sql``
          : sql`and (o.signed_at, o.id::text) < (timestamptz 'epoch' + ${place.first}::bigint * interval '1 microsecond', ${place.second ?? ''})`
      }
    order by o.signed_at desc, o.id::text desc limit ${query.limit + 1}`;
  return rows.map((row) => ({ micros: String(row.micros), row: orderRow.parse(row) }));
};

export const readFillRows = async (
  sql: TransactionSql,
  { portfolioId, cursor, limit }: HistoryQuery,
): Promise<readonly FillRow[]> => {
  const place = positionOf(cursor);
  const rows = await sql`
    select f.tx_hash as "txHash", f.log_index as "logIndex", f.order_hash as "orderHash", f.taker, f.sell_token as "sellToken",
      f.buy_token as "buyToken", f.sell_units::text as "sellUnits", f.buy_units::text as "buyUnits",
      f.block_number::text as "blockNumber", f.block_time_seconds::float8 as "blockTimeSeconds",
      loss_at_fill_bps(f)::float8 as "lossBps"
    from fills f
    where f.portfolio_id = ${portfolioId}::bigint
      ${place === null ? sql`` : sql`and (f.block_number, f.log_index) < (${place.first}::bigint, ${place.second ?? '0'}::int)`}
    order by f.block_number desc, f.log_index desc limit ${limit + 1}`;
  return rows.map((row) => fillRow.parse(row));
};

const decisionColumns = (sql: TransactionSql) => sql`
  d.id::text, floor(extract(epoch from d.created_at))::float8 as "atSeconds", s.block_number::text as "blockNumber",
  s.block_time_seconds::float8 as "blockTimeSeconds", d.policy_version as "policyVersion",
  d.engine_version as "engineVersion", d.kind, d.reason, d.tracking_error_bps as "trackingErrorBps",
  round(s.nav_usd_e18 / 1000000000000000000, 2)::text as "valueUsd", d.next_look_at_seconds::float8 as "nextLookAtSeconds"`;

export const readDecisionRows = async (
  sql: TransactionSql,
  query: HistoryQuery & { readonly kind: 'hold' | 'act' | 'all' },
): Promise<readonly DecisionRow[]> => {
  const below = positionOf(query.cursor)?.first ?? null;
  const rows = await sql`
    select ${decisionColumns(sql)} from decisions d join snapshots s on s.id = d.snapshot_id
    where d.portfolio_id = ${query.portfolioId}::bigint
      ${query.kind === 'all' ? sql`` : sql`and d.kind = ${query.kind}`}
      ${below === null ? sql`` : sql`and d.id < ${below}::bigint`}
    order by d.id desc limit ${query.limit + 1}`;
  return rows.map((row) => decisionRow.parse(row));
};

export const readHeldDayRows = async (
  sql: TransactionSql,
  { portfolioId, cursor, limit }: HistoryQuery,
): Promise<readonly HeldDayRow[]> => {
  const [day, reason] =
    cursor === undefined ? [] : [cursor.split('-', 1)[0], cursor.slice(cursor.indexOf('-') + 1)];
  const rows = await sql`
    select day_seconds::float8 as "daySeconds", reason, looks, first_decision_id::text as "firstDecisionId",
      last_decision_id::text as "lastDecisionId", first_at_seconds::float8 as "firstAtSeconds",
      last_at_seconds::float8 as "lastAtSeconds", tracking_error_bps_min as "trackingErrorBpsMin",
      tracking_error_bps_max as "trackingErrorBpsMax"
    from held_days where portfolio_id = ${portfolioId}::bigint
      ${day === undefined ? sql`` : sql`and (day_seconds::bigint, reason::text) < (${day}::bigint, ${reason ?? ''})`}
    order by day_seconds::bigint desc, reason::text desc limit ${limit + 1}`;
  return rows.map((row) => heldDayRow.parse(row));
};

type DecisionRecord = {
  readonly row: DecisionRow;
  readonly snapshot: unknown;
  readonly policy: unknown;
  readonly decision: unknown;
};

/** A decision and, as they were journaled, what it was made from; null when the portfolio has none of this id. */
export const readDecisionRecord = async (
  sql: TransactionSql,
  { portfolioId, decisionId }: { readonly portfolioId: string; readonly decisionId: string },
): Promise<DecisionRecord | null> => {
  const [row] = await sql`
    select ${decisionColumns(sql)}, s.snapshot, v.policy, d.decision
    from decisions d join snapshots s on s.id = d.snapshot_id
    join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version
    where d.portfolio_id = ${portfolioId}::bigint and d.id = ${decisionId}::bigint`;
  if (row === undefined) return null;
  return { row: decisionRow.parse(row), snapshot: row.snapshot, policy: row.policy, decision: row.decision };
};

export const readSnapshotRows = async (
  sql: TransactionSql,
  { portfolioId, cursor, limit }: HistoryQuery,
): Promise<readonly SnapshotRow[]> => {
  const below = positionOf(cursor)?.first ?? null;
  const rows = await sql`
    select id::text, block_number::text as "blockNumber", block_time_seconds::float8 as "blockTimeSeconds",
      round(nav_usd_e18 / 1000000000000000000, 2)::text as "valueUsd"
    from snapshots where portfolio_id = ${portfolioId}::bigint ${below === null ? sql`` : sql`and id < ${below}::bigint`}
    order by id desc limit ${limit + 1}`;
  return rows.map((row) => snapshotRow.parse(row));
};

export const readActivityRows = async (
  sql: TransactionSql,
  { portfolioId, cursor, limit }: HistoryQuery,
): Promise<readonly ActivityRow[]> => {
  const below = positionOf(cursor)?.first ?? null;
  const rows = await sql`
    select id::text, floor(extract(epoch from at))::float8 as "atSeconds", actor, action, details
    from audit_log where portfolio_id = ${portfolioId}::bigint ${below === null ? sql`` : sql`and id < ${below}::bigint`}
    order by id desc limit ${limit + 1}`;
  return rows.map((row) => activityRow.parse(row));
};
