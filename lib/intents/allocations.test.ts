import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationFaults, INDEX_ASSETS_MAX, splitUnitsDown } from './allocations.ts';

const of = (...shares: readonly number[]) =>
  shares.map((targetBps, index) => ({ token: `nep141:token-${index}.near`, targetBps }));

describe('allocations', () => {
  it('make 100 %, to the basis point', () => {
    expect(allocationFaults(of(10_000))).toEqual([]);
    expect(allocationFaults(of(3_333, 3_333, 3_334))).toEqual([]);
    expect(allocationFaults(of(3_333, 3_333, 3_333))).toEqual([
      'The shares make 99.99 %, and must make 100 %.',
    ]);
    expect(allocationFaults(of(5_000, 5_001))).toEqual(['The shares make 100.01 %, and must make 100 %.']);
  });

  it.each([
    ['none', [], 'at least one'],
    ['too many', of(...Array.from({ length: INDEX_ASSETS_MAX + 1 }, () => 1), 10_000 - 21), 'at most 20'],
    ['a share of nothing', of(10_000, 0), '0.01 to 100'],
    ['a part of a basis point', of(5_000.5, 4_999.5), '0.01 to 100'],
    ['a share that is none', of(10_000, Number.NaN), '0.01 to 100'],
    ['a token that is none', [{ token: 'BTC', targetBps: 10_000 }], 'BTC is no token'],
    ['a token twice', [...of(5_000), ...of(5_000)], 'twice'],
  ])('are refused: %s', (_name, allocations, words) => {
    expect(allocationFaults(allocations).join(' ')).toContain(words);
  });

  it('split an amount into no more than it, and lose less than a unit a part', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 19 }),
        (amount, shares) => {
          const rest = 10_000 - shares.reduce((sum, share) => sum + share, 0);
          const parts = splitUnitsDown(amount, of(...shares, rest));
          const sum = parts.reduce((total, { units }) => total + units, 0n);
          expect(sum).toBeLessThanOrEqual(amount);
          expect(amount - sum).toBeLessThan(BigInt(parts.length));
        },
      ),
      { numRuns: Number(env.PROPERTY_CASES ?? 500) },
    );
  });
});
