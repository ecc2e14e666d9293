import { absolute, E18 } from '../money/fixed-point.ts';

/** One asset's place: what it is worth and what share of the whole it should be. */
export type Weighing = { readonly valueUsdE18: bigint; readonly targetE18: bigint };

/**
 * ½ Σ |weight − target| in 18 decimals, rounded down: the share of the value that would have to change hands to be on target, as the
 * contract and the engine count it. 0 for a portfolio that is worth nothing. (Not the deviation of returns from a benchmark, which
 * shares the name in fund reports.)
 */
export const trackingErrorE18Down = (assets: readonly Weighing[]): bigint => {
  let navUsdE18 = 0n;
  for (const { valueUsdE18 } of assets) navUsdE18 += valueUsdE18;
  if (navUsdE18 === 0n) return 0n;
  let distance = 0n;
  for (const { valueUsdE18, targetE18 } of assets)
    distance += absolute(valueUsdE18 * E18 - targetE18 * navUsdE18);
  return distance / (2n * navUsdE18);
};
