import { powerOfTen } from './fixed-point.ts';

const PLAIN_DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads a plain decimal ("-12.5", no exponent, no separators) as a fixed-point integer with `decimals` places.
 * @returns null when the text is not a plain decimal or has more places than fit (nothing is rounded away silently).
 */
export const parseDecimal = (text: string, decimals: number): bigint | null => {
  const match = PLAIN_DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign, whole, fraction = ''] = match;
  const kept = fraction.slice(0, decimals);
  if (whole === undefined || /[1-9]/.test(fraction.slice(decimals))) return null;
  const magnitude = BigInt(whole) * powerOfTen(decimals) + BigInt(kept.padEnd(decimals, '0') || '0');
  return sign === '-' ? -magnitude : magnitude;
};

/** Exact plain decimal of a fixed-point integer, without trailing zeros: (1500000n, 6) → "1.5". */
export const formatDecimal = (value: bigint, decimals: number): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return value < 0n ? `-${text}` : text;
};

/** Plain decimal rounded half away from zero to `places`: (1234567n, 6, 2) → "1.23". */
export const formatDecimalRounded = (value: bigint, decimals: number, places: number): string => {
  if (places >= decimals) return formatDecimal(value, decimals);
  const step = powerOfTen(decimals - places);
  const magnitude = ((value < 0n ? -value : value) + step / 2n) / step;
  const digits = magnitude.toString().padStart(places + 1, '0');
  const text = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return value < 0n && magnitude !== 0n ? `-${text}` : text;
};
