import type { Policy } from '../engine/policy.ts';
import type { Costs } from '../engine/snapshot.ts';
import { bpsToE18 } from '../money/fixed-point.ts';
import { heldRows } from '../prices/held-rows.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import { runBacktest } from './backtest.ts';
import type { BacktestResult } from './backtest-types.ts';
import type { ContractLimits } from './contract-budget.ts';

/** One token, its target, and what its feed has said, oldest first. */
type TriedAsset = {
  readonly symbol: string;
  readonly targetBps: number;
  readonly history: readonly { readonly updatedAtSeconds: UnixSeconds; readonly usdE18: bigint }[];
};

export type Trial = {
  readonly assets: readonly TriedAsset[];
  readonly policy: Policy;
  readonly contract: ContractLimits;
  readonly initialUsdE18: bigint;
  /** Of the sold value of a leg, in basis points. */
  readonly costBps: number;
};

export type TriedPolicy = {
  readonly result: BacktestResult;
  readonly stepSeconds: number;
  readonly values: readonly { readonly timeSeconds: UnixSeconds; readonly usdE18: bigint }[];
};

const ROWS_MAX = 200;
/** Fewer say nothing. */
const ROWS_MIN = 12;

const costsOf = (costBps: number): Costs => ({
  gasPerLegUsdE18: 0n,
  pair: { spreadBps: 0, feeBps: costBps, impactBpsPer10kUsd: 0 },
  pairs: [],
});

/** Two tokens may share a symbol; columns may not. */
const columnOf = (symbol: string, index: number): string => `${index + 1} ${symbol}`;

/**
 * Tries a policy on what feeds have said, held between two answers as a contract would see it.
 * @returns the run, or `backtest-invalid` where the feeds share too short a past to say anything
 */
export function tryPolicy({ assets, policy, contract, initialUsdE18, costBps }: Trial): Result<TriedPolicy> {
  const held = heldRows(
    assets.map(({ history }) => history),
    { rowsMax: ROWS_MAX, rowsMin: ROWS_MIN },
  );
  if (held === null)
    return fail('backtest-invalid', 'the past that the feeds share is too short to say anything');
  const values: { timeSeconds: UnixSeconds; usdE18: bigint }[] = [];
  const run = runBacktest({
    assets: assets.map(({ symbol, targetBps }, index) => ({
      symbol: columnOf(symbol, index),
      targetE18: bpsToE18(targetBps),
    })),
    ...{ policy, contract, initialUsdE18, rows: held.rows, stepSeconds: held.stepSeconds },
    ...{ costs: costsOf(costBps), costSides: 'bought', openingCosts: null, baselines: true },
    annual: { periodsPerYear: null, riskFreeRate: 0 },
    onRow: ({ knownAtSeconds, navUsdE18 }) => values.push({ timeSeconds: knownAtSeconds, usdE18: navUsdE18 }),
  });
  return run.ok ? ok({ result: run.value, stepSeconds: held.stepSeconds, values }) : run;
}
