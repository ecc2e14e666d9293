import { type Address, decodeFunctionResult, encodeFunctionData, isHex } from 'viem';
import { aggregatorV3Abi } from '../abi/aggregator-v3-abi.ts';
import { powerOfTen } from '../money/fixed-point.ts';
import type { Ask } from '../owner/ask.ts';
import type { Listing } from './listing.ts';

/** What a feed says: US dollars per whole token in 18 decimals, and when it said so, in Unix seconds. */
export type FeedPrice = { readonly usdE18: bigint; readonly updatedAtSeconds: number };

/** By the token's address; a token without a price to go by is not in it. */
export type FeedPrices = ReadonlyMap<Address, FeedPrice>;

const FEED_DECIMALS_MAX = 18;

/** One answer of a feed in 18 decimals; null where it is none. */
export const feedPrice = (answer: bigint, decimals: number, updatedAt: bigint): FeedPrice | null =>
  answer <= 0n || updatedAt <= 0n || decimals > FEED_DECIMALS_MAX
    ? null
    : { usdE18: answer * powerOfTen(FEED_DECIMALS_MAX - decimals), updatedAtSeconds: Number(updatedAt) };

/** The decimals of a feed. @throws what the node says */
export async function readFeedDecimals(ask: Ask, feed: Address): Promise<number> {
  const request = { abi: aggregatorV3Abi, functionName: 'decimals' } as const;
  const data = await ask({
    method: 'eth_call',
    params: [{ to: feed, data: encodeFunctionData(request) }, 'latest'],
  });
  if (!isHex(data)) throw new TypeError('The feed does not answer.');
  return decodeFunctionResult({ ...request, data });
}

async function readPrice(ask: Ask, feed: Address): Promise<FeedPrice | null> {
  const request = { abi: aggregatorV3Abi, functionName: 'latestRoundData' } as const;
  try {
    const data = await ask({
      method: 'eth_call',
      params: [{ to: feed, data: encodeFunctionData(request) }, 'latest'],
    });
    if (!isHex(data)) return null;
    const [, answer, , updatedAt] = decodeFunctionResult({ ...request, data });
    return feedPrice(answer, await readFeedDecimals(ask, feed), updatedAt);
  } catch {
    return null;
  }
}

/** Asks the feed of each listing for its latest answer: what the contract itself will go by. */
export async function readPrices(ask: Ask, listings: readonly Listing[]): Promise<FeedPrices> {
  const read = await Promise.all(
    listings.map(async ({ token, feed }) => [token, await readPrice(ask, feed)] as const),
  );
  return new Map(read.flatMap(([token, price]) => (price === null ? [] : [[token, price] as const])));
}
