import type { Sql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';

const uint = z.string().transform(BigInt);
const address = z.string().transform((text) => text as Address);
const hex = z.string().transform((text) => text as Hex);

const countsRow = z.object({
  ticks: z.number(),
  act: z.number(),
  hold: z.number(),
  placed: z.number(),
  filled: z.number(),
  partially_filled: z.number(),
  expired: z.number(),
  fills: z.number(),
  read_at: z.string(),
});

/**
 * What the database has counted of portfolios in contracts of their own. An order counts as partially filled when one of its fills left
 * something of it open.
 */
export type JournalCounts = z.infer<typeof countsRow>;

/** The portfolios whose contract holds what it trades. */
const ofBalancers = (sql: Sql) => sql`
  (select p.id from portfolios p join accounts a on a.id = p.account_id where a.kind = 'balancer')`;

export const readCounts = async (sql: Sql): Promise<JournalCounts> => {
  const ours = ofBalancers(sql);
  const [row] = await sql`
    select
      (select count(*)::int from ticks where not dry_run and finished_at is not null) as ticks,
      (select count(*)::int from decisions where kind = 'act' and portfolio_id in ${ours}) as act,
      (select count(*)::int from decisions where kind = 'hold' and portfolio_id in ${ours}) as hold,
      (select count(*)::int from orders where placed_at is not null and portfolio_id in ${ours}) as placed,
      (select count(*)::int from orders where status = 'filled' and portfolio_id in ${ours}) as filled,
      (select count(*)::int from orders o where portfolio_id in ${ours}
        and exists (select from fills f where f.order_hash = o.order_hash and f.sell_units < o.sell_units)) as partially_filled,
      (select count(*)::int from orders where status = 'expired' and portfolio_id in ${ours}) as expired,
      (select count(*)::int from fills where portfolio_id in ${ours}) as fills,
      now()::text as read_at`;
  return countsRow.parse(row);
};

/** How many portfolios in contracts of their own have been looked at in this block or a later one. */
export const lookedAtSince = async (sql: Sql, blockNumber: bigint): Promise<number> => {
  const [row] = await sql`
    select count(distinct s.portfolio_id)::int as looked
    from snapshots s join decisions d on d.snapshot_id = s.id
    where s.block_number >= ${blockNumber.toString()} and s.portfolio_id in ${ofBalancers(sql)}`;
  return z.object({ looked: z.number() }).parse(row).looked;
};

/** How many orders are out and can still be filled. */
export const liveOrders = async (sql: Sql): Promise<number> => {
  const [row] = await sql`
    select count(*)::int as live from orders where status in ('signed', 'open', 'partially-filled', 'unfillable')`;
  return z.object({ live: z.number() }).parse(row).live;
};

/** Whether a portfolio has held because its trade would have moved the pools too far. */
export const heldByImpact = async (sql: Sql): Promise<boolean> => {
  const rows = await sql`select from decisions where reason = 'impact-too-high' limit 1`;
  return rows.length > 0;
};

/** What changes whenever there is something new to report. */
export const readProgress = async (sql: Sql): Promise<{ readonly fills: number; readonly live: number }> => {
  const [row] = await sql`select count(*)::int as fills from fills`;
  return { fills: z.object({ fills: z.number() }).parse(row).fills, live: await liveOrders(sql) };
};

const roundRow = z
  .object({
    address,
    snapshot_block: uint,
    last_fill_block: uint,
  })
  .transform((row) => ({
    address: row.address,
    snapshotBlock: row.snapshot_block,
    lastFillBlock: row.last_fill_block,
  }));

/** A decision to act whose orders are all closed, at least one of them filled whole; first the earliest of each portfolio. */
export type Round = z.infer<typeof roundRow>;

export const closedRounds = async (sql: Sql): Promise<readonly Round[]> => {
  const rows = await sql`
    select a.address, s.block_number::text as snapshot_block, max(f.block_number)::text as last_fill_block
    from decisions d
    join snapshots s on s.id = d.snapshot_id
    join portfolios p on p.id = d.portfolio_id
    join accounts a on a.id = p.account_id
    join orders o on o.decision_id = d.id
    join fills f on f.order_hash = o.order_hash
    where d.kind = 'act'
    group by d.id, a.address, s.block_number
    having bool_or(o.status = 'filled')
      and not exists (select from orders l where l.decision_id = d.id
        and l.status in ('signed', 'open', 'partially-filled', 'unfillable'))
    order by d.id`;
  return rows.map((row) => roundRow.parse(row));
};

const fillRow = z
  .object({
    tx_hash: hex,
    log_index: z.number(),
    order_hash: hex,
    sell_units: uint,
    buy_units: uint,
    taker: address,
  })
  .transform((row) => ({
    txHash: row.tx_hash,
    logIndex: row.log_index,
    orderHash: row.order_hash,
    sellUnits: row.sell_units,
    buyUnits: row.buy_units,
    taker: row.taker,
  }));

export type StoredFill = z.infer<typeof fillRow>;

export const storedFills = async (sql: Sql): Promise<readonly StoredFill[]> => {
  const rows = await sql`
    select tx_hash, log_index, order_hash, sell_units::text, buy_units::text, taker
    from fills order by block_number, log_index`;
  return rows.map((row) => fillRow.parse(row));
};
