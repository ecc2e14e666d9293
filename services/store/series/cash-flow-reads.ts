import type { PendingQuery, Row, TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { FLOW_KINDS, type FlowKind } from '../../../lib/performance/series-point.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

const count = z.coerce.number().int();
const integer = z
  .string()
  .regex(/^-?\d+$/)
  .transform(BigInt);

/** A transfer, or a holding that began or ceased to be counted, with what its block's prices made of it. */
export type StoredCashFlow = {
  /** Place within the block, for pages: derived flows first, then transfers in the order of their logs. */
  readonly ordinal: number;
  readonly kind: FlowKind;
  /** Null for what no transfer shows. */
  readonly transfer: {
    readonly txHash: Hex;
    readonly logIndex: number;
    readonly counterparty: Address;
  } | null;
  readonly blockNumber: bigint;
  readonly timeSeconds: UnixSeconds;
  readonly token: Address;
  /** Signed: + came in. */
  readonly units: bigint;
  /** Null until a look has been taken in after it, or without a price. */
  readonly valued: ValuedAlike | null;
};

/** Of all transfers of the token in the block and direction together. */
export type ValuedAlike = {
  readonly units: bigint;
  readonly valueUsdE18: bigint | null;
  readonly priceUsdE18: bigint | null;
  readonly priceAtSeconds: UnixSeconds | null;
  readonly beforeUsdE18: bigint;
  readonly afterUsdE18: bigint;
  readonly weightBeforeBps: number | null;
  readonly weightAfterBps: number | null;
};

const flowRow = z
  .object({
    ordinal: count,
    kind: z.enum(FLOW_KINDS),
    tx_hash: z.string().nullable(),
    log_index: z.number().nullable(),
    counterparty: z.string().nullable(),
    block_number: integer,
    time_seconds: count,
    token: z.string(),
    units: integer,
    all_units: integer.nullable(),
    value_usd_e18: integer.nullable(),
    price_usd_e18: integer.nullable(),
    price_at_seconds: count.nullable(),
    before_usd_e18: integer.nullable(),
    after_usd_e18: integer.nullable(),
    weight_before_bps: z.number().nullable(),
    weight_after_bps: z.number().nullable(),
  })
  .transform(
    (one): StoredCashFlow => ({
      ...{
        ordinal: one.ordinal,
        kind: one.kind,
        blockNumber: one.block_number,
        timeSeconds: one.time_seconds,
      },
      ...{ token: one.token as Address, units: one.units },
      transfer:
        one.tx_hash === null || one.log_index === null
          ? null
          : {
              txHash: one.tx_hash as Hex,
              logIndex: one.log_index,
              counterparty: one.counterparty as Address,
            },
      valued:
        one.all_units === null || one.before_usd_e18 === null || one.after_usd_e18 === null
          ? null
          : {
              ...{ units: one.all_units, valueUsdE18: one.value_usd_e18, priceUsdE18: one.price_usd_e18 },
              ...{
                priceAtSeconds: one.price_at_seconds,
                beforeUsdE18: one.before_usd_e18,
                afterUsdE18: one.after_usd_e18,
              },
              ...{ weightBeforeBps: one.weight_before_bps, weightAfterBps: one.weight_after_bps },
            },
    }),
  );

export type CashFlowPage = {
  readonly portfolioId: string;
  /** Only what came before this place. */
  readonly before: { readonly blockNumber: bigint; readonly ordinal: number } | null;
  readonly limit: number;
};

/** Cash flows, the latest first. */
export const readCashFlows = async (
  sql: TransactionSql,
  { portfolioId, before, limit }: CashFlowPage,
): Promise<readonly StoredCashFlow[]> => {
  const block = before === null ? null : before.blockNumber.toString();
  // A page is cut out of each half before both are joined, so that neither is read whole.
  const isBefore = (ordinal: PendingQuery<Row[]>) =>
    block === null
      ? sql`true`
      : sql`(block_number, ${ordinal}) < (${block}::bigint, ${before?.ordinal ?? 0}::bigint)`;
  const upTo = block === null ? sql`true` : sql`block_number <= ${block}::bigint`;
  const transferPlace = sql`100 + 2 * log_index::bigint + case direction when 'in' then 0 else 1 end`;
  const rows = await sql`
    with transfers as (
      select ${transferPlace} as ordinal, direction as kind, tx_hash, log_index, counterparty, block_number,
        block_time_seconds as time_seconds, token, case direction when 'in' then units else -units end as units
      from cash_flows where portfolio_id = ${portfolioId} and ${upTo} and ${isBefore(transferPlace)}
      order by block_number desc, 1 desc limit ${limit}
    ), placed as (
      select row_number() over (partition by block_number order by token, kind) as ordinal, *
      from flow_values where portfolio_id = ${portfolioId} and kind in ('listed', 'unlisted', 'unread') and ${upTo}
    ), derived as (
      select ordinal, kind, null::text as tx_hash, null::integer as log_index, null::text as counterparty, block_number,
        time_seconds, token, units
      from placed where ${isBefore(sql`ordinal`)} order by block_number desc, ordinal desc limit ${limit}
    ), page as (
      select * from transfers union all select * from derived order by block_number desc, ordinal desc limit ${limit}
    )
    select p.ordinal::text, p.kind, p.tx_hash, p.log_index, p.counterparty, p.block_number::text, p.time_seconds::text, p.token,
      p.units::text, v.units::text as all_units, v.value_usd_e18::text, v.price_usd_e18::text, v.price_at_seconds::text,
      v.before_usd_e18::text, v.after_usd_e18::text, v.weight_before_bps, v.weight_after_bps
    from page p
    left join flow_values v on v.portfolio_id = ${portfolioId} and v.block_number = p.block_number and v.token = p.token
      and v.kind = p.kind
    order by p.block_number desc, p.ordinal desc`;
  return rows.map((one) => flowRow.parse(one));
};
