import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { policyOf, snapshotOf } from '../../lib/engine/testing/builders.ts';
import { planContradictions, planDtoOf, planNow, sharesOf } from './plan-dto.ts';

const outside = snapshotOf([
  { usd: 6_000, targetBps: 5_000, symbol: 'WETH' },
  { usd: 4_000, targetBps: 5_000, symbol: 'USDC' },
]);

describe('a plan that is shown', () => {
  it('gives weights before and after that sum to 100 %, and what is traded between', () => {
    const plan = planNow(outside, policyOf());
    expect(plan.kind).toBe('act');
    expect(plan.contradictions).toEqual([]);
    expect(plan.rows.map(({ symbol, beforeBps }) => [symbol, beforeBps])).toEqual([
      ['WETH', 6_000],
      ['USDC', 4_000],
    ]);
    expect(plan.rows.reduce((sum, { afterBps }) => sum + afterBps, 0)).toBe(10_000);
    expect(Number(plan.rows[0]?.tradeUsd)).toBeLessThan(0);
    expect(Number(plan.rows[1]?.tradeUsd)).toBeGreaterThan(0);
  });

  it('is a hold with its reason where nothing is to do, and has no rows without a price', () => {
    const unpriced = snapshotOf([
      { usd: 5_000, targetBps: 5_000 },
      { usd: 5_000, targetBps: 5_000, state: { ok: false, fault: 'missing', detail: 'no feed' } },
    ]);
    const plan = planNow(unpriced, policyOf());
    expect(plan).toMatchObject({ kind: 'hold', rows: [], legs: [], contradictions: [] });
    expect(plan.checks.find(({ name }) => name === 'Prices')).toMatchObject({ state: 'fail' });
  });

  it('names what stands in the way: a pause, another signer, a halt', () => {
    const plan = planNow({ ...outside, paused: true, signerAuthorised: false, halted: true }, policyOf());
    const failing = plan.checks.filter(({ state }) => state === 'fail').map(({ name }) => name);
    expect(failing).toEqual(['Signer', 'Paused', 'Halted']);
  });

  it('is refused when it buys what is above its target, or sells what is below', () => {
    const decision = decide(outside, policyOf());
    if (decision.plan.kind !== 'act') throw new Error('it must act');
    const [first, ...rest] = decision.plan.legs;
    const turned: Decision = {
      ...decision,
      plan: {
        kind: 'act',
        legs: [{ ...first, sellToken: first.buyToken, buyToken: first.sellToken }, ...rest],
      },
    };
    expect(planDtoOf(outside, policyOf(), turned).contradictions).toEqual([
      'It buys WETH, which is above its target.',
      'It sells USDC, which is below its target.',
    ]);
  });

  it('is refused when its weights do not sum to 100 %', () => {
    const rows = [{ symbol: 'WETH', targetBps: 10_000, beforeBps: 10_000, afterBps: 9_999, tradeUsd: '0' }];
    expect(planContradictions(outside, decide(outside, policyOf()), rows)[0]).toMatch(/sum to 99\.99 %/);
  });
});

describe('shares', () => {
  it('sum to 10,000 for any holdings, each within a basis point of the exact one', () => {
    const value = fc.bigInt({ min: 0n, max: 10n ** 30n });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 16 }), (values) => {
        const sum = values.reduce((total, one) => total + one, 0n);
        const shares = sharesOf(values);
        expect(shares.reduce((total, one) => total + one, 0)).toBe(sum === 0n ? 0 : 10_000);
        for (const [index, share] of shares.entries())
          if (sum > 0n)
            expect(Math.abs(share - Number(((values[index] ?? 0n) * 10_000n) / sum))).toBeLessThanOrEqual(1);
      }),
    );
  });
});
