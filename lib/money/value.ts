import { mulDivDown, mulDivUp, powerOfTen } from './fixed-point.ts';

/** The two facts that turn raw units of a token into dollars. */
export type Quotation = {
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
