import { totalCostUsdE18 } from '../engine/pair-cost.ts';
import { E18, larger, mulDivDown } from '../money/fixed-point.ts';
import { ratioOf } from '../performance/returns.ts';
import { drawdownNow } from '../performance/risk.ts';
import type { PriceRow } from '../prices/price-file.ts';
import type { BacktestState } from './backtest-state.ts';
import type { BacktestResult, BacktestRow } from './backtest-types.ts';
import { statisticsOf } from './run-statistics.ts';
import { navOf, valueHoldings } from './simulated-portfolio.ts';

/** A row after its trades, the run's and the baselines'. */
export type FinishedRow = {
  readonly row: PriceRow;
  readonly prices: readonly bigint[];
  readonly baselinesUsdE18: readonly bigint[];
  readonly legs: number;
};

/** The opening as a finished row: everything bought, nothing traded yet. */
export const openingRow = (state: BacktestState, row: PriceRow): FinishedRow => {
  const prices = state.feeds.map(({ lastUsdE18 }) => lastUsdE18);
  const baselinesUsdE18 = state.baselines.map(({ units }) => navOf(units, prices) / E18);
  return { row, prices, baselinesUsdE18, legs: 0 };
};

const baselineIndexes = ({ baselines }: BacktestState): BacktestRow['baselinesIndexUsdE18'] => {
  const [hold, daily, monthly] = baselines.map(({ meter }) => meter.indexUsdE18);
  return hold !== undefined && daily !== undefined && monthly !== undefined ? { hold, daily, monthly } : null;
};

/** Tells the spec's listener, if it has one, what a row came to. */
export const reportRow = (
  state: BacktestState,
  { row, prices, baselinesUsdE18, legs }: FinishedRow,
): void => {
  const { onRow } = state.spec;
  if (onRow === undefined) return;
  const { values, navUsdE36 } = valueHoldings(state.units, prices);
  const navUsdE18 = navUsdE36 / E18;
  const [hold, daily, monthly] = baselinesUsdE18;
  const all = hold !== undefined && daily !== undefined && monthly !== undefined;
  onRow({
    knownAtSeconds: row.knownAtSeconds,
    navUsdE18,
    indexUsdE18: state.meter.indexUsdE18,
    baselinesUsdE18: all ? { hold, daily, monthly } : null,
    baselinesIndexUsdE18: baselineIndexes(state),
    drawdown: drawdownNow(state.meter.drawdown, state.meter.indexUsdE18),
    weightsE18: values.map((value) => mulDivDown(value, E18, larger(navUsdE36, 1n))),
    costUsdE18: totalCostUsdE18(state.meter.costs),
    legs,
  });
};

/** Writes up a backtest after its last row. */
export const resultOf = (state: BacktestState): BacktestResult => {
  const { meter, yardstick } = state;
  const hasBand = yardstick.widths !== null;
  const wish = { hasBand, anyPeriod: state.spec.anyPeriod ?? false };
  const run = statisticsOf(meter, wish);
  const [hold, daily, monthly] = state.baselines.map((one) => statisticsOf(one.meter, wish));
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
