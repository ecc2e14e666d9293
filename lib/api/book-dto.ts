import { z } from 'zod';
import type { Placed } from '../ledger/action.ts';
import { ORDER_STATUSES } from '../ledger/lifecycle.ts';
import type { OrderBody } from '../orders/sign-order.ts';

// Read by pages too: the fields of the other endpoints would bring along more than this is.
const address = z.string().regex(/^0x[0-9a-f]{40}$/);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const whole = z.string().regex(/^\d{1,78}$/);
const seconds = z.int().min(0);
const hexBytes = z.string().regex(/^0x([0-9a-f]{2})*$/);

const token = z.object({ symbol: z.string(), decimals: z.int().min(0).max(36) }).meta({ id: 'BookToken' });
export type BookToken = z.infer<typeof token>;

/** An order of the journal, and what is known of its two tokens. */
export type BookEntry = {
  readonly placed: Placed<OrderBody>;
  readonly makerToken: BookToken | null;
  readonly takerToken: BookToken | null;
};

const bookToken = token
  .nullable()
  .describe('As the look saw it that the order comes from; null where it isn’t known.');

export const bookOrder = z
  .object({
    orderHash: hash,
    signature: hexBytes.describe('The EIP-1271 blob to pass to the protocol as the signature.'),
    data: z.object({
      maker: address,
      makerAsset: address,
      takerAsset: address,
      makerTraits: whole,
      salt: whole,
      makingAmount: whole,
      takingAmount: whole,
      receiver: address.describe('Zero: the maker.'),
      extension: hexBytes.describe('0x: none.'),
    }),
    makerToken: bookToken,
    takerToken: bookToken,
    price: z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .nullable()
      .describe(
        'Taker tokens for one maker token, rounded up to 18 places. An order keeps its price while it lives: one that walks is followed by another. Null where a token isn’t known.',
      ),
    remainingMakingAmount: whole.describe('As far as the index has seen; the chain may be ahead.'),
    remainingTakingAmount: whole.describe('What all that remains costs, rounded up as the protocol does.'),
    expiresAtSeconds: seconds.describe(
      "The last second, by the time of the chain's blocks, in which it can be filled.",
    ),
    placedAt: z
      .string()
      .regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
      .describe("When it was first shown, by the server's clock."),
    status: z.enum(ORDER_STATUSES),
  })
  .meta({ id: 'BookOrder' });
export type BookOrder = z.infer<typeof bookOrder>;

export const bookPage = z
  .object({
    orders: z.array(bookOrder),
    nextCursor: z.string().nullable().describe('Null on the last page.'),
    head: z
      .object({ blockNumber: whole, blockTimeSeconds: seconds })
      .nullable()
      .describe(
        'The chain’s newest block: what has expired by its time is left out. Null when no node answers.',
      ),
  })
  .meta({ id: 'BookPage' });
export type BookPage = z.infer<typeof bookPage>;
