import { fail, ok, type Result } from '../result.ts';
import { openingRow, reportRow, resultOf } from './backtest-outcome.ts';
import { type BacktestState, openRun, refusedSpec } from './backtest-state.ts';
import type { BacktestResult, BacktestSpec } from './backtest-types.ts';
import { stepRow } from './step-row.ts';

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
      const { prices, snapshot, decision, trades, baselinesUsdE18 } = stepRow(state, row);
      spec.onDecision?.(decision, snapshot);
      spec.onTrades?.(trades, row.knownAtSeconds);
      reportRow(state, { row, prices, baselinesUsdE18, legs: trades.length });
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
