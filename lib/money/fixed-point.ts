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
