import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { sliceValue } from './slices.ts';
import type { Snapshot } from './snapshot.ts';
import { NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

const USD = 10n ** 18n;
const E18 = 10n ** 18n;

/** Half and half of 20,000 USD with 1,000 USD too much of the first: one leg of exactly 1,000 USD. */
const needs1000 = (more: Partial<Snapshot> = {}, wish: Record<string, unknown> = {}): Snapshot =>
  snapshotOf(
    [
      { usd: 11_000, targetBps: 5_000, ...wish },
      { usd: 9_000, targetBps: 5_000 },
    ],
    more,
  );
const limited = (limits: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  policyOf({
    limits: {
      minTradeUsd: '10',
      maxTradeUsd: '10000',
      dailyVolumeUsd: '50000',
      cooldownSeconds: 0,
      ...limits,
    },
    ...more,
  });
const heldUntil = ({ plan }: Decision): number | null =>
  plan.kind === 'hold' ? plan.hold.lookAgainAt : null;

const values = ({ plan }: Decision): readonly bigint[] | string =>
  plan.kind === 'act' ? plan.legs.map(({ sellValueUsdE18 }) => sellValueUsdE18 / USD) : plan.hold.reason;
const run = (snapshot: Snapshot, limits: Record<string, unknown> = {}, more: Record<string, unknown> = {}) =>
  values(decide(snapshot, limited(limits, more)));
const guard = (more: Partial<Snapshot['guard']>) => ({ guard: { ...snapshotOf([]).guard, ...more } });
const buckets = (more: Partial<Snapshot['buckets']>) => ({ buckets: { ...snapshotOf([]).buckets, ...more } });
const costs = (more: Partial<Snapshot['costs']>) => ({ costs: { ...snapshotOf([]).costs, ...more } });
const asking = (spreadBps: number) => ({
  orderTerms: { spreadBps, walkBpsPerHour: 0, discountBpsMax: Math.max(-spreadBps, 0) },
});

describe('every limit, on both sides of its edge', () => {
  it('minimum trade: exactly at the minimum trades, a cent below does not', () => {
    expect(run(needs1000(), { minTradeUsd: '1000' })).toEqual([1_000n]);
    expect(run(needs1000(), { minTradeUsd: '1000.01' })).toBe('below-minimum');
  });

  it("the contract's minimum fill, as a share of NAV", () => {
    expect(run(needs1000(guard({ minFillBps: 500 })))).toEqual([1_000n]);
    const held = decide(needs1000(guard({ minFillBps: 501 })), limited());
    expect(values(held)).toBe('below-minimum');
    expect(held.dropped[0]?.hold.limit).toEqual({
      name: 'min-fill',
      unit: 'usd-e18',
      actual: 1_000n * USD,
      allowed: 1_002n * USD,
    });
  });

  it('maximum trade: exactly at the maximum is one order, a cent more is two equal slices', () => {
    expect(run(needs1000(), { maxTradeUsd: '1000' })).toEqual([1_000n]);
    expect(run(needs1000(), { maxTradeUsd: '999.99' })).toEqual([500n, 500n]);
    expect(run(needs1000(), { maxTradeUsd: '300' })).toEqual([250n, 250n, 250n, 250n]);
  });

  it('slices never fall below the minimum: full ones are taken and the rest waits', () => {
    expect(run(needs1000(), { maxTradeUsd: '600', minTradeUsd: '510' })).toEqual([600n]);
  });

  it('daily volume: what is left of the day is used to the dollar, then held', () => {
    expect(run(needs1000({ tradedTodayUsdE18: 49_000n * USD }))).toEqual([1_000n]);
    expect(run(needs1000({ tradedTodayUsdE18: 49_001n * USD }))).toEqual([999n]);
    expect(run(needs1000({ tradedTodayUsdE18: 49_990n * USD }))).toEqual([10n]);
    const held = decide(needs1000({ tradedTodayUsdE18: 49_991n * USD }), limited());
    expect([values(held), heldUntil(held)]).toEqual(['over-daily-volume', NOW - (NOW % 86_400) + 86_400]);
  });

  it('daily volume counts all slices together', () => {
    const decision = decide(needs1000({ tradedTodayUsdE18: 49_400n * USD }), limited({ maxTradeUsd: '250' }));
    expect(values(decision)).toEqual([250n, 250n, 100n]);
    expect(decision.dropped.map(({ valueUsdE18, hold }) => [valueUsdE18 / USD, hold.reason])).toEqual([
      [400n, 'over-daily-volume'],
    ]);
  });

  it('cooldown: over exactly when its time has passed', () => {
    expect(run(needs1000({ lastRebalanceAtSeconds: NOW - 900 }), { cooldownSeconds: 900 })).toEqual([1_000n]);
    const held = decide(needs1000({ lastRebalanceAtSeconds: NOW - 899 }), limited({ cooldownSeconds: 900 }));
    expect([values(held), held.nextLookAt]).toEqual(['cooldown', NOW + 1]);
  });

  it('price impact: all slices of a pair together stay within the limit', () => {
    const impact = (rate: number) => costs({ pair: { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: rate } });
    expect(run(needs1000(impact(50)), { priceImpactBpsMax: 5 })).toEqual([1_000n]);
    expect(run(needs1000(impact(51)), { priceImpactBpsMax: 5 })).toEqual([980n]);
    expect(run(needs1000(impact(100)), { priceImpactBpsMax: 5, maxTradeUsd: '300' })).toEqual([250n, 250n]);
    expect(run(needs1000(impact(50_000)), { priceImpactBpsMax: 5 })).toBe('impact-too-high');
  });

  it('gas as a share of the traded value', () => {
    expect(run(needs1000(costs({ gasPerLegUsdE18: 20n * USD })))).toEqual([1_000n]);
    expect(run(needs1000(costs({ gasPerLegUsdE18: 20n * USD + 1n })))).toBe('gas-too-high');
  });

  it('cost against benefit, at the policy’s own rate', () => {
    const gate = { costGate: { benefitRateBps: 100, costShareBpsMax: 5_000 } };
    const fee = (feeBps: number) => costs({ pair: { spreadBps: 0, feeBps, impactBpsPer10kUsd: 0 } });
    expect(run(needs1000(fee(50)), {}, gate)).toEqual([1_000n]);
    const held = decide(needs1000(fee(51)), limited({}, gate));
    expect(values(held)).toBe('cost-exceeds-benefit');
    expect([held.expectedBenefitUsdE18, held.dropped[0]?.hold.limit]).toEqual([
      10n * USD,
      { name: 'cost-share', unit: 'usd-e18', actual: 51n * (USD / 10n), allowed: 5n * USD },
    ]);
  });

  it('the turnover bucket, with the one-off allowance only until it ends', () => {
    const left = (turnoverLeftE18: bigint, oneOff = 0n, expires = NOW + 1) =>
      buckets({ turnoverLeftE18, oneOffTurnoverLeftE18: oneOff, oneOffExpiresAtSeconds: expires });
    expect(run(needs1000(left(E18 / 20n)))).toEqual([1_000n]);
    expect(run(needs1000(left(E18 / 40n)))).toEqual([500n]);
    expect(run(needs1000(left(0n)))).toBe('budget-exhausted');
    expect(run(needs1000(left(0n, E18 / 20n)))).toEqual([1_000n]);
    expect(run(needs1000(left(0n, E18 / 20n, NOW)))).toBe('budget-exhausted');
  });

  it('an emptied bucket is looked at again when it has refilled', () => {
    const held = decide(
      needs1000({ ...buckets({ turnoverLeftE18: 0n }), ...guard({ turnoverBpsPerDay: 2_400 }) }),
      limited(),
    );
    // 1,000 of 20,000 USD is 5 % of NAV; 12 % a day come back: 10 hours.
    expect(heldUntil(held)).toBe(NOW + 36_001);
  });

  it('the loss bucket bounds what is sold below the mid, and only that', () => {
    const left = (lossLeftE18: bigint) => needs1000(buckets({ lossLeftE18 }));
    expect(run(left(E18 / 4_000n), {}, asking(-50))).toEqual([1_000n]);
    expect(run(left(E18 / 8_000n), {}, asking(-50))).toEqual([500n]);
    expect(run(left(0n), {}, asking(-50))).toBe('budget-exhausted');
    expect(run(left(0n), {}, asking(0))).toEqual([1_000n]);
  });

  it('a standing allowance, to the unit', () => {
    expect(run(needs1000({}, { allowanceUnits: 1_000n * E18 }))).toEqual([1_000n]);
    expect(run(needs1000({}, { allowanceUnits: 1_000n * E18 - 1n }))).toBe('allowance-low');
  });

  it('the number of orders: what does not fit waits for the first ones', () => {
    const decision = decide(needs1000(), limited({ maxTradeUsd: '250', legsMax: 3 }));
    expect(values(decision)).toEqual([250n, 250n, 250n]);
    expect(decision.dropped.map(({ hold }) => [hold.reason, hold.limit?.name])).toEqual([
      ['legs-max', 'legs-max'],
    ]);
    expect(run(needs1000(), { maxTradeUsd: '250', legsMax: 4 })).toHaveLength(4);
  });

  it('the age of a price', () => {
    const aged = (seconds: number) =>
      needs1000(
        {},
        {
          state: {
            ok: true,
            usdE18: E18,
            updatedAtSeconds: NOW - seconds,
            source: 'x',
            disagreementBps: null,
          },
        },
      );
    expect(run(aged(3_600))).toEqual([1_000n]);
    expect(run(aged(3_601))).toBe('price-stale');
  });

  it('the disagreement of prices', () => {
    const apart = (disagreementBps: number) =>
      needs1000(
        {},
        { state: { ok: true, usdE18: E18, updatedAtSeconds: NOW, source: 'x', disagreementBps } },
      );
    expect(run(apart(200))).toEqual([1_000n]);
    expect(run(apart(201))).toBe('prices-disagree');
  });

  it('the trading window, whose start is inside and whose end is not', () => {
    const second = NOW % 86_400;
    const window = (from: number, to: number) => ({
      window: { days: [0, 1, 2, 3, 4, 5, 6], fromSecondOfDay: from, toSecondOfDay: to },
    });
    expect(run(needs1000(), {}, window(second, second + 1))).toEqual([1_000n]);
    expect(run(needs1000(), {}, window(second - 10, second))).toBe('outside-window');
    expect(decide(needs1000(), limited({}, window(second + 5, second + 10))).nextLookAt).toBe(NOW + 5);
  });

  it('slippage: the asked price walks down and stops at the policy’s and the contract’s limit', () => {
    const since = (hours: number) => ({
      asking: [{ sellToken: tokenAt(0), buyToken: tokenAt(1), sinceSeconds: NOW - hours * 3_600 }],
    });
    const spread = (snapshot: Snapshot, terms: Record<string, unknown>) => {
      const { plan } = decide(
        snapshot,
        limited({ slippageBpsMax: 80 }, { orderTerms: { spreadBps: 10, walkBpsPerHour: 20, ...terms } }),
      );
      return plan.kind === 'act' ? plan.legs[0].limit.spreadBps : plan.hold.reason;
    };
    expect(spread(needs1000(), { discountBpsMax: 50 })).toBe(10);
    expect(spread(needs1000(since(1)), { discountBpsMax: 50 })).toBe(-10);
    expect(spread(needs1000(since(3)), { discountBpsMax: 50 })).toBe(-50);
    expect(spread(needs1000(since(100)), { discountBpsMax: 50 })).toBe(-50);
    expect(
      spread(needs1000({ ...since(100), ...guard({ maxSlippageBps: 30 }) }), { discountBpsMax: 50 }),
    ).toBe(-30);
    expect(spread(needs1000(), { venue: 'proposal', discountBpsMax: 50 })).toBe(-80);
  });

  it('the life of an order: the shorter of the policy’s and the contract’s', () => {
    const life = (orderTtlMaxSeconds: number) => {
      const { plan } = decide(needs1000(guard({ orderTtlMaxSeconds })), limited());
      return plan.kind === 'act' ? plan.legs[0].limit.expiresInSeconds : plan.hold.reason;
    };
    expect([life(899), life(900), life(901)]).toEqual([899, 900, 900]);
  });
});

describe('slices', () => {
  it('are as few as the maximum allows, and equal', () => {
    expect(sliceValue(100n, 100n, 0n)).toEqual({ count: 1, usdE18: 100n });
    expect(sliceValue(101n, 100n, 0n)).toEqual({ count: 2, usdE18: 50n });
    expect(sliceValue(900n, 100n, 0n)).toEqual({ count: 9, usdE18: 100n });
  });

  it('are full ones when equal ones would be too small', () => {
    expect(sliceValue(110n, 100n, 60n)).toEqual({ count: 1, usdE18: 100n });
    expect(sliceValue(120n, 100n, 60n)).toEqual({ count: 2, usdE18: 60n });
  });

  it('stay within the maximum even when there are more than anyone can place', () => {
    expect(sliceValue(10n ** 40n, 1n, 0n)).toEqual({ count: 1_000_000, usdE18: 1n });
  });
});
