import type { Address } from 'viem';
import type { UnixSeconds } from '../result.ts';
import type { Hold } from './hold.ts';
import type { LegPart } from './in-parts.ts';
import type { Policy, TriggerKind } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import type { RouteReason, VenueId } from './venue-id.ts';

/** What a leg is expected to cost, USD in 18 decimals, each rounded up. */
export type LegCost = {
  readonly spreadUsdE18: bigint;
  readonly feeUsdE18: bigint;
  readonly impactUsdE18: bigint;
  readonly gasUsdE18: bigint;
};

/** One sell→buy pair of a plan. */
export type Leg = {
  /** Position in the plan; part of the order's content-derived id. */
  readonly index: number;
  /** Where it is to be carried out. */
  readonly venue: VenueId;
  readonly sellToken: Address;
  readonly buyToken: Address;
  /** Raw units given: the order's making amount. */
  readonly sellUnits: bigint;
  /** Least raw units accepted: the order's taking amount at the limit price. */
  readonly buyUnits: bigint;
  /** Raw units expected when the pair's costs come true; never more than the sale returns. */
  readonly expectedBuyUnits: bigint;
  readonly sellPriceUsdE18: bigint;
  readonly buyPriceUsdE18: bigint;
  /** Whole bought tokens per whole sold token at the mid, 18 decimals, rounded down. */
  readonly referencePriceE18: bigint;
  readonly sellValueUsdE18: bigint;
  readonly limit: {
    /** Above (+) or below (−) the mid, as asked now. */
    readonly spreadBps: number;
    readonly expiresInSeconds: number;
  };
  /** Which of how many equal slices of the pair this is, counted from 1. */
  readonly slice: { readonly number: number; readonly of: number };
  readonly expectedCost: LegCost;
  /** Why it is traded at once; absent where it goes to the policy's own venue. */
  readonly routed?: RouteReason;
  /** Which of its programme's parts it is; absent where the policy trades whole legs. */
  readonly part?: LegPart;
};

/** What was found about one asset. */
export type AssetVerdict = {
  readonly token: Address;
  readonly symbol: string;
  readonly action: 'sell' | 'buy' | 'hold';
  /** Null when the asset is traded. */
  readonly hold: Hold | null;
  /** Held, plus what is in flight at its destination; null without a usable price. */
  readonly valueUsdE18: bigint | null;
  /** Signed part of the value that is in flight. */
  readonly inFlightUsdE18: bigint;
  readonly targetE18: bigint;
  /** Share of NAV, rounded down; null without a NAV. */
  readonly weightE18: bigint | null;
  /** weight − target; null without a NAV. */
  readonly driftE18: bigint | null;
  /** drift ÷ target; null without a target or a NAV. */
  readonly relativeDriftE18: bigint | null;
  /** Planned change of value if all legs fill, signed. */
  readonly plannedUsdE18: bigint;
};

/** A leg, or a part of one, that was planned and not taken, and why. */
export type DroppedLeg = {
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly valueUsdE18: bigint;
  readonly hold: Hold;
};

export type Plan =
  | { readonly kind: 'hold'; readonly hold: Hold }
  | { readonly kind: 'act'; readonly legs: readonly [Leg, ...Leg[]] };

/** The outcome of one look at one portfolio, with every number behind it. */
export type Decision = {
  readonly engineVersion: string;
  readonly plan: Plan;
  /** What fired; null when nothing did or nothing could be judged. */
  readonly trigger: TriggerKind | null;
  readonly assets: readonly AssetVerdict[];
  readonly dropped: readonly DroppedLeg[];
  /** Null when an asset has no usable price. */
  readonly navUsdE18: bigint | null;
  /** ½ Σ |weight − target|: the share of NAV that must change hands. Null without a NAV. */
  readonly trackingErrorE18: bigint | null;
  /** The same in whole basis points, rounded down. */
  readonly trackingErrorBps: number | null;
  /** After all legs, at today's prices. */
  readonly trackingErrorAfterE18: bigint | null;
  readonly expectedCostUsdE18: bigint;
  /** What the cost gate compared with; null without a gate. */
  readonly expectedBenefitUsdE18: bigint | null;
  readonly decidedAt: UnixSeconds;
  readonly nextLookAt: UnixSeconds;
};

/** Total and pure: never throws, never waits, reads no clock; the same input gives the same decision everywhere. */
export type Decide = (snapshot: Snapshot, policy: Policy) => Decision;
