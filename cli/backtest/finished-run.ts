import type { PlannedBacktest } from '../../lib/backtest/backtest-request.ts';
import type { BacktestResult, BacktestRow } from '../../lib/backtest/backtest-types.ts';
import { priceRemarks } from '../../lib/backtest/price-remarks.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { contractLine } from './contract-option.ts';
import { periodText } from './figures.ts';
import type { BacktestOptions } from './options.ts';
import { percentText, usdText } from './text-table.ts';

/** A finished run with everything its outputs are made of. */
export type FinishedRun = {
  readonly name: string;
  readonly planned: PlannedBacktest;
  readonly result: BacktestResult;
  readonly rows: readonly BacktestRow[];
  /** Where --trades asks for them: the looks that traded or would have. */
  readonly looks: readonly Decision[];
};

/** What is odd about the prices: in the text of a table or report, on stderr beside bare figures. */
export const remarksOn = ({ market, spec }: PlannedBacktest): readonly string[] =>
  priceRemarks(
    market,
    spec.assets.map(({ symbol }) => symbol),
  );

/** What the reader must know to judge the figures. */
export const settingsLines = (
  { planned, result }: FinishedRun,
  options: BacktestOptions,
): readonly string[] => {
  const { spec } = planned;
  const held = spec.assets.map(
    ({ symbol, targetE18 }) => `${symbol} ${percentText(Number(targetE18) / 1e18, 0)}`,
  );
  const step = spec.stepSeconds === 86_400 ? 'daily' : 'hourly';
  const lines = [
    `${held.length > 8 ? `${held.length} assets, ${held[0]} and so on` : held.join(', ')}; ${usdText(spec.initialUsdE18, 0)} USD; ${periodText(result, spec.stepSeconds)}, ${result.rows + 1} ${step} closes`,
    `costs: ${options.costBps} bps and ${usdText(options.gasPerLegUsdE18)} USD per leg${options.costSides === 'each' ? ', on either side' : ''}; first basket ${options.openingPaid ? 'bought at these costs' : 'handed in'}; filled at the close they are decided on`,
  ];
  if (options.contract !== null) lines.push(contractLine(spec.contract));
  if (options.prices.startsWith('sim:'))
    lines.unshift('SIMULATED prices, made up by a seeded generator; no history');
  lines.push(...remarksOn(planned));
  if (spec.policy.assetRules.length > 0)
    lines.push('the policy’s rules for single assets name tokens by address and do not apply here');
  return lines;
};
