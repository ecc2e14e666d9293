import { decide } from '../lib/engine/decide.ts';
import type { Snapshot } from '../lib/engine/snapshot.ts';
import { policyOf, snapshotOf } from '../lib/engine/testing/builders.ts';
import { atLeast, type Benchmark, fastestSeconds, type Measurement } from './benchmark.ts';

const E18 = 10n ** 18n;
const PORTFOLIOS = 5_000;
const ASSETS_MAX = 16;

/** A row of numbers that looks random and is the same in every run. */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x7fff_ffff;
  };
};

const PRICES = [
  2_500n * E18,
  E18,
  60_000n * E18,
  7n * E18 + 123_456_789n,
  E18 / 3n,
  150n * E18,
  12n * E18,
  91n * (E18 / 100n),
];
const DECIMALS = [18, 6, 8, 18, 18, 9, 18, 18];

const targetsOf = (assets: number): number[] => {
  const even = Math.floor(10_000 / assets);
  return Array.from({ length: assets }, (_, index) => (index === 0 ? 10_000 - even * (assets - 1) : even));
};

/** A fleet of which every second portfolio has left its band. */
const fleet = (assets: number): Snapshot[] => {
  const random = numbers(assets);
  const targets = targetsOf(assets);
  return Array.from({ length: PORTFOLIOS }, (_, number) =>
    snapshotOf(
      targets.map((targetBps, index) => {
        const spread = number % 2 === 0 ? 0.02 : 0.2;
        const moved = number % 2 === 1 && index < 2 ? (index === 0 ? 1.5 : 0.55) : 1;
        const usd = Math.round(targetBps * 10 * moved * (1 + (random() - 0.5) * spread));
        return { targetBps, usd, price: PRICES[index % 8] ?? E18, decimals: DECIMALS[index % 8] ?? 18 };
      }),
    ),
  );
};

const measure = (assets: number, goal: number): Measurement => {
  const policy = policyOf({
    destination: { kind: 'band-edge', marginBps: 5_000 },
    triggers: [{ kind: 'relative', bandBps: 2_500 }],
    orderTerms: { spreadBps: 10 },
  });
  const snapshots = fleet(assets);
  let acting = 0;
  for (const snapshot of snapshots) if (decide(snapshot, policy).plan.kind === 'act') acting += 1;
  const seconds = fastestSeconds(40, () => {
    for (const snapshot of snapshots) decide(snapshot, policy);
  });
  return atLeast(`decide, ${assets} assets`, PORTFOLIOS / seconds, {
    goal,
    unit: 'portfolios/s/core',
    detail: `${((100 * acting) / PORTFOLIOS).toFixed(0)} % act, every verdict with its reason and numbers`,
  });
};

/** How many portfolios one core decides a second, with full reasons, half of them acting. */
export const decideBenchmark: Benchmark = {
  name: 'decide',
  run: async () => [measure(2, 100_000), measure(5, 100_000), measure(ASSETS_MAX, 10_000)],
};
