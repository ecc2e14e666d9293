import type { BacktestResult } from '../../lib/backtest/backtest-types.ts';
import type { RunStatistics } from '../../lib/backtest/run-statistics.ts';
import type { Market } from '../../lib/backtest/select-market.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { labelText } from '../../lib/prices/regular-rows.ts';
import { formatUtcDate } from '../../lib/time/utc.ts';

/** 1234567.891 USD as "1,234,567.89". */
export const usdText = (valueUsdE18: bigint, places = 2): string => {
  const [whole = '0', fraction] = formatDecimalRounded(valueUsdE18, 18, places).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** 0.1234 as "12.34 %"; a figure that isn't defined as "–". */
export const percentText = (ratio: number | null, places = 2): string =>
  ratio === null ? '–' : `${(ratio * 100).toFixed(places)} %`;

export const ratioText = (ratio: number | null): string => (ratio === null ? '–' : ratio.toFixed(2));

/** 21600 as "6h". */
export const intervalText = (seconds: number): string => {
  if (seconds === 0) return 'any';
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  return seconds % 3_600 === 0 ? `${seconds / 3_600}h` : `${seconds / 60}m`;
};

/** A figure of a run as it is shown to people. */
export type Figure = { readonly name: string; readonly text: (run: RunStatistics) => string };

const recovery = ({ drawdown }: RunStatistics): string => {
  if (drawdown.depth === 0) return '–';
  return drawdown.recoveredAtSeconds === null ? 'not yet' : formatUtcDate(drawdown.recoveredAtSeconds);
};

/** Every figure, in the order of table and report. `years` turns a turnover into one per year. */
export const figuresFor = (years: number, hasFlows: boolean): readonly Figure[] =>
  figures(years).filter(({ name }) => hasFlows || !FLOW_FIGURES.has(name));

const FLOW_FIGURES = new Set(['money-weighted, yearly', 'paid in, USD', 'taken out, USD']);

const figures = (years: number): readonly Figure[] => [
  { name: 'final value, USD', text: ({ finalUsdE18 }) => usdText(finalUsdE18) },
  { name: 'total return', text: (run) => percentText(run.totalReturn) },
  { name: 'yearly growth (CAGR)', text: ({ cagr }) => percentText(cagr) },
  { name: 'money-weighted, yearly', text: (run) => percentText(run.moneyWeightedReturn) },
  { name: 'paid in, USD', text: ({ depositedUsdE18 }) => usdText(depositedUsdE18) },
  { name: 'taken out, USD', text: ({ withdrawnUsdE18 }) => usdText(withdrawnUsdE18) },
  { name: 'volatility, yearly', text: ({ volatility }) => percentText(volatility) },
  { name: 'Sharpe', text: ({ sharpe }) => ratioText(sharpe) },
  { name: 'Sortino', text: ({ sortino }) => ratioText(sortino) },
  { name: 'Calmar', text: ({ calmar }) => ratioText(calmar) },
  { name: 'max drawdown', text: ({ drawdown }) => percentText(drawdown.depth) },
  { name: '  drawdown from', text: ({ drawdown }) => formatUtcDate(drawdown.peakAtSeconds) },
  { name: '  drawdown to', text: ({ drawdown }) => formatUtcDate(drawdown.troughAtSeconds) },
  { name: '  drawdown recovered', text: recovery },
  {
    name: 'turnover per year',
    text: ({ turnover }) => percentText(years > 0 ? turnover / years : turnover, 0),
  },
  { name: 'costs, USD', text: ({ costUsdE18 }) => usdText(costUsdE18) },
  { name: '  of which fee and spread', text: ({ costs }) => usdText(costs.feeUsdE18 + costs.spreadUsdE18) },
  { name: '  of which gas', text: ({ costs }) => usdText(costs.gasUsdE18) },
  { name: 'days with a trade', text: ({ tradeDays }) => String(tradeDays) },
  { name: 'legs', text: ({ legs }) => String(legs) },
  { name: 'tracking error, mean', text: (run) => percentText(run.trackingErrorMean) },
  { name: 'tracking error, worst', text: (run) => percentText(run.trackingErrorMax) },
  { name: 'time out of band', text: ({ outOfBandShare }) => percentText(outOfBandShare, 1) },
];

export const yearsOf = ({ fromSeconds, toSeconds }: BacktestResult): number =>
  (toSeconds - fromSeconds) / 31_557_600;

/** The first and last row of a market, as the file names them. */
export const periodText = ({ rows }: Market): string =>
  `${labelText(rows[0]?.labelSeconds ?? 0)} … ${labelText(rows.at(-1)?.labelSeconds ?? 0)}`;

const CENT_E18 = 10n ** 16n;

/** What limits held back and why nothing was traded, in plain lines. */
export const heldLines = ({ holds, heldBackUsdE18, rows }: BacktestResult): readonly string[] => [
  `holds: ${[...holds].map(([reason, count]) => `${reason} ${count}`).join(', ') || 'none'} of ${rows} looks`,
  // Less than a cent is shown as that, not as nothing.
  ...[...heldBackUsdE18].map(
    ([reason, value]) =>
      `held back for ${reason}: ${value < CENT_E18 ? 'less than 0.01' : usdText(value)} USD of legs`,
  ),
];
