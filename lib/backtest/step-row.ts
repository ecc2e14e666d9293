import { lossUsdE18Up } from '../engine/budget.ts';
import { decide } from '../engine/decide.ts';
import type { Decision, Leg } from '../engine/decision.ts';
import { programmesNow } from '../engine/in-parts.ts';
import { totalCostUsdE18 } from '../engine/pair-cost.ts';
import type { NoPrice, Price, Snapshot } from '../engine/snapshot.ts';
import { E18 } from '../money/fixed-point.ts';
import { YEAR_SECONDS } from '../performance/return-moments.ts';
import type { PriceRow } from '../prices/price-file.ts';
import type { UnixSeconds } from '../result.ts';
import { startOfUtcDay } from '../time/utc.ts';
import { type SnapshotFrame, simulatedToken, snapshotOfRow } from './backtest-snapshot.ts';
import { type BacktestState, bookFlows, writeOffGone } from './backtest-state.ts';
import type { BacktestSpec } from './backtest-types.ts';
import { stepBaseline } from './baselines.ts';
import { bucketsAt, chargeContract } from './contract-budget.ts';
import { readFeed } from './price-feed.ts';
import { addRecent, recentVolatilityBpsDown } from './recent-volatility.ts';
import { meterClose, meterFound, meterTrades } from './run-meter.ts';
import {
  asExecuted,
  executeTrade,
  navOf,
  type Trade,
  type Valuation,
  valueHoldings,
} from './simulated-portfolio.ts';

/** A row of prices, and why a cell of it is empty where more is known than that it is. */
export type MarketRow = PriceRow & {
  /** By column. */
  readonly faults?: ReadonlyMap<number, NoPrice>;
};

/** A row as it was found, and what the engine decides on it; nothing is traded yet. */
export type LookedRow = {
  readonly at: UnixSeconds;
  readonly prices: readonly bigint[];
  /** Whether every asset may be traded. */
  readonly tradable: boolean;
  readonly found: Valuation;
  readonly snapshot: Snapshot;
  readonly decision: Decision;
};

/** A row after its trades, the run's and the baselines'. */
export type SteppedRow = {
  readonly prices: readonly bigint[];
  readonly snapshot: Snapshot;
  readonly decision: Decision;
  readonly trades: readonly Trade[];
  /** In the order of the state's baselines. */
  readonly baselinesUsdE18: readonly bigint[];
};

/** What may be traded on at this row, what everything is valued at, and whether every asset may be traded. */
const readRow = ({ feeds, goneColumns }: BacktestState, row: MarketRow) => {
  const quotes: (Price | NoPrice)[] = [];
  const prices: bigint[] = [];
  let tradable = true;
  const plain = { knownAt: row.knownAtSeconds };
  for (let index = 0; index < feeds.length; index++) {
    const feed = feeds[index];
    if (feed === undefined) continue;
    const fault = row.faults?.get(index);
    const quote = readFeed(
      feed,
      row.prices[index] ?? null,
      fault === undefined ? plain : { ...plain, fault },
    );
    quotes.push(quote);
    prices.push(feed.lastUsdE18);
    if (!quote.ok && !goneColumns.has(index)) tradable = false;
  }
  return { quotes, prices, tradable };
};

/** Takes a row into the state and has the engine decide on it. */
export const lookAtRow = (state: BacktestState, row: MarketRow): LookedRow => {
  const { spec, meter, units } = state;
  const at = row.knownAtSeconds;
  state.rows += 1;
  if (spec.gone !== undefined) writeOffGone(state, at);
  const { quotes, prices, tradable } = readRow(state, row);
  if (spec.flows !== undefined) bookFlows(state, prices, at);
  const found = valueHoldings(units, prices);
  meterFound(meter, found, state.yardstick);
  const today = startOfUtcDay(at);
  if (today !== state.tradedDay) [state.tradedDay, state.tradedTodayUsdE18] = [today, 0n];
  const snapshot = snapshotOfRow(state.frame, {
    knownAtSeconds: at,
    row: state.rows,
    units,
    prices: quotes,
    lastRebalanceAtSeconds: state.lastRebalanceAtSeconds,
    tradedTodayUsdE18: state.tradedTodayUsdE18,
    programmes: programmesNow(spec.policy.orderTerms.inParts, [...state.programmes.values()], at),
    cashFlows: [...state.moved].map(([column, moved]) => ({ token: simulatedToken(column), units: moved })),
    buckets: state.contract === null ? null : bucketsAt(state.contract, at),
    recentVolatilityBps:
      state.recent === null ? null : recentVolatilityBpsDown(state.recent, periodsPerYear(spec)),
  });
  return { at, prices, tradable, found, snapshot, decision: decide(snapshot, spec.policy) };
};

/**
 * Moves a run on by one row: the engine decides on the row's close, every leg fills at that close, less its costs, and the baselines go
 * their ways. State and row make the next state, and nothing else does: a back-test is this over a file, a paper portfolio this over the
 * ticks of the bot.
 */
export const stepRow = (state: BacktestState, row: MarketRow): SteppedRow => {
  const { at, prices, tradable, found, snapshot, decision } = lookAtRow(state, row);
  const { meter, units } = state;
  const trades = fill(state, decision, { at, prices, navUsdE36: found.navUsdE36 });
  meterClose(meter, at, trades.length === 0 ? found.navUsdE36 : navOf(units, prices));
  if (state.recent !== null) addRecent(state.recent, meter.indexUsdE18);
  const baselinesUsdE18 = state.baselines.map((one) =>
    stepBaseline(one, { knownAtSeconds: at, prices, tradable }, state.rebalancing),
  );
  return { prices, snapshot, decision, trades, baselinesUsdE18 };
};

const periodsPerYear = ({ annual, stepSeconds }: BacktestSpec): number =>
  annual.periodsPerYear ?? YEAR_SECONDS / stepSeconds;

const tradeOf = (leg: Leg, { columns }: SnapshotFrame): Trade => ({
  sell: columns.get(leg.sellToken) ?? 0,
  buy: columns.get(leg.buyToken) ?? 0,
  sellUnits: leg.sellUnits,
  sellUsdE18: leg.sellValueUsdE18,
  cost: leg.expectedCost,
  costUsdE18: totalCostUsdE18(leg.expectedCost),
  boughtUnits: leg.expectedBuyUnits,
});

/** What the journal keeps of a leg that is a part: when its programme began, and what was filled of it. */
const rememberPart = ({ programmes }: BacktestState, leg: Leg, atSeconds: UnixSeconds): void => {
  const { sellToken, buyToken, sellUnits, part } = leg;
  if (part === undefined) return;
  const { startedAtSeconds } = part;
  const key = `${sellToken} ${buyToken}`;
  const before = programmes.get(key);
  const fills = before?.startedAtSeconds === startedAtSeconds ? before.fills : [];
  programmes.set(key, {
    ...{ sellToken, buyToken, startedAtSeconds },
    fills: [...fills, { atSeconds, soldUnits: sellUnits }],
  });
};

const NONE: readonly Trade[] = [];

/** Fills a decision's legs at the row's close; a leg whose costs would eat all of it is left. Answers what traded. */
const fill = (
  state: BacktestState,
  decision: Decision,
  row: { readonly at: UnixSeconds; readonly prices: readonly bigint[]; readonly navUsdE36: bigint },
): readonly Trade[] => {
  for (const { hold, valueUsdE18 } of decision.dropped)
    state.heldBackUsdE18.set(hold.reason, (state.heldBackUsdE18.get(hold.reason) ?? 0n) + valueUsdE18);
  if (decision.plan.kind === 'hold') {
    const { reason } = decision.plan.hold;
    if (reason === 'in-band') state.programmes.clear();
    state.holds.set(reason, (state.holds.get(reason) ?? 0) + 1);
    return NONE;
  }
  const trades: Trade[] = [];
  for (const leg of decision.plan.legs) {
    const planned = tradeOf(leg, state.frame);
    const trade = asExecuted(planned, state.spec.costSides, state.units[planned.sell] ?? 0n);
    if (trade.costUsdE18 >= trade.sellUsdE18) continue;
    executeTrade(state.units, row.prices, trade);
    state.tradedTodayUsdE18 += trade.sellUsdE18;
    if (state.contract !== null)
      chargeContract(state.contract, {
        soldUsdE18: trade.sellUsdE18,
        lossUsdE18: lossUsdE18Up(trade.sellUsdE18, leg.limit.spreadBps),
        navUsdE18: row.navUsdE36 / E18,
      });
    trades.push(trade);
    rememberPart(state, leg, row.at);
  }
  if (trades.length === 0) return NONE;
  meterTrades(state.meter, trades, { atSeconds: row.at, navUsdE36: row.navUsdE36 });
  state.lastRebalanceAtSeconds = row.at;
  state.moved.clear();
  return trades;
};
