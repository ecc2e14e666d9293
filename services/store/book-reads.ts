import type { Row, Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import type { BookOrderQuery, BookPageQuery } from '../../lib/api/book.ts';
import type { BookEntry, BookToken } from '../../lib/api/book-dto.ts';
import { positionOf } from '../../lib/api/fields.ts';
import { isOrder, placedOf } from '../../lib/ledger/action.ts';
import { placedColumns } from './tick/orders.ts';

/** The venue by its word and by the one it had before. */
const ORDER_BOOK = ['order-book', 'book'];

/** Both predicates repeat what row level security lets anybody see, so that a role with more rights shows no more. */
const inTheBook = (sql: Sql | TransactionSql, chainId: number) =>
  sql`o.chain_id = ${chainId} and o.venue = any(${ORDER_BOOK}) and o.placed_at is not null`;

const tokenRow = z.object({
  order_hash: z.string(),
  token: z.string(),
  symbol: z.string(),
  decimals: z.int().min(0).max(36),
});

/** Whose look can't be read has no tokens: the order itself is whole without. */
const withTokens = async (sql: Sql | TransactionSql, rows: readonly Row[]): Promise<readonly BookEntry[]> => {
  const placed = rows.map(placedOf).filter(isOrder);
  if (placed.length === 0) return [];
  const hashes = placed.map(({ body }) => body.orderHash);
  const known = new Map<string, BookToken>();
  for (const row of await sql`select order_hash, token, symbol, decimals from book_tokens(${hashes}::text[])`) {
    const read = tokenRow.safeParse(row);
    if (!read.success) continue;
    const { order_hash, token, symbol, decimals } = read.data;
    known.set(`${order_hash} ${token}`, { symbol, decimals });
  }
  return placed.map((one) => ({
    placed: one,
    makerToken: known.get(`${one.body.orderHash} ${one.leg.sellToken}`) ?? null,
    takerToken: known.get(`${one.body.orderHash} ${one.leg.buyToken}`) ?? null,
  }));
};

/**
 * Open orders of the order book after the cursor, oldest first, one more than the limit where there is one. None while trading is
 * stopped; who has seen one can still fill it.
 */
export const readOpenOrders = async (
  sql: Sql | TransactionSql,
  query: BookPageQuery,
): Promise<readonly BookEntry[]> => {
  const { chainId, maker, makerAsset, takerAsset, expiredBySeconds, limit } = query;
  const place = positionOf(query.cursor);
  const rows = await sql`
    select ${placedColumns(sql)} from orders o
    where ${inTheBook(sql, chainId)} and status in ('open', 'partially-filled')
      and not trading_is_halted()
      ${maker === undefined ? sql`` : sql`and maker = ${maker}`}
      ${makerAsset === undefined ? sql`` : sql`and sell_token = ${makerAsset}`}
      ${takerAsset === undefined ? sql`` : sql`and buy_token = ${takerAsset}`}
      ${expiredBySeconds === undefined ? sql`` : sql`and expires_at_seconds >= ${expiredBySeconds}`}
      ${
        place === null
          ? sql``
          : sql`and (placed_at, order_hash) >
              (timestamptz 'epoch' + ${place.first}::bigint * interval '1 microsecond', ${place.second})`
      }
    order by placed_at, order_hash
    limit ${limit + 1}`;
  return withTokens(sql, rows);
};

/** One order of the order book whatever its status; null when it was never placed there. */
export const readPlacedOrder = async (
  sql: Sql | TransactionSql,
  { chainId, hash }: BookOrderQuery,
): Promise<BookEntry | null> => {
  const rows =
    await sql`select ${placedColumns(sql)} from orders o where ${inTheBook(sql, chainId)} and order_hash = ${hash}`;
  const [entry] = await withTokens(sql, rows);
  return entry ?? null;
};
