/** One in 18-decimal fixed point: 1 USD, a price of 1 USD, a share of 100 %. */
export const E18 = 10n ** 18n;

/** A thousand trillion dollars: more than all that anybody owns together, and far below what a stored amount can hold. */
export const VALUE_USD_E18_MAX = 10n ** 15n * E18;

const POWERS_OF_TEN: readonly bigint[] = Array.from({ length: 82 }, (_, exponent) => 10n ** BigInt(exponent));

/** 10^exponent from a table; exponents outside 0…81 are a bug and throw. */
export const powerOfTen = (exponent: number): bigint => {
  const power = POWERS_OF_TEN[exponent];
  if (power === undefined) throw new RangeError(`no power of ten for exponent ${exponent}`);
  return power;
};

/** floor(a × b / divisor) for non-negative a × b and a positive divisor. */
export const mulDivDown = (a: bigint, b: bigint, divisor: bigint): bigint => (a * b) / divisor;

/** ceil(a × b / divisor) for non-negative a × b and a positive divisor. */
export const mulDivUp = (a: bigint, b: bigint, divisor: bigint): bigint => {
  const product = a * b;
  return product === 0n ? 0n : (product - 1n) / divisor + 1n;
};

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);
export const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** floor(√value) of a non-negative integer, by Newton's method. */
export const squareRootDown = (value: bigint): bigint => {
  if (value < 0n) throw new RangeError('square root of a negative number');
  if (value < 2n) return value;
  let guess = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + value / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
};

/** 100 % in basis points. */
export const BPS_WHOLE = 10_000;
/** The same where it meets amounts. */
export const BPS = 10_000n;
/** One basis point as an 18-decimal share. */
export const E18_PER_BPS = E18 / BPS;

/** Basis points as an exact 18-decimal share. */
export const bpsToE18 = (bps: number): bigint => BigInt(bps) * E18_PER_BPS;

/** A share in 18 decimals as whole basis points, towards zero. */
export const e18ToBpsDown = (shareE18: bigint): number => Number(shareE18 / E18_PER_BPS);

/** A share in 18 decimals as whole basis points, half away from zero: for showing. */
export const e18ToBpsRounded = (shareE18: bigint): number => {
  const magnitude = (absolute(shareE18) + E18_PER_BPS / 2n) / E18_PER_BPS;
  return Number(shareE18 < 0n ? -magnitude : magnitude);
};

/** floor(amount × bps / 10,000) for a non-negative amount. */
export const bpsOfDown = (amount: bigint, bps: number): bigint => mulDivDown(amount, BigInt(bps), BPS);

/** ceil(amount × bps / 10,000) for a non-negative amount. */
export const bpsOfUp = (amount: bigint, bps: number): bigint => mulDivUp(amount, BigInt(bps), BPS);

/** The two facts that turn raw units of a token into dollars. */
type Quotation = {
  /** USD per whole token, 18 decimals, above zero. */
  readonly priceUsdE18: bigint;
  /** Decimals of the token, 0–36. */
  readonly decimals: number;
};

/** Value of raw units in USD (18 decimals), rounded down. {usdE18} = {units} × {usdE18/token} / {units/token} */
export const valueUsdE18Down = (units: bigint, quotation: Quotation): bigint =>
  mulDivDown(units, quotation.priceUsdE18, powerOfTen(quotation.decimals));

/** Value of raw units in USD (18 decimals), rounded up. */
export const valueUsdE18Up = (units: bigint, quotation: Quotation): bigint =>
  mulDivUp(units, quotation.priceUsdE18, powerOfTen(quotation.decimals));

/** The most raw units that are worth no more than the value. {units} = {usdE18} × {units/token} / {usdE18/token} */
export const unitsForValueDown = (valueUsdE18: bigint, quotation: Quotation): bigint =>
  mulDivDown(valueUsdE18, powerOfTen(quotation.decimals), quotation.priceUsdE18);

/** The fewest raw units that are worth at least the value. */
export const unitsForValueUp = (valueUsdE18: bigint, quotation: Quotation): bigint =>
  mulDivUp(valueUsdE18, powerOfTen(quotation.decimals), quotation.priceUsdE18);

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
