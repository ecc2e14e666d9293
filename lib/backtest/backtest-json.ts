import { formatDecimalRounded } from '../money/fixed-point.ts';
import type { Ratio } from '../performance/returns.ts';
import type { BacktestResult } from './backtest-types.ts';
import type { RunStatistics } from './run-statistics.ts';

/** Money is written with eight decimals, as an exact decimal number: JSON's numbers have no limit of digits. */
const USD_PLACES = 8;
const BPS = 10_000;

const usd = (valueUsdE18: bigint): string => formatDecimalRounded(valueUsdE18, 18, USD_PLACES);
const ratio = (value: Ratio | null): string =>
  value === null || !Number.isFinite(value) ? 'null' : String(value);

const fieldsOf = (run: RunStatistics): readonly (readonly [string, string])[] => [
  ['finalValue', usd(run.finalUsdE18)],
  ['totalReturn', ratio(run.totalReturn)],
  ['cagr', ratio(run.cagr)],
  ['moneyWeightedReturn', ratio(run.moneyWeightedReturn)],
  ['depositedUsd', usd(run.depositedUsdE18)],
  ['withdrawnUsd', usd(run.withdrawnUsdE18)],
  ['volatility', ratio(run.volatility)],
  ['sharpe', ratio(run.sharpe)],
  ['sortino', ratio(run.sortino)],
  ['maxDrawdown', ratio(run.drawdown.depth)],
  ['turnover', ratio(run.turnover)],
  ['costUsd', usd(run.costUsdE18)],
  ['tradeDays', String(run.tradeDays)],
  ['legs', String(run.legs)],
  ['trackingErrorBps', ratio(run.trackingErrorMean * BPS)],
];

const object = (fields: readonly (readonly [string, string])[], indent: string): string => {
  const lines = fields.map(([name, text]) => `${indent}  ${JSON.stringify(name)}: ${text}`);
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${indent}}`;
};

/** The figures of one run as a JSON object. Shares are plain ratios (0.05 = 5 %), a drawdown is negative, money is USD. */
export const runJson = (run: RunStatistics, indent = ''): string => object(fieldsOf(run), indent);

/**
 * A backtest as JSON: finalValue, totalReturn, cagr, volatility, sharpe, sortino, maxDrawdown, turnover, costUsd, tradeDays, legs,
 * trackingErrorBps, what flowed in and out, the holds by reason, what limits held back, the same figures of the baselines hold, daily and
 * monthly, and the remarks. What isn't defined is null, never NaN.
 */
export const backtestJson = (
  { run, baselines, holds, heldBackUsdE18 }: BacktestResult,
  { indent = '', remarks = [] }: { readonly indent?: string; readonly remarks?: readonly string[] } = {},
): string => {
  const inner = `${indent}    `;
  const own = baselines === null ? [] : Object.entries(baselines);
  const nested = object(
    own.map(([name, one]) => [name, runJson(one, inner)] as const),
    `${indent}  `,
  );
  const counts = object(
    [...holds].map(([reason, count]) => [reason, String(count)] as const),
    `${indent}  `,
  );
  const heldBack = object(
    [...heldBackUsdE18].map(([reason, value]) => [reason, usd(value)] as const),
    `${indent}  `,
  );
  return object(
    [
      ...fieldsOf(run),
      ['holds', counts],
      ['heldBackUsd', heldBack],
      ['baselines', baselines === null ? 'null' : nested],
      ['remarks', JSON.stringify(remarks)],
    ] as const,
    indent,
  );
};
