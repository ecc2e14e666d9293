import type { Execution } from './execution.ts';
import { absent, type Figure, figure, mapFigure } from './figure.ts';

/** {hundredths of a basis point} in one. */
const HUNDREDTHS = 1_000_000n;

/** {hundredths of bps} = {usdE18} × {hundredths in one} ÷ {usdE18}, to the nearest. */
const hundredthsOf = (part: bigint, whole: bigint): number => {
  const twice = 2n * part * HUNDREDTHS;
  return Number((twice + (part < 0n ? -whole : whole)) / (2n * whole));
};

/** The fills of one order against the mid of the feeds at their blocks, in basis points to a hundredth; negative: takers paid. */
export type OrderFills = {
  readonly count: number;
  /** At blocks whose prices nobody recorded. */
  readonly unpriced: number;
  /** Of those with a price, by what each sold; null where there are none, as all three. */
  readonly averageBps: number | null;
  readonly bestBps: number | null;
  readonly worstBps: number | null;
};

/** An order as its cost is taken apart. */
export type CostedOrder = {
  readonly execution: Execution;
  readonly fills: OrderFills;
  readonly isSwap: boolean;
};

/** A cost by its causes; they add up to it. Negative: it was brought. */
export type CostSplit = {
  /** Given to takers, by the feeds at the blocks of their fills. */
  readonly spreadUsdE18: Figure<bigint>;
  /** Lost in pools by swaps at once, the pools' fees included. */
  readonly impactUsdE18: Figure<bigint>;
  /** What the prices moved between the decision and the fill: the rest. */
  readonly movedUsdE18: Figure<bigint>;
};

/** Of what was given, the part that these fills gave away. {usdE18} = {usdE18} × {hundredths} ÷ {hundredths in one}, towards zero. */
const lostUsdE18 = ({ execution, fills }: CostedOrder): bigint =>
  (execution.givenUsdE18 * BigInt(Math.round((fills.averageBps ?? 0) * 100))) / HUNDREDTHS;

/** Takes the cost of fills apart; not at all where a fill has no price. */
export const costSplitOf = (orders: readonly CostedOrder[]): CostSplit => {
  if (orders.some(({ fills }) => fills.unpriced > 0)) {
    const none = absent('price-missing');
    return { spreadUsdE18: none, impactUsdE18: none, movedUsdE18: none };
  }
  let [spread, impact, cost] = [0n, 0n, 0n];
  for (const order of orders) {
    if (order.isSwap) impact += lostUsdE18(order);
    else spread += lostUsdE18(order);
    cost += order.execution.givenUsdE18 - order.execution.gotUsdE18;
  }
  return {
    spreadUsdE18: figure(spread),
    impactUsdE18: figure(impact),
    movedUsdE18: figure(cost - spread - impact),
  };
};

/** All fills of a span against the mid. */
export type FillsAgainstMid = {
  readonly count: number;
  readonly unpriced: number;
  /** By what each order gave; to a hundredth. */
  readonly averageBps: Figure<number>;
  readonly bestBps: Figure<number>;
  readonly worstBps: Figure<number>;
};

/** How far from the mid all these orders were filled. */
export const fillsAgainstMid = (orders: readonly CostedOrder[]): FillsAgainstMid => {
  const priced = orders.filter(({ fills }) => fills.averageBps !== null);
  const count = orders.reduce((sum, { fills }) => sum + fills.count, 0);
  const unpriced = orders.reduce((sum, { fills }) => sum + fills.unpriced, 0);
  const given = priced.reduce((sum, { execution }) => sum + execution.givenUsdE18, 0n);
  if (given === 0n) {
    const none = absent(count === 0 ? 'nothing-traded' : 'price-missing');
    return { count, unpriced, averageBps: none, bestBps: none, worstBps: none };
  }
  const lost = priced.reduce((sum, order) => sum + lostUsdE18(order), 0n);
  return {
    ...{ count, unpriced },
    averageBps: figure(hundredthsOf(lost, given) / 100),
    bestBps: figure(Math.min(...priced.flatMap(({ fills }) => fills.bestBps ?? []))),
    worstBps: figure(Math.max(...priced.flatMap(({ fills }) => fills.worstBps ?? []))),
  };
};

/** A cost by its causes per dollar traded, in basis points to a hundredth; the parts as they are shown add up to the whole. */
export type CostBps = {
  readonly wholeBps: number;
  readonly spreadBps: Figure<number>;
  readonly impactBps: Figure<number>;
  readonly movedBps: Figure<number>;
};

type Costs = CostSplit & { readonly tradedUsdE18: bigint; readonly costUsdE18: bigint };

/** Null where nothing was traded. */
export const costBpsOf = ({ tradedUsdE18, costUsdE18, ...split }: Costs): CostBps | null => {
  if (tradedUsdE18 === 0n) return null;
  const whole = hundredthsOf(costUsdE18, tradedUsdE18);
  const inHundredths = (one: Figure<bigint>): Figure<number> =>
    mapFigure(one, (usdE18) => hundredthsOf(usdE18, tradedUsdE18));
  const [spread, impact] = [inHundredths(split.spreadUsdE18), inHundredths(split.impactUsdE18)];
  const moved = mapFigure(split.movedUsdE18, () => whole - (spread.value ?? 0) - (impact.value ?? 0));
  const inBps = (one: Figure<number>): Figure<number> => mapFigure(one, (hundredths) => hundredths / 100);
  return {
    wholeBps: whole / 100,
    ...{ spreadBps: inBps(spread), impactBps: inBps(impact), movedBps: inBps(moved) },
  };
};
