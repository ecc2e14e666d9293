import type { BacktestRow } from '../../lib/backtest/backtest-types.ts';
import type { SweepOutcome } from '../../lib/backtest/sweep.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { formatUtcDate, formatUtcTime } from '../../lib/time/utc.ts';

const usd = (value: bigint): string => formatDecimalRounded(value, 18, 8);
const instant = (seconds: number): string => `${formatUtcDate(seconds)}T${formatUtcTime(seconds)}:00Z`;

/** One line per row: when its close was known, all four values, drawdown, weights, costs so far and legs. */
export const seriesCsv = (rows: readonly BacktestRow[], symbols: readonly string[]): string => {
  const header = [
    'known_at',
    'value_usd',
    'hold_usd',
    'daily_usd',
    'monthly_usd',
    'drawdown',
    'cost_usd',
    'legs',
  ];
  const lines = rows.map((row) => {
    const { hold, daily, monthly } = row.baselinesUsdE18 ?? { hold: 0n, daily: 0n, monthly: 0n };
    return [
      instant(row.knownAtSeconds),
      ...[row.navUsdE18, hold, daily, monthly].map(usd),
      row.drawdown,
      usd(row.costUsdE18),
      row.legs,
      ...row.weightsE18.map((weight) => formatDecimalRounded(weight, 18, 8)),
    ].join(',');
  });
  return [[...header, ...symbols.map((symbol) => `weight_${symbol}`)].join(','), ...lines].join('\n');
};

const SWEEP_HEADER =
  'band_bps,interval_seconds,final_usd,total_return,cagr,volatility,sharpe,sortino,max_drawdown,turnover,cost_usd,trade_days,legs,tracking_error_bps';

/** One line per combination. */
export const sweepCsv = (cells: readonly SweepOutcome[]): string => {
  const lines = cells.map(({ bandBps, intervalSeconds, result: { run } }) =>
    [
      bandBps,
      intervalSeconds,
      usd(run.finalUsdE18),
      run.totalReturn,
      run.cagr ?? '',
      run.volatility ?? '',
      run.sharpe ?? '',
      run.sortino ?? '',
      run.drawdown.depth,
      run.turnover,
      usd(run.costUsdE18),
      run.tradeDays,
      run.legs,
      run.trackingErrorMean * 10_000,
    ].join(','),
  );
  return [SWEEP_HEADER, ...lines].join('\n');
};
