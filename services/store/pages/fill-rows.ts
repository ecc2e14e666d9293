import type { Sql, TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { FillRecord } from '../../../lib/ledger/fleet-record.ts';
import { address, hex, partColumns, partOf, seconds, uint } from './columns.ts';

const fillRow = z
  .object({
    portfolio_id: z.string(),
    tx_hash: hex,
    log_index: z.number(),
    order_hash: hex,
    sell_token: address,
    buy_token: address,
    sell_units: uint,
    buy_units: uint,
    taker: address,
    block_number: uint,
    block_time_seconds: seconds,
    loss_bps: z.number().nullable(),
    ...partColumns,
    decision_id: partColumns.decision_id.nullable(),
  })
  .transform((row): FillRecord & { readonly portfolioId: string } => ({
    portfolioId: row.portfolio_id,
    txHash: row.tx_hash,
    logIndex: row.log_index,
    orderHash: row.order_hash,
    sellToken: row.sell_token,
    buyToken: row.buy_token,
    sellUnits: row.sell_units,
    buyUnits: row.buy_units,
    taker: row.taker,
    blockNumber: row.block_number,
    blockTimeSeconds: row.block_time_seconds,
    lossBps: row.loss_bps,
    part: row.decision_id === null ? null : partOf({ ...row, decision_id: row.decision_id }),
  }));

const columns = (sql: Sql | TransactionSql) => sql`
  f.portfolio_id::text, f.tx_hash, f.log_index, f.order_hash, f.sell_token, f.buy_token, f.sell_units::text,
  f.buy_units::text, f.taker, f.block_number::text, f.block_time_seconds::text, loss_at_fill_bps(f)::float8 as loss_bps, o.decision_id::text,
  coalesce(o.slice_number, 1) as slice_number, coalesce(l.slice_of, 1) as slice_of`;

const withOrder = (sql: Sql | TransactionSql) => sql`
  left join orders o on o.order_hash = f.order_hash
  left join legs l on l.decision_id = o.decision_id and l.leg_index = o.leg_index`;

/** Of one order as many as an order can have: each is at least the contract's smallest fill. */
const FILLS_OF_ORDER_MAX = 200;

/** The fills of one order, oldest first. */
export const readFillsOfOrder = async (
  sql: Sql | TransactionSql,
  { portfolioId, orderHash }: { readonly portfolioId: string; readonly orderHash: Hex },
): Promise<readonly FillRecord[]> => {
  const rows = await sql`
    select ${columns(sql)} from fills f ${withOrder(sql)}
    where f.portfolio_id = ${portfolioId}::bigint and f.order_hash = ${orderHash}
    order by f.block_number, f.log_index limit ${FILLS_OF_ORDER_MAX}`;
  return rows.map((row) => fillRow.parse(row));
};

/** The last fills of each of these portfolios, newest first. */
export const readLastFills = async (
  sql: Sql | TransactionSql,
  ids: readonly string[],
  each: number,
): Promise<readonly (FillRecord & { readonly portfolioId: string })[]> => {
  const rows = await sql`
    select ${columns(sql)}
    from unnest(${[...ids]}::bigint[]) as wanted(id)
    cross join lateral (
      select * from fills where portfolio_id = wanted.id order by block_number desc, log_index desc limit ${each}
    ) f ${withOrder(sql)}
    order by f.block_number desc, f.log_index desc`;
  return rows.map((row) => fillRow.parse(row));
};
