import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { env } from 'node:process';
import type { CashRules } from '../lib/cash/backtest/cash-ledger.ts';
import { type RateWorld, worldOfCharts, worldOfSimulation } from '../lib/cash/backtest/rate-world.ts';
import { BACKTEST_RULES } from '../lib/cash/backtest/run-cash.ts';
import { CASH_GUARDS } from '../lib/cash/cash-guards.ts';
import {
  CASH_DEFAULTS,
  CASH_PRESETS,
  CASH_PROFILES,
  type CashPolicy,
  type CashProfile,
} from '../lib/cash/cash-policy.ts';
import { readLlamaChart } from '../lib/cash/llama-chart.ts';
import { SIMULATION, SIMULATION_SEEDS, SUDDEN_LOSSES } from '../lib/cash/simulated-parameters.ts';
import { simulateRates } from '../lib/cash/simulated-rates.ts';
import { atLeast, type Benchmark, type Measurement } from './benchmark.ts';
import { CASH_TABLE, type CashFigures, figuresOf, OURS, runWindows } from './cash/windows.ts';

const DAY_SECONDS = 86_400;
const CHAINS = [1, 8_453, 42_161];
/** Between the starts of two windows. */
const STEP_DAYS = Number(env.CASH_STEP_DAYS ?? 15);
const SEEDS = Number(env.CASH_SEEDS ?? SIMULATION_SEEDS.length);

/** No profile: every chain open to all of it, so that one venue alone may hold all. */
const open = (chainIds: readonly number[]): CashPolicy => ({
  ...CASH_DEFAULTS,
  lookEverySeconds: DAY_SECONDS,
  chainCaps: chainIds.map((chainId) => ({ chainId, capBps: 10_000 })),
});

/** `whole`: all may stand in one venue, as hindsight's does; only then is its gain one to be captured, and every other way told of. */
type Tried = {
  readonly name: string;
  readonly policy: CashPolicy;
  readonly rules: CashRules;
  readonly usd: number;
  readonly whole: boolean;
};

/** What a profile's contracts let through a day. */
const limitsOf = (profile: CashProfile): Partial<CashRules> => {
  const { lossBpsPerDay, turnoverBpsPerDay, bridgeBpsPerDay } = CASH_GUARDS[profile];
  return { lossBpsPerDay, turnoverBpsPerDay, bridgeBpsPerDay };
};

const TRIED: Tried = {
  name: '',
  policy: open(CHAINS),
  rules: BACKTEST_RULES,
  usd: 100_000,
  whole: true,
};
/** Beside it: what a profile's limits, its contracts' own among them, and other sums make of it, over a part of the worlds. */
const BESIDE: readonly Tried[] = [
  { ...TRIED, name: ', 2,000 USD', usd: 2_000, whole: false },
  { ...TRIED, name: ', 5,000,000 USD', usd: 5_000_000, whole: false },
  ...CASH_PROFILES.map((profile) => ({
    name: `, ${profile}`,
    policy: CASH_PRESETS[profile],
    rules: { ...BACKTEST_RULES, ...limitsOf(profile) },
    usd: 100_000,
    whole: false,
  })),
];

const reported = (what: string, figures: CashFigures): Measurement => ({
  what,
  measured: figures.meanBps,
  unit: 'bps over staying',
  goal: null,
  ratio: null,
  detail: detailOf(figures),
});

const detailOf = (one: CashFigures): string =>
  `net ${one.netBps.toFixed(1)} bps in 90 days; not worse in ${one.notWorse.toFixed(1)} %, worst ${one.worstBps.toFixed(1)} bps; ${one.captured === null ? 'nothing to capture' : `${(100 * one.captured).toFixed(0)} % of hindsight's gain in the median of ${one.large}`}; ${one.moves.toFixed(1)} moves, ${one.costBps.toFixed(2)} bps of costs`;

/** The lines of one set of worlds: ours against its bars, then every other way to be told of. */
const tableOf = (name: string, worlds: readonly RateWorld[], tried: Tried): readonly Measurement[] => {
  const windows = worlds.flatMap((world) => runWindows(world, { ...tried, stepDays: STEP_DAYS }));
  if (windows.length === 0) return [];
  const ours = figuresOf(windows, OURS);
  const what = `${name}${tried.name}`;
  return [
    atLeast(`${what}: not worse than the best single venue`, ours.notWorse, {
      goal: 95,
      unit: `% of ${windows.length} windows`,
      detail: detailOf(ours),
    }),
    {
      what: `${what}: worst window`,
      measured: ours.worstBps,
      unit: 'bps (at least −5)',
      goal: -5,
      ratio: ours.worstBps >= -5 ? 1 : 5 / -ours.worstBps,
      detail: `the twentieth: ${ours.fifthBps.toFixed(2)} bps, the middle ${ours.medianBps.toFixed(2)}`,
    },
    ...(tried.whole ? capturedLines(what, ours) : []),
    ...(tried.whole ? CASH_TABLE : CASH_TABLE.slice(0, 3)).map((strategy) =>
      reported(`${what}: ${strategy}`, figuresOf(windows, strategy)),
    ),
  ];
};

const capturedLines = (what: string, ours: CashFigures): readonly Measurement[] => {
  const line = (name: string, captured: number | null, large: number): readonly Measurement[] =>
    captured === null
      ? []
      : [
          atLeast(`${what}: captured of hindsight, ${name}`, 100 * captured, {
            goal: 40,
            unit: `% (median of ${large})`,
            detail:
              'where the best path of one venue at a time, at full cost, gains more than 50 bps over staying',
          }),
        ];
  return [
    ...line('all at once across chains', ours.captured, ours.large),
    ...line('by the bridge budget', ours.capturedBudgeted, ours.largeBudgeted),
  ];
};

const simulated = (seeds: readonly number[], parameters = SIMULATION): readonly RateWorld[] =>
  seeds.map((seed) => worldOfSimulation(`simulated ${seed}`, simulateRates(seed, parameters)));

/** Charts of DefiLlama's shape, named `CHAIN-NAME.json` by the chain's number, each folder a world. */
const recorded = (folder: string): readonly RateWorld[] => {
  const histories = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const chainId = Number(/^(\d+)-/.exec(file)?.[1] ?? '1');
      const key = { chainId, vault: basename(file, '.json') };
      const read = readLlamaChart(key, JSON.parse(readFileSync(join(folder, file), 'utf8')));
      if (read.ok) return [read.value];
      console.error(`${file}: ${read.error.message}`);
      return [];
    });
  return [worldOfCharts(basename(folder), histories)];
};

const run = async (): Promise<readonly Measurement[]> => {
  const folder = env.CASH_CHARTS;
  if (folder !== undefined) {
    const worlds = recorded(folder);
    const chainIds = worlds.flatMap(({ vaults }) => vaults.map(({ key }) => key.chainId));
    return tableOf(`recorded charts of ${folder}`, worlds, {
      ...TRIED,
      policy: open([...new Set(chainIds)]),
    });
  }
  const seeds = SIMULATION_SEEDS.slice(0, SEEDS);
  const chosenBy = seeds.filter((seed) => seed % 2 === 1);
  const others = seeds.filter((seed) => seed % 2 === 0);
  const few = others.filter((_, index) => index % 10 === 0);
  return [
    ...tableOf('simulated, even seeds', simulated(others), TRIED),
    ...tableOf('simulated, odd seeds (chosen by)', simulated(chosenBy), TRIED),
    ...tableOf('simulated, with losses that nothing announces', simulated(few, SUDDEN_LOSSES), TRIED),
    ...BESIDE.flatMap((tried) => tableOf('simulated, some seeds', simulated(few), tried)),
  ];
};

/** Where USDC is put, against the best single venue, hindsight and other ways, walked forward over made-up or recorded rates. */
export const cashBenchmark: Benchmark = { name: 'cash', run };
