import type { Address } from 'viem';
import type { PriceFault } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';
import type { Block } from './chain-facts.ts';

/** A feed's answer as its account's custody read it, at the observed block, judged as a NAV input. */
export type FeedAnswer = {
  readonly token: Address;
  readonly feed: Address;
  readonly feedDecimals: number;
  readonly answer: bigint;
  readonly updatedAt: bigint;
  /** `FeedState` of the contract. */
  readonly feedState: number;
};

/** An asset whose price is wanted: one of one account, since accounts may list different feeds for a token. */
export type PricedAsset = {
  readonly chainId: number;
  /** Lower-cased. */
  readonly token: Address;
  readonly symbol: string;
  /** As the chain says at the observed block. */
  readonly decimals: number;
  /** Null where the account has no feed of its own. */
  readonly feed: FeedAnswer | null;
};

/** What one source says an asset is worth, or why it can't say. */
export type SourcePrice = {
  /** The source's name, as a reader of a decision sees it. */
  readonly source: string;
  /** Lower-cased. */
  readonly token: Address;
} & (
  | {
      readonly ok: true;
      /** USD per whole token, 18 decimals, above zero. */
      readonly usdE18: bigint;
      readonly updatedAtSeconds: UnixSeconds;
    }
  | {
      readonly ok: false;
      readonly fault: PriceFault;
      readonly detail: string;
      /** When the source may be asked again, where it failed and that is known. */
      readonly retryAtSeconds?: UnixSeconds;
    }
);

/** A source's answer that is a price. */
export type ToldPrice = Extract<SourcePrice, { readonly ok: true }>;

/** The lowest price first. */
export const lowestFirst = (prices: readonly ToldPrice[]): readonly ToldPrice[] =>
  [...prices].sort((a, b) => (a.usdE18 < b.usdE18 ? -1 : a.usdE18 > b.usdE18 ? 1 : 0));

/** The median of prices that stand lowest first; of two in the middle the lower one. Undefined where there is none. */
export const lowerMedian = (ordered: readonly ToldPrice[]): ToldPrice | undefined =>
  ordered[(ordered.length - 1) >> 1];

/**
 * Prices a whole batch of assets in as few questions as the source takes. An asset that is missing in the answer is one that the source
 * doesn't know; a source that is away says so of each. Never throws for what the source does.
 */
export type PriceSource = (
  assets: readonly PricedAsset[],
  block: Block,
) => Promise<ReadonlyMap<PricedAsset, SourcePrice>>;
