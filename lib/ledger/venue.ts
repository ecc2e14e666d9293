import type { Address, Hex } from 'viem';
import type { VenueId } from '../engine/venue-id.ts';
import type { Result } from '../result.ts';
import type { Action } from './action.ts';

/** A pair that is about to be traded. */
export type VenuePair = {
  readonly chainId: number;
  readonly maker: Address;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
};

/** What a venue charges and demands for a pair, before anything is signed. */
export type VenueQuote = {
  /** Paid by the taker on top of what the order asks. */
  readonly feeBps: number;
  /** What the order must carry for this venue; `0x` for nothing. */
  readonly extension: Hex;
  /** The venue shows an order only while the maker's allowance stands; else it is approved just in time. */
  readonly needsStandingAllowance: boolean;
};

/** `alreadyPlaced` is success as well: an earlier attempt got through, though its answer may have been lost. */
export type Placing = { readonly alreadyPlaced: boolean };

/** Takers are shown the order no longer. Who has seen it can fill it until the chain says otherwise. */
export type Cancelled = { readonly wasShown: boolean };

/** What a venue says of an order. The chain has the last word on what was filled. */
export type VenueOrderStatus =
  | { readonly status: 'unknown' }
  | { readonly status: 'open' | 'closed'; readonly remainingSellUnits: bigint };

/**
 * A place where takers find orders. No function throws for what a venue does: every failure says when to try again, and
 * one that is down fails with `venue-unavailable`.
 */
export type Venue = {
  readonly id: VenueId;
  readonly quote: (pair: VenuePair) => Promise<Result<VenueQuote>>;
  /** Idempotent in the action's id. Fails with `order-unknown` (never journaled) or `order-closed`, never to retry. */
  readonly place: (action: Action) => Promise<Result<Placing>>;
  /** Idempotent. Only stops showing the order: revoking a signature is the contract's business. */
  readonly cancel: (action: Action) => Promise<Result<Cancelled>>;
  readonly status: (action: Action) => Promise<Result<VenueOrderStatus>>;
};

/** Every venue there is a word for; null where this build has none. */
export type Venues = Readonly<Record<VenueId, Venue | null>>;
