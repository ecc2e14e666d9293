import fc from 'fast-check';
import { powerOfTen } from '../../money/fixed-point.ts';
import type { Policy } from '../policy.ts';
import type { AssetState, Snapshot } from '../snapshot.ts';
import { asset, NOW, policyOf, snapshotOf } from './builders.ts';

const E18 = 10n ** 18n;

/** Prices from 1e-12 to 1e9 USD: a mantissa of 1.000–9.999 and an exponent. */
const priceE18 = fc
  .tuple(fc.integer({ min: 1_000, max: 9_999 }), fc.integer({ min: -12, max: 8 }))
  .map(([mantissa, exponent]) => BigInt(mantissa) * 10n ** BigInt(exponent + 15));

type AssetDraw = {
  readonly priceE18: bigint;
  readonly decimals: number;
  readonly targetWeight: number;
  readonly driftPercent: number;
};

const assetDraw: fc.Arbitrary<AssetDraw> = fc.record({
  priceE18,
  decimals: fc.oneof(fc.constantFrom(6, 8, 18), fc.integer({ min: 0, max: 27 })),
  targetWeight: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 1_000 }) },
    { weight: 1, arbitrary: fc.constant(0) },
  ),
  driftPercent: fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: -4, max: 4 }) },
    { weight: 3, arbitrary: fc.integer({ min: -60, max: 120 }) },
    { weight: 1, arbitrary: fc.constantFrom(-100, 0) },
  ),
});

/** Basis points in proportion to the weights, summing to exactly 10,000. */
const targetsOf = (draws: readonly AssetDraw[]): number[] => {
  const sum = draws.reduce((total, { targetWeight }) => total + targetWeight, 0);
  if (sum === 0) return draws.map((_, index) => (index === 0 ? 10_000 : 0));
  const targets = draws.map(({ targetWeight }) => Math.floor((targetWeight * 10_000) / sum));
  const largest = targets.indexOf(Math.max(...targets));
  const short = 10_000 - targets.reduce((total, bps) => total + bps, 0);
  return targets.map((bps, index) => (index === largest ? bps + short : bps));
};

const unitsOf = (draw: AssetDraw, targetBps: number, navE18: bigint): bigint => {
  const bps = targetBps === 0 && draw.driftPercent > 0 ? draw.driftPercent : targetBps;
  const valueE18 = (navE18 * BigInt(bps) * BigInt(100 + draw.driftPercent)) / 1_000_000n;
  return (valueE18 * powerOfTen(draw.decimals)) / draw.priceE18;
};

/** Portfolios of 1–16 assets, decimals 0–27, prices 1e-12…1e9 USD, 100 USD to a billion, in and out of any band. */
export const portfolio = (assetsMax = 16): fc.Arbitrary<AssetState[]> =>
  fc
    .tuple(
      fc.array(assetDraw, { minLength: 1, maxLength: assetsMax, size: 'max' }),
      fc.integer({ min: 100, max: 1_000_000 }),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([draws, mantissa, exponent]) => {
      const targets = targetsOf(draws);
      const navE18 = BigInt(mantissa) * 10n ** BigInt(exponent) * E18;
      return draws.map((draw, index) => {
        const targetBps = targets[index] ?? 0;
        return asset(index, {
          targetBps,
          decimals: draw.decimals,
          price: draw.priceE18,
          units: unitsOf(draw, targetBps, navE18),
        });
      });
    });

const band = fc.oneof(
  fc.record({ kind: fc.constant('absolute'), bandBps: fc.integer({ min: 50, max: 1_000 }) }),
  fc.record({ kind: fc.constant('relative'), bandBps: fc.integer({ min: 200, max: 3_000 }) }),
  fc.record({
    kind: fc.constant('hybrid'),
    relativeBps: fc.integer({ min: 200, max: 3_000 }),
    floorBps: fc.integer({ min: 20, max: 500 }),
  }),
);

const trigger = fc.oneof(
  band,
  band.map((one) => ({ kind: 'calendar-band', intervalSeconds: 3_600, band: one })),
  fc.record({
    kind: fc.constant('volatility-band'),
    band,
    referenceVolatilityBps: fc.integer({ min: 1_000, max: 20_000 }),
    scaleBpsMin: fc.constant(5_000),
    scaleBpsMax: fc.constant(20_000),
  }),
);

const destination = fc.oneof(
  fc.constant({ kind: 'target' }),
  fc.record({ kind: fc.constant('band-edge'), marginBps: fc.integer({ min: 0, max: 10_000 }) }),
  fc.record({
    kind: fc.constant('fraction'),
    fractionBps: fc.integer({ min: 1, max: 10_000 }),
    marginBps: fc.integer({ min: 1, max: 10_000 }),
  }),
);

/** Limits that never bind. */
export const OPEN_LIMITS = {
  minTradeUsd: '0',
  maxTradeUsd: '999999999999999',
  dailyVolumeUsd: '999999999999999',
  cooldownSeconds: 0,
  priceImpactBpsMax: 10_000,
  gasCostBpsMax: 10_000,
  legsMax: 64,
} as const;

const terms = (spreadBps: number) => ({
  spreadBps,
  walkBpsPerHour: 0,
  discountBpsMax: Math.max(-spreadBps, 0),
});

/** A policy with a band, any destination, no limit in the way and the mid price asked. */
export const openPolicy: fc.Arbitrary<Policy> = fc
  .tuple(trigger, destination)
  .map(([one, aim]) =>
    policyOf({ triggers: [one], destination: aim, limits: OPEN_LIMITS, orderTerms: terms(0) }),
  );

/** A policy whose limits often bind. */
export const limitedPolicy: fc.Arbitrary<Policy> = fc
  .tuple(
    fc.oneof(trigger, fc.constant({ kind: 'calendar', intervalSeconds: 3_600 })),
    fc.integer({ min: -50, max: 50 }),
    fc.record({
      minTradeUsd: fc.constantFrom('1', '50', '5000'),
      maxTradeUsd: fc.constantFrom('5000', '10000', '1000000000'),
      dailyVolumeUsd: fc.constantFrom('50000', '1000000', '100000000000'),
      gasCostBpsMax: fc.constantFrom(10, 200, 10_000),
      priceImpactBpsMax: fc.constantFrom(50, 500, 10_000),
      weightBpsMax: fc.constantFrom(3_000, 10_000, 10_000),
      legsMax: fc.constantFrom(2, 16, 64),
    }),
    fc.constantFrom(null, null, { benefitRateBps: 100 }),
  )
  .map(([one, spreadBps, limits, costGate]) =>
    policyOf({
      triggers: [one],
      destination: { kind: 'target' },
      limits,
      costGate,
      orderTerms: terms(spreadBps),
    }),
  );

/** Everything around the holdings that may bind: budgets, gas, impact, allowances, locks, stamps of the contract. */
export const limitedSnapshot: fc.Arbitrary<Snapshot> = fc
  .tuple(
    portfolio(8),
    fc.record({
      turnoverLeftE18: fc.constantFrom(0n, E18 / 100n, E18, E18),
      lossLeftE18: fc.constantFrom(0n, E18 / 100_000n, E18 / 200n),
      oneOffTurnoverLeftE18: fc.constantFrom(0n, E18 / 50n),
      oneOffExpiresAtSeconds: fc.constantFrom(NOW - 1, NOW + 86_400),
    }),
    fc.constantFrom(0n, E18 / 2n, 5n * E18),
    fc.record({
      spreadBps: fc.constantFrom(0, 5),
      feeBps: fc.constantFrom(0, 10),
      impactBpsPer10kUsd: fc.constantFrom(0, 1, 30),
    }),
    fc.array(
      fc.record({
        lock: fc.constantFrom(
          'none',
          'none',
          'none',
          'none',
          'none',
          'no-sell',
          'no-buy',
          'unhealthy',
          'excluded',
        ),
        boughtAgo: fc.constantFrom(null, null, null, 100, 600, 900),
        soldAgo: fc.constantFrom(null, null, null, 100, 600, 900),
        allowancePercent: fc.constantFrom(null, null, null, null, 0, 10),
      }),
      { minLength: 8, maxLength: 8 },
    ),
    fc.constantFrom(0n, 40_000n * E18),
  )
  .map(([assets, buckets, gasPerLegUsdE18, pair, around, tradedTodayUsdE18]) => {
    const placed = assets.map((one, index): AssetState => {
      const more = around[index];
      return {
        ...one,
        lock: (more?.lock ?? 'none') as AssetState['lock'],
        lastBoughtAtSeconds: more?.boughtAgo == null ? null : NOW - more.boughtAgo,
        lastSoldAtSeconds: more?.soldAgo == null ? null : NOW - more.soldAgo,
        allowanceUnits:
          more?.allowancePercent == null ? null : (one.units * BigInt(more.allowancePercent)) / 100n,
      };
    });
    return {
      ...snapshotOf([], { buckets, tradedTodayUsdE18, costs: { gasPerLegUsdE18, pair, pairs: [] } }),
      assets: placed,
    };
  });
