import type { Address, Hex } from 'viem';
import { z } from 'zod';
import type { FeeTakerTerms } from '../../../lib/orders/fee-taker-extension.ts';
import { addressToWord } from '../../../lib/orders/limit-order.ts';
import { orderDataOf } from '../../../lib/orders/order-data.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { AskJson, JsonAnswer } from '../../http/ask-json.ts';
import { type FeeBounds, feeTakerTermsOf } from './fee-info.ts';
import { addressField, bytesField, countField, hashField, wordField } from './wire-fields.ts';

/** Refusals that are answers: of a request, and of a name that nobody knows. */
export const ANSWERS: readonly number[] = [400, 404, 422];

const PAGE_ORDERS = 100;
const PAGES_MAX = 10;
const REASON_LENGTH_MAX = 160;

/** 1 valid, 2 invalid for now (balance, allowance), 3 invalid, 4 unknown, 5 of a Safe that still signs, 6 malicious. */
const LIVE: ReadonlySet<number> = new Set([1, 2, 4, 5]);

const orderData = z.object({
  maker: addressField.transform(addressToWord),
  receiver: addressField.transform(addressToWord),
  makerAsset: addressField.transform(addressToWord),
  takerAsset: addressField.transform(addressToWord),
  makingAmount: wordField,
  takingAmount: wordField,
  salt: wordField,
  makerTraits: wordField,
  extension: bytesField,
});

/** Null, a text, or a list of them, by method and version. */
const reasonField = z
  .union([z.null(), z.string(), z.array(z.string())])
  .optional()
  .transform((reason) => [reason ?? []].flat().join(', '));

const listedOrder = z.object({
  orderHash: hashField,
  signature: bytesField,
  data: orderData,
  remainingMakerAmount: wordField,
  orderInvalidReason: reasonField,
});
const foundOrder = listedOrder.extend({ orderStatus: countField(1, 6).optional() });
const page = z.object({
  items: z.array(listedOrder).max(PAGE_ORDERS),
  meta: z.object({ hasMore: z.boolean(), nextCursor: z.string().max(2_000).nullish() }),
});
const refusal = z.object({ description: z.string().optional(), message: z.unknown().optional() });

/** An order as 1inch shows it. */
export type ShownOrder = z.output<typeof listedOrder> & { readonly isLive: boolean };

/** What 1inch did with an order it was sent. */
export type Submitted = { readonly taken: true } | { readonly taken: false; readonly why: string };

export type OrderbookClient = {
  /** What an order of these tokens and amounts has to carry, verbatim. Fails as {@link feeTakerTermsOf} does. */
  readonly feeTerms: (pair: FeePair, bounds: FeeBounds) => Promise<Result<FeeTakerTerms>>;
  /** A refusal is an answer: whether the order is there all the same, {@link OrderbookClient.find} says. */
  readonly submit: (body: OrderBody) => Promise<Result<Submitted>>;
  /** Null where 1inch has no such order. */
  readonly find: (orderHash: Hex) => Promise<Result<ShownOrder | null>>;
  /** Every order of a maker that somebody may still fill. */
  readonly listLive: (maker: Address) => Promise<Result<readonly ShownOrder[]>>;
};

export type FeePair = {
  readonly makerAsset: Address;
  readonly takerAsset: Address;
  readonly makerAmount: bigint;
  readonly takerAmount: bigint;
};

const malformed = (what: string): Result<never> =>
  fail('venue-malformed', `1inch answers ${what} that can't be read.`, { when: 'next-tick' });

/** Somebody else's words, cut down to what can do no harm in a log or on a page. */
export const reasonIn = (json: unknown): string => {
  const read = refusal.safeParse(json);
  const { description, message } = read.success ? read.data : {};
  const words =
    description ??
    [message]
      .flat()
      .filter((word) => typeof word === 'string')
      .join(', ');
  return (
    words
      .replace(/[^\w .,:;()'%-]+/g, ' ')
      .trim()
      .slice(0, REASON_LENGTH_MAX) || 'no reason given'
  );
};

const submission = (body: OrderBody) => ({
  orderHash: body.orderHash,
  signature: body.signature,
  data: orderDataOf(body),
});

const refused = ({ status, json }: JsonAnswer, what: string): Result<never> =>
  fail('venue-refused', `1inch refuses ${what} (${status}): ${reasonIn(json)}`, { when: 'next-tick' });

/** 1inch's orderbook, API v4.1, of one chain. Every answer passes a schema; failures are those of {@link askJsonOf} and `venue-…`. */
export const orderbookClient = (askJson: AskJson, chainId: number): OrderbookClient => {
  const base = `/orderbook/v4.1/${chainId}`;
  return {
    feeTerms: async ({ makerAmount, takerAmount, ...assets }, bounds) => {
      const query = new URLSearchParams({
        ...assets,
        makerAmount: `${makerAmount}`,
        takerAmount: `${takerAmount}`,
      });
      const answer = await askJson({ path: `${base}/fee-info?${query}` });
      if (!answer.ok) return answer;
      return answer.value.status < 400
        ? feeTakerTermsOf(answer.value.json, bounds)
        : refused(answer.value, 'the pair');
    },
    submit: async (body) => {
      const answer = await askJson({ path: `${base}/`, body: submission(body) });
      if (!answer.ok) return answer;
      const { status, json } = answer.value;
      if (status >= 400) return ok({ taken: false, why: reasonIn(json) });
      return z.object({ success: z.literal(true) }).safeParse(json).success
        ? ok({ taken: true })
        : malformed('an order with something');
    },
    find: async (orderHash) => {
      const answer = await askJson({ path: `${base}/order/${orderHash}` });
      if (!answer.ok) return answer;
      const { status, json } = answer.value;
      if (status === 404) return ok(null);
      if (status >= 400) return refused(answer.value, 'an order’s name');
      const read = foundOrder.safeParse(json);
      if (!read.success) return malformed('an order');
      const { orderStatus, ...order } = read.data;
      return ok({ ...order, isLive: LIVE.has(orderStatus ?? 1) && order.remainingMakerAmount > 0n });
    },
    listLive: async (maker) => {
      const orders: ShownOrder[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < PAGES_MAX; pages += 1) {
        const query = new URLSearchParams({
          limit: `${PAGE_ORDERS}`,
          ...(cursor === null ? {} : { cursor }),
          statuses: '1,2',
        });
        const answer = await askJson({ path: `${base}/address/${maker}?${query}` });
        if (!answer.ok) return answer;
        if (answer.value.status >= 400) return refused(answer.value, 'a maker');
        const read = page.safeParse(answer.value.json);
        if (!read.success) return malformed('a page of orders');
        const { items, meta } = read.data;
        orders.push(...items.map((item) => ({ ...item, isLive: true })));
        const { hasMore, nextCursor } = meta;
        if (!hasMore) return ok(orders);
        if (nextCursor == null || nextCursor === cursor) return malformed('a page without its next one');
        cursor = nextCursor;
      }
      return malformed('more pages of orders');
    },
  };
};
