import { isLosslessNumber } from 'lossless-json';
import { powerOfTen } from '../../lib/money/fixed-point.ts';

/** USD per whole token that no token is worth. */
const PRICE_E18_MAX = 10n ** 30n;
const PLACES_MAX = 60;
const JSON_NUMBER = /^(\d{1,40})(?:\.(\d{1,80}))?(?:[eE]([+-]?\d{1,2}))?$/;
const PLAIN_TEXT = /^\d{1,40}(?:\.\d{1,80})?$/;

/** digits · 10^exponent in 18 decimals, rounded down; null below one unit of the last place or above any sense. */
export const scaledPriceE18 = (digits: bigint, exponent: number): bigint | null => {
  const places = exponent + 18;
  if (digits <= 0n || Math.abs(places) > PLACES_MAX) return null;
  const price = places >= 0 ? digits * powerOfTen(places) : digits / powerOfTen(-places);
  return price > 0n && price <= PRICE_E18_MAX ? price : null;
};

const priceOfText = (text: string): bigint | null => {
  const match = JSON_NUMBER.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = '', exponent = '0'] = match;
  return scaledPriceE18(BigInt(`${whole}${fraction}`), Number(exponent) - fraction.length);
};

/** USD in 18 decimals of a JSON number, read from its digits; null for another value, and for zero, less, or more than any token is worth. */
export const priceOfNumber = (value: unknown): bigint | null =>
  isLosslessNumber(value) ? priceOfText(value.value) : null;

/** The same of a text that must be a plain decimal: no exponent, no sign, no hex. */
export const priceOfPlainText = (value: unknown): bigint | null =>
  typeof value === 'string' && PLAIN_TEXT.test(value) ? priceOfText(value) : null;

/** A whole number of at most 12 digits, as times and exponents are; null for anything else. */
export const wholeOf = (value: unknown): number | null =>
  isLosslessNumber(value) && /^-?\d{1,12}$/.test(value.value) ? Number(value.value) : null;

/** A JSON object's own fields; null for anything else. */
export const fieldsOf = (value: unknown): ReadonlyMap<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value)
    ? new Map(Object.entries(value))
    : null;
