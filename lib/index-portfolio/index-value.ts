import { mulDivDown, powerOfTen } from '../money/fixed-point.ts';
import type { IndexSight } from './index-snapshot.ts';
import { listedPrice } from './listed-price.ts';

/** USD in 18 decimals, rounded down, of everything that the account holds; null when one holding has no usable price: nothing is counted as zero. */
export const indexValueUsdE18 = (sight: IndexSight): bigint | null => {
  let sum = 0n;
  for (const [token, units] of sight.holdings) {
    if (units === 0n) continue;
    const listed = sight.listed.get(token);
    const price = listedPrice(listed, {
      last: sight.lastPrices.get(token),
      nowSeconds: sight.block.seconds,
    });
    if (listed === undefined || !price.ok) return null;
    sum += mulDivDown(units, price.usdE18, powerOfTen(listed.decimals));
  }
  return sum;
};
