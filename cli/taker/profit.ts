import { type Valuation, valueUsdE18Down, valueUsdE18Up } from './fixed-point.ts';

/** A trade as the taker sees it. */
export type Trade = {
  /** Raw units received. */
  readonly makingAmount: bigint;
  readonly making: Valuation;
  /** Raw units paid. */
  readonly takingAmount: bigint;
  readonly taking: Valuation;
  /** Native coin burnt for gas, in wei (18 decimals). */
  readonly gasWei: bigint;
  readonly native: Valuation;
};

/** Profit in USD (18 decimals) at the taker's own prices: what comes in rounded down, what goes out rounded up. */
export const profitUsdE18 = (trade: Trade): bigint =>
  valueUsdE18Down(trade.makingAmount, trade.making) -
  valueUsdE18Up(trade.takingAmount, trade.taking) -
  valueUsdE18Up(trade.gasWei, trade.native);

/** What the taker wants to earn for its trouble: a share of what it pays, in basis points, rounded up. */
const wantedUsdE18 = (trade: Trade, edgeBps: number): bigint => {
  const paid = valueUsdE18Up(trade.takingAmount, trade.taking);
  return (paid * BigInt(edgeBps) + 9_999n) / 10_000n;
};

/** Profitable enough: what is wanted is never below zero, so neither is what is found worth it. */
export const isWorthIt = (trade: Trade, edgeBps: number): boolean =>
  profitUsdE18(trade) >= wantedUsdE18(trade, edgeBps);
