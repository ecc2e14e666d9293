import type { Sql } from 'postgres';
import { z } from 'zod';
import type { BookOrder, BookOrderQuery, BookPageQuery, BookPosition } from '../../lib/api/book-dto.ts';
import { ORDER_STATUSES } from '../../lib/orders/lifecycle.ts';

const MICROS_PER_MILLI = 1_000n;

// numeric and bigint columns are read as text: a double can't hold them.
const placedOrderRow = z
  .object({
    order_hash: z.string(),
    signature: z.string(),
    maker: z.string(),
    receiver: z.string(),
    sell_token: z.string(),
    buy_token: z.string(),
    sell_units: z.string(),
    buy_units: z.string(),
    remaining_units: z.string(),
    salt: z.string(),
    maker_traits: z.string(),
    extension: z.string(),
    expires_at_seconds: z.coerce.number(),
    status: z.enum(ORDER_STATUSES),
    placed_micros: z.string().transform(BigInt),
  })
  .transform((row): { readonly order: BookOrder; readonly position: BookPosition } => ({
    order: {
      orderHash: row.order_hash,
      signature: row.signature,
      data: {
        maker: row.maker,
        makerAsset: row.sell_token,
        takerAsset: row.buy_token,
        makerTraits: row.maker_traits,
        salt: row.salt,
        makingAmount: row.sell_units,
        takingAmount: row.buy_units,
        receiver: row.receiver,
        extension: row.extension,
      },
      remainingMakingAmount: row.remaining_units,
      expiresAtSeconds: row.expires_at_seconds,
      placedAt: new Date(Number(row.placed_micros / MICROS_PER_MILLI)).toISOString(),
      status: row.status,
    },
    position: { placedMicros: row.placed_micros, orderHash: row.order_hash as `0x${string}` },
  }));

const columns = (sql: Sql) => sql`
  order_hash, signature, maker, receiver, sell_token, buy_token, sell_units::text, buy_units::text,
  (sell_units - filled_sell_units)::text as remaining_units, salt::text, maker_traits::text, extension,
  expires_at_seconds::text, status, (extract(epoch from placed_at) * 1000000)::bigint::text as placed_micros`;

/** Both predicates repeat what row level security lets anybody see, so that a role with more rights shows no more. */
const inTheBook = (sql: Sql, chainId: number) =>
  sql`chain_id = ${chainId} and venue = 'book' and placed_at is not null`;

/** Open orders of the public book after the cursor, oldest first. */
export const readOpenOrders = async (sql: Sql, query: BookPageQuery) => {
  const { chainId, maker, cursor, limit } = query;
  const rows = await sql`
    select ${columns(sql)} from orders
    where ${inTheBook(sql, chainId)} and status in ('open', 'partially-filled')
      ${maker === undefined ? sql`` : sql`and maker = ${maker}`}
      ${
        cursor === undefined
          ? sql``
          : sql`and (placed_at, order_hash) >
              (timestamptz 'epoch' + ${cursor.placedMicros.toString()}::bigint * interval '1 microsecond', ${cursor.orderHash})`
      }
    order by placed_at, order_hash
    limit ${limit}`;
  return rows.map((row) => placedOrderRow.parse(row));
};

/** One order of the public book whatever its status; null when it was never placed there. */
export const readPlacedOrder = async (
  sql: Sql,
  { chainId, hash }: BookOrderQuery,
): Promise<BookOrder | null> => {
  const [row] =
    await sql`select ${columns(sql)} from orders where ${inTheBook(sql, chainId)} and order_hash = ${hash}`;
  return row === undefined ? null : placedOrderRow.parse(row).order;
};
