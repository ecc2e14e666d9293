import type { Sql, TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import { placedOf } from '../../../lib/ledger/action.ts';
import type { OrderRecord } from '../../../lib/ledger/fleet-record.ts';
import type { OrderStatus } from '../../../lib/ledger/lifecycle.ts';
import { placedColumns } from '../tick/orders.ts';
import { partColumns, partOf, seconds } from './columns.ts';

const recordColumns = z.object({
  ...partColumns,
  signed_at: seconds,
  closed_at: seconds.nullable(),
});

const recordOf = (unread: Readonly<Record<string, unknown>>): OrderRecord => {
  const row = recordColumns.parse(unread);
  return {
    ...placedOf(unread),
    part: partOf(row),
    signedAtSeconds: row.signed_at,
    closedAtSeconds: row.closed_at,
  };
};

const columns = (sql: Sql | TransactionSql) => sql`
  ${placedColumns(sql)}, o.decision_id::text, coalesce(l.slice_of, 1)::text as slice_of,
  extract(epoch from o.signed_at)::float8 as signed_at, extract(epoch from o.closed_at)::float8 as closed_at`;

const withLeg = (sql: Sql | TransactionSql) => sql`
  orders o left join legs l on l.decision_id = o.decision_id and l.leg_index = o.leg_index`;

/** Orders of these portfolios that somebody may still fill, newest first, the slices of a trade in their order. */
export const readLiveOrderRecords = async (
  sql: Sql | TransactionSql,
  ids: readonly string[],
): Promise<readonly OrderRecord[]> => {
  const rows = await sql`
    select ${columns(sql)} from ${withLeg(sql)}
    where o.portfolio_id = any(${[...ids]}::bigint[]) and o.status in ('signed', 'open', 'partially-filled', 'unfillable')
    order by o.decision_id desc, o.leg_index, o.slice_number, o.order_hash`;
  return rows.map(recordOf);
};

/** The last orders of one portfolio that are over, in one way or (null) in any, newest first. */
export const readClosedOrderRecords = async (
  sql: Sql | TransactionSql,
  id: string,
  { status, limit }: { readonly status: OrderStatus | null; readonly limit: number },
): Promise<readonly OrderRecord[]> => {
  const rows = await sql`
    select ${columns(sql)} from ${withLeg(sql)}
    where o.portfolio_id = ${id}::bigint and o.closed_at is not null and (${status}::text is null or o.status = ${status})
    order by o.decision_id desc, o.leg_index, o.slice_number, o.order_hash limit ${limit}`;
  return rows.map(recordOf);
};

/** What a decision signed, in the order of its legs. */
export const readOrdersOfDecision = async (
  sql: Sql | TransactionSql,
  decisionId: string,
): Promise<readonly OrderRecord[]> => {
  const rows = await sql`
    select ${columns(sql)} from ${withLeg(sql)}
    where o.decision_id = ${decisionId}::bigint order by o.leg_index, o.slice_number`;
  return rows.map(recordOf);
};

/** One order of a portfolio; null when it has none of that hash. */
export const readOrderRecord = async (
  sql: Sql | TransactionSql,
  { portfolioId, orderHash }: { readonly portfolioId: string; readonly orderHash: Hex },
): Promise<OrderRecord | null> => {
  const [row] = await sql`
    select ${columns(sql)} from ${withLeg(sql)}
    where o.portfolio_id = ${portfolioId}::bigint and o.order_hash = ${orderHash}`;
  return row === undefined ? null : recordOf(row);
};
