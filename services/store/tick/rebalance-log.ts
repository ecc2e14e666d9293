import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { ORDER_STATUSES, type OrderStatus } from '../../../lib/ledger/lifecycle.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

const uint = z.string().regex(/^\d+$/).transform(BigInt);
const count = z.coerce.number().int();
const address = z.string().transform((text) => text as Address);
const hash = z.string().transform((text) => text as Hex);

/** A decision to act with all it was made from, as stored. */
export type StoredRebalance = {
  readonly decisionId: string;
  readonly policyVersion: number;
  readonly engineVersion: string;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly decidedAtSeconds: UnixSeconds;
  /** The database's clock. */
  readonly lookedAtSeconds: UnixSeconds;
  readonly snapshot: unknown;
  readonly decision: unknown;
  readonly policy: unknown;
};

const rebalanceRow = z
  .object({
    decision_id: z.string(),
    policy_version: z.number(),
    engine_version: z.string(),
    block_number: uint,
    block_hash: hash,
    block_time_seconds: count,
    looked_at: z.coerce.number().transform(Math.floor),
    snapshot: z.unknown(),
    decision: z.unknown(),
    policy: z.unknown(),
  })
  .transform(
    (row): StoredRebalance => ({
      decisionId: row.decision_id,
      policyVersion: row.policy_version,
      engineVersion: row.engine_version,
      blockNumber: row.block_number,
      blockHash: row.block_hash,
      decidedAtSeconds: row.block_time_seconds,
      lookedAtSeconds: row.looked_at,
      snapshot: row.snapshot,
      decision: row.decision,
      policy: row.policy,
    }),
  );

export type RebalancePage = {
  readonly portfolioId: string;
  /** Only decisions made before this one. */
  readonly beforeId: string | null;
  readonly limit: number;
};

/** Decisions to act that signed orders, the latest first. */
export const readRebalances = async (
  sql: TransactionSql,
  page: RebalancePage,
): Promise<readonly StoredRebalance[]> => {
  const rows = await sql`
    select d.id::text as decision_id, d.policy_version, d.engine_version, s.block_number::text, s.block_hash,
      s.block_time_seconds::text, extract(epoch from d.created_at)::float8 as looked_at, s.snapshot, d.decision, v.policy
    from decisions d
    join snapshots s on s.id = d.snapshot_id
    join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version
    where d.portfolio_id = ${page.portfolioId} and d.kind = 'act' and exists (select from orders o where o.decision_id = d.id)
      ${page.beforeId === null ? sql`` : sql`and d.snapshot_id < (select snapshot_id from decisions where id = ${page.beforeId})`}
    order by d.snapshot_id desc limit ${page.limit}`;
  return rows.map((row) => rebalanceRow.parse(row));
};

/** One order of a rebalance and its fills, oldest first. */
export type LoggedOrder = {
  readonly decisionId: string;
  readonly id: Hex;
  readonly orderHash: Hex;
  readonly venue: string;
  readonly legIndex: number;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  readonly filledSellUnits: bigint;
  readonly filledBuyUnits: bigint;
  readonly status: OrderStatus;
  readonly statusReason: string | null;
  readonly signedAtSeconds: UnixSeconds;
  readonly placedAtSeconds: UnixSeconds | null;
  readonly expiresAtSeconds: UnixSeconds;
  readonly fillCount: number;
  /** Of all its fills. */
  readonly lastFillAtSeconds: UnixSeconds | null;
  /** Of all its fills whose prices are known, by what each sold. */
  readonly lossBps: number | null;
  readonly fills: readonly LoggedFill[];
  /** What the router of a proposal is called with; null of an order. */
  readonly swapData: Hex | null;
  /** Of its transactions that are in blocks, failed ones too; null where others paid, or nothing was sent. */
  readonly gasUsed: bigint | null;
  readonly gasCostWei: bigint | null;
  /** At the native coin's price in the blocks that took them; null where one of them has none, or nothing is in a block. */
  readonly gasUsdE18: bigint | null;
  /** Why one of them has no price; null where all have one. */
  readonly gasUsdMissing: string | null;
  /** Whether a transaction of ours may still come into a block. */
  readonly isGasOpen: boolean;
};

export type LoggedFill = {
  readonly txHash: Hex;
  readonly logIndex: number;
  readonly blockNumber: bigint;
  readonly timeSeconds: UnixSeconds;
  readonly taker: Address;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  /** Given away against the feeds' prices at its block, in basis points of what it sold; null where a price isn't known. */
  readonly lossBps: number | null;
};

const loggedFill = z.object({
  txHash: hash,
  logIndex: z.number(),
  blockNumber: uint,
  timeSeconds: z.number(),
  taker: address,
  sellUnits: uint,
  buyUnits: uint,
  lossBps: z.number().nullable(),
});
const wall = z.coerce.number().transform(Math.floor);
const loggedOrder = z
  .object({
    decision_id: z.string(),
    id: hash,
    order_hash: hash,
    venue: z.string(),
    leg_index: z.number(),
    sell_token: address,
    buy_token: address,
    sell_units: uint,
    buy_units: uint,
    filled_sell_units: uint,
    filled_buy_units: uint,
    status: z.enum(ORDER_STATUSES),
    status_reason: z.string().nullable(),
    signed_at: wall,
    placed_at: wall.nullable(),
    expires_at_seconds: count,
    fill_count: count,
    last_fill: count.nullable(),
    loss_bps: z.number().nullable(),
    fills: z.array(loggedFill),
    swap_data: hash.nullable(),
    gas_used: uint.nullable(),
    gas_cost_wei: uint.nullable(),
    gas_usd_e18: uint.nullable(),
    gas_usd_missing: z.string().nullable(),
    is_gas_open: z.boolean(),
  })
  .transform(
    (row): LoggedOrder => ({
      ...{ decisionId: row.decision_id, id: row.id, orderHash: row.order_hash, legIndex: row.leg_index },
      ...{
        sellToken: row.sell_token,
        buyToken: row.buy_token,
        sellUnits: row.sell_units,
        buyUnits: row.buy_units,
      },
      ...{ filledSellUnits: row.filled_sell_units, filledBuyUnits: row.filled_buy_units },
      venue: row.venue === 'book' ? 'order-book' : row.venue,
      ...{ status: row.status, statusReason: row.status_reason },
      ...{
        signedAtSeconds: row.signed_at,
        placedAtSeconds: row.placed_at,
        expiresAtSeconds: row.expires_at_seconds,
      },
      ...{
        fillCount: row.fill_count,
        lastFillAtSeconds: row.last_fill,
        lossBps: row.loss_bps,
        fills: row.fills,
      },
      ...{ swapData: row.swap_data, gasUsed: row.gas_used, gasCostWei: row.gas_cost_wei },
      ...{ gasUsdE18: row.gas_usd_e18, gasUsdMissing: row.gas_usd_missing, isGasOpen: row.is_gas_open },
    }),
  );

/** The orders of some decisions, each with its first `fillsEach` fills. */
export const readLoggedOrders = async (
  sql: TransactionSql,
  { decisionIds, fillsEach }: { readonly decisionIds: readonly string[]; readonly fillsEach: number },
): Promise<readonly LoggedOrder[]> => {
  const rows = await sql`
    select o.decision_id::text, o.id, o.order_hash, o.venue, o.leg_index, o.sell_token, o.buy_token, o.sell_units::text,
      o.buy_units::text, o.filled_sell_units::text, o.filled_buy_units::text, o.status, o.status_reason,
      extract(epoch from o.signed_at)::float8 as signed_at, extract(epoch from o.placed_at)::float8 as placed_at,
      o.expires_at_seconds::text, filled.fill_count::text, filled.last::text as last_fill, filled.loss_bps, filled.fills,
      o.swap_data, spent.gas_used::text, spent.gas_cost_wei::text, spent.gas_usd_e18::text, spent.gas_usd_missing, spent.is_gas_open
    from orders o
    cross join lateral (
      select sum(t.gas_used) as gas_used, sum(t.gas_used * t.gas_price_wei) as gas_cost_wei,
        case when count(*) filter (where t.block_number is not null and t.native_usd_e18 is null) = 0
          then sum(div(t.gas_used * t.gas_price_wei * t.native_usd_e18, 1000000000000000000)) end as gas_usd_e18,
        (array_agg(coalesce(t.native_usd_missing, 'The price of the native coin was not noted then.') order by t.attempt)
          filter (where t.block_number is not null and t.native_usd_e18 is null))[1] as gas_usd_missing,
        coalesce(bool_or(c.status in ('wanted', 'pending')), false) as is_gas_open
      from calls c left join transactions t on t.call_id = c.id and t.block_number is not null where c.order_id = o.id
    ) spent
    cross join lateral (
      select count(*) as fill_count, max(f.block_time_seconds) as last,
        round(sum(f.loss_bps * f.sell_units) / nullif(sum(f.sell_units) filter (where f.loss_bps is not null), 0), 2)::float8 as loss_bps,
        coalesce(jsonb_agg(jsonb_build_object('txHash', f.tx_hash, 'logIndex', f.log_index,
        'blockNumber', f.block_number::text, 'timeSeconds', f.block_time_seconds, 'taker', f.taker,
        'sellUnits', f.sell_units::text, 'buyUnits', f.buy_units::text, 'lossBps', f.loss_bps) order by f.place) filter (where f.place <= ${fillsEach}), '[]') as fills
      from (
        select fills.*, row_number() over (order by block_number, log_index) as place, loss_at_fill_bps(fills) as loss_bps
        from fills where order_hash = o.order_hash
      ) f
    ) filled
    where o.decision_id = any(${[...decisionIds]}::bigint[])
    order by o.decision_id desc, o.leg_index, o.signed_at`;
  return rows.map((row) => loggedOrder.parse(row));
};
