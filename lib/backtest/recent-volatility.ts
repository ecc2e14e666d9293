import { simpleReturn } from '../performance/returns.ts';

/** How much history the recent volatility looks back on. */
const LOOKBACK_DAYS = 30;
/** Fewer returns say too little. */
const RETURNS_MIN = 10;
const BPS = 10_000;

/** A rolling window of the latest returns of the portfolio. */
export type RecentReturns = {
  readonly ring: number[];
  readonly size: number;
  next: number;
  lastUsdE18: bigint;
};

export const newRecentReturns = (stepSeconds: number): RecentReturns => ({
  ring: [],
  size: Math.max(Math.round((LOOKBACK_DAYS * 86_400) / stepSeconds), RETURNS_MIN),
  next: 0,
  lastUsdE18: 0n,
});

/** Adds the value at a row's close. */
export const addRecent = (recent: RecentReturns, valueUsdE18: bigint): void => {
  if (recent.lastUsdE18 > 0n) {
    recent.ring[recent.next] = simpleReturn(recent.lastUsdE18, valueUsdE18);
    recent.next = (recent.next + 1) % recent.size;
  }
  recent.lastUsdE18 = valueUsdE18;
};

/**
 * Annualised sample deviation of the returns of the last 30 days, whole basis points, rounded down; null below ten returns. Only sums and
 * a square root, which every machine computes alike.
 */
export const recentVolatilityBpsDown = (recent: RecentReturns, periodsPerYear: number): number | null => {
  const { ring } = recent;
  if (ring.length < RETURNS_MIN) return null;
  let mean = 0;
  for (const value of ring) mean += value / ring.length;
  let squares = 0;
  for (const value of ring) squares += (value - mean) * (value - mean);
  return Math.floor(Math.sqrt((squares / (ring.length - 1)) * periodsPerYear) * BPS);
};
