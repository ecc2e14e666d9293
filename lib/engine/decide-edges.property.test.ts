import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { powerOfTen } from '../money/fixed-point.ts';
import { decide } from './decide.ts';
import { totalCostUsdE18 } from './pair-cost.ts';
import type { Policy } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import { limitedPolicy, limitedSnapshot, OPEN_LIMITS } from './testing/arbitraries.ts';
import { asset, legsOf, NOW, policyOf, snapshotOf, timesIn, tokenAt } from './testing/builders.ts';

const E18 = 10n ** 18n;
/** Per property; the weekly campaign asks for many more. */
const propertyCases = Number(env.PROPERTY_CASES ?? '500');
const holds = (property: fc.IProperty<unknown[]> | fc.IRawProperty<unknown>): void => {
  fc.assert(property as fc.IProperty<unknown[]>, { numRuns: propertyCases });
};

/** A price from 1e-18 to 1e18 USD per token, and a token of 0 to 36 decimals. */
const draw = fc.record({
  exponent: fc.integer({ min: 0, max: 36 }),
  mantissa: fc.integer({ min: 1, max: 9 }),
  decimals: fc.integer({ min: 0, max: 36 }),
  usd: fc.integer({ min: 0, max: 1_000_000 }),
  arrivingPercent: fc.constantFrom(0, 0, 50, 300, 10_000),
  late: fc.boolean(),
  targetWeight: fc.integer({ min: 0, max: 50 }),
});

const targetsOf = (weights: readonly number[]): readonly number[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return weights.map((_, index) => (index === 0 ? 10_000 : 0));
  const targets = weights.map((weight) => Math.floor((weight * 10_000) / sum));
  const short = 10_000 - targets.reduce((total, bps) => total + bps, 0);
  return targets.map((bps, index) => (index === 0 ? bps + short : bps));
};

/** Up to forty assets at the edges of what a token can be, some with more on its way than is held, trading with real costs. */
const extreme: fc.Arbitrary<Snapshot> = fc
  .tuple(
    fc.array(draw, { minLength: 2, maxLength: 40, size: 'max' }),
    fc.constantFrom(0n, E18, 100n * E18, 100_000n * E18),
    fc.constantFrom(0, 500, 9_999, 10_000),
  )
  .map(([draws, gasPerLegUsdE18, feeBps]) => {
    const targets = targetsOf(draws.map(({ targetWeight }) => targetWeight));
    const unitsOf = ({ usd, decimals, mantissa, exponent }: (typeof draws)[number]): bigint =>
      (BigInt(usd) * E18 * powerOfTen(decimals)) / (BigInt(mantissa) * powerOfTen(exponent));
    const assets = draws.map((one, index) =>
      asset(index, {
        decimals: one.decimals,
        price: BigInt(one.mantissa) * powerOfTen(one.exponent),
        units: unitsOf(one),
        targetBps: targets[index] ?? 0,
      }),
    );
    const inFlight = draws.flatMap((one, index) =>
      one.arrivingPercent === 0
        ? []
        : [
            {
              token: tokenAt(index),
              units: (unitsOf(one) * BigInt(one.arrivingPercent)) / 100n,
              arrivesBySeconds: one.late ? NOW - 1 : NOW + 600,
            },
          ],
    );
    const pair = { spreadBps: 0, feeBps, impactBpsPer10kUsd: 0 };
    return {
      ...snapshotOf([], { inFlight, costs: { gasPerLegUsdE18, pair, pairs: [] } }),
      assets,
    };
  });

const policies = fc
  .tuple(
    fc.constantFrom<unknown>(
      { kind: 'absolute', bandBps: 1 },
      { kind: 'calendar', intervalSeconds: 60 },
      { kind: 'weekly', weekday: 3 },
      { kind: 'monthly', dayOfMonth: 31, band: { kind: 'relative', bandBps: 10 } },
    ),
    fc.constantFrom('0', '50'),
    fc.constantFrom(0, -100, 50),
    fc.constantFrom(1, 39, 256),
  )
  .map(([trigger, minTradeUsd, spreadBps, legsMax]) =>
    policyOf({
      triggers: [trigger],
      limits: { ...OPEN_LIMITS, minTradeUsd, legsMax, slippageBpsMax: 100 },
      orderTerms: { spreadBps, walkBpsPerHour: 0, discountBpsMax: Math.max(-spreadBps, 0) },
    }),
  );

const numbersIn = (value: unknown): readonly number[] => {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersIn);
};

describe('decide at the edges of what a portfolio can be', { timeout: 20_000 + propertyCases * 20 }, () => {
  it('never sells more than is held, whatever is on its way', () => {
    holds(
      fc.property(extreme, policies, (snapshot, policy) => {
        const legs = legsOf(decide(snapshot, policy));
        for (const { token, units } of snapshot.assets) {
          const sold = legs.reduce((sum, leg) => (leg.sellToken === token ? sum + leg.sellUnits : sum), 0n);
          expect(sold).toBeLessThanOrEqual(units);
        }
      }),
    );
  });

  it('plans no leg whose costs reach what it sells, and none that brings nothing', () => {
    holds(
      fc.property(extreme, policies, (snapshot, policy) => {
        for (const leg of legsOf(decide(snapshot, policy))) {
          expect(totalCostUsdE18(leg.expectedCost)).toBeLessThan(leg.sellValueUsdE18);
          expect(leg.expectedBuyUnits).toBeGreaterThan(0n);
        }
      }),
    );
  });

  it('holds no number that is none in an order that may give nothing away', () => {
    const snapshot = snapshotOf([
      { targetBps: 5_000, usd: 80_000 },
      { targetBps: 5_000, usd: 20_000 },
    ]);
    const policy = policyOf();
    const orderTerms = { ...policy.orderTerms, spreadBps: -10, discountBpsMax: 0 };
    const decision = decide(snapshot, { ...policy, orderTerms });
    expect(legsOf(decision).length).toBeGreaterThan(0);
    expect(numbersIn(decision).filter((one) => Object.is(one, -0))).toEqual([]);
  });

  it('holds no number that is none, looks again only later, and plans at most a leg less than assets', () => {
    holds(
      fc.property(extreme, policies, (snapshot, policy) => {
        const decision = decide(snapshot, policy);
        expect(numbersIn(decision).filter((one) => !Number.isSafeInteger(one) || Object.is(one, -0))).toEqual(
          [],
        );
        expect(Math.min(...timesIn(decision))).toBeGreaterThan(snapshot.nowSeconds);
        const pairs = new Set(legsOf(decision).map(({ sellToken, buyToken }) => sellToken + buyToken));
        expect(pairs.size).toBeLessThan(snapshot.assets.length);
      }),
    );
  });

  it('never throws, and holds, when any number of the policy is impossible', () => {
    const garbage = fc.constantFrom(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0.5,
      -1e300,
    );
    holds(
      fc.property(limitedSnapshot, limitedPolicy, fc.nat(), garbage, (snapshot, drawn, pick, value) => {
        const policy = withEveryNumber(drawn);
        const paths = pathsOf(policy, 'number').filter((path) => !UNREAD.has(path.at(-1) ?? ''));
        const path = paths[pick % paths.length] ?? [];
        const decision = decide(snapshot, replaced(policy, path, value) as Policy);
        expect([path.join('.'), decision.plan]).toMatchObject([
          path.join('.'),
          { kind: 'hold', hold: { reason: 'snapshot-contradiction', detail: expect.any(String) } },
        ]);
        expect(decision.nextLookAt).toBeGreaterThan(snapshot.nowSeconds);
      }),
    );
  });

  it('never throws for any amount of the policy, negative and none included', () => {
    holds(
      fc.property(
        limitedSnapshot,
        limitedPolicy,
        fc.nat(),
        fc.constantFrom(0n, -1n, -(10n ** 60n), 10n ** 90n),
        (snapshot, policy, pick, value) => {
          const paths = pathsOf(policy, 'bigint');
          const broken = replaced(policy, paths[pick % paths.length] ?? [], value) as Policy;
          expect(['hold', 'act']).toContain(decide(snapshot, broken).plan.kind);
        },
      ),
    );
  });
});

/** With something in every field that the drawn policies leave empty. */
const withEveryNumber = (policy: Policy): Policy => ({
  ...policy,
  triggers: [
    ...policy.triggers,
    { kind: 'hybrid', relativeBps: 2_000, floorBps: 100 },
    { kind: 'calendar', intervalSeconds: 3_600 },
    { kind: 'weekly', weekday: 1, secondOfDay: 0, band: { kind: 'absolute', bandBps: 100 } },
    { kind: 'monthly', dayOfMonth: 1, secondOfDay: 0, band: null },
    { kind: 'cash-flow', flowBpsMin: 100 },
  ],
  destination: { kind: 'fraction', fractionBps: 5_000, marginBps: 100 },
  window: { days: [0, 1, 2, 3, 4, 5, 6], fromSecondOfDay: 0, toSecondOfDay: 86_400 },
  costGate: { benefitRateBps: 100, costShareBpsMax: 10_000 },
  assetRules: [{ token: tokenAt(0), lock: 'none', weightBpsMax: 10_000 }],
});

/** Fields the engine only passes on. */
const UNREAD = new Set(['version', 'gasLimitBufferBps']);

type Path = readonly string[];

const pathsOf = (value: unknown, kind: 'number' | 'bigint', path: Path = []): Path[] => {
  if (typeof value === kind) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, kind, [...path, key]));
};

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry, index) => (String(index) === key ? replaced(entry, rest, by) : entry));
  return { ...(value as object), [key]: replaced((value as Record<string, unknown>)[key], rest, by) };
};
