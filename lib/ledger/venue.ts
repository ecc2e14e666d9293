import type { Address, Hex } from 'viem';
import type { Leg } from '../engine/decision.ts';
import type { Account, Costs } from '../engine/snapshot.ts';
import type { ChainVenueId } from '../engine/venue-id.ts';
import type { Result } from '../result.ts';
import type { Action, ActionBody } from './action.ts';
import type { Block } from './chain-facts.ts';
import type { BatchReading, Observation, Swapping } from './look.ts';

/** What trading there costs now. */
export type VenueTerms = { readonly costs: Costs };

/** What an account may trade, and through whom, as a venue's costs depend on it. */
export type Tradable = {
  readonly kind: Account['kind'];
  readonly swapping: Swapping | null;
  /** USD per whole token, 18 decimals; null without a usable price. */
  readonly assets: readonly {
    readonly token: Address;
    readonly decimals: number;
    readonly usdE18: bigint | null;
  }[];
};

/** Of a venue that takes nothing from the account: whoever fills pays the gas, and nothing is charged. */
export const FREE: VenueTerms = {
  costs: {
    gasPerLegUsdE18: 0n,
    pair: { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: 0 },
    pairs: [],
  },
};

/** A leg that is to be carried out, by the id that its content gives it. */
export type Intent = { readonly id: Hex; readonly leg: Leg };

/** The exact bytes that carry it out. */
export type PreparedIntent<Body extends ActionBody = ActionBody> = Intent & { readonly body: Body };

/** A journaled action before it is shown, and the portfolio as it is now. */
export type Checking<Body extends ActionBody = ActionBody> = {
  readonly action: Action<Body>;
  readonly observation: Observation;
};

/** `alreadyPlaced` is success as well: an earlier attempt got through, though its answer may have been lost. */
export type Placing = { readonly alreadyPlaced: boolean };

/** What became of the wish to note journaled orders as shown. */
export type MarkedPlaced = 'placed' | 'already-placed' | 'unknown' | 'closed' | 'halted';

/** What the journal says before an order is shown by somebody else. */
export type PlacingState = 'placeable' | Exclude<MarkedPlaced, 'placed'>;

/** Takers are shown the action no longer. Who has seen it can fill it until the chain says otherwise. */
export type Cancelled = { readonly wasShown: boolean };

/** What a venue says of an action. The chain has the last word on what was filled. */
export type VenueOrderStatus =
  | { readonly status: 'unknown' }
  | { readonly status: 'open' | 'closed'; readonly remainingSellUnits: bigint };

/**
 * Where legs are carried out. No function throws for what a venue does: every failure says when to try again, and one that is down
 * fails with `venue-unavailable`.
 */
export type Venue<Body extends ActionBody = ActionBody> = {
  readonly id: ChainVenueId;
  readonly terms: () => Promise<Result<VenueTerms>>;
  /**
   * What trading there costs each account at this block, in their order: where it depends on what is traded. One fails with
   * `venue-unavailable` where the venue is closed to the account. Absent where the terms say all.
   */
  readonly termsFor?: (
    accounts: readonly Tradable[],
    block: Block,
  ) => Promise<Result<readonly Result<VenueTerms>[]>>;
  /**
   * Builds what carries out the legs of one look, and signs it once all of it is allowed: one refusal (`guard-refused`) refuses all.
   * The same look gives the same bytes. Answers none where nothing is signed, as in a dry run.
   */
  readonly prepare: (
    intents: readonly Intent[],
    observation: Observation,
  ) => Promise<Result<readonly PreparedIntent<Body>[]>>;
  /**
   * Judges the exact bytes once more before they are shown, whoever prepared them and when. One verdict each, in their order;
   * `not-reached` for those that time was too short for.
   */
  readonly check: (
    checkings: readonly Checking<Body>[],
    reading: BatchReading,
  ) => Promise<Result<readonly Result<null>[]>>;
  /**
   * One answer each, in their order. Idempotent in the action's id. One fails with `order-unknown` (never journaled) or `order-closed`,
   * never to retry; all fail when the venue is away.
   */
  readonly place: (actions: readonly Action<Body>[]) => Promise<Result<readonly Result<Placing>[]>>;
  /** Idempotent. Only stops showing the action, where that is possible: revoking a signature is the contract's business. */
  readonly cancel: (action: Action<Body>) => Promise<Result<Cancelled>>;
  readonly status: (action: Action<Body>) => Promise<Result<VenueOrderStatus>>;
};

/** Every venue there is a word for; null where this build has none. */
export type Venues = Readonly<Record<ChainVenueId, Venue | null>>;
