import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecimalMark, parsePrice, ShortPriceReader } from './price-number.ts';

/** The price by its definition: the digits, times ten for every place that 18 has more. */
const exact = (whole: string, fraction: string): bigint =>
  BigInt(`${whole}${fraction}`) * 10n ** BigInt(18 - fraction.length);

const digits = (longest: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: longest });
const marks = fc.constantFrom<DecimalMark>('point', 'comma');
const characterOf = (mark: DecimalMark): string => (mark === 'point' ? '.' : ',');

describe('a short price', () => {
  it('is exact, wherever in its line it stands', () => {
    const parts = fc.tuple(digits(14), fc.option(digits(14), { nil: '' }), marks, fc.nat({ max: 9 }));
    let read = 0;
    fc.assert(
      fc.property(parts, ([whole, fraction, mark, from]) => {
        const cell = fraction === '' ? whole : `${whole}${characterOf(mark)}${fraction}`;
        const line = `${'7'.repeat(from)}${cell}5`;
        const price = new ShortPriceReader(mark, null).read(line, from, from + cell.length);
        const isShort = whole.length + fraction.length <= 15 && exact(whole, fraction) > 0n;
        expect(price).toBe(isShort ? exact(whole, fraction) : null);
        if (price !== null) read += 1;
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(5_000);
  });

  it('is what the long way gives, and any other text is left to it', () => {
    const text = fc.string({ unit: fc.constantFrom(...'00112358.,-e $'), maxLength: 18 });
    fc.assert(
      fc.property(fc.oneof(text, digits(18)), marks, (cell, mark) => {
        const short = new ShortPriceReader(mark, null).read(cell, 0, cell.length);
        if (short !== null) expect(parsePrice(cell, mark)).toEqual({ priceE18: short, rounded: false });
      }),
      { numRuns: 20_000 },
    );
  });

  it.each(['', '.', '5.', '.5', '1,2', '1.2.3', '-1', '+1', '1e3', ' 1', '0', '0.00', '1234567890123456'])(
    'is not %j',
    (cell) => {
      expect(new ShortPriceReader('point', null).read(cell, 0, cell.length)).toBeNull();
    },
  );
});
