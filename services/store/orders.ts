import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { StoredOrder } from '../../lib/ledger/tick-record.ts';
import { isLive, ORDER_STATUSES } from '../../lib/orders/lifecycle.ts';
import { addressToWord } from '../../lib/orders/limit-order.ts';
import { VENUE_IDS } from '../../lib/orders/venue.ts';

const uint = z.string().transform(BigInt);
const hex = z.string().transform((text) => text as Hex);

const storedRow = z
  .object({
    id: hex,
    order_hash: hex,
    portfolio_id: z.string(),
    venue: z.enum(VENUE_IDS),
    chain_id: z.coerce.number(),
    generation: uint,
    maker: hex,
    receiver: hex,
    sell_token: hex,
    buy_token: hex,
    sell_units: uint,
    buy_units: uint,
    filled_sell_units: uint,
    filled_buy_units: uint,
    salt: uint,
    maker_traits: uint,
    extension: hex,
    signature: hex,
    expires_at_seconds: z.coerce.number(),
    status: z.enum(ORDER_STATUSES),
    placed: z.boolean(),
  })
  .transform(
    (row): StoredOrder => ({
      id: row.id,
      orderHash: row.order_hash,
      portfolioId: row.portfolio_id,
      venue: row.venue,
      chainId: row.chain_id,
      order: {
        salt: row.salt,
        maker: addressToWord(row.maker),
        receiver: addressToWord(row.receiver),
        makerAsset: addressToWord(row.sell_token),
        takerAsset: addressToWord(row.buy_token),
        makingAmount: row.sell_units,
        takingAmount: row.buy_units,
        makerTraits: row.maker_traits,
      },
      blob: row.signature,
      extension: row.extension,
      generation: row.generation,
      sellToken: row.sell_token,
      buyToken: row.buy_token,
      filledSellUnits: row.filled_sell_units,
      filledBuyUnits: row.filled_buy_units,
      expiresAtSeconds: row.expires_at_seconds,
      status: row.status,
      placed: row.placed,
    }),
  );

/** Orders of these portfolios that somebody may still fill, oldest first. */
export const readLiveOrders = async (
  sql: TransactionSql,
  portfolioIds: readonly string[],
): Promise<readonly StoredOrder[]> => {
  const rows = await sql`
    select id, order_hash, portfolio_id::text, venue, chain_id::text, generation::text, maker, receiver, sell_token,
      buy_token, sell_units::text, buy_units::text, filled_sell_units::text, filled_buy_units::text, salt::text,
      maker_traits::text, extension, signature, expires_at_seconds::text, status, placed_at is not null as placed
    from orders
    where portfolio_id = any(${[...portfolioIds]}::bigint[])
      and status in ('signed', 'open', 'partially-filled', 'unfillable')
    order by signed_at, id`;
  return rows.map((row) => storedRow.parse(row));
};

/** Shows a journaled order, once; never revives a closed one. */
export const markPlaced = async (
  sql: TransactionSql,
  orderId: Hex,
): Promise<'placed' | 'already-placed' | 'unknown' | 'closed'> => {
  const [placed] = await sql`
    update orders set placed_at = now(), status = case when status = 'signed' then 'open' else status end
    where id = ${orderId} and placed_at is null and status in ('signed', 'open', 'partially-filled', 'unfillable')
    returning id`;
  if (placed !== undefined) return 'placed';
  const [found] = await sql<{ status: (typeof ORDER_STATUSES)[number] }[]>`
    select status from orders where id = ${orderId}`;
  if (found === undefined) return 'unknown';
  return isLive(found.status) ? 'already-placed' : 'closed';
};

/** Takes an order out of public view: `unfillable` is not shown, yet counts as live, since who has seen it can fill it. */
export const hideOrder = async (sql: TransactionSql, orderId: Hex): Promise<boolean> => {
  const rows = await sql`
    update orders set status = 'unfillable', status_reason = 'hidden'
    where id = ${orderId} and status in ('open', 'partially-filled') returning id`;
  return rows.length > 0;
};

export type FoundOrder = {
  readonly live: boolean;
  readonly placed: boolean;
  readonly remainingSellUnits: bigint;
};

export const findOrder = async (sql: TransactionSql, orderId: Hex): Promise<FoundOrder | null> => {
  const [row] = await sql<{ status: (typeof ORDER_STATUSES)[number]; placed: boolean; remaining: string }[]>`
    select status, placed_at is not null as placed, (sell_units - filled_sell_units)::text as remaining
    from orders where id = ${orderId}`;
  if (row === undefined) return null;
  return { live: isLive(row.status), placed: row.placed, remainingSellUnits: BigInt(row.remaining) };
};

/** An order that was never shown anywhere and never will be. One that has been shown stays live. */
export const rejectOrder = async (
  sql: TransactionSql,
  { orderId, reason }: { readonly orderId: Hex; readonly reason: string },
): Promise<void> => {
  await sql`
    update orders set status = 'rejected', status_reason = ${reason}, closed_at = now()
    where id = ${orderId} and status = 'signed' and placed_at is null and filled_sell_units = 0`;
};
