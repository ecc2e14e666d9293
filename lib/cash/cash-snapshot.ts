import type { UnixSeconds } from '../result.ts';
import type { RateCurve } from './rate-curve.ts';
import type { ToldRate } from './rate-fault.ts';
import type { VaultKey } from './rate-history.ts';

/** What is known of a vault's rates at the time of a look; simple ones a year, shares in 18 decimals, null where nobody knows. */
export type VaultRates = {
  /** What it pays by itself now, as its source tells. */
  readonly told: ToldRate | null;
  /** What its share price grew by over the last day, and the last thirty. */
  readonly dayE18: bigint | null;
  readonly monthE18: bigint | null;
};

/** Why moves of a vault are refused by the contract, and it counts nothing. */
export const VAULT_FAULTS = ['unreadable', 'below-mark'] as const;
export type VaultFault = (typeof VAULT_FAULTS)[number];

/** A listed vault of one portfolio. Amounts are USDC units (6 decimals). */
export type CashVault = {
  readonly vault: string;
  readonly name: string;
  /** What our shares are worth, rounded down. */
  readonly heldUnits: bigint;
  /** Paid in less paid back: what the contract's cap is on. */
  readonly givenUnits: bigint;
  readonly capBps: number;
  readonly fault: VaultFault | null;
  /** All that it holds, now and seven days ago. */
  readonly tvlUnits: bigint | null;
  readonly tvlWeekAgoUnits: bigint | null;
  readonly utilisationE18: bigint | null;
  readonly curve: RateCurve | null;
  /** What could be redeemed now by anybody; null where nobody tells. */
  readonly redeemableUnits: bigint | null;
  readonly rates: VaultRates;
  readonly lastDepositedAtSeconds: UnixSeconds | null;
  readonly lastRedeemedAtSeconds: UnixSeconds | null;
};

/** What one transaction costs here, in USDC units, rounded up. */
export type MoveCosts = {
  readonly depositUnits: bigint;
  readonly redeemUnits: bigint;
  readonly burnUnits: bigint;
  readonly mintUnits: bigint;
};

/** A portfolio of another chain that this one may bridge to. */
export type OpenSibling = { readonly chainId: number; readonly openUntilSeconds: UnixSeconds };

/** USDC that has been burnt elsewhere and is to be minted here: it counts here, once. */
export type ArrivingUsdc = { readonly units: bigint; readonly dueAtSeconds: UnixSeconds };

/** The portfolio of one chain, its contract's own rules and what they still let through. */
export type CashChain = {
  readonly chainId: number;
  readonly name: string;
  readonly idleUnits: bigint;
  readonly arriving: readonly ArrivingUsdc[];
  readonly paused: boolean;
  readonly lagging: boolean;
  readonly minMoveBps: number;
  readonly cooldownSeconds: number;
  /** What the buckets still let through, as fractions of this portfolio's value in 18 decimals. */
  readonly lossLeftE18: bigint;
  readonly turnoverLeftE18: bigint;
  readonly bridgeLeftE18: bigint;
  /** What a transfer from here may be charged, of its amount. */
  readonly bridgeFeeBpsMax: number;
  readonly lastBridgedAtSeconds: UnixSeconds | null;
  readonly siblings: readonly OpenSibling[];
  /** Null where nobody tells what gas costs: then nothing is moved here. */
  readonly costs: MoveCosts | null;
  readonly vaults: readonly CashVault[];
};

/** Where the money would stay if nobody moved it again: what every move is measured by. */
export type AnchorShare = VaultKey & { readonly shareBps: number };

/** All that a look saw of the portfolios of one owner over all chains. */
export type CashSnapshot = {
  readonly nowSeconds: UnixSeconds;
  readonly halted: boolean;
  readonly chains: readonly CashChain[];
  /** Empty until it has been chosen. */
  readonly anchor: readonly AnchorShare[];
  /** By how much all moves so far are ahead of staying at the anchor, as a share of the value; negative when they are behind. */
  readonly leadE18: bigint;
};
