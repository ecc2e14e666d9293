import fc from 'fast-check';
import { keccak256, toHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { type FillWish, fillAmount } from './profit.ts';

const wishOf = (changes: Partial<FillWish>): FillWish => ({
  orderHash: keccak256('0x01'),
  remaining: 1_000_000n,
  fillable: 1_000_000n,
  allowsParts: true,
  partialRate: 0.4,
  seed: 1,
  ...changes,
});
const manyWishes = (changes: Partial<FillWish>): FillWish[] =>
  Array.from({ length: 2_000 }, (_, number) => wishOf({ ...changes, orderHash: keccak256(toHex(number)) }));

describe('how much of an order is taken', () => {
  it('is all that can be filled, when parts are not wanted', () => {
    expect(fillAmount(wishOf({ partialRate: 0 }))).toBe(1_000_000n);
    expect(fillAmount(wishOf({ partialRate: 0, fillable: 600_000n }))).toBe(600_000n);
  });

  it('is a part about as often as asked for, always between 30 and 70 %', () => {
    const parts = manyWishes({ partialRate: 0.4 })
      .map(fillAmount)
      .filter((amount) => amount < 1_000_000n);
    expect(parts.length).toBeGreaterThan(2_000 * 0.36);
    expect(parts.length).toBeLessThan(2_000 * 0.44);
    expect(parts.every((amount) => amount >= 300_000n && amount <= 700_000n)).toBe(true);
    expect(manyWishes({ partialRate: 1 }).every((wish) => fillAmount(wish) < wish.fillable)).toBe(true);
  });

  it('is the same for the same seed, and another question once something was filled', () => {
    const wishes = manyWishes({});
    expect(wishes.map(fillAmount)).toEqual(wishes.map((wish) => fillAmount({ ...wish })));
    expect(wishes.map(fillAmount)).not.toEqual(wishes.map((wish) => fillAmount({ ...wish, seed: 2 })));
    const later = wishes.map(
      (wish) => fillAmount({ ...wish, remaining: 999_999n, fillable: 999_999n }) < 999_999n,
    );
    expect(later).not.toEqual(wishes.map((wish) => fillAmount(wish) < 1_000_000n));
  });

  it('is all or nothing of an order that allows no parts', () => {
    expect(fillAmount(wishOf({ allowsParts: false, partialRate: 1 }))).toBe(1_000_000n);
    expect(fillAmount(wishOf({ allowsParts: false, fillable: 999_999n }))).toBe(0n);
  });

  it('is never more than can be filled, and something whenever anything can', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 30n });
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (remaining, fillable, partialRate) => {
          const taken = fillAmount(wishOf({ remaining, fillable, partialRate }));
          const most = fillable < remaining ? fillable : remaining;
          expect(taken <= most).toBe(true);
          expect(taken > 0n).toBe(most > 0n);
        },
      ),
    );
  });
});
