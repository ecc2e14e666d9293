import type { LegCost } from '../engine/decision.ts';

/** What trading cost, by cause. USD in 18 decimals. */
export type CostAttribution = {
  spreadUsdE18: bigint;
  feeUsdE18: bigint;
  impactUsdE18: bigint;
  gasUsdE18: bigint;
};

export const noCosts = (): CostAttribution => ({
  spreadUsdE18: 0n,
  feeUsdE18: 0n,
  impactUsdE18: 0n,
  gasUsdE18: 0n,
});

/** Books one leg's costs under their causes. */
export const addCost = (sum: CostAttribution, cost: LegCost): void => {
  // Most parts are zero most of the time, and adding a zero still makes a new number.
  if (cost.spreadUsdE18 !== 0n) sum.spreadUsdE18 += cost.spreadUsdE18;
  if (cost.feeUsdE18 !== 0n) sum.feeUsdE18 += cost.feeUsdE18;
  if (cost.impactUsdE18 !== 0n) sum.impactUsdE18 += cost.impactUsdE18;
  if (cost.gasUsdE18 !== 0n) sum.gasUsdE18 += cost.gasUsdE18;
};
