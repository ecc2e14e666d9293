import type { Sql, TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { EventRecord, FlowRecord } from '../../../lib/ledger/portfolio-history.ts';
import { address, hex, seconds, uint } from './columns.ts';

const placeColumns = {
  tx_hash: hex,
  log_index: z.number(),
  block_number: uint,
};

const placeOf = (row: { tx_hash: Hex; log_index: number; block_number: bigint }) => ({
  txHash: row.tx_hash,
  logIndex: row.log_index,
  blockNumber: row.block_number,
});

const flowRow = z.object({
  ...placeColumns,
  block_time_seconds: seconds,
  token: address,
  direction: z.enum(['in', 'out']),
  units: uint,
  counterparty: address,
});

/** The last deposits and withdrawals of one portfolio, newest first. */
export const readFlows = async (
  sql: Sql | TransactionSql,
  id: string,
  limit: number,
): Promise<readonly FlowRecord[]> => {
  const rows = await sql`
    select tx_hash, log_index, block_number::text, block_time_seconds::text, token, direction, units::text, counterparty
    from cash_flows where portfolio_id = ${id}::bigint order by block_number desc, log_index desc limit ${limit}`;
  return rows.map((unread) => {
    const row = flowRow.parse(unread);
    return {
      ...placeOf(row),
      blockTimeSeconds: row.block_time_seconds,
      token: row.token,
      direction: row.direction,
      units: row.units,
      counterparty: row.counterparty,
    };
  });
};

const eventRow = z.object({
  ...placeColumns,
  block_time_seconds: seconds.nullable(),
  name: z.string(),
  details: z.record(z.string(), z.unknown()),
});

/** The contract's last events, newest first. */
export const readEvents = async (
  sql: Sql | TransactionSql,
  id: string,
  limit: number,
): Promise<readonly EventRecord[]> => {
  const rows = await sql`
    select tx_hash, log_index, block_number::text, block_time_seconds::text, name, details
    from chain_events where portfolio_id = ${id}::bigint order by block_number desc, log_index desc limit ${limit}`;
  return rows.map((unread) => {
    const row = eventRow.parse(unread);
    return {
      ...placeOf(row),
      blockTimeSeconds: row.block_time_seconds,
      name: row.name,
      details: row.details,
    };
  });
};
