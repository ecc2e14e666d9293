import { hasCheckData, readCheckPrices } from '../lib/backtest/testing/check-data.ts';
import { lossAtFillBps } from '../lib/engine/measured-walk.ts';
import { policySchema } from '../lib/policy/policy.ts';
import type { PriceFile } from '../lib/prices/price-file.ts';
import { seededRandom, simulateMarket } from '../lib/prices/simulated-market.ts';
import { atLeast, atMost, type Benchmark, type Measurement } from './benchmark.ts';
import {
  type FillCase,
  type FillRun,
  type FillTerms,
  runInParts,
  runToFill,
  type TakerChain,
} from './execution/fill-run.ts';
import type { FeedTerms } from './execution/price-path.ts';

const HISTORIES = ['hourly.csv', 'hourly_2020-03.csv', 'hourly_2022-11.csv'];
/** Of each history. */
const SEEDS = 340;
const WEEK_HOURS = 168;
const DAY_SECONDS = 86_400;
const FEED: FeedTerms = { deviation: 0.005, heartbeatSeconds: 3_600 };
/** A pool of 5 million USD in two equal halves, 0.3 % fee. */
const POOL = { sideUsd: 2_500_000, feeBps: 30 };
const SWAP_USD = 5_000;
/** What is traded whole and in parts, as multiples of that. */
const SIZES = [1, 20];

const CHAINS: readonly (TakerChain & { readonly name: string })[] = [
  { name: '12-second blocks', blockSeconds: 12, gasUsd: 0.75 },
  { name: '2-second blocks', blockSeconds: 2, gasUsd: 0.01 },
];

const policyOf = (orderTerms: object, minTradeUsd = '1'): FillTerms['policy'] =>
  policySchema.parse({
    version: 1,
    triggers: [{ kind: 'absolute', bandBps: 1 }],
    destination: { kind: 'target' },
    limits: { minTradeUsd, cooldownSeconds: 0 },
    orderTerms,
    lookEverySeconds: 15,
  });

const MEASURED = policyOf({ walk: 'measured', expiresInSeconds: DAY_SECONDS });
const TERMS = [
  { name: 'measured walk', policy: MEASURED },
  { name: 'default terms', policy: policyOf({}) },
  { name: 'the demo’s terms', policy: policyOf({ spreadBps: -10 }) },
] as const;

type History = { readonly name: string; readonly closesUsd: readonly (readonly number[])[] };

/** Every asset's closes without a hole. */
const historyOf = (name: string, { columns, rows }: PriceFile): History => ({
  name,
  closesUsd: columns.flatMap((_, column) => {
    const closes = rows.map(({ prices }) => Number(prices[column] ?? 0n) / 1e18);
    const moves = closes.every((close) => close > 0) && Math.max(...closes) > Math.min(...closes) * 1.2;
    return moves ? [closes] : [];
  }),
});

const historiesOf = (): readonly History[] =>
  HISTORIES.map((name, index) => {
    const path = `prices/${name}`;
    return hasCheckData(path)
      ? historyOf(name, readCheckPrices(path))
      : historyOf(`simulated market ${index + 1}`, simulateMarket(index + 1));
  });

const casesOf = ({ closesUsd }: History, first: number): readonly FillCase[] =>
  Array.from({ length: SEEDS }, (_, index) => {
    const seed = first + index;
    const random = seededRandom(seed);
    const closes = closesUsd[Math.floor(random() * closesUsd.length)] ?? [];
    // A week of history before it, and days enough after it for the slowest clock.
    const from = WEEK_HOURS + Math.floor(random() * (closes.length - 2 * WEEK_HOURS));
    return { closesUsd: closes, from, seed };
  });

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

/** The model's loss is spread exponentially: five of a hundred fills lose more than three times its mean. */
const P95_OVER_MEAN = -Math.log(0.05);

type Figures = {
  readonly lossBps: readonly number[];
  /** Of each fill, what it lost beyond the model's floor and its gas. */
  readonly beyondBps: readonly number[];
  readonly floorBps: readonly number[];
  readonly minutes: readonly number[];
  readonly filled: number;
  /** Share of the fills that lost more than the model's own worst twentieth. */
  readonly beyondP95: number;
};

const ascending = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

const figuresOf = (runs: readonly FillRun[], { blockSeconds }: TakerChain): Figures => {
  const fills = runs.flatMap((run) => (run.kind === 'filled' ? [run] : []));
  const floorOf = (volatility: number) => lossAtFillBps({ volatility, blockSeconds }, 0);
  return {
    lossBps: ascending(fills.map(({ lossBps }) => lossBps)),
    beyondBps: ascending(
      fills.map(({ lossBps, gasBps, volatility }) => lossBps - gasBps - floorOf(volatility)),
    ),
    floorBps: ascending(fills.map(({ volatility }) => floorOf(volatility))),
    minutes: ascending(fills.map(({ seconds }) => seconds / 60)),
    filled: fills.length / runs.length,
    beyondP95:
      fills.filter(
        ({ lossBps, gasBps, volatility }) => lossBps - gasBps > P95_OVER_MEAN * floorOf(volatility),
      ).length / fills.length,
  };
};

/** Parts of one leg, an hour after the other. */
const PARTS = 6;
/** Gas of less would cost more than parts spare. */
const IN_PARTS = policyOf(
  {
    ...{ walk: 'measured', expiresInSeconds: DAY_SECONDS },
    inParts: { parts: PARTS, overSeconds: PARTS * 3_600 },
  },
  '500',
);

/** Of a leg in parts: what all its parts lost of what they sold, their gas, and the mean of their floors; those that were traded whole. */
const partsFigures = (cases: readonly FillCase[], terms: FillTerms): Figures => {
  const { blockSeconds, gasUsd } = terms.chain;
  const sum = (values: readonly number[]): number => values.reduce((so, one) => so + one, 0);
  const whole = cases.flatMap((one) => {
    const { fills, isDone, seconds } = runInParts(one, terms);
    if (!isDone || fills.length === 0) return [];
    const soldUsd = sum(fills.map((fill) => fill.soldUsd));
    const bpsOf = (usd: number): number => (usd / soldUsd) * 10_000;
    const loss = bpsOf(sum(fills.map(({ givenUsd }) => givenUsd)));
    const gas = bpsOf(gasUsd * fills.length);
    const floor = sum(
      fills.map(
        (fill) => (lossAtFillBps({ volatility: fill.volatility, blockSeconds }, 0) * fill.soldUsd) / soldUsd,
      ),
    );
    const minutes = seconds / 60;
    return [
      { loss, floor, beyond: loss - gas - floor, minutes, isBeyond: loss - gas > P95_OVER_MEAN * floor },
    ];
  });
  return {
    lossBps: ascending(whole.map(({ loss }) => loss)),
    beyondBps: ascending(whole.map(({ beyond }) => beyond)),
    floorBps: ascending(whole.map(({ floor }) => floor)),
    minutes: ascending(whole.map(({ minutes }) => minutes)),
    filled: whole.length / cases.length,
    beyondP95: whole.filter(({ isBeyond }) => isBeyond).length / whole.length,
  };
};

const detailOf = ({ lossBps, floorBps, minutes, filled, beyondP95 }: Figures): string =>
  `loss ${at(lossBps, 0.5).toFixed(2)} bps median, ${at(lossBps, 0.95).toFixed(2)} p95, floor ${at(floorBps, 0.5).toFixed(2)}, ${(beyondP95 * 100).toFixed(1)} % beyond its own p95; filled ${(filled * 100).toFixed(1)} %, after ${at(minutes, 0.5).toFixed(0)} min median, ${at(minutes, 0.99).toFixed(0)} p99`;

const reported = (what: string, measured: number, detail: string): Measurement => ({
  ...{ what, measured, unit: 'bps', goal: null, ratio: null, detail },
});

/** What a swap of the same size gives away in the pool at once: its fee, its impact, and the gas that its owner pays. */
const swapAtOnce = ({ name, gasUsd }: TakerChain & { readonly name: string }): Measurement => {
  const impactBps = (SWAP_USD / (POOL.sideUsd + SWAP_USD)) * 10_000;
  const lossBps = POOL.feeBps + impactBps + (gasUsd / SWAP_USD) * 10_000;
  const detail = `pool of ${POOL.sideUsd * 2} USD, fee ${POOL.feeBps} bps, at once`;
  return reported(`${name}, swapped at once`, lossBps, detail);
};

/** Hours in which an order of a measured walk is to be filled, by the bot's clock. */
const CLOCKS = [
  { name: 'a minute', clockSeconds: 60, hours: 2 },
  { name: 'five minutes', clockSeconds: 300, hours: 6 },
  { name: 'a day', clockSeconds: DAY_SECONDS, hours: 120 },
] as const;

const run = async (): Promise<readonly Measurement[]> => {
  const histories = historiesOf();
  const cases = histories.flatMap((history, index) => casesOf(history, 1 + index * SEEDS));
  const names = histories.map(({ name }) => name).join(', ');
  const measurements: Measurement[] = [];
  const figures = (terms: FillTerms, of: readonly FillCase[] = cases): Figures =>
    figuresOf(
      of.map((one) => runToFill(one, terms)),
      terms.chain,
    );
  for (const chain of CHAINS) {
    for (const feed of [null, FEED]) {
      const by = `${chain.name}, ${feed === null ? 'prices of the block' : 'a feed of 0.5 %'}`;
      for (const { name, policy } of TERMS) {
        const terms = { chain, feed, policy, clockSeconds: 60, patienceSeconds: 7_200 };
        const told = figures(terms);
        const detail = detailOf(told);
        if (policy !== MEASURED) {
          measurements.push(reported(`${by}, ${name}`, at(told.lossBps, 0.5), detail));
          continue;
        }
        const unit = `bps over the floor (${cases.length} seeds, ${names})`;
        measurements.push(
          atMost(`${by}, ${name}: median`, at(told.beyondBps, 0.5), { goal: 2, unit, detail }),
          atMost(`${by}, ${name}: p95`, at(told.beyondBps, 0.95), { goal: 5, unit, detail }),
          atLeast(`${by}, ${name}: filled`, told.filled * 100, { goal: 99, unit: '% in 2 h', detail }),
        );
      }
    }
    measurements.push(swapAtOnce(chain));
    for (const { name, clockSeconds, hours } of CLOCKS) {
      const terms = { chain, feed: FEED, policy: MEASURED, clockSeconds, patienceSeconds: hours * 3_600 };
      const told = figures(terms);
      const what = `${chain.name}, a feed of 0.5 %, a clock of ${name}`;
      measurements.push(reported(what, at(told.lossBps, 0.5), `within ${hours} h: ${detailOf(told)}`));
    }
    for (const timesAsMuch of SIZES) {
      const terms = { chain, feed: FEED, policy: MEASURED, clockSeconds: 60, patienceSeconds: 7_200 };
      const usd = (SWAP_USD * timesAsMuch).toLocaleString('en-US');
      const ways = [
        ['whole', figures({ ...terms, timesAsMuch })],
        [`in ${PARTS} parts`, partsFigures(cases, { ...terms, policy: IN_PARTS, timesAsMuch })],
      ] as const;
      for (const [way, told] of ways) {
        const detail = `${at(told.beyondBps, 0.5).toFixed(2)} over floor and gas in the median, ${at(told.beyondBps, 0.95).toFixed(2)} at p95; ${detailOf(told)}`;
        measurements.push(
          reported(`${chain.name}, a feed of 0.5 %, ${usd} USD ${way}`, at(told.lossBps, 0.95), detail),
        );
      }
    }
    for (const [index, history] of histories.entries()) {
      const terms = { chain, feed: FEED, policy: MEASURED, clockSeconds: 60, patienceSeconds: 7_200 };
      const told = figures(terms, cases.slice(index * SEEDS, (index + 1) * SEEDS));
      measurements.push(reported(`${chain.name}, ${history.name}`, at(told.lossBps, 0.5), detailOf(told)));
    }
  }
  return measurements;
};

/** What a rebalance by the engine's own orders gives away at its fill, beside what other ways give away, over the same prices. */
export const executionBenchmark: Benchmark = { name: 'execution', run };
