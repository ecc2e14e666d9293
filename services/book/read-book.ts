import { numberToHex } from 'viem';
import type { z } from 'zod';
import {
  type BookOrder,
  type BookOrderQuery,
  type BookPage,
  type BookPageQuery,
  bookOrderQuerySchema,
  bookPageQuerySchema,
  formatCursor,
} from '../../lib/api/book-dto.ts';
import type { Placed } from '../../lib/ledger/action.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

/** What the order book needs of the store. Both see only orders that have been placed in it. */
export type BookReads = {
  /** Open orders after the cursor, oldest first, at most `limit`. */
  readonly openOrders: (query: BookPageQuery) => Promise<Result<readonly Placed[]>>;
  /** Any placed order, whatever its status; null when there is none. */
  readonly placedOrder: (query: BookOrderQuery) => Promise<Result<Placed | null>>;
};

const MICROS_PER_MILLI = 1_000n;

/** An order as anybody may see it, and take it to the protocol. */
const bookOrderOf = ({ body, status, filledSellUnits, placedAtMicros }: Placed): BookOrder => {
  const { order, orderHash, signature, extension, expiresAtSeconds } = body;
  const address = (word: bigint): string => numberToHex(word, { size: 20 });
  return {
    orderHash,
    signature,
    data: {
      maker: address(order.maker),
      makerAsset: address(order.makerAsset),
      takerAsset: address(order.takerAsset),
      makerTraits: order.makerTraits.toString(),
      salt: order.salt.toString(),
      makingAmount: order.makingAmount.toString(),
      takingAmount: order.takingAmount.toString(),
      receiver: address(order.receiver),
      extension,
    },
    remainingMakingAmount: (order.makingAmount - filledSellUnits).toString(),
    expiresAtSeconds,
    placedAt: new Date(Number((placedAtMicros ?? 0n) / MICROS_PER_MILLI)).toISOString(),
    status,
  };
};

const badRequest = (error: z.ZodError): Result<never> =>
  fail(
    'bad-request',
    error.issues.map((issue) => `${issue.path.join('.') || 'query'}: ${issue.message}`).join('; '),
  );

const entriesOnce = (search: URLSearchParams): Record<string, string> | null => {
  const entries = [...search.entries()];
  return new Set(entries.map(([name]) => name)).size === entries.length ? Object.fromEntries(entries) : null;
};

/**
 * A page of the order book, for anybody. Fails with `bad-request` for a query it can't read, naming every problem, and
 * as the store does.
 */
export const readBookPage = async (
  reads: BookReads,
  request: { readonly chainId: string; readonly search: URLSearchParams },
): Promise<Result<BookPage>> => {
  const search = entriesOnce(request.search);
  if (search === null) return fail('bad-request', 'query: a parameter is given twice');
  const query = bookPageQuerySchema.safeParse({ ...search, chainId: request.chainId });
  if (!query.success) return badRequest(query.error);
  const { limit } = query.data;
  // One more than asked tells whether there is another page.
  const read = await reads.openOrders({ ...query.data, limit: limit + 1 });
  if (!read.ok) return read;
  const page = read.value.slice(0, limit);
  const last = page.at(-1);
  const hasMore = read.value.length > limit && last !== undefined;
  return ok({
    orders: page.map(bookOrderOf),
    nextCursor: hasMore
      ? formatCursor({ placedMicros: last.placedAtMicros ?? 0n, orderHash: last.body.orderHash })
      : null,
  });
};

/** One order of the order book, open or not, for anybody. Fails with `bad-request` or `not-found`, and as the store does. */
export const readBookOrder = async (
  reads: BookReads,
  request: { readonly chainId: string; readonly hash: string },
): Promise<Result<BookOrder>> => {
  const query = bookOrderQuerySchema.safeParse(request);
  if (!query.success) return badRequest(query.error);
  const read = await reads.placedOrder(query.data);
  if (!read.ok) return read;
  return read.value === null
    ? fail('not-found', 'The book has no order with this hash on this chain.')
    : ok(bookOrderOf(read.value));
};
