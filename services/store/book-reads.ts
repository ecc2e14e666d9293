import type { Sql } from 'postgres';
import type { BookOrderQuery, BookPageQuery } from '../../lib/api/book-dto.ts';
import { type Placed, placedOf } from '../../lib/ledger/action.ts';
import { placedColumns } from './orders.ts';

/** The venue by its word and by the one it had before. */
const ORDER_BOOK = ['order-book', 'book'];

/** Both predicates repeat what row level security lets anybody see, so that a role with more rights shows no more. */
const inTheBook = (sql: Sql, chainId: number) =>
  sql`o.chain_id = ${chainId} and o.venue = any(${ORDER_BOOK}) and o.placed_at is not null`;

/** Open orders of the order book after the cursor, oldest first. None while trading is stopped; who has seen one can still fill it. */
export const readOpenOrders = async (sql: Sql, query: BookPageQuery): Promise<readonly Placed[]> => {
  const { chainId, maker, cursor, limit } = query;
  const rows = await sql`
    select ${placedColumns(sql)} from orders o
    where ${inTheBook(sql, chainId)} and status in ('open', 'partially-filled')
      and not trading_is_halted()
      ${maker === undefined ? sql`` : sql`and maker = ${maker}`}
      ${
        cursor === undefined
          ? sql``
          : sql`and (placed_at, order_hash) >
              (timestamptz 'epoch' + ${cursor.placedMicros.toString()}::bigint * interval '1 microsecond', ${cursor.orderHash})`
      }
    order by placed_at, order_hash
    limit ${limit}`;
  return rows.map(placedOf);
};

/** One order of the order book whatever its status; null when it was never placed there. */
export const readPlacedOrder = async (
  sql: Sql,
  { chainId, hash }: BookOrderQuery,
): Promise<Placed | null> => {
  const [row] =
    await sql`select ${placedColumns(sql)} from orders o where ${inTheBook(sql, chainId)} and order_hash = ${hash}`;
  return row === undefined ? null : placedOf(row);
};
