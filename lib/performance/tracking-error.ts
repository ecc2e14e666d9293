import type { Ratio } from './ratio.ts';

/** How far each asset is from its target (weight − target), as shares of the whole. */
export const driftsOf = (
  values: readonly bigint[],
  total: bigint,
  targets: readonly Ratio[],
): readonly Ratio[] => {
  const whole = Number(total);
  const drifts: Ratio[] = [];
  for (let index = 0; index < values.length; index++)
    drifts.push(Number(values[index] ?? 0n) / whole - (targets[index] ?? 0));
  return drifts;
};

/**
 * ½ Σ |weight − target|: the share of the value that would have to change hands to be on target, as the contract and the engine count
 * it. (Not the deviation of returns from a benchmark, which shares the name in fund reports.)
 */
export const trackingErrorOf = (drifts: readonly Ratio[]): Ratio => {
  let sum = 0;
  for (const drift of drifts) sum += Math.abs(drift);
  return sum / 2;
};
