import type { Band } from '../../lib/engine/policy.ts';
import { seededRandom } from '../../lib/prices/simulated-market.ts';
import type { DemoVenue } from '../demo/options.mjs';
import type { AssetChoice, StackAsset } from './assets.ts';

/** A portfolio of the demo before it exists: what it holds, on what target, and when it is brought back. */
export type PortfolioSpec = {
  readonly name: string;
  readonly holdings: readonly { readonly asset: StackAsset; readonly targetBps: number }[];
  readonly band: Band;
  /** As an owner would write it. */
  readonly policy: unknown;
};

type Shape = {
  readonly name: string;
  /** Assets that move, by their place in the choice; a place beyond it is taken by a stable coin. */
  readonly risky: readonly number[];
  readonly targetsBps: readonly number[];
  readonly band: Band;
  readonly destination: unknown;
};

const halfWayIn = { kind: 'band-edge', marginBps: 5_000 };

/** Two, three and five assets; decimals 18 and 6, then 8, 18 and 6, then all of them with whatever the file brings. */
const SHAPES: readonly [Shape, Shape, Shape] = [
  {
    name: 'Ether and dollars',
    risky: [1],
    targetsBps: [5_000, 5_000],
    band: { kind: 'absolute', bandBps: 150 },
    destination: halfWayIn,
  },
  {
    name: 'Two majors',
    risky: [0, 1],
    targetsBps: [4_000, 3_500, 2_500],
    band: { kind: 'relative', bandBps: 500 },
    destination: { kind: 'target' },
  },
  {
    name: 'Five assets',
    risky: [0, 1, 2, 3],
    targetsBps: [3_000, 2_500, 1_500, 1_000, 2_000],
    band: { kind: 'relative', bandBps: 400 },
    destination: halfWayIn,
  },
];

/** Other weights for portfolios beyond the third: each moved by up to a tenth of itself, the last takes the difference. */
const variedTargets = (targetsBps: readonly number[], seed: number): readonly number[] => {
  const random = seededRandom(seed);
  const moved = targetsBps.slice(0, -1).map((bps) => Math.round(bps * (0.9 + 0.2 * random())));
  return [...moved, 10_000 - moved.reduce((sum, bps) => sum + bps, 0)];
};

const pickAssets = (shape: Shape, choice: AssetChoice): StackAsset[] => {
  const taken: StackAsset[] = [];
  const spare = [...choice.risky, ...choice.stables];
  for (const place of shape.risky) {
    const wanted = choice.risky[place];
    const asset =
      wanted !== undefined && !taken.includes(wanted) ? wanted : spare.find((each) => !taken.includes(each));
    if (asset !== undefined) taken.push(asset);
  }
  const stable = choice.stables.find((each) => !taken.includes(each));
  return stable === undefined ? taken : [...taken, stable];
};

/** Where a file has too few columns for the shape, the last asset takes the weight that is left over. */
const withTargets = (
  assets: readonly StackAsset[],
  targetsBps: readonly number[],
): PortfolioSpec['holdings'] => {
  let left = 10_000;
  return assets.map((asset, at) => {
    const targetBps = at === assets.length - 1 ? left : (targetsBps[at] ?? 0);
    left -= targetBps;
    return { asset, targetBps };
  });
};

/** Given up at once, so that a stranger has a reason to come; the walk goes on if nobody does. */
const ASKED = { spreadBps: -10, walkBpsPerHour: 20, discountBpsMax: 40 };

/** What the market's depth lets through at once, and the least that is worth a swap: a thin pool holds everything back. */
const AT_ONCE = { minTradeUsd: '2000', priceImpactBpsMax: 20, slippageBpsMax: 150 };

const policyOf = (shape: Shape, stepSeconds: number, venue: DemoVenue) => ({
  version: 1,
  preset: 'custom',
  triggers: [shape.band],
  destination: shape.destination,
  // A replay packs weeks of trading into a day's blocks when its prices are shaken on purpose.
  limits: {
    ...{ cooldownSeconds: 900, minTradeUsd: '50', dailyVolumeUsd: '5000000' },
    ...(venue === 'proposal' ? AT_ONCE : {}),
  },
  orderTerms: {
    venue: venue === '1inch' ? 'oneinch' : venue,
    ...(venue === 'proposal' ? {} : ASKED),
    expiresInSeconds: Math.min(Math.round(stepSeconds * 1.5), 2_592_000),
  },
  lookEverySeconds: Math.min(stepSeconds, 604_800),
});

/**
 * What the account that keeps its own tokens holds: the assets of the first portfolio, half and half, to be swapped at
 * once. It is small enough for a thin pool.
 */
export const delegatedSpec = (choice: AssetChoice, stepSeconds: number): PortfolioSpec => {
  const [shape] = SHAPES;
  const policy = policyOf(shape, stepSeconds, 'proposal');
  return {
    name: 'Ether and dollars, in its own account',
    holdings: withTargets(pickAssets(shape, choice), shape.targetsBps),
    band: shape.band,
    policy: { ...policy, limits: { ...policy.limits, minTradeUsd: '50', priceImpactBpsMax: 100 } },
  };
};

/**
 * The first `count` portfolios of the demo: the three shapes in turn, from the fourth on with weights of their own, drawn
 * from `seed`. The same choice, count and seed give the same portfolios.
 */
export const portfolioSpecs = (options: {
  readonly count: number;
  readonly choice: AssetChoice;
  readonly stepSeconds: number;
  readonly seed: number;
  readonly venue: DemoVenue;
}): readonly PortfolioSpec[] =>
  Array.from({ length: options.count }, (_, index) => {
    const shape = SHAPES[index % SHAPES.length] ?? SHAPES[0];
    const targets =
      index < SHAPES.length
        ? shape.targetsBps
        : variedTargets(shape.targetsBps, options.seed * 1_000 + index);
    const assets = pickAssets(shape, options.choice);
    return {
      name: index < SHAPES.length ? shape.name : `${shape.name} ${Math.floor(index / SHAPES.length) + 1}`,
      holdings: withTargets(assets, targets),
      band: shape.band,
      policy: policyOf(shape, options.stepSeconds, options.venue),
    };
  });
