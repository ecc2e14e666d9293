import type { Policy } from '../engine/policy.ts';
import type { Costs } from '../engine/snapshot.ts';
import type { Ratio } from '../performance/returns.ts';
import type { PriceFile } from '../prices/price-file.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import type { BacktestSpec } from './backtest-types.ts';
import type { ContractLimits } from './contract-budget.ts';
import { parseFlowFile, parseFlowPlan } from './flow-plan.ts';
import type { Flow } from './flows.ts';
import { parseTargets } from './parse-targets.ts';
import { refusedJump } from './price-remarks.ts';
import { type Market, selectMarket } from './select-market.ts';
import type { CostSides } from './simulated-portfolio.ts';

/** A backtest as a person asks for it, on a command line or in a form. */
export type BacktestRequest = {
  readonly file: PriceFile;
  /** "BTC=40,ETH=60" or "equal". */
  readonly targets: string;
  readonly policy: Policy;
  /** First and last row, by label; null = as far as the prices go. */
  readonly fromSeconds: UnixSeconds | null;
  readonly toSeconds: UnixSeconds | null;
  readonly initialUsdE18: bigint;
  /** Of the sold value of a leg; with `each`, of either side. 0–1,000. */
  readonly costBps: number;
  readonly gasPerLegUsdE18: bigint;
  readonly costSides: CostSides;
  /** Whether the first basket is bought at these costs, or handed in. */
  readonly openingPaid: boolean;
  /** The contract's own daily limits; left out or null = wide open. */
  readonly contract?: ContractLimits | null;
  readonly riskFreeRate: Ratio;
  /** Null = returns count for the time they really took, in a market that never closes. */
  readonly periodsPerYear: number | null;
  /** Deposits and withdrawals as "500/30d" or the like; left out = none. */
  readonly flows?: readonly string[];
  /** A file of them, as text. */
  readonly flowFile?: string | null;
  /** An asset whose prices end is held at its last close, and nothing is traded any more (hold); or it is worth nothing from then on and the rest goes on (gone). */
  readonly ended?: 'hold' | 'gone';
  /** Whether prices may move fifty times or more at once and stay there; left out = such prices are refused. */
  readonly believe?: boolean;
  /** Growth per year also of less than a year. */
  readonly anyPeriod?: boolean;
};

export type PlannedBacktest = { readonly spec: BacktestSpec; readonly market: Market };

const costsOf = (feeBps: number, gasPerLegUsdE18: bigint): Costs => ({
  gasPerLegUsdE18,
  pair: { spreadBps: 0, feeBps, impactBpsPer10kUsd: 0 },
  pairs: [],
});

const goneOf = ({ ended }: Market): ReadonlyMap<number, UnixSeconds> =>
  new Map(ended.map(({ column, last }) => [column, last.knownAtSeconds]));

const flowsOf = (
  { flows = [], flowFile = null }: BacktestRequest,
  symbols: readonly string[],
  { rows }: Market,
): Result<readonly Flow[]> => {
  const plans = flows.map((text) => parseFlowPlan(text, symbols));
  if (flowFile !== null) plans.push(parseFlowFile(flowFile, symbols));
  const period = {
    afterSeconds: rows[0]?.knownAtSeconds ?? 0,
    toSeconds: rows.at(-1)?.knownAtSeconds ?? 0,
  };
  const all: Flow[] = [];
  for (const plan of plans) {
    if (!plan.ok) return plan;
    all.push(...plan.value.flowsBetween(period));
  }
  return ok(all.sort((a, b) => a.atSeconds - b.atSeconds));
};

/**
 * Turns a request into a backtest that can be run.
 * @returns the backtest and the market it runs over, or the refusal of the field that is wrong.
 */
export const planBacktest = (request: BacktestRequest): Result<PlannedBacktest> => {
  const { file, costBps, gasPerLegUsdE18, costSides } = request;
  if (!Number.isInteger(costBps) || costBps < 0 || costBps > 1_000)
    return fail('backtest-invalid', 'cost-bps: a whole number of basis points, 0 to 1,000');
  if (gasPerLegUsdE18 < 0n) return fail('backtest-invalid', 'gas-usd: must not be below zero');
  const targets = parseTargets(request.targets, file.columns);
  if (!targets.ok) return targets;
  const symbols = targets.value.map(({ symbol }) => symbol);
  const market = selectMarket(file, { ...request, symbols });
  if (!market.ok) return market;
  const jump = request.believe === true ? null : refusedJump(market.value, symbols);
  if (jump !== null) return jump;
  const flows = flowsOf(request, symbols, market.value);
  if (!flows.ok) return flows;
  const spec: BacktestSpec = {
    assets: targets.value,
    policy: request.policy,
    rows: market.value.rows,
    stepSeconds: file.stepSeconds,
    initialUsdE18: request.initialUsdE18,
    costs: costsOf(costSides === 'each' ? 2 * costBps : costBps, gasPerLegUsdE18),
    costSides,
    contract: request.contract ?? null,
    openingCosts: request.openingPaid ? costsOf(costBps, gasPerLegUsdE18) : null,
    annual: { periodsPerYear: request.periodsPerYear, riskFreeRate: request.riskFreeRate },
    ...(flows.value.length === 0 ? {} : { flows: flows.value }),
    ...(request.ended === 'gone' && market.value.ended.length > 0 ? { gone: goneOf(market.value) } : {}),
    anyPeriod: request.anyPeriod ?? false,
    baselines: true,
  };
  return ok({ spec, market: market.value });
};
