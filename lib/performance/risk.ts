import type { UnixSeconds } from '../result.ts';
import { type Ratio, simpleReturn } from './returns.ts';

/** The deepest fall from a peak. */
export type Drawdown = {
  /** trough / peak − 1: zero or negative. */
  readonly depth: Ratio;
  readonly peakAtSeconds: UnixSeconds;
  readonly troughAtSeconds: UnixSeconds;
  /** First time at or above the old peak again; null when that hasn't happened. */
  readonly recoveredAtSeconds: UnixSeconds | null;
};

type Point = { readonly atSeconds: UnixSeconds; readonly valueUsdE18: bigint };

/** Follows a value series in constant memory. */
export type DrawdownTracker = {
  peak: Point;
  worst: { readonly peak: Point; readonly trough: Point } | null;
  recoveredAtSeconds: UnixSeconds | null;
};

export const startDrawdown = (first: Point): DrawdownTracker => ({
  peak: first,
  worst: null,
  recoveredAtSeconds: null,
});

/** Adds the next value; compared exactly, as trough × other peak, not as rounded percentages. */
export const addToDrawdown = (tracker: DrawdownTracker, point: Point): void => {
  const { worst } = tracker;
  if (worst !== null && tracker.recoveredAtSeconds === null && point.valueUsdE18 >= worst.peak.valueUsdE18) {
    tracker.recoveredAtSeconds = point.atSeconds;
  }
  if (point.valueUsdE18 >= tracker.peak.valueUsdE18) {
    tracker.peak = point;
    return;
  }
  const { peak } = tracker;
  const deeper =
    worst === null ||
    point.valueUsdE18 * worst.peak.valueUsdE18 < worst.trough.valueUsdE18 * peak.valueUsdE18;
  if (!deeper) return;
  tracker.worst = { peak, trough: point };
  tracker.recoveredAtSeconds = null;
};

/** The deepest fall so far; depth 0 at the first instant when the series never fell. */
export const maxDrawdown = (tracker: DrawdownTracker): Drawdown => {
  const { worst, peak } = tracker;
  if (worst === null) {
    return {
      depth: 0,
      peakAtSeconds: peak.atSeconds,
      troughAtSeconds: peak.atSeconds,
      recoveredAtSeconds: peak.atSeconds,
    };
  }
  return {
    depth: simpleReturn(worst.peak.valueUsdE18, worst.trough.valueUsdE18),
    peakAtSeconds: worst.peak.atSeconds,
    troughAtSeconds: worst.trough.atSeconds,
    recoveredAtSeconds: tracker.recoveredAtSeconds,
  };
};

/** How far below its highest value so far the last one is: zero or negative. */
export const drawdownNow = (tracker: DrawdownTracker, valueUsdE18: bigint): Ratio =>
  valueUsdE18 >= tracker.peak.valueUsdE18 ? 0 : simpleReturn(tracker.peak.valueUsdE18, valueUsdE18);

/** How far each asset is from its target (weight − target), as shares of the whole. */
export const driftsOf = (
  values: readonly bigint[],
  total: bigint,
  targets: readonly Ratio[],
): readonly Ratio[] => {
  const whole = Number(total);
  const drifts: Ratio[] = [];
  for (let index = 0; index < values.length; index++)
    drifts.push(Number(values[index] ?? 0n) / whole - (targets[index] ?? 0));
  return drifts;
};

/**
 * ½ Σ |weight − target|: the share of the value that would have to change hands to be on target, as the contract and the engine count
 * it. (Not the deviation of returns from a benchmark, which shares the name in fund reports.)
 */
export const trackingErrorOf = (drifts: readonly Ratio[]): Ratio => {
  let sum = 0;
  for (const drift of drifts) sum += Math.abs(drift);
  return sum / 2;
};
