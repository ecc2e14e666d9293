import type { PlannedBacktest } from '../../lib/backtest/backtest-request.ts';
import type { BacktestResult, BacktestRow } from '../../lib/backtest/backtest-types.ts';
import { priceRemarks } from '../../lib/backtest/price-remarks.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { intervalText, periodText, usdText } from './figures.ts';
import { contractLine, gasSource } from './plan-run.ts';
import type { BacktestOptions } from './read-options.ts';

/** A finished run with everything its outputs are made of. */
export type FinishedRun = {
  readonly name: string;
  readonly planned: PlannedBacktest;
  readonly result: BacktestResult;
  readonly rows: readonly BacktestRow[];
  /** Where --trades asks for them: the looks that traded or would have. */
  readonly looks: readonly Decision[];
};

/** What a reader must not miss: odd prices, and what the policy asks for but can't have here. In every output alike. */
export const remarksOn = ({ market, spec }: PlannedBacktest): readonly string[] => {
  const symbols = spec.assets.map(({ symbol }) => symbol);
  const remarks = [...priceRemarks(market, symbols, { gone: spec.gone !== undefined })];
  if (spec.flows === undefined && spec.policy.triggers.some(({ kind }) => kind === 'cash-flow'))
    remarks.push(
      'the policy waits for deposits or withdrawals, and there are none: --flow 500/30d makes some',
    );
  if (spec.policy.assetRules.length > 0)
    remarks.push('the policy’s rules for single assets name tokens by address and do not apply here');
  return remarks;
};

const STEPS: Readonly<Record<number, string>> = { 3600: 'hourly', 86400: 'daily', 604800: 'weekly' };

const MONTHS: Readonly<Record<number, string>> = { 1: 'monthly', 3: 'quarterly', 12: 'yearly' };

/** "28 daily closes", "6 closes 4h apart". */
const closesText = (closes: number, { stepSeconds, stepMonths }: PlannedBacktest['market']): string => {
  const word = stepMonths === undefined ? STEPS[stepSeconds] : MONTHS[stepMonths];
  if (word !== undefined) return `${closes} ${word} closes`;
  return `${closes} closes ${stepMonths === undefined ? intervalText(stepSeconds) : `${stepMonths} months`} apart`;
};

/** Percentages whose sum is what the shares sum to: as many digits as they need, at most two, the rest where it was cut off most. */
const targetTexts = (targetsE18: readonly bigint[]): readonly string[] => {
  const exact = targetsE18.map((target) => Number(target) / 1e14);
  const down = exact.map((bps) => Math.floor(bps + 1e-9));
  const order = exact.map((bps, index) => ({ index, cut: bps - (down[index] ?? 0) }));
  order.sort((a, b) => b.cut - a.cut || a.index - b.index);
  const left = Math.round(exact.reduce((sum, bps) => sum + bps, 0)) - down.reduce((sum, bps) => sum + bps, 0);
  const raised = new Set(order.slice(0, left).map(({ index }) => index));
  return down.map((bps, index) => `${(bps + (raised.has(index) ? 1 : 0)) / 100} %`);
};

/** What the reader must know to judge the figures. */
export const settingsLines = (
  { planned, result }: FinishedRun,
  options: BacktestOptions,
): readonly string[] => {
  const { spec } = planned;
  const texts = targetTexts(spec.assets.map(({ targetE18 }) => targetE18));
  const held = spec.assets.map(({ symbol }, index) => `${symbol} ${texts[index]}`);
  const gas = usdText(spec.costs.gasPerLegUsdE18);
  const lines = [
    `${held.length > 8 ? `${held.length} assets, ${held[0]} and so on` : held.join(', ')}; ${usdText(spec.initialUsdE18, 0)} USD; ${periodText(planned.market)}, ${closesText(result.rows + 1, planned.market)}`,
    `costs: ${options.costBps} bps and ${gas} USD per leg${options.costSides === 'each' ? ', on either side' : ''} (${gasSource(options, spec.policy)}); first basket ${options.openingPaid ? 'bought at these costs' : 'handed in'}; filled at the close they are decided on`,
  ];
  if (spec.flows !== undefined) lines.push(flowLine(spec.flows));
  if (options.contract !== null) lines.push(contractLine(spec.contract));
  if (options.prices.some((name) => name.startsWith('sim:')))
    lines.unshift('SIMULATED prices, made up by a seeded generator; no history');
  return [...lines, ...remarksOn(planned)];
};

const flowLine = (flows: NonNullable<PlannedBacktest['spec']['flows']>): string => {
  const sumOf = (sign: 1n | -1n): bigint =>
    flows.reduce((sum, { amountUsdE18 }) => (amountUsdE18 * sign > 0n ? sum + amountUsdE18 * sign : sum), 0n);
  return `flows: ${flows.length}, ${usdText(sumOf(1n), 0)} USD paid in and ${usdText(sumOf(-1n), 0)} USD asked back; returns are time-weighted, the owner’s own (money-weighted, XIRR) beside them`;
};

/** Policies that came out the same, so that nobody compares a thing with itself. */
export const twinLines = (runs: readonly FinishedRun[]): readonly string[] =>
  runs.flatMap(({ name, result }, index) => {
    const twin = runs
      .slice(0, index)
      .find(
        (other) =>
          other.result.run.finalUsdE18 === result.run.finalUsdE18 &&
          other.result.run.legs === result.run.legs &&
          other.result.run.soldUsdE18 === result.run.soldUsdE18,
      );
    return twin === undefined
      ? []
      : [`${name} came out identical to ${twin.name}: these prices don’t tell them apart`];
  });
