import type { Address } from 'viem';
import { BPS, bpsOfUp, E18, mulDivUp } from '../money/fixed-point.ts';
import type { LegCost } from './decision.ts';
import type { Costs, PairCost } from './snapshot.ts';

/** The value a rate of impact is told for. */
const TEN_THOUSAND_USD_E18 = 10_000n * E18;

/** What the snapshot expects of this pair: its own entry, else the common one. */
export const pairCostOf = (costs: Costs, sellToken: Address, buyToken: Address): PairCost => {
  if (costs.pairs.length === 0) return costs.pair;
  return costs.pairs.find((one) => one.sellToken === sellToken && one.buyToken === buyToken) ?? costs.pair;
};

/** Most value of a pair (all its slices together) whose impact stays within the limit; null = any. Impact = rate × value / 10,000 USD. */
export const impactRoomUsdE18 = (pair: PairCost, impactBpsMax: number): bigint | null =>
  pair.impactBpsPer10kUsd === 0
    ? null
    : (BigInt(impactBpsMax) * TEN_THOUSAND_USD_E18) / BigInt(pair.impactBpsPer10kUsd);

/**
 * The same of a trade at once, which must bring what the slippage allows: after what the pair costs anyway, no more impact than is left.
 * Null = any; none where nothing is left.
 */
export const atOnceRoomUsdE18 = (
  pair: PairCost,
  { impactBpsMax, slippageBpsMax }: { readonly impactBpsMax: number; readonly slippageBpsMax: number },
): bigint | null => {
  const leftBps = slippageBpsMax - pair.spreadBps - pair.feeBps;
  return leftBps < 0 ? 0n : impactRoomUsdE18(pair, Math.min(impactBpsMax, leftBps));
};

/** The part of a slice in the impact of its whole pair: rate × pair value × slice value. {usd} = {usd} × {bps/10k usd} × {usd} */
export const impactUsdE18Up = (pair: PairCost, sliceUsdE18: bigint, pairUsdE18: bigint): bigint =>
  pair.impactBpsPer10kUsd === 0
    ? 0n
    : mulDivUp(sliceUsdE18 * BigInt(pair.impactBpsPer10kUsd), pairUsdE18, TEN_THOUSAND_USD_E18 * BPS);

/** Expected costs of one slice, each rounded up. */
export const legCostOf = (
  costs: Costs,
  pair: PairCost,
  slice: { readonly usdE18: bigint; readonly pairUsdE18: bigint },
): LegCost => ({
  spreadUsdE18: pair.spreadBps === 0 ? 0n : bpsOfUp(slice.usdE18, pair.spreadBps),
  feeUsdE18: pair.feeBps === 0 ? 0n : bpsOfUp(slice.usdE18, pair.feeBps),
  impactUsdE18: impactUsdE18Up(pair, slice.usdE18, slice.pairUsdE18),
  gasUsdE18: costs.gasPerLegUsdE18,
});

/** Most parts of most costs are zero, and adding a zero still makes a new number. */
const plus = (a: bigint, b: bigint): bigint => (b === 0n ? a : a === 0n ? b : a + b);

/** Spread + fee + impact + gas. */
export const totalCostUsdE18 = ({ spreadUsdE18, feeUsdE18, impactUsdE18, gasUsdE18 }: LegCost): bigint =>
  plus(plus(spreadUsdE18, feeUsdE18), plus(impactUsdE18, gasUsdE18));
