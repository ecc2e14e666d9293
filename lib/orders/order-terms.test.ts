import fc from 'fast-check';
import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { wordToAddress } from './limit-order.ts';
import { readMakerTraits } from './maker-traits.ts';
import { buildOrder, orderSalt, saltGeneration, takingAmountUp } from './order-terms.ts';
import {
  arbitraryBytes,
  arbitraryHash,
  arbitraryOrderParts,
  arbitraryWord,
} from './testing/arbitrary-order.ts';

describe('the order of a leg', () => {
  it('gives and asks exactly what the leg says, for no longer than policy and contract allow', () => {
    fc.assert(
      fc.property(arbitraryOrderParts, (parts) => {
        const order = buildOrder({ ...parts, publicBook: null });
        expect(order.makingAmount).toBe(parts.leg.sellUnits);
        expect(order.takingAmount).toBe(parts.leg.buyUnits);
        expect(wordToAddress(order.maker)).toBe(parts.maker);
        expect(wordToAddress(order.makerAsset)).toBe(parts.leg.sellToken);
        expect(wordToAddress(order.takerAsset)).toBe(parts.leg.buyToken);
        expect(order.receiver).toBe(0n);
        expect(saltGeneration(order.salt)).toBe(parts.generation);
        const life = readMakerTraits(order.makerTraits).expiresAtSeconds - parts.nowSeconds;
        expect(life).toBe(Math.min(parts.leg.limit.expiresInSeconds, parts.orderTtlMaxSeconds));
      }),
    );
  });

  it('is the same order for the same terms', () => {
    fc.assert(
      fc.property(arbitraryOrderParts, (parts) => {
        expect(buildOrder({ ...parts, publicBook: null })).toEqual(
          buildOrder({ ...structuredClone(parts), publicBook: null }),
        );
      }),
    );
  });

  it('is never paid less in parts than as a whole', () => {
    fc.assert(
      fc.property(
        arbitraryOrderParts,
        fc.array(fc.bigInt({ min: 1n, max: (1n << 120n) - 1n }), { maxLength: 6 }),
        (parts, cuts) => {
          const order = buildOrder({ ...parts, publicBook: null });
          let left = order.makingAmount;
          let paid = 0n;
          for (const cut of cuts) {
            const part = cut % (left + 1n);
            paid += takingAmountUp(order, part);
            left -= part;
          }
          paid += takingAmountUp(order, left);
          expect(paid >= order.takingAmount).toBe(true);
        },
      ),
    );
  });

  it('is refused for nothing', () => {
    const [parts] = fc.sample(arbitraryOrderParts, { numRuns: 1, seed: 5 });
    if (parts === undefined) throw new Error('no sample');
    expect(() => buildOrder({ ...parts, leg: { ...parts.leg, sellUnits: 0n }, publicBook: null })).toThrow(
      RangeError,
    );
    expect(() => buildOrder({ ...parts, leg: { ...parts.leg, buyUnits: 0n }, publicBook: null })).toThrow(
      RangeError,
    );
  });
});

const LOW_160 = (1n << 160n) - 1n;

describe('the salt of an order', () => {
  it('carries the generation at bits 160–199, the extension hash or content below, and content above', () => {
    fc.assert(
      fc.property(arbitraryHash, arbitraryWord(40), arbitraryBytes, (contentId, generation, extension) => {
        const salt = orderSalt({ contentId, generation, extension });
        expect(saltGeneration(salt)).toBe(generation);
        expect(salt >> 200n).toBe(BigInt(contentId) >> 200n);
        const low = extension === '0x' ? BigInt(contentId) : BigInt(keccak256(extension));
        expect(salt & LOW_160).toBe(low & LOW_160);
      }),
    );
  });

  it('refuses a generation beyond 40 bits', () => {
    const contentId = `0x${'ab'.repeat(32)}` as const;
    expect(() => orderSalt({ contentId, generation: 1n << 40n, extension: '0x' })).toThrow(RangeError);
  });
});
