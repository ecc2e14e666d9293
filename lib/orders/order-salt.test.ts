import fc from 'fast-check';
import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { orderSalt, saltGeneration } from './order-salt.ts';
import { arbitraryBytes, arbitraryHash, arbitraryWord } from './testing/arbitrary-order.ts';

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
