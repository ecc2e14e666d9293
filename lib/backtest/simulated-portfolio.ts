import type { LegCost } from '../engine/decision.ts';
import { legCostOf, totalCostUsdE18 } from '../engine/pair-cost.ts';
import type { Costs } from '../engine/snapshot.ts';
import { E18, mulDivDown, mulDivUp } from '../money/fixed-point.ts';

/** Simulated holdings are counted in 18 decimals: fine enough that the smallest unit never shows in a result. */
export const SIMULATED_DECIMALS = 18;

/** One executed sell→buy pair; assets by their index. */
export type Trade = {
  readonly sell: number;
  readonly buy: number;
  readonly sellUnits: bigint;
  readonly sellUsdE18: bigint;
  readonly cost: LegCost;
  /** Sum of the parts of `cost`. */
  readonly costUsdE18: bigint;
  /** What the sale, less its costs, buys at the close, where it is known already; else null. */
  readonly boughtUnits: bigint | null;
};

/**
 * Who bears a trade's costs. `bought`: the sale brings its value less all costs, and that is what is bought (an on-chain swap).
 * `each`: each side pays half, the sale being raised so that it brings its full value (a broker's commission on either order).
 */
export type CostSides = 'bought' | 'each';

/**
 * A planned trade as it is executed. With costs on each side and half of them h of a value v: sold v² / (v − h), bought v² / (v + h),
 * the difference being the cost; what exceeds the planned cost is booked as fee. Source: bt 1.2.0, SecurityBase.allocate, which fits the
 * order so that its full outlay is the amount. Where more would have to be sold than is held, the bought side pays.
 */
export const asExecuted = (trade: Trade, sides: CostSides, heldUnits: bigint): Trade => {
  if (sides === 'bought') return trade;
  const value = trade.sellUsdE18;
  const half = trade.costUsdE18 / 2n;
  if (half === 0n || half >= value) return trade;
  const sellUnits = mulDivDown(trade.sellUnits, value, value - half);
  if (sellUnits > heldUnits) return trade;
  const sellUsdE18 = mulDivDown(value, value, value - half);
  const costUsdE18 = sellUsdE18 - mulDivDown(value, value, value + half);
  const cost = { ...trade.cost, feeUsdE18: trade.cost.feeUsdE18 + costUsdE18 - trade.costUsdE18 };
  return { ...trade, sellUnits, sellUsdE18, cost, costUsdE18, boughtUnits: null };
};

/** What every asset is worth at one row, USD in 36 decimals (exact: units × price), and their sum. */
export type Valuation = { readonly values: readonly bigint[]; readonly navUsdE36: bigint };

export const valueHoldings = (units: readonly bigint[], prices: readonly bigint[]): Valuation => {
  const values: bigint[] = [];
  let navUsdE36 = 0n;
  for (let index = 0; index < units.length; index++) {
    const value = (units[index] ?? 0n) * (prices[index] ?? 0n);
    values.push(value);
    navUsdE36 += value;
  }
  return { values, navUsdE36 };
};

/** Their sum alone, where the parts are not asked for. */
export const navOf = (units: readonly bigint[], prices: readonly bigint[]): bigint => {
  let navUsdE36 = 0n;
  for (let index = 0; index < units.length; index++)
    navUsdE36 += (units[index] ?? 0n) * (prices[index] ?? 0n);
  return navUsdE36;
};

/**
 * Executes a trade at the row's close: what is sold, less all its costs, buys the other asset. Nothing is created: both sides are
 * rounded down.
 */
export const executeTrade = (units: bigint[], prices: readonly bigint[], trade: Trade): void => {
  const buyPrice = prices[trade.buy] ?? 0n;
  const returned = trade.sellUsdE18 - trade.costUsdE18;
  if (returned < 0n || buyPrice <= 0n) return;
  units[trade.sell] = (units[trade.sell] ?? 0n) - trade.sellUnits;
  units[trade.buy] = (units[trade.buy] ?? 0n) + (trade.boughtUnits ?? mulDivDown(returned, E18, buyPrice));
};

/** The first basket, bought at one row. */
export type Opening = {
  readonly units: bigint[];
  readonly costs: readonly LegCost[];
};

/**
 * Buys the targets with cash. Each asset is one leg: its share of the cash, less that leg's costs, at the close. Without costs the basket
 * is simply handed in.
 */
export const openPortfolio = (opening: {
  readonly cashUsdE18: bigint;
  readonly targetsE18: readonly bigint[];
  readonly prices: readonly bigint[];
  readonly costs: Costs | null;
  readonly sides: CostSides;
}): Opening => {
  const units: bigint[] = [];
  const costs: LegCost[] = [];
  for (const [index, targetE18] of opening.targetsE18.entries()) {
    const cashUsdE18 = mulDivDown(opening.cashUsdE18, targetE18, E18);
    let spendUsdE18 = cashUsdE18;
    if (opening.costs !== null && cashUsdE18 > 0n) {
      const cost = legCostOf(opening.costs, opening.costs.pair, {
        usdE18: cashUsdE18,
        pairUsdE18: cashUsdE18,
      });
      const wholeUsdE18 = totalCostUsdE18(cost);
      // Paid on top of the order, the cost is a share of what is bought; out of it, of the cash.
      const paidUsdE18 =
        opening.sides === 'each' ? mulDivUp(cashUsdE18, wholeUsdE18, cashUsdE18 + wholeUsdE18) : wholeUsdE18;
      costs.push({ ...cost, feeUsdE18: cost.feeUsdE18 + paidUsdE18 - wholeUsdE18 });
      spendUsdE18 -= paidUsdE18;
    }
    units.push(spendUsdE18 <= 0n ? 0n : mulDivDown(spendUsdE18, E18, opening.prices[index] ?? E18));
  }
  return { units, costs };
};
