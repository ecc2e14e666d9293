/** One in 18-decimal fixed point: 1 USD, a price of 1 USD, a share of 100 %. */
export const E18 = 10n ** 18n;

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
