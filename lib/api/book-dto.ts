import { z } from 'zod';
import { ORDER_STATUSES } from '../ledger/lifecycle.ts';

const UINT256_END = 1n << 256n;

const hex = (bytes: number) =>
  z.string().regex(new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`), `must be 0x and ${2 * bytes} hex digits`);
const hexBytes = z.string().regex(/^0x([0-9a-f]{2})*$/, 'must be bytes in hex');
const decimal = z
  .string()
  .regex(/^\d{1,78}$/, 'must be a whole number in decimal')
  .refine((text) => BigInt(text) < UINT256_END, 'must fit 256 bits');

/** One order of the order book. Amounts and words are decimal text, addresses and bytes lower-case hex. */
export const bookOrderSchema = z.object({
  orderHash: hex(32),
  /** The EIP-1271 blob to pass to the protocol as the signature. */
  signature: hexBytes,
  data: z.object({
    maker: hex(20),
    makerAsset: hex(20),
    takerAsset: hex(20),
    makerTraits: decimal,
    salt: decimal,
    makingAmount: decimal,
    takingAmount: decimal,
    /** Zero: the maker. */
    receiver: hex(20),
    /** `0x`: none. */
    extension: hexBytes,
  }),
  /** As far as the index has seen; the chain may be ahead. */
  remainingMakingAmount: decimal,
  expiresAtSeconds: z.int().nonnegative(),
  placedAt: z.iso.datetime(),
  status: z.enum(ORDER_STATUSES),
});
export type BookOrder = z.infer<typeof bookOrderSchema>;

/** A page of open orders, oldest first; `nextCursor` is null on the last one. */
export const bookPageSchema = z.object({
  orders: z.array(bookOrderSchema),
  nextCursor: z.string().nullable(),
});
export type BookPage = z.infer<typeof bookPageSchema>;

/** Every refusal of the order book, in the shape of 1inch's own API. */
export const bookErrorSchema = z.object({ error: z.string(), description: z.string(), statusCode: z.int() });
export type BookError = z.infer<typeof bookErrorSchema>;

export const BOOK_PAGE_ORDERS_MAX = 500;
const BOOK_PAGE_ORDERS = 100;

/** The place of an order in the book: when it was placed, to the microsecond, and its hash. */
export type BookPosition = { readonly placedMicros: bigint; readonly orderHash: `0x${string}` };

const CURSOR = /^(\d{1,19})-(0x[0-9a-f]{64})$/;

/** A cursor says which order a page ended with. */
export const formatCursor = ({ placedMicros, orderHash }: BookPosition): string =>
  `${placedMicros}-${orderHash}`;

const cursor = z.string().transform((text, context): BookPosition => {
  const [, micros, hash] = CURSOR.exec(text) ?? [];
  if (micros === undefined || hash === undefined || BigInt(micros) >= 1n << 62n) {
    context.addIssue({ code: 'custom', message: 'must be the nextCursor of a page' });
    return z.NEVER;
  }
  return { placedMicros: BigInt(micros), orderHash: hash as `0x${string}` };
});

const asHex = (bytes: number) =>
  z
    .string()
    .transform((text) => text.toLowerCase())
    .pipe(hex(bytes))
    .transform((text) => text as `0x${string}`);

const chainId = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'must be a chain id, a whole number above 0')
  .transform(Number);

/** What may be asked of a page; all but the chain is optional. */
export const bookPageQuerySchema = z.strictObject({
  chainId,
  maker: asHex(20).optional(),
  cursor: cursor.optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .refine(
      (limit) => limit >= 1 && limit <= BOOK_PAGE_ORDERS_MAX,
      `must be from 1 to ${BOOK_PAGE_ORDERS_MAX}`,
    )
    .default(BOOK_PAGE_ORDERS),
});
export type BookPageQuery = z.output<typeof bookPageQuerySchema>;

/** Which one order is asked for. */
export const bookOrderQuerySchema = z.strictObject({ chainId, hash: asHex(32) });
export type BookOrderQuery = z.output<typeof bookOrderQuerySchema>;
