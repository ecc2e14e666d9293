import type { Ratio } from './ratio.ts';

/** How returns are turned into yearly figures. */
export type Annualisation = {
  /** Returns per year: 365 for days of a market that never closes, 8,760 for its hours, 252 for trading days of a stock exchange. */
  readonly periodsPerYear: number;
  /** Yearly return without risk that Sharpe and Sortino measure against; spread evenly over the periods. */
  readonly riskFreeRate: Ratio;
};

/** What is kept of a series of returns, however long it is. */
export type ReturnMoments = {
  count: number;
  mean: Ratio;
  /** Σ (return − mean)². */
  squares: number;
  /** Σ min(return − risk-free, 0)². */
  downsideSquares: number;
};

export const noReturns = (): ReturnMoments => ({ count: 0, mean: 0, squares: 0, downsideSquares: 0 });

/**
 * Adds one period's return. Source: B. P. Welford (1962), "Note on a method for calculating corrected sums of squares and
 * products": one pass, no cancellation, constant memory.
 */
export const addReturn = (moments: ReturnMoments, value: Ratio, annual: Annualisation): void => {
  moments.count += 1;
  const before = value - moments.mean;
  moments.mean += before / moments.count;
  moments.squares += before * (value - moments.mean);
  const short = Math.min(value - annual.riskFreeRate / annual.periodsPerYear, 0);
  moments.downsideSquares += short * short;
};

/** Sample deviation (n − 1) of the simple returns × √(periods per year). Null with fewer than two returns. */
export const volatility = (moments: ReturnMoments, annual: Annualisation): Ratio | null =>
  moments.count < 2
    ? null
    : Math.sqrt(Math.max(moments.squares, 0) / (moments.count - 1)) * Math.sqrt(annual.periodsPerYear);

/** Deviations below this are rounding noise of equal returns, not risk: a ratio over them would be a made-up number. */
const NOISE = 1e-14;

/**
 * (mean return − risk-free) / sample deviation × √(periods per year). Source: W. F. Sharpe (1994), "The Sharpe Ratio", with simple
 * returns. Null with fewer than two returns or without any deviation.
 */
export const sharpeRatio = (moments: ReturnMoments, annual: Annualisation): Ratio | null => {
  const deviation = volatility(moments, annual);
  if (deviation === null || deviation < NOISE) return null;
  return (moments.mean * annual.periodsPerYear - annual.riskFreeRate) / deviation;
};

/**
 * (mean return − risk-free) / downside deviation × √(periods per year), where the downside deviation is the root of the mean square
 * of the shortfalls over ALL periods. Source: F. Sortino, L. Price (1994), in the form of T. Rollinger, S. Hoffman, "Sortino: A
 * 'Sharper' Ratio". Null without any shortfall.
 */
export const sortinoRatio = (moments: ReturnMoments, annual: Annualisation): Ratio | null => {
  if (moments.count === 0) return null;
  const downside = Math.sqrt(moments.downsideSquares / moments.count) * Math.sqrt(annual.periodsPerYear);
  return downside < NOISE ? null : (moments.mean * annual.periodsPerYear - annual.riskFreeRate) / downside;
};

/** Yearly growth ÷ |max drawdown|, both over the whole period (T. Young, 1991, takes 36 months). Null without growth figure or drawdown. */
export const calmarRatio = (growth: Ratio | null, maxDrawdown: Ratio): Ratio | null =>
  growth === null || maxDrawdown === 0 ? null : growth / Math.abs(maxDrawdown);
