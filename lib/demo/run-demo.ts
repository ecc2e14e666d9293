import { runBacktest } from '../backtest/backtest.ts';
import type { BacktestRow, BacktestSpec } from '../backtest/backtest-types.ts';
import type { ContractLimits } from '../backtest/contract-budget.ts';
import type { Trade } from '../backtest/simulated-portfolio.ts';
import type { Decision } from '../engine/decision.ts';
import type { Policy } from '../engine/policy.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import { bpsToE18, E18 } from '../money/fixed-point.ts';
import { ok, type Result } from '../result.ts';
import { DEMO_STEP_SECONDS, type DemoShock, demoPrices } from './demo-market.ts';
import { type DemoTemplateId, demoTemplate } from './demo-templates.ts';

/** All that a run of the demo depends on: the same gives the same figures. */
export type DemoSetting = {
  readonly seed: number;
  readonly template: DemoTemplateId;
  readonly policy: Policy;
  readonly contract: ContractLimits;
  /** In the order in which they were pressed. */
  readonly shocks: readonly DemoShock[];
};

/** One row: what the engine saw and decided, what was traded at its close, and what everything was worth after. */
export type DemoLook = {
  readonly snapshot: Snapshot;
  readonly decision: Decision;
  readonly trades: readonly Trade[];
  readonly after: BacktestRow;
};

/** A whole run. The row of `looks[i]` is i + 1; row 0 is the opening, at which the targets are bought. */
export type DemoRun = {
  readonly symbols: readonly string[];
  readonly opening: BacktestRow;
  readonly looks: readonly DemoLook[];
};

const INITIAL_USD_E18 = 100_000n * E18;
/** Of the sold value of a leg. */
export const DEMO_COST_BPS = 10;

/** The back-test that a setting stands for, without listeners. */
export const demoSpec = ({ seed, template, policy, contract, shocks }: DemoSetting): BacktestSpec => {
  const { holdings } = demoTemplate(template);
  return {
    assets: holdings.map(({ symbol, targetBps }) => ({ symbol, targetE18: bpsToE18(targetBps) })),
    rows: demoPrices(
      seed,
      holdings.map(({ symbol }) => symbol),
      shocks,
    ),
    ...{ policy, contract, stepSeconds: DEMO_STEP_SECONDS, initialUsdE18: INITIAL_USD_E18 },
    costs: {
      gasPerLegUsdE18: 0n,
      pair: { spreadBps: 0, feeBps: DEMO_COST_BPS, impactBpsPer10kUsd: 0 },
      pairs: [],
    },
    ...{ costSides: 'bought', openingCosts: null, baselines: true },
    annual: { periodsPerYear: null, riskFreeRate: 0 },
  };
};

/**
 * Runs the live engine over the demo's market and keeps every look of it.
 * @returns the run, or why the back-test refused the setting
 */
export const runDemo = (setting: DemoSetting): Result<DemoRun> => {
  const looks: DemoLook[] = [];
  let opening: BacktestRow | null = null;
  let seen: { readonly decision: Decision; readonly snapshot: Snapshot } | null = null;
  let trades: readonly Trade[] = [];
  const spec = demoSpec(setting);
  const ran = runBacktest({
    ...spec,
    onDecision: (decision, snapshot) => {
      [seen, trades] = [{ decision, snapshot }, []];
    },
    onTrades: (executed) => {
      trades = executed;
    },
    onRow: (after) => {
      if (seen === null) opening = after;
      else looks.push({ ...seen, trades, after });
    },
  });
  if (!ran.ok) return ran;
  if (opening === null) throw new Error('a back-test that ran has an opening');
  return ok({ symbols: spec.assets.map(({ symbol }) => symbol), opening, looks });
};
