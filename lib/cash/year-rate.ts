import { E18, mulDivDown } from '../money/fixed-point.ts';
import { YEAR_SECONDS } from './rate-history.ts';

/**
 * The simple rate that grows to `apyE18` when it is compounded all the time: ln(1 + apy), rounded down, for an apy of at least 0. By the
 * series of 2 × artanh(apy ÷ (2 + apy)).
 */
export const simpleRateE18Down = (apyE18: bigint): bigint => {
  const ratio = mulDivDown(apyE18, E18, 2n * E18 + apyE18);
  const square = mulDivDown(ratio, ratio, E18);
  let sum = 0n;
  let power = ratio;
  for (let exponent = 1n; power > 0n; exponent += 2n) {
    sum += power / exponent;
    power = mulDivDown(power, square, E18);
  }
  return 2n * sum;
};

/** What a simple rate grows to in a year when it is compounded all the time: e^rate − 1, rounded down, for a rate from 0 to 10. */
export const compoundedE18Down = (rateE18: bigint): bigint => {
  let sum = 0n;
  let term = rateE18;
  for (let power = 2n; term > 0n; power += 1n) {
    sum += term;
    term = mulDivDown(term, rateE18, E18 * power);
  }
  return sum;
};

/** What `amount` earns at a simple rate in a time, rounded down; a negative rate takes, rounded away from nothing. */
export const earnedDown = (amount: bigint, yearRateE18: bigint, seconds: number): bigint => {
  const product = amount * yearRateE18 * BigInt(seconds);
  const divisor = E18 * BigInt(YEAR_SECONDS);
  return product >= 0n ? product / divisor : -((-product + divisor - 1n) / divisor);
};

/** The simple rate a year at which `before` became `after`, towards zero; null for no time, or from nothing. */
export const growthRateE18 = (before: bigint, after: bigint, seconds: number): bigint | null =>
  before <= 0n || seconds <= 0
    ? null
    : ((after - before) * E18 * BigInt(YEAR_SECONDS)) / (before * BigInt(seconds));
