import type { UnixSeconds } from '../result.ts';
import type { CountedAsset, CountedPrice } from './counted-look.ts';
import type { Ratio } from './returns.ts';

/** One asset at a point of the series. */
export type PointAsset = Omit<CountedAsset, 'targetPart'> & {
  /** Of the basket that was put in and left alone, raw units. */
  readonly holdUnits: bigint;
  /** Of one dollar that is held exactly at the targets: tokens × 10^36. */
  readonly indexUnits: bigint;
};

/**
 * A portfolio at one valued look. Totals run since the first point, so that what happened between two points is the difference of
 * their totals, whichever points in between are still kept.
 */
export type SeriesPoint = {
  readonly snapshotId: string;
  readonly blockNumber: bigint;
  readonly timeSeconds: UnixSeconds;
  /** What was held, rounded down by asset. */
  readonly valueUsdE18: bigint;
  /** What the basket would be worth; null when one of its assets has no price any more. */
  readonly holdUsdE18: bigint | null;
  /** Time-weighted: what one dollar of the first point has become; 1 at the first. */
  readonly growth: Ratio;
  /** The same of the basket. */
  readonly holdGrowth: Ratio;
  /** The same of a dollar held exactly at the targets; null at points from before it was recorded. */
  readonly indexGrowth: Ratio | null;
  readonly trackingErrorBps: number | null;
  /** Of all looks that the point stands for. */
  readonly worstTrackingErrorBps: number | null;
  readonly looks: number;
  /** Time between looks that were not too far apart. */
  readonly observedSeconds: number;
  /** Of the observed time, that with a tracking error. */
  readonly driftSeconds: number;
  /** Σ tracking error × time until the next look. */
  readonly driftBpsSeconds: number;
  readonly assets: readonly PointAsset[];
};

/**
 * `in`, `out`: transfers. `listed`, `unlisted`: a holding that begins or ceases to be counted. `unread`: a change of units where a
 * node handed out no logs.
 */
export const FLOW_KINDS = ['in', 'out', 'listed', 'unlisted', 'unread'] as const;
export type FlowKind = (typeof FLOW_KINDS)[number];

/** What came in or went out at one block, of one token, and what that was worth. */
export type FlowValue = {
  readonly kind: FlowKind;
  readonly blockNumber: bigint;
  /** Grows in the order of what came between two looks. */
  readonly place: number;
  readonly timeSeconds: UnixSeconds;
  readonly token: string;
  /** Signed: + came in. */
  readonly units: bigint;
  /** The last price known at the flow's block; the next one where there was none. */
  readonly price: CountedPrice | null;
  /** Signed, rounded towards zero; null without a price. */
  readonly valueUsdE18: bigint | null;
  /** The whole portfolio just before and after, at the same prices. */
  readonly beforeUsdE18: bigint;
  readonly afterUsdE18: bigint;
  /** The token's share of it, rounded down; null where the whole is nothing. */
  readonly weightBeforeBps: number | null;
  readonly weightAfterBps: number | null;
};

/** A transfer or fill of the index, in the order of the chain. */
export type Happening =
  | {
      readonly kind: 'flow';
      readonly blockNumber: bigint;
      readonly timeSeconds: UnixSeconds;
      readonly token: string;
      /** Signed: + came in. */
      readonly units: bigint;
    }
  | {
      readonly kind: 'fill';
      readonly blockNumber: bigint;
      readonly timeSeconds: UnixSeconds;
      readonly sellToken: string;
      readonly sellUnits: bigint;
      readonly buyToken: string;
      readonly buyUnits: bigint;
    };
