import type { UnixSeconds } from '../result.ts';
import { type Ratio, ratioOf, simpleReturn } from './ratio.ts';

/** 365.25 days: the year of the growth rate, as in the independent backtester that ours is checked against. */
const GROWTH_YEAR_SECONDS = 31_557_600;

/** The portfolio's value at an instant, and what its owner put in (+) or took out (−) right after it was measured. */
export type ValuePoint = {
  readonly atSeconds: UnixSeconds;
  /** Before the flow. */
  readonly valueUsdE18: bigint;
  readonly flowUsdE18: bigint;
};

/**
 * Time-weighted return: the product of the returns between flows, so that the owner's deposits and withdrawals don't count.
 * Π valueᵢ₊₁ / (valueᵢ + flowᵢ) − 1. Source: CFA Institute, Global Investment Performance Standards, true time-weighted return.
 * @returns null when fewer than two points are given or a period starts with nothing.
 */
export const timeWeightedReturn = (points: readonly ValuePoint[]): Ratio | null => {
  if (points.length < 2) return null;
  let growth = 1;
  for (let index = 1; index < points.length; index++) {
    const [before, after] = [points[index - 1], points[index]];
    if (before === undefined || after === undefined) continue;
    const startUsdE18 = before.valueUsdE18 + before.flowUsdE18;
    if (startUsdE18 <= 0n) return null;
    growth *= ratioOf(after.valueUsdE18, startUsdE18);
  }
  return growth - 1;
};

/** What one start and one end give without flows. */
export type Span = {
  readonly startUsdE18: bigint;
  readonly endUsdE18: bigint;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
};

/** end / start − 1. */
export const totalReturn = ({ startUsdE18, endUsdE18 }: Span): Ratio => simpleReturn(startUsdE18, endUsdE18);

/**
 * Compound annual growth rate: (end / start)^(1 / years) − 1, with a year of 365.25 days.
 * @returns null when no time passed, or so little that a year of the same is beyond any number; −1 when everything is lost.
 */
export const compoundAnnualGrowth = (span: Span): Ratio | null => {
  const years = (span.toSeconds - span.fromSeconds) / GROWTH_YEAR_SECONDS;
  if (years <= 0) return null;
  const growth = ratioOf(span.endUsdE18, span.startUsdE18);
  const yearly = growth <= 0 ? -1 : growth ** (1 / years) - 1;
  return Number.isFinite(yearly) ? yearly : null;
};
