import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { LIMIT_ORDER_PROTOCOL } from '../../../lib/orders/limit-order.ts';
import { oneinchSwapIn } from '../../../lib/orders/oneinch-swap.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { AskJson } from '../../http/ask-json.ts';
import { reasonIn } from './orderbook-client.ts';
import { addressField, bytesField, countField, wordField } from './wire-fields.ts';

/** Of a swap through many pools; an answer with more is none. */
const GAS_MAX = 30_000_000;

/** What of `GET /swap/v6.1/{chain}/swap` is used. */
const swapAnswer = z.object({
  dstAmount: wordField,
  gas: countField(0, GAS_MAX).optional(),
  tx: z.object({
    from: addressField,
    to: addressField,
    data: bytesField,
    value: wordField,
  }),
});

/** A trade that somebody is to make a call for. */
export type SwapWish = {
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
  /** Calls the router, and is paid. */
  readonly executor: Address;
  /** Sends the transaction. */
  readonly sender: Address;
  readonly slippageBps: number;
};

export type SwapOffer = {
  readonly router: Address;
  readonly data: Hex;
  readonly units: bigint;
  /** By 1inch's own word; null where it doesn't say. */
  readonly gas: bigint | null;
};

/** Asks for the call that makes a trade. */
export type AskSwap = (wish: SwapWish) => Promise<Result<SwapOffer>>;

const malformed = (why: string): Result<never> =>
  fail('venue-malformed', `1inch's swap ${why}: nothing is signed.`, { when: 'next-tick' });

const queryOf = (wish: SwapWish): URLSearchParams =>
  new URLSearchParams({
    ...{ src: wish.sellToken, dst: wish.buyToken, amount: `${wish.sellUnits}` },
    ...{ from: wish.executor, origin: wish.sender, receiver: wish.executor },
    ...{ slippage: `${wish.slippageBps / 100}`, disableEstimate: 'true', allowPartialFill: 'false' },
    // `swap` alone, which says in its words whom it pays.
    ...{ compatibility: 'true', includeGas: 'true' },
  });

/**
 * 1inch's swap API, v6.1, of one chain. Fails with `venue-router-changed` where the answer names another router than the pinned one, with
 * `venue-malformed` where its call is not for this very trade, and as {@link AskJson} does.
 */
export const swapClient =
  (askJson: AskJson, chainId: number): AskSwap =>
  async (wish) => {
    const answer = await askJson({ path: `/swap/v6.1/${chainId}/swap?${queryOf(wish)}` });
    if (!answer.ok) return answer;
    const { status, json } = answer.value;
    if (status >= 400)
      return fail('venue-refused', `1inch refuses the swap (${status}): ${reasonIn(json)}`, {
        when: 'next-tick',
      });
    const read = swapAnswer.safeParse(json);
    if (!read.success)
      return malformed(`can't be read (${read.error.issues[0]?.path.join('.') || 'no object'})`);
    const { dstAmount, gas, tx } = read.data;
    if (tx.to !== LIMIT_ORDER_PROTOCOL)
      return fail(
        'venue-router-changed',
        `1inch names ${tx.to} as its router, and ${LIMIT_ORDER_PROTOCOL} is the one that is known: nothing is signed.`,
        { when: 'next-tick' },
      );
    const swap = oneinchSwapIn(tx.data);
    if (swap === null) return malformed('is a call that nobody here can read');
    const isThis =
      swap.sellToken === wish.sellToken &&
      swap.buyToken === wish.buyToken &&
      swap.amountIn === wish.sellUnits &&
      swap.to === wish.executor &&
      swap.isWhole &&
      swap.minOut <= dstAmount &&
      tx.from === wish.executor &&
      tx.value === 0n;
    if (!isThis) return malformed('is another trade than was asked for');
    return ok({
      router: tx.to,
      data: tx.data,
      units: dstAmount,
      gas: gas === undefined ? null : BigInt(gas),
    });
  };
