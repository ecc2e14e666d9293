import { mulDivDown, smaller } from '../money/fixed-point.ts';

/** Equal slices of a value. */
export type Slices = { readonly count: number; readonly usdE18: bigint };

/** More slices than any plan can place; a plan's own limit is lower. */
const COUNT_MAX = 1_000_000n;

/**
 * Cuts a value above the maximum trade into the fewest equal slices (exactly at the maximum is one). Where equal slices would fall below
 * the minimum, full ones are taken and the small rest is left.
 */
export const sliceValue = (usdE18: bigint, maxUsdE18: bigint, minUsdE18: bigint): Slices => {
  if (usdE18 <= maxUsdE18) return { count: 1, usdE18 };
  const count = smaller((usdE18 - 1n) / maxUsdE18 + 1n, COUNT_MAX);
  const even = mulDivDown(usdE18, 1n, count);
  if (even > maxUsdE18) return { count: Number(count), usdE18: maxUsdE18 };
  return even >= minUsdE18
    ? { count: Number(count), usdE18: even }
    : { count: Number(count) - 1, usdE18: maxUsdE18 };
};
