import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bpsOfDown,
  bpsOfUp,
  bpsToE18,
  E18,
  e18ToBpsDown,
  formatDecimal,
  formatDecimalRounded,
  mulDivDown,
  mulDivUp,
  parseDecimal,
  powerOfTen,
  squareRootDown,
  unitsForValueDown,
  unitsForValueUp,
  valueUsdE18Down,
  valueUsdE18Up,
} from './fixed-point.ts';

const amount = fc.bigInt({ min: 0n, max: 10n ** 40n });
const quotation = fc.record({
  priceUsdE18: fc.bigInt({ min: 1n, max: 10n ** 28n }),
  decimals: fc.integer({ min: 0, max: 27 }),
});

describe('rounding', () => {
  it('goes the way the name says, by less than one', () => {
    fc.assert(
      fc.property(amount, amount, fc.bigInt({ min: 1n, max: 10n ** 30n }), (a, b, divisor) => {
        const [down, up] = [mulDivDown(a, b, divisor), mulDivUp(a, b, divisor)];
        expect(down * divisor <= a * b && up * divisor >= a * b).toBe(true);
        expect(up - down).toBe((a * b) % divisor === 0n ? 0n : 1n);
      }),
    );
  });

  it('never lets value out of a conversion there and back', () => {
    fc.assert(
      fc.property(amount, quotation, (value, one) => {
        expect(valueUsdE18Down(unitsForValueDown(value, one), one)).toBeLessThanOrEqual(value);
        expect(valueUsdE18Up(unitsForValueUp(value, one), one)).toBeGreaterThanOrEqual(value);
        expect(valueUsdE18Down(unitsForValueUp(value, one), one)).toBeGreaterThanOrEqual(value);
      }),
    );
  });

  it('takes shares of an amount up or down', () => {
    expect([bpsOfDown(9_999n, 1), bpsOfUp(9_999n, 1), bpsOfUp(10_000n, 1)]).toEqual([0n, 1n, 1n]);
    expect([bpsToE18(2_500), e18ToBpsDown(E18 - 1n)]).toEqual([E18 / 4n, 9_999]);
  });

  it('takes the whole square root below', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), (value) => {
        const root = squareRootDown(value);
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
      }),
    );
    expect(() => squareRootDown(-1n)).toThrow(RangeError);
  });
});

describe('decimal text', () => {
  it('is read and written without loss', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
        fc.integer({ min: 0, max: 27 }),
        (value, decimals) => {
          expect(parseDecimal(formatDecimal(value, decimals), decimals)).toBe(value);
        },
      ),
    );
  });

  it.each(['', '1e5', 'NaN', '1,000', '.5', '5.', '0x10', ' 1', '1.0000001', '--1'])(
    'refuses "%s"',
    (text) => {
      expect(parseDecimal(text, 6)).toBeNull();
    },
  );

  it('rounds half away from zero, never to a negative zero', () => {
    const written = [1_005n, -1_005n, 1_004n, -4n, 995n].map((value) => formatDecimalRounded(value, 3, 2));
    expect(written).toEqual(['1.01', '-1.01', '1.00', '0.00', '1.00']);
    expect(formatDecimalRounded(15n, 1, 0)).toBe('2');
  });

  it('knows powers of ten up to what products need', () => {
    expect(powerOfTen(27)).toBe(10n ** 27n);
    expect(() => powerOfTen(-1)).toThrow(RangeError);
  });
});
