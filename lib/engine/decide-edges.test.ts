import { describe, expect, it } from 'vitest';
import { powerOfTen } from '../money/fixed-point.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Snapshot } from './snapshot.ts';
import { OPEN_LIMITS } from './testing/arbitraries.ts';
import { type AssetWish, legsOf, NOW, policyOf, snapshotOf, timesIn, tokenAt } from './testing/builders.ts';

const E18 = 10n ** 18n;

describe('single edges of what a portfolio can be', () => {
  const two = (more: Partial<Snapshot> = {}, first: AssetWish = {}) =>
    snapshotOf(
      [
        { usd: 600, targetBps: 5_000, ...first },
        { usd: 400, targetBps: 5_000 },
      ],
      more,
    );
  const free = policyOf({ limits: { ...OPEN_LIMITS } });
  const holdOf = ({ plan }: Decision) => (plan.kind === 'hold' ? plan.hold : null);

  it('a leg that costs exactly what it sells is held back, one that costs a hair less is not', () => {
    const gas = (gasPerLegUsdE18: bigint) => ({
      costs: { gasPerLegUsdE18, pair: { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: 0 }, pairs: [] },
    });
    expect(holdOf(decide(two(gas(100n * E18)), free))).toMatchObject({
      reason: 'cost-exceeds-benefit',
      limit: { name: 'cost-share', actual: 100n * E18, allowed: 100n * E18 },
    });
    expect(legsOf(decide(two(gas(100n * E18 - 1n)), free))).toMatchObject([{ expectedBuyUnits: 1n }]);
  });

  it('an asset that is all on its way is not sold, and says so; what is overdue counts nothing', () => {
    const arriving = (arrivesBySeconds: number) =>
      two({ inFlight: [{ token: tokenAt(0), units: 600n * E18, arrivesBySeconds }] }, { units: 0n });
    const waiting = decide(arriving(NOW), free);
    expect(legsOf(waiting)).toEqual([]);
    expect(holdOf(waiting)).toMatchObject({
      reason: 'asset-locked',
      detail: 'all of it is still on its way',
    });
    expect(waiting.navUsdE18).toBe(1_000n * E18);
    const overdue = decide(arriving(NOW - 1), free);
    expect(overdue.navUsdE18).toBe(400n * E18);
    expect(legsOf(overdue)).toMatchObject([{ sellToken: tokenAt(1), sellValueUsdE18: 200n * E18 }]);
  });

  it('two sources that no exact number tells apart disagree, and the chain is not blamed', () => {
    for (const disagreementBps of [1e27, Number.POSITIVE_INFINITY]) {
      const state = { ok: true, usdE18: E18, updatedAtSeconds: NOW, source: 'x', disagreementBps } as const;
      expect(holdOf(decide(two({}, { state }), free))).toMatchObject({ reason: 'prices-disagree' });
    }
  });

  it('a token may have 36 decimals, and one with more is named', () => {
    expect(legsOf(decide(two({}, { decimals: 36, units: 600n * powerOfTen(36) }), free))).toHaveLength(1);
    expect(holdOf(decide(two({}, { decimals: 37 }), free))).toMatchObject({
      reason: 'snapshot-contradiction',
      detail: 'A says it has 37 decimals, and 0 to 36 can be counted with',
    });
  });

  it('a value nobody could own is not decided on and not repeated, and its asset is named', () => {
    const units = (value: bigint) => two({}, { units: value });
    expect(decide(units(999_999_999_999_600n * E18), free).navUsdE18).toBe(10n ** 15n * E18);
    const absurd = decide(units(2n ** 256n - 1n), free);
    expect(holdOf(absurd)).toMatchObject({
      reason: 'value-absurd',
      detail: 'A would be worth more than 10^15 USD',
    });
    expect([absurd.navUsdE18, ...absurd.assets.map(({ valueUsdE18 }) => valueUsdE18)]).toEqual([
      null,
      null,
      400n * E18,
    ]);
    expect(holdOf(decide(units(999_999_999_999_601n * E18), free))).toMatchObject({
      detail: 'all assets together would be worth more than 10^15 USD',
    });
  });

  it('an order past its end is looked at again after now', () => {
    const openOrders = [
      {
        orderHash: '0xaa',
        sellToken: tokenAt(0),
        buyToken: tokenAt(1),
        remainingSellUnits: 1n,
        remainingBuyUnits: 1n,
        expiresAtSeconds: NOW - 91,
      },
    ] as const;
    const decision = decide(two({ openOrders }), free);
    expect(decision.assets.map(({ hold }) => hold?.reason)).toEqual(['order-open', 'order-open']);
    expect(Math.min(...timesIn(decision))).toBeGreaterThan(NOW);
  });

  it('a reason found outside of the engine is told with its detail, after a pause and before a foreign signer', () => {
    const withheld = { reason: 'no-key', detail: null } as const;
    expect(holdOf(decide(two({ withheld, signerAuthorised: false }), free))).toMatchObject(withheld);
    expect(holdOf(decide(two({ withheld, paused: true }), free))?.reason).toBe('paused');
  });

  it('forty assets trade in one plan when the policy allows as many legs', () => {
    const forty = snapshotOf(
      Array.from({ length: 40 }, (_, index) => ({
        usd: index < 20 ? 110 + index : 90 - index + 20,
        targetBps: 250,
      })),
    );
    const wide = policyOf({
      triggers: [{ kind: 'calendar', intervalSeconds: 60 }],
      limits: { ...OPEN_LIMITS, legsMax: 40 },
    });
    const decision = decide(forty, wide);
    expect(legsOf(decision).length).toBeGreaterThanOrEqual(20);
    expect(legsOf(decision).length).toBeLessThanOrEqual(39);
    expect(decision.dropped).toEqual([]);
    const narrow = policyOf({
      triggers: [{ kind: 'calendar', intervalSeconds: 60 }],
      limits: { ...OPEN_LIMITS, legsMax: 1 },
    });
    expect(decide(forty, narrow).dropped.every(({ hold }) => hold.reason === 'legs-max')).toBe(true);
  });
});
