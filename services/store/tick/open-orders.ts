import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';

const side = z.object({ symbol: z.string(), decimals: z.number() }).nullable();
const uint = z.string().transform(BigInt);

const openRow = z
  .object({
    ...{ order_hash: z.string(), chain_id: z.number(), address: z.string(), name: z.string() },
    ...{ venue: z.string(), status: z.string(), status_reason: z.string().nullable(), shown: z.boolean() },
    ...{ sell_token: z.string(), buy_token: z.string(), sell: side, buy: side },
    ...{ sell_units: uint, buy_units: uint, filled_sell_units: uint, filled_buy_units: uint },
    ...{ age: z.number(), expires_at: z.number() },
    ...{ leg: z.number(), slice: z.number() },
  })
  .transform((row) => ({
    ...{ orderHash: row.order_hash as Hex, chainId: row.chain_id, portfolio: row.address as Address },
    ...{ name: row.name, venue: row.venue, status: row.status, statusReason: row.status_reason },
    /** Takers have been shown it. */
    isShown: row.shown,
    ...{ leg: row.leg, slice: row.slice },
    /** Symbol and decimals as they were read when it was decided; null where that look has none. */
    sell: {
      token: row.sell_token as Address,
      units: row.sell_units,
      filledUnits: row.filled_sell_units,
      asset: row.sell,
    },
    buy: {
      token: row.buy_token as Address,
      units: row.buy_units,
      filledUnits: row.filled_buy_units,
      asset: row.buy,
    },
    ...{ ageSeconds: row.age, expiresAtSeconds: row.expires_at },
  }));

/** An order that somebody may still fill, with all that names it to a person. */
export type OpenOrder = z.output<typeof openRow>;

/** Orders of one portfolio, or (null) of all, that somebody may still fill: by chain and portfolio, the newest decision first. */
export const readOpenOrders = async (
  sql: TransactionSql,
  portfolio: Address | null,
): Promise<readonly OpenOrder[]> => {
  const rows = await sql`
    select o.order_hash, o.chain_id::int, a.address, p.name, o.venue, o.status, o.status_reason, o.placed_at is not null as shown,
      o.sell_token, o.buy_token, o.sell_units::text, o.buy_units::text, o.filled_sell_units::text, o.filled_buy_units::text,
      (select jsonb_build_object('symbol', x ->> 'symbol', 'decimals', (x ->> 'decimals')::int)
        from jsonb_array_elements(s.snapshot -> 'assets') x where x ->> 'token' = o.sell_token limit 1) as sell,
      (select jsonb_build_object('symbol', x ->> 'symbol', 'decimals', (x ->> 'decimals')::int)
        from jsonb_array_elements(s.snapshot -> 'assets') x where x ->> 'token' = o.buy_token limit 1) as buy,
      extract(epoch from now() - coalesce(o.placed_at, o.signed_at))::float8 as age, o.expires_at_seconds::float8 as expires_at,
      o.leg_index as leg, o.slice_number as slice
    from orders o join portfolios p on p.id = o.portfolio_id join accounts a on a.id = p.account_id
    join decisions d on d.id = o.decision_id join snapshots s on s.id = d.snapshot_id
    where o.status in ('signed', 'open', 'partially-filled', 'unfillable') and (${portfolio}::text is null or a.address = ${portfolio})
    order by o.chain_id, o.portfolio_id, o.decision_id desc, o.leg_index, o.slice_number, o.id`;
  return rows.map((row) => openRow.parse(row));
};
