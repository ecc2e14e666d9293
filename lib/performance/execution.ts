import { powerOfTen } from '../money/fixed-point.ts';

/** What a decision expected of one leg, at its own prices. */
export type LegQuote = {
  /** Raw units of the whole leg. */
  readonly sellUnits: bigint;
  readonly expectedBuyUnits: bigint;
  /** Of all its units, at the mid. */
  readonly sellValueUsdE18: bigint;
  readonly buyPriceUsdE18: bigint;
  readonly buyDecimals: number;
};

export type Filled = { readonly sellUnits: bigint; readonly buyUnits: bigint };

/** What was given for what, valued at the prices of the decision. Source: A. Perold (1988), implementation shortfall. */
export type Execution = {
  /** Sold, rounded down as all three. */
  readonly givenUsdE18: bigint;
  /** What the decision expected for that much. */
  readonly expectedUsdE18: bigint;
  readonly gotUsdE18: bigint;
};

/** The execution of what of a leg was filled. {usdE18} = {units} × {usdE18/token} ÷ {units/token} */
export const executionOf = (leg: LegQuote, filled: Filled): Execution => {
  const bought = (units: bigint): bigint => (units * leg.buyPriceUsdE18) / powerOfTen(leg.buyDecimals);
  return {
    givenUsdE18: (leg.sellValueUsdE18 * filled.sellUnits) / leg.sellUnits,
    expectedUsdE18: bought((leg.expectedBuyUnits * filled.sellUnits) / leg.sellUnits),
    gotUsdE18: bought(filled.buyUnits),
  };
};

export const NOTHING_EXECUTED: Execution = { givenUsdE18: 0n, expectedUsdE18: 0n, gotUsdE18: 0n };

export const addExecutions = (a: Execution, b: Execution): Execution => ({
  givenUsdE18: a.givenUsdE18 + b.givenUsdE18,
  expectedUsdE18: a.expectedUsdE18 + b.expectedUsdE18,
  gotUsdE18: a.gotUsdE18 + b.gotUsdE18,
});
