import fc from 'fast-check';
import { type Address, numberToHex } from 'viem';
import { describe, expect, test } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import type { DraftHolding } from './draft.ts';
import { firstPlan } from './first-plan.ts';

const tokenOf = (index: number): Address => numberToHex(index + 1, { size: 20 });
const holding = (index: number, amount: string, decimals = 6): DraftHolding => ({
  listing: {
    ...{ token: tokenOf(index), symbol: `T${index}`, decimals, feed: tokenOf(index) },
    ...{ heartbeatSeconds: 3_600, navMaxAgeSeconds: 7_200 },
  },
  ...{ target: '', amount, locked: false },
});
const pricesOf = (...usd: readonly number[]) =>
  new Map(usd.map((price, index) => [tokenOf(index), { usdE18: BigInt(price) * E18, updatedAtSeconds: 1 }]));

test('what goes in is valued at the feeds, and the plan brings it to target', () => {
  const plan = firstPlan(
    [holding(0, '1,000'), holding(1, '', 18)],
    { ok: true, bps: [4_000, 6_000] },
    pricesOf(1, 2_000),
  );
  expect(plan).toMatchObject({
    ok: true,
    totalUsdE18: 1_000n * E18,
    turnoverUsdE18: 600n * E18,
    rows: [
      { symbol: 'T0', weightBps: 10_000, targetBps: 4_000, tradeUsdE18: -600n * E18 },
      { symbol: 'T1', weightBps: 0, targetBps: 6_000, tradeUsdE18: 600n * E18 },
    ],
  });
});

test('shares make exactly 100.00 %, and nothing overweight is bought', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 2, maxLength: 5 }),
      (units) => {
        const holdings = units.map((amount, index) => holding(index, String(amount)));
        const bps = units.map((_, index) => (index === 0 ? 10_000 - (units.length - 1) * 100 : 100));
        const plan = firstPlan(holdings, { ok: true, bps }, pricesOf(...units.map(() => 3)));
        if (!plan.ok) throw new Error(plan.sentence);
        expect(plan.rows.reduce((sum, { weightBps }) => sum + weightBps, 0)).toBe(10_000);
        for (const { weightBps, targetBps, tradeUsdE18 } of plan.rows)
          if (weightBps > targetBps + units.length) expect(tradeUsdE18).toBeLessThanOrEqual(0n);
      },
    ),
  );
});

describe('nothing is shown where it can’t be told', () => {
  test.each([
    [
      'a feed without a price',
      [holding(0, '5'), holding(1, '')],
      pricesOf(1),
      'The feed of T1 gives no price',
    ],
    ['nothing put in', [holding(0, ''), holding(1, '')], pricesOf(1, 1), 'Nothing goes in yet'],
    ['an amount that is none', [holding(0, 'x'), holding(1, '')], pricesOf(1, 1), 'Nothing goes in yet'],
  ])('%s', (_, holdings, prices, words) => {
    expect(firstPlan(holdings, { ok: true, bps: [5_000, 5_000] }, prices)).toMatchObject({
      ok: false,
      sentence: expect.stringContaining(words),
    });
  });
});
