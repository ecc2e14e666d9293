import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyDigits } from './key-digits.ts';

it('writes a key as a number is written, with the zeros that it may begin with', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: (1n << 256n) - 1n }), fc.nat(255), (number, bits) => {
      const key = number >> BigInt(bits);
      const hex = key.toString(16);
      const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
      expect(keyDigits(bytes).toString('latin1')).toBe(`0x${hex.padStart(64, '0')}`);
    }),
    { numRuns: 2_000 },
  );
});
