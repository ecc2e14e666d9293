import { parse } from 'lossless-json';
import { describe, expect, it } from 'vitest';
import { priceOfNumber, priceOfPlainText } from './exact-price.ts';

const numberOf = (json: string) => priceOfNumber(parse(json));

describe('a price that is a JSON number', () => {
  it.each([
    ['1', 10n ** 18n],
    ['0.1', 10n ** 17n],
    ['43210.123456789012345678', 43_210_123_456_789_012_345_678n],
    // As CoinGecko writes small prices: a double of it would be another number.
    ['7.69e-06', 7_690_000_000_000n],
    ['1.2E-7', 120_000_000_000n],
    ['1e3', 10n ** 21n],
    ['0.0000000000000000019', 1n],
  ])('is read to its last digit: %s', (json, usdE18) => expect(numberOf(json)).toBe(usdE18));

  it.each([
    '0',
    '-1',
    '-7.69e-06',
    '1e-19',
    '1e13',
    '1e99',
    '1e400',
    '1e-400',
    '0e0',
    '"1"',
    '"7.69e-06"',
    '"0x1"',
    'null',
    '[1]',
  ])('is none that is zero, less, beyond sense, or of another kind: %s', (json) =>
    expect(numberOf(json)).toBeNull(),
  );
});

describe('a price that is a text', () => {
  it('is a plain decimal', () => expect(priceOfPlainText('0.10')).toBe(10n ** 17n));

  it.each([
    '7.69e-06',
    '1e3',
    '0x1',
    '+1',
    '-1',
    ' 1',
    '1 ',
    '1,5',
    '.5',
    '5.',
    '',
    'NaN',
    'Infinity',
    '１',
    '1'.repeat(41),
  ])('is none in another form: %j', (text) => expect(priceOfPlainText(text)).toBeNull());
});
