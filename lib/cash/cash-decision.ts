import type { UnixSeconds } from '../result.ts';
import type { CashReason } from './cash-reasons.ts';
import type { VaultKey } from './rate-history.ts';

/** One signed move of one portfolio. A bridge's money is deposited by the look that finds it arrived. */
export type CashMove =
  | {
      readonly kind: 'redeem' | 'deposit';
      readonly chainId: number;
      readonly vault: string;
      readonly units: bigint;
    }
  | { readonly kind: 'bridge'; readonly chainId: number; readonly toChainId: number; readonly units: bigint };

/** Where money is: in a vault, or on hand (`vault` null). */
export type CashPlace = { readonly chainId: number; readonly vault: string | null };

/** What a shift is, seen from the anchor: to leave it, to come back to it, to change beside it, to invest what lies idle. */
export const SHIFT_KINDS = ['away', 'back', 'side', 'invest'] as const;
export type ShiftKind = (typeof SHIFT_KINDS)[number];

/** Money that goes from one place to another, by one to three moves. */
export type CashShift = {
  readonly kind: ShiftKind;
  readonly from: CashPlace;
  readonly to: VaultKey;
  readonly units: bigint;
  /** What it earns more than staying over the policy's horizon, both rates as our own money leaves them, before costs. */
  readonly earnedUnits: bigint;
  /** All gas and fees, and what is not earned on the way. */
  readonly costUnits: bigint;
  /** What it had to earn beyond its costs. */
  readonly neededUnits: bigint;
};

export const SCORERS = ['yield', 'risk', 'coordinator'] as const;
export type Scorer = (typeof SCORERS)[number];

/** What one scorer says of a shift: its number, the limit it is held against, and a plain sentence. */
export type CashVote = {
  readonly scorer: Scorer;
  readonly vote: 'move' | 'stay';
  readonly reason: CashReason | null;
  /** The yield's and the coordinator's in USDC units, the risk's in basis points of its limit. */
  readonly actual: bigint;
  readonly allowed: bigint;
  readonly why: string;
};

/** What was found of one vault. */
export type VaultVerdict = VaultKey & {
  readonly name: string;
  readonly heldUnits: bigint;
  /** What it is expected to pay a year over the horizon; null without a rate that may be used. */
  readonly expectedE18: bigint | null;
  /** Of its limit, in basis points: 10,000 is at it. */
  readonly riskBps: number;
  /** Why nothing goes in now; null when it may. */
  readonly reason: CashReason | null;
  readonly detail: string | null;
};

/** Why nothing moves. Null figures where no shift could be weighed. */
export type CashStay = {
  readonly reason: CashReason;
  readonly detail: string | null;
  /** What the best shift would have earned after its costs, and what it had to. */
  readonly bestNetUnits: bigint | null;
  readonly neededUnits: bigint | null;
};

export type CashPlan =
  | { readonly kind: 'stay'; readonly stay: CashStay }
  | {
      readonly kind: 'move';
      readonly shifts: readonly [CashShift, ...CashShift[]];
      readonly moves: readonly [CashMove, ...CashMove[]];
    };

/** The outcome of one look at an owner's cash, with every number behind it. */
export type CashDecision = {
  readonly cashVersion: string;
  readonly plan: CashPlan;
  /** Of the first shift that is taken, or of the best that is not; empty when none could be weighed. */
  readonly votes: readonly CashVote[];
  readonly vaults: readonly VaultVerdict[];
  readonly valueUnits: bigint;
  /** What all of it earns a year now, and after the plan, at expected rates; null without a value. */
  readonly rateE18: bigint | null;
  readonly rateAfterE18: bigint | null;
  readonly decidedAt: UnixSeconds;
  readonly nextLookAt: UnixSeconds;
};
