import { getBasketAccuracy } from '@reserve-protocol/dtf-rebalance-lib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../engine/decide.ts';
import { policyOf, snapshotOf } from '../engine/testing/builders.ts';
import { E18, powerOfTen } from '../money/fixed-point.ts';
import { ratioOf } from '../performance/returns.ts';
import { driftsOf, trackingErrorOf } from '../performance/risk.ts';

const D27 = 10n ** 27n;

const basketAsset = fc.record({
  decimals: fc.constantFrom(6, 8, 18, 27),
  /** Cents to ten million dollars a token, in millionths. */
  priceMillionths: fc.integer({ min: 10_000, max: 2_000_000_000 }),
  /** Thousandths of a token held. */
  heldThousandths: fc.integer({ min: 0, max: 1_000_000_000 }),
  /** Parts of the target. */
  parts: fc.integer({ min: 1, max: 1_000 }),
});

const basket = fc
  .array(basketAsset, { minLength: 2, maxLength: 12 })
  .filter((assets) => assets.some(({ heldThousandths }) => heldThousandths > 0));

describe('the tracking error of an independent index rebalancer', () => {
  it('agrees on 1,000 random baskets: accuracy = 1 − 2 × tracking error', () => {
    const seen = new Set<number>();
    let worst = 0;
    fc.assert(
      fc.property(basket, (assets) => {
        const units = assets.map(
          ({ decimals, heldThousandths }) => (BigInt(heldThousandths) * powerOfTen(decimals)) / 1_000n,
        );
        const prices = assets.map(({ priceMillionths }) => BigInt(priceMillionths) * 10n ** 12n);
        const whole = assets.reduce((sum, { parts }) => sum + parts, 0);
        const targets = assets.map(({ parts }) => (BigInt(parts) * E18) / BigInt(whole));
        for (const { decimals } of assets) seen.add(decimals);
        const decision = decide(
          snapshotOf(
            assets.map(({ decimals }, index) => ({
              decimals,
              price: prices[index] ?? 1n,
              units: units[index] ?? 0n,
              targetExactE18: targets[index] ?? 0n,
            })),
          ),
          policyOf(),
        );
        // {tok/BU} D27 = share {USD/BU} × 10^decimals / price {USD/tok}
        const weights = assets.map(({ decimals }, index) => {
          const spot = ((targets[index] ?? 0n) * powerOfTen(decimals) * D27) / (prices[index] ?? 1n);
          return { low: spot, spot, high: spot };
        });
        const accuracy = getBasketAccuracy(
          units,
          assets.map(({ priceMillionths }) => priceMillionths / 1e6),
          assets.map(({ decimals }) => BigInt(decimals)),
          weights,
        );
        const theirs = (1 - accuracy) / 2;
        const values = assets.map(
          ({ decimals }, index) =>
            ((units[index] ?? 0n) * (prices[index] ?? 0n) * E18) / powerOfTen(decimals),
        );
        const simulated = trackingErrorOf(
          driftsOf(
            values,
            values.reduce((sum, one) => sum + one, 0n),
            targets.map((one) => ratioOf(one, E18)),
          ),
        );
        const engine = ratioOf(decision.trackingErrorE18 ?? -E18, E18);
        worst = Math.max(worst, Math.abs(engine - theirs), Math.abs(simulated - theirs));
        expect(worst).toBeLessThan(1e-14);
      }),
      { numRuns: 1_000, seed: 20_261_121 },
    );
    expect([...seen].sort((a, b) => a - b)).toEqual([6, 8, 18, 27]);
  });
});
