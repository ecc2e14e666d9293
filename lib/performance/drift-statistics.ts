import { absent, type Figure, figure, figureOr } from './figure.ts';
import type { SeriesPoint } from './series-point.ts';

/** How far from target a portfolio was in a span: ½ Σ |weight − target| of what was held. */
export type DriftStatistics = {
  readonly nowBps: Figure<number>;
  /** Weighted with time, without gaps; rounded to the nearest. */
  readonly averageBps: Figure<number>;
  /** Of all looks. */
  readonly worstBps: Figure<number>;
};

export type DriftSpan = {
  readonly start: SeriesPoint;
  readonly end: SeriesPoint;
  /** Of the points in between, both ends included. */
  readonly worstBps: number | null;
};

/** The drift of a span from the running totals at its ends. */
export const driftStatistics = ({ start, end, worstBps }: DriftSpan): DriftStatistics => {
  const seconds = end.driftSeconds - start.driftSeconds;
  const bpsSeconds = end.driftBpsSeconds - start.driftBpsSeconds;
  const none = end.valueUsdE18 === 0n ? 'nothing-held' : 'no-targets';
  return {
    nowBps: figureOr(end.trackingErrorBps, none),
    averageBps: seconds === 0 ? absent(none) : figure(Math.round(bpsSeconds / seconds)),
    worstBps: figureOr(worstBps, none),
  };
};
