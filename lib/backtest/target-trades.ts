import { legCostOf, totalCostUsdE18 } from '../engine/pair-cost.ts';
import type { Costs } from '../engine/snapshot.ts';
import { E18, mulDivDown, smaller } from '../money/fixed-point.ts';
import type { CostSides, Trade, Valuation } from './simulated-portfolio.ts';

/** Where to go, what a leg costs on the way, and who bears it. */
export type Rebalancing = {
  readonly targetsE18: readonly bigint[];
  readonly costs: Costs;
  readonly sides: CostSides;
};

type Excess = { readonly index: number; left: bigint };

/**
 * The trades of a baseline: everything back to target at this row, no thresholds and no limits but one: a leg that would cost more than
 * it moves is left out. Over-weight assets meet under-weight ones in column order, which needs at most n − 1 legs.
 */
export const tradesToTarget = (
  { values, navUsdE36 }: Valuation,
  prices: readonly bigint[],
  { targetsE18, costs }: Omit<Rebalancing, 'sides'>,
): readonly Trade[] => {
  const sells: Excess[] = [];
  const buys: Excess[] = [];
  let targetE18 = 0n;
  let wanted = 0n;
  for (let index = 0; index < values.length; index++) {
    const own = targetsE18[index] ?? 0n;
    // Neighbours often share a target, and the product is the dearest part.
    if (own !== targetE18) {
      targetE18 = own;
      wanted = own * navUsdE36;
    }
    const excess = (values[index] ?? 0n) * E18 - wanted;
    if (excess > 0n) sells.push({ index, left: excess });
    else if (excess < 0n) buys.push({ index, left: -excess });
  }
  const trades: Trade[] = [];
  let [from, to] = [0, 0];
  for (;;) {
    const [sell, buy] = [sells[from], buys[to]];
    if (sell === undefined || buy === undefined) return trades;
    const amount = smaller(sell.left, buy.left);
    const trade = tradeOf({ sell: sell.index, buy: buy.index, usdE18: amount / E18 / E18 }, prices, costs);
    if (trade !== null) trades.push(trade);
    sell.left -= amount;
    buy.left -= amount;
    if (sell.left === 0n) from += 1;
    if (buy.left === 0n) to += 1;
  }
};

const tradeOf = (
  wish: { readonly sell: number; readonly buy: number; readonly usdE18: bigint },
  prices: readonly bigint[],
  costs: Costs,
): Trade | null => {
  const price = prices[wish.sell] ?? 0n;
  if (price <= 0n) return null;
  const sellUnits = mulDivDown(wish.usdE18, E18, price);
  const sellUsdE18 = mulDivDown(sellUnits, price, E18);
  const cost = legCostOf(costs, costs.pair, { usdE18: sellUsdE18, pairUsdE18: sellUsdE18 });
  const costUsdE18 = totalCostUsdE18(cost);
  if (sellUnits === 0n || costUsdE18 >= sellUsdE18) return null;
  return { sell: wish.sell, buy: wish.buy, sellUnits, sellUsdE18, cost, costUsdE18, boughtUnits: null };
};
