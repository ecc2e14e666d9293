import { BPS, BPS_WHOLE } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import {
  type CostSplit,
  costSplitOf,
  type FillsAgainstMid,
  fillsAgainstMid,
  type OrderFills,
} from './cost-split.ts';
import { addExecutions, type Execution, NOTHING_EXECUTED } from './execution.ts';
import { absent, type Figure, figure, figureOr } from './figure.ts';

const DAY_SECONDS = 86_400;

/** One order of a decision to act, and what has become of it. */
export type RebalanceOrder = {
  readonly decisionId: string;
  /** Since when its pair was asked for without an answer. */
  readonly triggeredAtSeconds: UnixSeconds;
  /** Somebody may still fill it. */
  readonly isLive: boolean;
  readonly sellUnits: bigint;
  readonly filledSellUnits: bigint;
  readonly execution: Execution;
  /** All of it at the prices of the decision. */
  readonly offeredUsdE18: bigint;
  readonly fills: OrderFills;
  /** Through pools, in a transaction of the bot's own; else a taker filled it. */
  readonly isSwap: boolean;
  readonly lastFillAtSeconds: UnixSeconds | null;
  /** Whoever fills it pays for the gas. */
  readonly isGasFree: boolean;
};

/** How one decision's orders ended, or that one of them is still open. */
export const REBALANCE_OUTCOMES = ['filled', 'partly-filled', 'unfilled', 'open'] as const;
export type RebalanceOutcome = (typeof REBALANCE_OUTCOMES)[number];

type Progress = Pick<RebalanceOrder, 'isLive' | 'sellUnits' | 'filledSellUnits'>;

/** How the orders of one decision ended. */
export const outcomeOf = (orders: readonly Progress[]): RebalanceOutcome => {
  if (orders.some(({ isLive }) => isLive)) return 'open';
  if (orders.length > 0 && orders.every(({ sellUnits, filledSellUnits }) => filledSellUnits >= sellUnits))
    return 'filled';
  return orders.some(({ filledSellUnits }) => filledSellUnits > 0n) ? 'partly-filled' : 'unfilled';
};

/** How long rebalances took whose last fill fell on one UTC day. */
export type DayOfFills = {
  readonly dayStartSeconds: UnixSeconds;
  readonly rebalances: number;
  /** From the trigger to the last fill; of an even number the shorter of the two in the middle. */
  readonly medianSeconds: number;
  readonly longestSeconds: number;
};

export type RebalanceStatistics = {
  /** Decisions to act whose orders were signed. */
  readonly count: number;
  readonly outcomes: Readonly<Record<RebalanceOutcome, number>>;
  /** Filled whole ÷ all that are closed, rounded down. */
  readonly successBps: Figure<number>;
  readonly tradedUsdE18: bigint;
  /** Given − got at the prices of the decision; negative: takers paid for it. */
  readonly costUsdE18: bigint;
  /** ÷ traded, rounded against the portfolio. */
  readonly costBps: Figure<number>;
  readonly expectedSlippageBps: Figure<number>;
  readonly split: CostSplit;
  readonly fills: FillsAgainstMid;
  /** Sold ÷ what closed orders offered, rounded down. */
  readonly filledBps: Figure<number>;
  /** From the trigger to the last fill, of all that had one; of an even number the shorter of the two in the middle. */
  readonly medianFillSeconds: Figure<number>;
  readonly longestFillSeconds: Figure<number>;
  readonly gasUsdE18: Figure<bigint>;
  readonly gasBps: Figure<number>;
  /** Oldest first; days without a fill are left out. */
  readonly days: readonly DayOfFills[];
};

/** part ÷ whole in basis points, rounded up: a cost is never told too small. */
const bpsUp = (part: bigint, whole: bigint): number => {
  const product = part * BPS;
  return Number(product <= 0n ? product / whole : (product + whole - 1n) / whole);
};

const timingOf = (
  orders: readonly RebalanceOrder[],
): { readonly endSeconds: UnixSeconds; readonly tookSeconds: number } | null => {
  const ends = orders.flatMap(({ lastFillAtSeconds }) => lastFillAtSeconds ?? []);
  if (ends.length === 0) return null;
  const endSeconds = Math.max(...ends);
  const from = Math.min(...orders.map(({ triggeredAtSeconds }) => triggeredAtSeconds));
  return { endSeconds, tookSeconds: Math.max(endSeconds - from, 0) };
};

const medianOf = (sorted: readonly number[]): number | null => sorted[(sorted.length - 1) >> 1] ?? null;

const filledOf = (orders: readonly RebalanceOrder[]): Figure<number> => {
  const closed = orders.filter(({ isLive }) => !isLive);
  const offered = closed.reduce((sum, { offeredUsdE18 }) => sum + offeredUsdE18, 0n);
  const sold = closed.reduce((sum, { execution }) => sum + execution.givenUsdE18, 0n);
  return offered === 0n ? absent('nothing-closed') : figure(Number((sold * BPS) / offered));
};

const daysOf = (rebalances: readonly (readonly RebalanceOrder[])[]): readonly DayOfFills[] => {
  const days = new Map<UnixSeconds, number[]>();
  for (const orders of rebalances) {
    const timing = timingOf(orders);
    if (timing === null) continue;
    const dayStart = timing.endSeconds - (timing.endSeconds % DAY_SECONDS);
    days.set(dayStart, [...(days.get(dayStart) ?? []), timing.tookSeconds]);
  }
  return [...days]
    .sort(([a], [b]) => a - b)
    .map(([dayStartSeconds, took]) => {
      const sorted = [...took].sort((a, b) => a - b);
      return {
        dayStartSeconds,
        rebalances: sorted.length,
        medianSeconds: medianOf(sorted) ?? 0,
        longestSeconds: sorted.at(-1) ?? 0,
      };
    });
};

const byDecision = (orders: readonly RebalanceOrder[]): readonly (readonly RebalanceOrder[])[] => {
  const groups = new Map<string, RebalanceOrder[]>();
  for (const order of orders) {
    const group = groups.get(order.decisionId);
    if (group === undefined) groups.set(order.decisionId, [order]);
    else group.push(order);
  }
  return [...groups.values()];
};

/** What the rebalances of a span came to. */
export const rebalanceStatistics = (orders: readonly RebalanceOrder[]): RebalanceStatistics => {
  const rebalances = byDecision(orders);
  const outcomes = { filled: 0, 'partly-filled': 0, unfilled: 0, open: 0 };
  for (const one of rebalances) outcomes[outcomeOf(one)] += 1;
  const closed = rebalances.length - outcomes.open;
  const sum = orders.reduce((total, { execution }) => addExecutions(total, execution), NOTHING_EXECUTED);
  const { givenUsdE18, gotUsdE18, expectedUsdE18 } = sum;
  const ofTraded = (part: bigint): Figure<number> =>
    givenUsdE18 === 0n ? absent('nothing-traded') : figure(bpsUp(part, givenUsdE18));
  const took = rebalances.flatMap((one) => timingOf(one)?.tookSeconds ?? []).sort((a, b) => a - b);
  const isGasFree = orders.every((order) => order.isGasFree || order.filledSellUnits === 0n);
  return {
    ...{ count: rebalances.length, outcomes },
    successBps:
      closed === 0 ? absent('nothing-closed') : figure(Math.floor((outcomes.filled * BPS_WHOLE) / closed)),
    ...{ tradedUsdE18: givenUsdE18, costUsdE18: givenUsdE18 - gotUsdE18 },
    costBps: ofTraded(givenUsdE18 - gotUsdE18),
    expectedSlippageBps: ofTraded(givenUsdE18 - expectedUsdE18),
    split: costSplitOf(orders),
    fills: fillsAgainstMid(orders),
    filledBps: filledOf(orders),
    medianFillSeconds: figureOr(medianOf(took), 'nothing-traded'),
    longestFillSeconds: figureOr(took.at(-1) ?? null, 'nothing-traded'),
    gasUsdE18: isGasFree ? figure(0n) : absent('gas-unknown'),
    gasBps: isGasFree ? ofTraded(0n) : absent('gas-unknown'),
    days: daysOf(rebalances),
  };
};
