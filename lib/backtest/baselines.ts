import type { UnixSeconds } from '../result.ts';
import { civilFromDays, startOfUtcDay } from '../time/utc.ts';
import type { Baseline } from './backtest-types.ts';
import { meterClose, meterFound, meterTrades, type RunMeter, type Yardstick } from './run-meter.ts';
import { asExecuted, executeTrade, navOf, type Trade, valueHoldings } from './simulated-portfolio.ts';
import { type Rebalancing, tradesToTarget } from './target-trades.ts';

/** A baseline under way. */
export type BaselineRun = {
  readonly kind: Baseline;
  readonly units: bigint[];
  readonly meter: RunMeter;
  /** The UTC day, or calendar month, of the last row. */
  period: number;
};

/** The day number or the month number of an instant; hold has one period that never ends. */
export const periodOf = (kind: Baseline, atSeconds: UnixSeconds): number => {
  if (kind === 'hold') return 0;
  const day = startOfUtcDay(atSeconds) / 86_400;
  if (kind === 'daily') return day;
  const { year, month } = civilFromDays(day);
  return year * 12 + month;
};

/**
 * Moves a baseline on by one row: hold never trades; daily and monthly go to target at the first row whose close is known in a new UTC
 * day or calendar month. Same close, same costs as the run. Returns its value, USD in 18 decimals.
 */
export const stepBaseline = (
  run: BaselineRun,
  row: {
    readonly knownAtSeconds: UnixSeconds;
    readonly prices: readonly bigint[];
    readonly tradable: boolean;
  },
  by: Rebalancing & { readonly yardstick: Yardstick },
): bigint => {
  const { knownAtSeconds, prices } = row;
  const found = valueHoldings(run.units, prices);
  meterFound(run.meter, found, by.yardstick);
  const period = periodOf(run.kind, knownAtSeconds);
  if (period === run.period || !row.tradable) return meterClose(run.meter, knownAtSeconds, found.navUsdE36);
  run.period = period;
  const trades: Trade[] = [];
  for (const planned of tradesToTarget(found, prices, by)) {
    const trade = asExecuted(planned, by.sides, run.units[planned.sell] ?? 0n);
    executeTrade(run.units, prices, trade);
    trades.push(trade);
  }
  if (trades.length === 0) return meterClose(run.meter, knownAtSeconds, found.navUsdE36);
  meterTrades(run.meter, trades, { atSeconds: knownAtSeconds, navUsdE36: found.navUsdE36 });
  return meterClose(run.meter, knownAtSeconds, navOf(run.units, prices));
};
