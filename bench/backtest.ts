import { runBacktest } from '../lib/backtest/backtest.ts';
import type { BacktestSpec } from '../lib/backtest/backtest-types.ts';
import { equalTargets } from '../lib/backtest/parse-targets.ts';
import { parseSweep, runSweep, sweepCells } from '../lib/backtest/sweep.ts';
import type { Costs } from '../lib/engine/snapshot.ts';
import { PRESETS } from '../lib/policy/policy-presets.ts';
import type { PriceRow } from '../lib/prices/price-file.ts';
import { atMost, type Benchmark, fastestSeconds, liveBytes, type Measurement } from './benchmark.ts';

const E18 = 10n ** 18n;
const DAY = 86_400;
const ASSETS = 10;
const SIX_YEARS = 2_192;
const FIRST_LABEL = 1_577_836_800;

/** Daily closes that wander by a few percent a day and are the same in every run. */
function* history(days: number): Generator<PriceRow> {
  let state = 20_261_121;
  const closes = Array.from({ length: ASSETS }, () => 100);
  for (let day = 0; day < days; day++) {
    const labelSeconds = FIRST_LABEL + day * DAY;
    for (const [index, close] of closes.entries()) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      // Pulled back to 100, or a long history would run out of digits.
      closes[index] = close * (1 + (state / 0x7fff_ffff - 0.5) * 0.12) + (100 - close) * 0.002;
    }
    const prices = closes.map((close) => BigInt(Math.round(close * 1e8)) * 10n ** 10n);
    yield { labelSeconds, knownAtSeconds: labelSeconds + DAY, prices };
  }
}

const COSTS: Costs = {
  gasPerLegUsdE18: 2n * E18,
  pair: { spreadBps: 0, feeBps: 10, impactBpsPer10kUsd: 0 },
  pairs: [],
};

const specOf = (rows: Iterable<PriceRow>, policy: BacktestSpec['policy']): BacktestSpec => ({
  assets: equalTargets(Array.from({ length: ASSETS }, (_, index) => `A${index}`)),
  policy,
  rows,
  stepSeconds: DAY,
  initialUsdE18: 100_000n * E18,
  costs: COSTS,
  costSides: 'bought',
  openingCosts: COSTS,
  annual: { periodsPerYear: 365, riskFreeRate: 0 },
  baselines: true,
});

const legsOf = (spec: BacktestSpec): number => {
  const result = runBacktest(spec);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.run.legs;
};

const GOAL_MS = 50;

const oneRun = (preset: 'index' | 'conservative' | 'balanced', baselines: boolean): Measurement => {
  const spec = { ...specOf([...history(SIX_YEARS)], PRESETS[preset]), baselines };
  const legs = legsOf(spec);
  const milliseconds = fastestSeconds(60, () => void runBacktest(spec)) * 1_000;
  const what = `backtest, ${ASSETS} assets, 6 years daily, ${preset}`;
  return atMost(baselines ? what : `${what} alone`, milliseconds, {
    goal: GOAL_MS,
    unit: 'ms',
    detail: `${legs} legs of its own, and ${baselines ? 'three' : 'no'} baselines, with all statistics`,
  });
};

const sweep = (): Measurement => {
  const plan = parseSweep('bands=1..20,intervals=1d,2d,3d,5d,7d,10d,14d,21d,30d,60d');
  if (!plan.ok) throw new Error(plan.error.message);
  const spec = specOf([...history(SIX_YEARS)], PRESETS.index);
  const seconds = fastestSeconds(1, () => {
    for (const outcome of runSweep(spec, plan.value)) if (!outcome.ok) throw new Error(outcome.error.message);
  });
  return atMost(`sweep, ${sweepCells(plan.value).length} cells of that`, seconds, {
    goal: 15,
    unit: 's',
    detail: 'one cell after the other, progress between them',
  });
};

const LONG = 60_000;

/** Heap in use when a tenth of a long history has been read, and at its end: the difference is what growing costs. */
const memory = (): Measurement => {
  let rows = 0;
  let early = 0;
  let late = 0;
  runBacktest({
    ...specOf(history(LONG), PRESETS.index),
    onRow: () => {
      rows += 1;
      if (rows === LONG / 10) early = liveBytes() / 2 ** 20;
      if (rows === LONG) late = liveBytes() / 2 ** 20;
    },
  });
  return atMost(`memory growth over ${LONG} rows`, Math.max(late - early, 0.01), {
    goal: 1,
    unit: 'MB',
    detail: `${early.toFixed(1)} MB in use after ${LONG / 10} rows, ${late.toFixed(1)} MB at the end`,
  });
};

/** How long a backtest and a sweep take, and whether memory stays flat as the history grows. */
export const backtestBenchmark: Benchmark = {
  name: 'backtest',
  run: async () => [
    oneRun('index', true),
    oneRun('conservative', true),
    oneRun('balanced', true),
    oneRun('balanced', false),
    sweep(),
    memory(),
  ],
};
