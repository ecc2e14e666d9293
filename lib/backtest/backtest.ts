import { lossUsdE18Up } from '../engine/budget.ts';
import { decide } from '../engine/decide.ts';
import type { Decision, Leg } from '../engine/decision.ts';
import { programmesNow } from '../engine/in-parts.ts';
import { totalCostUsdE18 } from '../engine/pair-cost.ts';
import type { NoPrice, Price } from '../engine/snapshot.ts';
import { E18 } from '../money/fixed-point.ts';
import { YEAR_SECONDS } from '../performance/return-moments.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import { startOfUtcDay } from '../time/utc.ts';
import { openingRow, reportRow, resultOf } from './backtest-outcome.ts';
import { type SnapshotFrame, simulatedToken, snapshotOfRow } from './backtest-snapshot.ts';
import { type BacktestState, bookFlows, openRun, refusedSpec, writeOffGone } from './backtest-state.ts';
import type { BacktestResult, BacktestSpec } from './backtest-types.ts';
import { stepBaseline } from './baselines.ts';
import { bucketsAt, chargeContract } from './contract-budget.ts';
import { readFeed } from './price-feed.ts';
import { addRecent, recentVolatilityBpsDown } from './recent-volatility.ts';
import { meterClose, meterFound, meterTrades } from './run-meter.ts';
import { asExecuted, executeTrade, navOf, type Trade, valueHoldings } from './simulated-portfolio.ts';

/**
 * Runs `decide` over a price history. Row by row: the engine sees the row's close at label + step, the first instant at which it is
 * known, and every leg fills at that close, less its costs. Memory doesn't grow with the history.
 * @returns the statistics, or `backtest-invalid` naming the field, or the row and the asset.
 */
export const runBacktest = (spec: BacktestSpec): Result<BacktestResult> => {
  const refused = refusedSpec(spec);
  if (refused !== null) return refused;
  let state: BacktestState | null = null;
  for (const row of spec.rows) {
    if (state !== null) {
      stepRow(state, row);
      continue;
    }
    const opened = openRun(spec, row);
    if (!opened.ok) return opened;
    state = opened.value;
    reportRow(state, openingRow(state, row));
  }
  if (state === null) return fail('backtest-invalid', 'prices: no rows in this period');
  if (state.rows === 0)
    return fail('backtest-invalid', 'prices: only one row in this period; a backtest needs two');
  return ok(resultOf(state));
};

/** What may be traded on at this row, what everything is valued at, and whether every asset may be traded. */
const readRow = ({ feeds, goneColumns }: BacktestState, row: PriceRow) => {
  const quotes: (Price | NoPrice)[] = [];
  const prices: bigint[] = [];
  let tradable = true;
  for (let index = 0; index < feeds.length; index++) {
    const feed = feeds[index];
    if (feed === undefined) continue;
    const quote = readFeed(feed, row.prices[index] ?? null, row.knownAtSeconds);
    quotes.push(quote);
    prices.push(feed.lastUsdE18);
    if (!quote.ok && !goneColumns.has(index)) tradable = false;
  }
  return { quotes, prices, tradable };
};

const stepRow = (state: BacktestState, row: PriceRow): void => {
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
  const decision = decide(snapshot, spec.policy);
  spec.onDecision?.(decision);
  const legs = fill(state, decision, { at, prices, navUsdE36: found.navUsdE36 });
  const after = legs === 0 ? found.navUsdE36 : navOf(units, prices);
  meterClose(meter, at, after);
  if (state.recent !== null) addRecent(state.recent, meter.indexUsdE18);
  const baselinesUsdE18 = state.baselines.map((one) =>
    stepBaseline(one, { knownAtSeconds: at, prices, tradable }, state.rebalancing),
  );
  reportRow(state, { row, prices, baselinesUsdE18, legs });
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

/** Fills a decision's legs at the row's close; a leg whose costs would eat all of it is left. Returns how many traded. */
const fill = (
  state: BacktestState,
  decision: Decision,
  row: { readonly at: UnixSeconds; readonly prices: readonly bigint[]; readonly navUsdE36: bigint },
): number => {
  for (const { hold, valueUsdE18 } of decision.dropped)
    state.heldBackUsdE18.set(hold.reason, (state.heldBackUsdE18.get(hold.reason) ?? 0n) + valueUsdE18);
  if (decision.plan.kind === 'hold') {
    const { reason } = decision.plan.hold;
    if (reason === 'in-band') state.programmes.clear();
    state.holds.set(reason, (state.holds.get(reason) ?? 0) + 1);
    return 0;
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
  if (trades.length === 0) return 0;
  meterTrades(state.meter, trades, { atSeconds: row.at, navUsdE36: row.navUsdE36 });
  state.lastRebalanceAtSeconds = row.at;
  state.moved.clear();
  return trades.length;
};
