import { bandOfTrigger, type Policy } from '../engine/policy.ts';
import type { Costs } from '../engine/snapshot.ts';
import { E18 } from '../money/fixed-point.ts';
import { heldRows } from '../prices/held-rows.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import { runBacktest } from './backtest.ts';
import type { BacktestResult, BacktestSpec } from './backtest-types.ts';
import type { ContractLimits } from './contract-budget.ts';
import { runSweep, type SweepCell, type SweepPlan } from './sweep.ts';

/** One asset of the portfolio and what its prices were at its looks, oldest first. */
type BandAsset = {
  readonly symbol: string;
  readonly targetE18: bigint;
  readonly history: readonly { readonly updatedAtSeconds: UnixSeconds; readonly usdE18: bigint }[];
};

/** A portfolio and its recorded history, over which bands are tried. */
export type BandQuestion = {
  readonly assets: readonly BandAsset[];
  readonly policy: Policy;
  readonly contract: ContractLimits;
  readonly costs: Costs;
  readonly initialUsdE18: bigint;
};

/** What a policy came to over the history. */
export type BandTrial = {
  readonly costUsdE18: bigint;
  readonly rebalances: number;
  /** ½ Σ |weight − target|, mean over the rows; to a hundredth. */
  readonly trackingErrorMeanBps: number;
  readonly returnBps: number;
};

export type BandTable = {
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly stepSeconds: number;
  /** The policy as it is. */
  readonly current: BandTrial;
  readonly tried: readonly (SweepCell & BandTrial)[];
  /**
   * The one that cost least, of those that cost less than the policy as it is and were on average no further from target; null where
   * there is none.
   */
  readonly proposed: SweepCell | null;
};

/** Less of a history is mostly chance. */
export const HISTORY_SECONDS_MIN = 14 * DAY_SECONDS;
const ROWS_MAX = 250;
const ROWS_MIN = 48;

const ABSOLUTE: readonly number[] = [100, 200, 300, 500, 750, 1_000];
/** Shares of a target: a fifth of 50 % is ten points. */
const RELATIVE: readonly number[] = [500, 1_000, 1_500, 2_000, 2_500, 4_000];

/** The widths that fit the policy's own kind of band, at every look, once a day and once a week. */
const planOf = (policy: Policy): SweepPlan => {
  const own = policy.triggers.map(bandOfTrigger).find((band) => band !== null);
  const isShare = own?.kind === 'relative' || own?.kind === 'hybrid';
  return { bandsBps: isShare ? RELATIVE : ABSOLUTE, intervalsSeconds: [0, DAY_SECONDS, 7 * DAY_SECONDS] };
};

const trialOf = ({ run }: BacktestResult): BandTrial => ({
  costUsdE18: run.costUsdE18,
  rebalances: run.rebalances,
  trackingErrorMeanBps: Math.round(run.trackingErrorMean * 1_000_000) / 100,
  returnBps: Math.round(run.totalReturn * 10_000),
});

const cheapest = (current: BandTrial, tried: readonly (SweepCell & BandTrial)[]): SweepCell | null => {
  const [best] = tried
    .filter(
      (one) =>
        one.costUsdE18 < current.costUsdE18 && one.trackingErrorMeanBps <= current.trackingErrorMeanBps,
    )
    .sort(
      (a, b) =>
        Number(a.costUsdE18 > b.costUsdE18) - Number(a.costUsdE18 < b.costUsdE18) ||
        a.trackingErrorMeanBps - b.trackingErrorMeanBps,
    );
  return best === undefined ? null : { bandBps: best.bandBps, intervalSeconds: best.intervalSeconds };
};

const specOf = ({ assets, policy, contract, costs, initialUsdE18 }: BandQuestion): Result<BacktestSpec> => {
  const held = heldRows(
    assets.map(({ history }) => history),
    { rowsMax: ROWS_MAX, rowsMin: ROWS_MIN },
  );
  const [first, last] = [held?.rows[0], held?.rows.at(-1)];
  if (held === null || first === undefined || last === undefined)
    return fail('backtest-invalid', 'the past that the prices share is too short to say anything');
  if (last.knownAtSeconds - first.knownAtSeconds < HISTORY_SECONDS_MIN)
    return fail('backtest-invalid', 'the recorded past is shorter than fourteen days');
  return ok({
    // Two tokens may share a symbol; columns may not.
    assets: assets.map(({ symbol, targetE18 }, index) => ({ symbol: `${index + 1} ${symbol}`, targetE18 })),
    ...{ policy, contract, costs, costSides: 'bought', openingCosts: null, initialUsdE18 },
    ...{ rows: held.rows, stepSeconds: held.stepSeconds, baselines: false, believesAll: true },
    annual: { periodsPerYear: null, riskFreeRate: 0 },
  });
};

/**
 * Tries bands and intervals on a portfolio's own recorded prices, by the engine that decides for it, from its targets and its present value.
 * @returns the table, or `backtest-invalid` where the history is too short or can't be run
 */
export const proposeBands = (question: BandQuestion): Result<BandTable> => {
  if (question.assets.reduce((sum, { targetE18 }) => sum + targetE18, 0n) !== E18)
    return fail('backtest-invalid', 'the targets of assets with a price do not add up to the whole');
  const spec = specOf(question);
  if (!spec.ok) return spec;
  const asItIs = runBacktest(spec.value);
  if (!asItIs.ok) return asItIs;
  const tried: (SweepCell & BandTrial)[] = [];
  for (const cell of runSweep(spec.value, planOf(question.policy))) {
    if (!cell.ok) return cell;
    const { bandBps, intervalSeconds, result } = cell.value;
    tried.push({ bandBps, intervalSeconds, ...trialOf(result) });
  }
  const current = trialOf(asItIs.value);
  const { fromSeconds, toSeconds } = asItIs.value;
  return ok({
    ...{ fromSeconds, toSeconds, stepSeconds: spec.value.stepSeconds },
    ...{ current, tried, proposed: cheapest(current, tried) },
  });
};
