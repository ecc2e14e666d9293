import type { CashRules } from '../../lib/cash/backtest/cash-ledger.ts';
import {
  type CashStrategy,
  CHASER,
  fixedProfile,
  ON_HAND,
  ours,
  staying,
} from '../../lib/cash/backtest/cash-strategies.ts';
import { bestPathUnits } from '../../lib/cash/backtest/hindsight.ts';
import type { RateWorld } from '../../lib/cash/backtest/rate-world.ts';
import { type CashRun, runCash } from '../../lib/cash/backtest/run-cash.ts';
import { CASH_PRESETS, CASH_PROFILES, type CashPolicy, USDC } from '../../lib/cash/cash-policy.ts';

export const OURS = 'our decision';
const STAYING = 'best single venue of the 30 days before, kept';
/** Thirty days of rates are known before the first window, and a source may be silent for some of them. */
const WARM_UP_DAYS = 36;
const WINDOW_DAYS = 90;

const FIXED = CASH_PROFILES.map((profile) =>
  fixedProfile(`source design's ${profile}, fixed shares`, CASH_PRESETS[profile]),
);

/** Every way that is told of, in the order of the table. */
export const CASH_TABLE: readonly string[] = [
  OURS,
  STAYING,
  ON_HAND.name,
  CHASER.name,
  ...FIXED.map(({ name }) => name),
];

/** One window as figures: money of it is basis points of what it began with. */
export type WindowResult = {
  /** The best path's gain over staying, all at once across chains, and by the contracts' bridge budget. */
  readonly hindsightBps: number;
  readonly budgetedBps: number;
  readonly byName: ReadonlyMap<
    string,
    { readonly netBps: number; readonly overBps: number; readonly costBps: number; readonly moves: number }
  >;
};

/** What many windows say of one way. */
export type CashFigures = {
  readonly netBps: number;
  readonly meanBps: number;
  readonly medianBps: number;
  readonly fifthBps: number;
  readonly worstBps: number;
  /** Per cent of the windows in which it ended with no less than staying. */
  readonly notWorse: number;
  /** Median share of what hindsight gained over staying, where that was more than 50 bps; null where it never was. */
  readonly captured: number | null;
  readonly large: number;
  /** The same of the best path under the contracts' bridge budget. */
  readonly capturedBudgeted: number | null;
  readonly largeBudgeted: number;
  readonly moves: number;
  readonly costBps: number;
};

const LARGE_GAIN_BPS = 50;

/** Basis points of the start, to a millionth. */
const bps = (units: bigint, start: bigint): number => Number((units * 10_000_000_000n) / start) / 1_000_000;

/** By which policy and contracts' rules, with how much, and how far apart windows begin. */
type Walk = {
  readonly policy: CashPolicy;
  readonly rules: CashRules;
  readonly usd: number;
  readonly stepDays: number;
};

/** All windows of one world, from the first that has thirty days before it. */
export const runWindows = (
  world: RateWorld,
  { policy, rules, usd, stepDays }: Walk,
): readonly WindowResult[] => {
  const startUnits = BigInt(usd) * USDC;
  const strategies: readonly CashStrategy[] = [
    staying(STAYING, policy),
    ours(OURS, policy),
    ON_HAND,
    CHASER,
    ...FIXED,
  ];
  const results: WindowResult[] = [];
  for (let fromDay = WARM_UP_DAYS; fromDay + WINDOW_DAYS <= world.days; fromDay += stepDays) {
    const window = { world, fromDay, days: WINDOW_DAYS, startUnits, policy, rules };
    const runs = runCash(window, strategies);
    const stayed = runs[0]?.endUnits ?? startUnits;
    const of = (one: CashRun) => ({
      netBps: bps(one.endUnits - startUnits, startUnits),
      overBps: bps(one.endUnits - stayed, startUnits),
      costBps: bps(one.costUnits, startUnits),
      moves: one.moves,
    });
    results.push({
      hindsightBps: bps(bestPathUnits(window, { budgeted: false }) - stayed, startUnits),
      budgetedBps: bps(bestPathUnits(window, { budgeted: true }) - stayed, startUnits),
      byName: new Map(runs.map((one) => [one.name, of(one)])),
    });
  }
  return results;
};

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** The middle of what was captured where there was more than 50 bps to be had. */
const capturedOf = (
  pairs: readonly (readonly [overBps: number, hindsightBps: number])[],
): { readonly median: number | null; readonly count: number } => {
  const large = pairs.filter(([, hindsight]) => hindsight > LARGE_GAIN_BPS);
  const parts = ascending(large.map(([over, hindsight]) => over / hindsight));
  return { median: parts.length === 0 ? null : at(parts, 0.5), count: large.length };
};

/** The figures of one way over all windows. */
export const figuresOf = (windows: readonly WindowResult[], name: string): CashFigures => {
  const own = windows.flatMap(({ byName, hindsightBps, budgetedBps }) => {
    const one = byName.get(name);
    return one === undefined ? [] : [{ ...one, hindsightBps, budgetedBps }];
  });
  const over = ascending(own.map(({ overBps }) => overBps));
  const free = capturedOf(own.map(({ overBps, hindsightBps }) => [overBps, hindsightBps]));
  const budgeted = capturedOf(own.map(({ overBps, budgetedBps }) => [overBps, budgetedBps]));
  return {
    netBps: mean(own.map(({ netBps }) => netBps)),
    meanBps: mean(over),
    medianBps: at(over, 0.5),
    fifthBps: at(over, 0.05),
    worstBps: over[0] ?? Number.NaN,
    notWorse: (100 * over.filter((one) => one >= 0).length) / over.length,
    captured: free.median,
    large: free.count,
    capturedBudgeted: budgeted.median,
    largeBudgeted: budgeted.count,
    moves: mean(own.map(({ moves }) => moves)),
    costBps: mean(own.map(({ costBps }) => costBps)),
  };
};
