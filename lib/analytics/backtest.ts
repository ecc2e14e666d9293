import { decide } from '../engine/decide.ts';
import type { Decision, Leg } from '../engine/decision.ts';
import type { Band, Policy } from '../engine/policy.ts';
import type { Reason } from '../engine/reasons.ts';
import { E18, larger, mulDivDown } from '../money/fixed-point.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import { startOfUtcDay } from '../time/utc.ts';
import { indexOfToken, type SnapshotFrame, snapshotFrame, snapshotOfRow } from './backtest-snapshot.ts';
import type { BacktestResult, BacktestRow, BacktestSpec, Baseline } from './backtest-types.ts';
import { BASELINES } from './backtest-types.ts';
import { type BaselineRun, periodOf, stepBaseline } from './baselines.ts';
import { addCost, totalCost } from './cost-attribution.ts';
import { addToDrawdown, drawdownNow } from './drawdown.ts';
import { newPriceFeed, type PriceFeed, readFeed } from './price-feed.ts';
import { ratioOf } from './ratio.ts';
import {
  addRecent,
  newRecentReturns,
  type RecentReturns,
  recentVolatilityBpsDown,
} from './recent-volatility.ts';
import {
  markTradeDay,
  meterClose,
  meterFound,
  meterTrades,
  type RunMeter,
  startMeter,
  type Yardstick,
  yardstickOf,
} from './run-meter.ts';
import { statisticsOf } from './run-statistics.ts';
import { rowName } from './select-market.ts';
import { asExecuted, executeTrade, openPortfolio, type Trade, valueHoldings } from './simulated-portfolio.ts';
import type { Rebalancing } from './target-trades.ts';

/** The policy's first band, unscaled: what "out of band" is measured by. */
const policyBand = (policy: Policy): Band | null => {
  for (const trigger of policy.triggers) {
    if (trigger.kind === 'calendar' || trigger.kind === 'cash-flow') continue;
    return trigger.kind === 'calendar-band' || trigger.kind === 'volatility-band' ? trigger.band : trigger;
  }
  return null;
};

const refusedSpec = (spec: BacktestSpec): Result<never> | null => {
  if (spec.initialUsdE18 <= 0n) return fail('backtest-invalid', 'initial: must be above zero');
  if (spec.assets.length === 0) return fail('backtest-invalid', 'targets: name at least one asset');
  const negative = spec.assets.find(({ targetE18 }) => targetE18 < 0n);
  if (negative !== undefined) return fail('backtest-invalid', `targets: ${negative.symbol} is below zero`);
  const sumE18 = spec.assets.reduce((sum, { targetE18 }) => sum + targetE18, 0n);
  const apart = sumE18 - E18;
  return apart > 64n || apart < -64n
    ? fail('backtest-invalid', `targets: they sum to ${ratioOf(sumE18, E18 / 100n)} % instead of 100 %`)
    : null;
};

type State = {
  readonly spec: BacktestSpec;
  readonly frame: SnapshotFrame;
  readonly yardstick: Yardstick;
  readonly rebalancing: Rebalancing & { readonly yardstick: Yardstick };
  readonly feeds: readonly PriceFeed[];
  readonly units: bigint[];
  readonly meter: RunMeter;
  readonly baselines: readonly BaselineRun[];
  readonly recent: RecentReturns | null;
  readonly holds: Map<Reason, number>;
  readonly heldBackUsdE18: Map<Reason, bigint>;
  lastRebalanceAtSeconds: UnixSeconds;
  tradedDay: UnixSeconds;
  tradedTodayUsdE18: bigint;
  rows: number;
};

/**
 * Runs `decide` over a price history. Row by row: the engine sees the row's close at label + step, the first instant at which it is
 * known, and every leg fills at that close, less its costs. Memory doesn't grow with the history.
 * @returns the statistics, or `backtest-invalid` naming the field, or the row and the asset.
 */
export const runBacktest = (spec: BacktestSpec): Result<BacktestResult> => {
  const refused = refusedSpec(spec);
  if (refused !== null) return refused;
  let state: State | null = null;
  for (const row of spec.rows) {
    if (state !== null) {
      stepRow(state, row);
      continue;
    }
    const opened = openRun(spec, row);
    if (!opened.ok) return opened;
    state = opened.value;
  }
  if (state === null) return fail('backtest-invalid', 'prices: no rows in this period');
  if (state.rows === 0)
    return fail('backtest-invalid', 'prices: only one row in this period; a backtest needs two');
  return ok(resultOf(state));
};

const openRun = (spec: BacktestSpec, row: PriceRow): Result<State> => {
  const targetsE18 = spec.assets.map(({ targetE18 }) => targetE18);
  const feeds = spec.assets.map(newPriceFeed);
  for (const [index, { symbol }] of spec.assets.entries()) {
    const feed = feeds[index];
    const price = feed === undefined ? null : readFeed(feed, row.prices[index] ?? null, row.knownAtSeconds);
    if (price?.ok !== true)
      return fail('backtest-invalid', `row ${rowName(row.labelSeconds)}, ${symbol}: no price to open at`);
  }
  const prices = feeds.map(({ lastUsdE18 }) => lastUsdE18);
  const start = {
    cashUsdE18: spec.initialUsdE18,
    targetsE18,
    prices,
    costs: spec.openingCosts,
    sides: spec.costSides,
  };
  const at = row.knownAtSeconds;
  const openMeter = (): { units: bigint[]; meter: RunMeter } => {
    const { units, costs } = openPortfolio(start);
    const meter = startMeter(spec.initialUsdE18, at, spec.annual);
    for (const cost of costs) addCost(meter.costs, cost);
    markTradeDay(meter, at);
    addToDrawdown(meter.drawdown, {
      atSeconds: at,
      valueUsdE18: valueHoldings(units, prices).navUsdE36 / E18,
    });
    return { units, meter };
  };
  const kinds: readonly Baseline[] = spec.baselines ? BASELINES : [];
  const yardstick = yardstickOf(targetsE18, policyBand(spec.policy));
  const state: State = {
    spec,
    frame: snapshotFrame(spec.assets, spec.costs),
    yardstick,
    rebalancing: { targetsE18, costs: spec.costs, sides: spec.costSides, yardstick },
    feeds,
    ...openMeter(),
    baselines: kinds.map((kind) => ({ kind, ...openMeter(), period: periodOf(kind, at) })),
    recent: spec.policy.triggers.some(({ kind }) => kind === 'volatility-band')
      ? newRecentReturns(spec.stepSeconds)
      : null,
    holds: new Map(),
    heldBackUsdE18: new Map(),
    lastRebalanceAtSeconds: at,
    tradedDay: startOfUtcDay(at),
    tradedTodayUsdE18: 0n,
    rows: 0,
  };
  report(state, {
    row,
    prices,
    baselinesUsdE18: state.baselines.map((one) => valueHoldings(one.units, prices).navUsdE36 / E18),
    legs: 0,
  });
  return ok(state);
};

const stepRow = (state: State, row: PriceRow): void => {
  const { spec, meter, units } = state;
  const at = row.knownAtSeconds;
  state.rows += 1;
  const quotes = state.feeds.map((feed, index) => readFeed(feed, row.prices[index] ?? null, at));
  const prices = state.feeds.map(({ lastUsdE18 }) => lastUsdE18);
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
    recentVolatilityBps:
      state.recent === null ? null : recentVolatilityBpsDown(state.recent, spec.annual.periodsPerYear),
  });
  const decision = decide(snapshot, spec.policy);
  spec.onDecision?.(decision);
  const legs = fill(state, decision, { at, prices, navUsdE36: found.navUsdE36 });
  const after = legs === 0 ? found.navUsdE36 : valueHoldings(units, prices).navUsdE36;
  const valueUsdE18 = meterClose(meter, at, after);
  if (state.recent !== null) addRecent(state.recent, valueUsdE18);
  const tradable = quotes.every(({ ok: usable }) => usable);

  const baselinesUsdE18 = state.baselines.map((one) =>
    stepBaseline(one, { knownAtSeconds: at, prices, tradable }, state.rebalancing),
  );
  report(state, { row, prices, baselinesUsdE18, legs });
};

const tradeOf = (leg: Leg): Trade => ({
  sell: indexOfToken(leg.sellToken),
  buy: indexOfToken(leg.buyToken),
  sellUnits: leg.sellUnits,
  sellUsdE18: leg.sellValueUsdE18,
  cost: leg.expectedCost,
});

/** Fills a decision's legs at the row's close; a leg whose costs would eat all of it is left. Returns how many traded. */
const fill = (
  state: State,
  decision: Decision,
  row: { readonly at: UnixSeconds; readonly prices: readonly bigint[]; readonly navUsdE36: bigint },
): number => {
  for (const { reason, valueUsdE18 } of decision.dropped)
    state.heldBackUsdE18.set(reason, (state.heldBackUsdE18.get(reason) ?? 0n) + valueUsdE18);
  if (decision.plan.kind === 'hold') {
    const { reason } = decision.plan;
    state.holds.set(reason, (state.holds.get(reason) ?? 0) + 1);
    return 0;
  }
  const trades: Trade[] = [];
  for (const leg of decision.plan.legs) {
    const planned = tradeOf(leg);
    const trade = asExecuted(planned, state.spec.costSides, state.units[planned.sell] ?? 0n);
    if (totalCost(trade.cost) >= trade.sellUsdE18) continue;
    executeTrade(state.units, row.prices, trade);
    state.tradedTodayUsdE18 += trade.sellUsdE18;
    trades.push(trade);
  }
  if (trades.length === 0) return 0;
  meterTrades(state.meter, trades, { atSeconds: row.at, navUsdE36: row.navUsdE36 });
  state.lastRebalanceAtSeconds = row.at;
  return trades.length;
};

type Reported = {
  readonly row: PriceRow;
  readonly prices: readonly bigint[];
  readonly baselinesUsdE18: readonly bigint[];
  readonly legs: number;
};

const report = (state: State, { row, prices, baselinesUsdE18, legs }: Reported): void => {
  const { onRow } = state.spec;
  if (onRow === undefined) return;
  const { values, navUsdE36 } = valueHoldings(state.units, prices);
  const navUsdE18 = navUsdE36 / E18;
  const [hold, daily, monthly] = baselinesUsdE18;
  const all = hold !== undefined && daily !== undefined && monthly !== undefined;
  const reported: BacktestRow = {
    knownAtSeconds: row.knownAtSeconds,
    navUsdE18,
    baselinesUsdE18: all ? { hold, daily, monthly } : null,
    drawdown: drawdownNow(state.meter.drawdown, navUsdE18),
    weightsE18: values.map((value) => mulDivDown(value, E18, larger(navUsdE36, 1n))),
    costUsdE18: totalCost(state.meter.costs),
    legs,
  };
  onRow(reported);
};

const resultOf = (state: State): BacktestResult => {
  const { meter, yardstick } = state;
  const hasBand = yardstick.widths !== null;
  const run = statisticsOf(meter, hasBand);
  const [hold, daily, monthly] = state.baselines.map((one) => statisticsOf(one.meter, hasBand));
  const all = hold !== undefined && daily !== undefined && monthly !== undefined;
  return {
    fromSeconds: meter.startSeconds,
    toSeconds: meter.lastSeconds,
    rows: state.rows,
    run,
    baselines: all ? { hold, daily, monthly } : null,
    rebalancingAlpha:
      all && hold.finalUsdE18 > 0n ? ratioOf(run.finalUsdE18 - hold.finalUsdE18, hold.finalUsdE18) : null,
    holds: state.holds,
    heldBackUsdE18: state.heldBackUsdE18,
  };
};
