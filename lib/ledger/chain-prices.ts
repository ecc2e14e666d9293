import type { Address } from 'viem';
import type { Result, UnixSeconds } from '../result.ts';
import type { Block } from './chain-facts.ts';

/** What a router pays for a few units of a token, and takes for what it has paid; by `IPriceLens`. */
export type RoundTrip = {
  /** False where there is no such way. */
  readonly ok: boolean;
  readonly sold: bigint;
  readonly paid: bigint;
  readonly bought: bigint;
  /** Of the shallowest pool, in units of the quote token. */
  readonly depth: bigint;
};

/** A feed's last answer, unjudged; by `IPriceLens`. */
export type FeedReading = {
  readonly ok: boolean;
  readonly answer: bigint;
  readonly decimals: number;
  readonly startedAt: bigint;
  readonly updatedAt: bigint;
};

/** What is wanted of one chain, all of it at one block. */
export type ChainPricesQuestion = {
  readonly block: Block;
  /** Null where no token is asked for. */
  readonly spot: {
    readonly router: Address;
    readonly quoteToken: Address;
    readonly middleToken: Address | null;
  } | null;
  readonly tokens: readonly Address[];
  readonly feeds: readonly Address[];
};

/** In the order asked. */
export type ChainPrices = {
  readonly blockTimeSeconds: UnixSeconds;
  readonly spots: readonly { readonly direct: RoundTrip; readonly viaMiddle: RoundTrip }[];
  readonly feeds: readonly FeedReading[];
};

/** Reads pools and feeds of a chain with one question. Fails as the chain does. */
export type ReadChainPrices = (
  chainId: number,
  question: ChainPricesQuestion,
) => Promise<Result<ChainPrices>>;
