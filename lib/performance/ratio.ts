/**
 * A dimensionless statistic: a return, a volatility, a Sharpe ratio. Never an amount, a price or a value: those are bigint. Roots
 * and powers have no exact integer form, which is the only reason this is a number.
 */
export type Ratio = number;

/** a / b to double precision (each conversion and the division round once); b must not be zero. */
export const ratioOf = (a: bigint, b: bigint): Ratio => {
  if (b === 0n) throw new RangeError('a ratio needs a denominator above zero');
  return Number(a) / Number(b);
};

/** The simple return from one value to the next: after / before − 1. */
export const simpleReturn = (beforeUsdE18: bigint, afterUsdE18: bigint): Ratio =>
  ratioOf(afterUsdE18 - beforeUsdE18, beforeUsdE18);
