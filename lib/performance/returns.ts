import type { UnixSeconds } from '../result.ts';

/**
 * A dimensionless statistic: a return, a volatility, a Sharpe ratio. Never an amount, a price or a value: those are bigint. Roots
 * and powers have no exact integer form, which is the only reason this is a number.
 */
export type Ratio = number;

/** a / b to double precision (each conversion and the division round once); b must not be zero. */
export const ratioOf = (a: bigint, b: bigint): Ratio => {
  if (b === 0n) throw new RangeError('a ratio needs a denominator above zero');
  return Number(a) / Number(b);
};

/** The simple return from one value to the next: after / before − 1. */
export const simpleReturn = (beforeUsdE18: bigint, afterUsdE18: bigint): Ratio =>
  ratioOf(afterUsdE18 - beforeUsdE18, beforeUsdE18);

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
 * Π valueᵢ₊₁ / (valueᵢ + flowᵢ) − 1. Source: CFA Institute, Global Investment Performance Standards, true time-weighted return. While
 * the portfolio is empty (before the first deposit, or closed and not yet reopened) nothing is earned, so those periods count as 1.
 * @returns null when it never held anything, owed something, or held something that nobody had put in.
 */
export const timeWeightedReturn = (points: readonly ValuePoint[]): Ratio | null => {
  let growth = 1;
  let held = false;
  for (const [index, after] of points.entries()) {
    const before = points[index - 1];
    if (before === undefined) continue;
    const startUsdE18 = before.valueUsdE18 + before.flowUsdE18;
    if (startUsdE18 < 0n || after.valueUsdE18 < 0n) return null;
    if (startUsdE18 === 0n && after.valueUsdE18 > 0n) return null;
    if (startUsdE18 === 0n) continue;
    held = true;
    growth *= ratioOf(after.valueUsdE18, startUsdE18);
  }
  return held ? growth - 1 : null;
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

/** From here on a period is a year: shorter ones are not blown up to one. */
const YEAR_SECONDS_MIN = 365 * 86_400;

/** Whether a period is long enough to speak of a year's growth. Source: GIPS, which forbids annualising less than one year. */
export const isAYear = ({ fromSeconds, toSeconds }: Pick<Span, 'fromSeconds' | 'toSeconds'>): boolean =>
  toSeconds - fromSeconds >= YEAR_SECONDS_MIN;

/**
 * Compound annual growth rate: (end / start)^(1 / years) − 1, with a year of 365.25 days.
 * @param anyPeriod asks for the figure of a period under a year as well
 * @returns null under a year unless asked for, when no time passed, or when a year of the same is beyond any number; −1 when everything is lost.
 */
export const compoundAnnualGrowth = (span: Span, anyPeriod = false): Ratio | null => {
  const years = (span.toSeconds - span.fromSeconds) / GROWTH_YEAR_SECONDS;
  if (years <= 0 || !(anyPeriod || isAYear(span))) return null;
  const growth = ratioOf(span.endUsdE18, span.startUsdE18);
  const yearly = growth <= 0 ? -1 : growth ** (1 / years) - 1;
  return Number.isFinite(yearly) ? yearly : null;
};
