import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOfBps } from './parts-of-bps.ts';

describe('parts in basis points', () => {
  it('add up as they are shown, the largest remainders rounded up', () => {
    expect(partsOfBps([1n, 1n, 1n], 3n)).toEqual({ partsBps: [3333.34, 3333.33, 3333.33], sumBps: 10_000 });
    expect(partsOfBps([2n, -1n], 3n)).toEqual({ partsBps: [6666.67, -3333.34], sumBps: 3333.33 });
    expect(partsOfBps([], 5n)).toEqual({ partsBps: [], sumBps: 0 });
  });

  it('are each within a hundredth of what they are', () => {
    const part = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.bigInt({ min: 1n, max: 10n ** 24n }),
        (parts, whole) => {
          const { partsBps, sumBps } = partsOfBps(parts, whole);
          const hundredths = (bps: number): bigint => BigInt(Math.round(bps * 100));
          fc.pre(partsBps.every((bps) => Math.abs(bps) < 1e11));
          expect(partsBps.reduce((sum, bps) => sum + hundredths(bps), 0n)).toBe(hundredths(sumBps));
          for (const [index, bps] of partsBps.entries()) {
            const off = hundredths(bps) * whole - (parts[index] ?? 0n) * 1_000_000n;
            expect(off < whole && off > -whole).toBe(true);
          }
        },
      ),
    );
  });
});
