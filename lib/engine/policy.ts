import type { Address } from 'viem';
import type { AssetLock } from './snapshot.ts';
import type { VenueId } from './venue-id.ts';

/** How far a weight may drift. */
export type Band =
  /** |weight − target| in points. */
  | { readonly kind: 'absolute'; readonly bandBps: number }
  /** |value − target value| as a share of the target value. */
  | { readonly kind: 'relative'; readonly bandBps: number }
  /** |weight − target| ≥ max(relativeBps of the target, floorBps). */
  | { readonly kind: 'hybrid'; readonly relativeBps: number; readonly floorBps: number };

/** When to rebalance. */
export type Trigger =
  | Band
  | { readonly kind: 'calendar'; readonly intervalSeconds: number }
  | { readonly kind: 'calendar-band'; readonly intervalSeconds: number; readonly band: Band }
  /** Once from each of these instants on, UTC; with a band only if it is left by then or later. 0 = Sunday … 6 = Saturday. */
  | {
      readonly kind: 'weekly';
      readonly weekday: number;
      readonly secondOfDay: number;
      readonly band: Band | null;
    }
  /** The same once a month; a month that is shorter has it on its last day. */
  | {
      readonly kind: 'monthly';
      readonly dayOfMonth: number;
      readonly secondOfDay: number;
      readonly band: Band | null;
    }
  | {
      /** The band times clamp(recent volatility / reference volatility, scaleBpsMin, scaleBpsMax). */
      readonly kind: 'volatility-band';
      readonly band: Band;
      readonly referenceVolatilityBps: number;
      readonly scaleBpsMin: number;
      readonly scaleBpsMax: number;
    }
  /** Deposits and withdrawals since the last rebalance of at least this share of NAV; trades only what they fund. */
  | { readonly kind: 'cash-flow'; readonly flowBpsMin: number };

export const TRIGGER_KINDS = [
  'absolute',
  'relative',
  'hybrid',
  'calendar',
  'calendar-band',
  'weekly',
  'monthly',
  'volatility-band',
  'cash-flow',
] as const satisfies readonly Trigger['kind'][];
export type TriggerKind = Trigger['kind'];

/** The band that a trigger is or has; null for those without one. */
export const bandOfTrigger = (trigger: Trigger): Band | null => {
  switch (trigger.kind) {
    case 'calendar':
    case 'cash-flow':
      return null;
    case 'calendar-band':
    case 'weekly':
    case 'monthly':
    case 'volatility-band':
      return trigger.band;
    default:
      return trigger;
  }
};

/** How far to trade once a trigger has fired. */
export type Destination =
  | { readonly kind: 'target' }
  /** Into the band, keeping `marginBps` of its width clear of the edge: 0 = the edge itself, 5,000 = half-way in. */
  | { readonly kind: 'band-edge'; readonly marginBps: number }
  /** `fractionBps` of the way to the target, and at least `marginBps` of the band's width inside its edge. */
  | { readonly kind: 'fraction'; readonly fractionBps: number; readonly marginBps: number };

export type Limits = {
  readonly minTradeUsdE18: bigint;
  /** A larger leg is cut into equal slices. */
  readonly maxTradeUsdE18: bigint;
  /** Value sold per UTC day. */
  readonly dailyVolumeUsdE18: bigint;
  /** Between two rebalances of the portfolio. */
  readonly cooldownSeconds: number;
  readonly slippageBpsMax: number;
  readonly priceImpactBpsMax: number;
  /** Gas as a share of the traded value. */
  readonly gasCostBpsMax: number;
  /** Gas limit = estimate × this / 10,000; used where a transaction is sent. */
  readonly gasLimitBufferBps: number;
  readonly priceDisagreementBpsMax: number;
  /** No asset is bought beyond this weight; an asset's own rule may be lower. */
  readonly weightBpsMax: number;
  /** Legs, slices included, of one plan. */
  readonly legsMax: number;
};

/** When trading is allowed, in UTC. Crosses midnight when `fromSecondOfDay` > `toSecondOfDay`. */
export type TradingWindow = {
  /** 0 = Sunday … 6 = Saturday, by the day on which the window opens. */
  readonly days: readonly number[];
  readonly fromSecondOfDay: number;
  /** Exclusive; 86,400 = midnight. */
  readonly toSecondOfDay: number;
};

/** Expected cost must not exceed `costShareBpsMax` of the benefit: (fall of the tracking error) × NAV × `benefitRateBps`. */
export type CostGate = {
  readonly benefitRateBps: number;
  readonly costShareBpsMax: number;
};

/** By what an unfilled price walks down: the policy's own numbers, or the market's pace. */
export const WALKS = ['fixed', 'measured'] as const;

/** When a leg whose venue asks a price and waits is traded at once instead, by a proposal. */
export type Immediate = {
  /** An asset of the pair is as far from its target, as a share of NAV; null = however far. */
  readonly driftBpsMin: number | null;
  /** The pair was asked for as long without a fill; null = however long. */
  readonly patienceSeconds: number | null;
  /** Most that the swap may be expected to cost, gas included, as a share of what is sold. */
  readonly costBpsMax: number;
};

/** A leg over a time, in equal parts. */
export type InParts = {
  readonly parts: number;
  readonly overSeconds: number;
};

export type OrderTerms = {
  readonly venue: VenueId;
  /** Null: every leg waits for its venue. */
  readonly immediate: Immediate | null;
  /** Null: what is wanted is traded as soon as it is wanted. */
  readonly inParts: InParts | null;
  /** `measured`: spread and walk follow from volatility, block time and the feeds' age; the numbers below where those are not known. */
  readonly walk: (typeof WALKS)[number];
  /** Asked above the mid price (a maker is paid to rebalance); negative = given up at once. */
  readonly spreadBps: number;
  /** How fast an unfilled order's price walks down. */
  readonly walkBpsPerHour: number;
  /** The walk ends this far below the mid; never past `slippageBpsMax` or the contract's limit. */
  readonly discountBpsMax: number;
  /** Life of an order; never above the contract's `orderTtlMax`. */
  readonly expiresInSeconds: number;
};

export type AssetRule = {
  readonly token: Address;
  readonly lock: AssetLock;
  readonly weightBpsMax: number | null;
};

export const PRESET_NAMES = ['conservative', 'balanced', 'aggressive', 'test-network', 'index'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** The off-chain policy of a portfolio, version 1. Any one of the triggers fires. */
export type Policy = {
  readonly version: 1;
  readonly preset: PresetName | 'custom';
  readonly triggers: readonly [Trigger, ...Trigger[]];
  readonly destination: Destination;
  readonly limits: Limits;
  readonly window: TradingWindow | null;
  readonly costGate: CostGate | null;
  readonly orderTerms: OrderTerms;
  readonly assetRules: readonly AssetRule[];
  /** How long until the next look when nothing else says sooner. */
  readonly lookEverySeconds: number;
};
