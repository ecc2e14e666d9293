import { describe, expect, it } from 'vitest';
import { PRESET_NAMES } from '../engine/policy.ts';
import { policyOf } from '../engine/testing/builders.ts';
import { buildUpDays, GUARD_PRESETS, guardContradictions } from './guard-presets.ts';
import { PRESETS } from './policy-presets.ts';

const TARGETS = [4_000, 3_000, 1_500, 1_000, 500, 0];

describe.each(PRESET_NAMES)('the guard of the preset %s', (name) => {
  const [guard, policy] = [GUARD_PRESETS[name], PRESETS[name]];

  it('is under every hard cap of the contract', () => {
    const { maxSlippageBps, lossBpsPerDay, turnoverBpsPerDay, minDriftBps, overshootBps } = guard;
    expect(maxSlippageBps).toBeLessThanOrEqual(1_000);
    expect(lossBpsPerDay).toBeLessThanOrEqual(1_000);
    expect(turnoverBpsPerDay).toBeLessThanOrEqual(100_000);
    expect(guard.orderTtlMaxSeconds).toBeGreaterThanOrEqual(60);
    expect(guard.orderTtlMaxSeconds).toBeLessThanOrEqual(2_592_000);
    expect(guard.cooldownSeconds).toBeLessThanOrEqual(604_800);
    expect(minDriftBps).toBeLessThanOrEqual(2_000);
    expect(overshootBps).toBeLessThan(minDriftBps);
    expect(guard.minFillBps).toBeLessThanOrEqual(1_000);
    expect(guard.maxFeeBps).toBeLessThanOrEqual(200);
    for (const value of Object.values(guard)) if (typeof value === 'number') expect(value).toBeGreaterThan(0);
  });

  it('pays for building the whole portfolio at once, at the worst price the policy asks', () => {
    const costBps = policy.orderTerms.discountBpsMax;
    expect(buildUpDays({ turnoverBps: 10_000, costBps, lossBpsPerDay: guard.lossBpsPerDay })).toBe(0);
  });

  it('lets the policy do all that it says', () => {
    expect(guardContradictions(policy, guard, TARGETS)).toEqual([]);
    expect(guard.maxSlippageBps).toBeGreaterThanOrEqual(policy.limits.slippageBpsMax);
    expect(guard.orderTtlMaxSeconds).toBeGreaterThanOrEqual(policy.orderTerms.expiresInSeconds);
    // What fits into a bucket at once: 15 % of the value, more than the worst week of five years moved.
    expect(guard.turnoverBpsPerDay / 2).toBeGreaterThanOrEqual(1_500);
  });
});

describe('building up', () => {
  it('takes no day when half of the daily loss pays for it, exactly', () => {
    expect(buildUpDays({ turnoverBps: 10_000, costBps: 50, lossBpsPerDay: 100 })).toBe(0);
    expect(buildUpDays({ turnoverBps: 10_001, costBps: 50, lossBpsPerDay: 100 })).toBe(1);
  });

  it('takes another day for every half of the daily loss', () => {
    expect(buildUpDays({ turnoverBps: 10_000, costBps: 50, lossBpsPerDay: 50 })).toBe(1);
    expect(buildUpDays({ turnoverBps: 10_000, costBps: 51, lossBpsPerDay: 50 })).toBe(2);
  });
});

describe('a policy under a guard', () => {
  const guard = GUARD_PRESETS.index;
  const pathsOf = (...triggers: Record<string, unknown>[]) =>
    guardContradictions(
      policyOf({ triggers, destination: { kind: 'target' }, limits: { cooldownSeconds: 0 } }),
      guard,
      TARGETS,
    ).map(({ path }) => path);

  it('must fire outside the drift at which the contract lets an asset cross its target, on both sides of the edge', () => {
    expect(pathsOf({ kind: 'absolute', bandBps: 101 })).toEqual([]);
    expect(pathsOf({ kind: 'absolute', bandBps: 100 })).toEqual([['triggers', 0]]);
    // The smallest target is 5 %: a fifth of it is one point.
    expect(pathsOf({ kind: 'relative', bandBps: 2_001 })).toEqual([]);
    expect(pathsOf({ kind: 'relative', bandBps: 2_000 })).toEqual([['triggers', 0]]);
    expect(pathsOf({ kind: 'hybrid', relativeBps: 2_000, floorBps: 101 })).toEqual([]);
    expect(pathsOf({ kind: 'hybrid', relativeBps: 2_000, floorBps: 100 })).toEqual([['triggers', 0]]);
  });

  it('counts a band that follows volatility at its narrowest', () => {
    const scaled = (bandBps: number) => ({
      kind: 'volatility-band',
      band: { kind: 'absolute', bandBps },
      referenceVolatilityBps: 5_000,
      scaleBpsMin: 5_000,
      scaleBpsMax: 20_000,
    });
    expect(pathsOf(scaled(201), scaled(200))).toEqual([['triggers', 1]]);
  });

  it('must not come due before what it bought may be sold', () => {
    expect(pathsOf({ kind: 'calendar', intervalSeconds: guard.cooldownSeconds })).toEqual([]);
    expect(pathsOf({ kind: 'calendar', intervalSeconds: guard.cooldownSeconds - 1 })).toEqual([
      ['triggers', 0, 'intervalSeconds'],
    ]);
  });
});
