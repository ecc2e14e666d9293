import type { Sql, TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { EventRecord, FlowRecord, PointRecord } from '../../../lib/ledger/portfolio-history.ts';
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

const pointRow = z.object({
  t: seconds,
  nav: z
    .string()
    .regex(/^-?\d+$/)
    .transform(BigInt)
    .nullable(),
  error_bps: z.number().nullable(),
});

/** The looks of a span of the chain's time, thinned to the last of each of so many equal parts, oldest first. */
export const readPoints = async (
  sql: Sql | TransactionSql,
  id: string,
  { spanSeconds, parts }: { readonly spanSeconds: number | null; readonly parts: number },
): Promise<readonly PointRecord[]> => {
  const rows = await sql`
    with looks as (
      select s.block_time_seconds::bigint as t, s.nav_usd_e18::text as nav, d.id
      from decisions d join snapshots s on s.id = d.snapshot_id join ticks k on k.id = d.tick_id
      where d.portfolio_id = ${id}::bigint and not k.dry_run
    ), ends as (
      select greatest(min(t), max(t) - coalesce(${spanSeconds}::bigint, max(t))) as first, max(t) as last from looks
    ), thinned as (
      select distinct on (part) t, nav, id from (
        select l.*, (l.t - e.first) * ${parts} / greatest(1, e.last - e.first) as part from looks l, ends e where l.t >= e.first
      ) parted order by part, t desc, id desc
    )
    select x.t::text, x.nav, round((d.decision ->> 'trackingErrorE18')::numeric / 1e14)::int as error_bps
    from thinned x join decisions d on d.id = x.id order by x.t`;
  return rows.map((unread) => {
    const row = pointRow.parse(unread);
    return { timeSeconds: row.t, navUsdE18: row.nav, trackingErrorBps: row.error_bps };
  });
};
