import type { Ratio } from './returns.ts';

/** A year of a market that never closes. */
export const YEAR_SECONDS = 365 * 86_400;

/** How returns are turned into yearly figures. */
export type Annualisation = {
  /**
   * Null = each return counts for the time that really passed, a year having 365 days: a row after a gap of k steps is one observation
   * of k steps. A number = every return counts for one period, and that many make a year: 252 for trading days of a stock exchange.
   */
  readonly periodsPerYear: number | null;
  /** Yearly return without risk that Sharpe and Sortino measure against; spread evenly over time. */
  readonly riskFreeRate: Ratio;
};

/** What is kept of a series of returns, however long it is. */
export type ReturnMoments = {
  count: number;
  /** Time that all returns together took. */
  years: number;
  /** Σ return ÷ Σ years. */
  meanPerYear: Ratio;
  /** Σ (return − mean × years)² ÷ years. */
  squares: number;
  /** Σ min(return − risk-free × years, 0)² ÷ years. */
  downsideSquares: number;
};

export const noReturns = (): ReturnMoments => ({
  count: 0,
  years: 0,
  meanPerYear: 0,
  squares: 0,
  downsideSquares: 0,
});

/** The years that one return counts for, of one that took `seconds`. */
export const yearsOfReturn = (seconds: number, { periodsPerYear }: Annualisation): number =>
  periodsPerYear === null ? seconds / YEAR_SECONDS : 1 / periodsPerYear;

/**
 * Adds one return that took so many years. Source: D. H. D. West (1979), "Updating mean and variance estimates": one pass, no
 * cancellation, constant memory; here of the yearly pace (return ÷ years) weighted by years, which is what Brownian motion with drift
 * makes of observations of unequal length. With equal ones it is the ordinary mean and deviation.
 */
export const addReturn = (
  moments: ReturnMoments,
  { value, years }: { readonly value: Ratio; readonly years: number },
  riskFreeRate: Ratio,
): void => {
  if (years <= 0) return;
  const pace = value / years;
  moments.count += 1;
  moments.years += years;
  const before = pace - moments.meanPerYear;
  moments.meanPerYear += (before * years) / moments.years;
  moments.squares += years * before * (pace - moments.meanPerYear);
  const short = Math.min(value - riskFreeRate * years, 0);
  moments.downsideSquares += (short * short) / years;
};

/** Sample deviation (n − 1) of the simple returns, yearly: it grows with the root of time. Null with fewer than two returns. */
export const volatility = (moments: ReturnMoments): Ratio | null =>
  moments.count < 2 ? null : Math.sqrt(Math.max(moments.squares, 0) / (moments.count - 1));

/** Deviations below this are rounding noise of equal returns, not risk: a ratio over them would be a made-up number. */
const NOISE = 1e-14;

/**
 * (mean yearly return − risk-free) / yearly sample deviation. Source: W. F. Sharpe (1994), "The Sharpe Ratio", with simple returns.
 * Null with fewer than two returns or without any deviation.
 */
export const sharpeRatio = (moments: ReturnMoments, riskFreeRate: Ratio): Ratio | null => {
  const deviation = volatility(moments);
  if (deviation === null || deviation < NOISE) return null;
  return (moments.meanPerYear - riskFreeRate) / deviation;
};

/**
 * (mean yearly return − risk-free) / yearly downside deviation, which is the root of the mean square of the shortfalls over ALL periods.
 * Source: F. Sortino, L. Price (1994), in the form of T. Rollinger, S. Hoffman, "Sortino: A 'Sharper' Ratio". Null without any shortfall.
 */
export const sortinoRatio = (moments: ReturnMoments, riskFreeRate: Ratio): Ratio | null => {
  if (moments.count === 0) return null;
  const downside = Math.sqrt(moments.downsideSquares / moments.count);
  return downside < NOISE ? null : (moments.meanPerYear - riskFreeRate) / downside;
};

/** Yearly growth ÷ |max drawdown|, both over the whole period (T. Young, 1991, takes 36 months). Null without growth figure or drawdown. */
export const calmarRatio = (growth: Ratio | null, maxDrawdown: Ratio): Ratio | null =>
  growth === null || maxDrawdown === 0 ? null : growth / Math.abs(maxDrawdown);
