import { E18, larger, mulDivDown, smaller } from '../money/fixed-point.ts';

/**
 * What a pool's suppliers earn by how much of it is lent out, as Aave's and Compound's pools have it: borrowers pay `slopeE18` × u ÷ kink up
 * to the kink, and `steepE18` more between there and all of it; suppliers share that times u, less the reserve. Rates are simple ones a
 * year, shares in 18 decimals.
 */
export type RateCurve = {
  readonly kinkE18: bigint;
  readonly slopeE18: bigint;
  readonly steepE18: bigint;
  readonly reserveE18: bigint;
};

/** What suppliers earn a year at a utilisation from nothing to all. */
export const supplyRateE18Down = (curve: RateCurve, utilisationE18: bigint): bigint => {
  const { kinkE18, slopeE18, steepE18, reserveE18 } = curve;
  const used = smaller(larger(utilisationE18, 0n), E18);
  const borrowE18 =
    used <= kinkE18
      ? mulDivDown(slopeE18, used, kinkE18)
      : slopeE18 + mulDivDown(steepE18, used - kinkE18, E18 - kinkE18);
  return mulDivDown(mulDivDown(borrowE18, used, E18), E18 - reserveE18, E18);
};

/** A market as far as our own money moves its rate. */
export type MarketDepth = {
  /** All that it holds, ours included. */
  readonly tvlUnits: bigint;
  /** Null where its source doesn't tell; then what it pays is shared among all that it holds. */
  readonly curve: RateCurve | null;
  readonly utilisationE18: bigint | null;
};

/**
 * What a rate of `rateE18` becomes when `addedUnits` more are supplied (or fewer: negative) and borrowers don't change: by the market's own
 * curve where that is known, else by its share of what it pays now. A market that would hold nothing pays nothing.
 */
export const rateAfterOwnE18Down = (
  rateE18: bigint,
  { tvlUnits, curve, utilisationE18 }: MarketDepth,
  addedUnits: bigint,
): bigint => {
  const after = tvlUnits + addedUnits;
  if (after <= 0n || tvlUnits <= 0n) return 0n;
  if (curve === null || utilisationE18 === null || rateE18 <= 0n)
    return rateE18 <= 0n ? rateE18 : mulDivDown(rateE18, tvlUnits, after);
  const now = supplyRateE18Down(curve, utilisationE18);
  if (now === 0n) return 0n;
  const then = supplyRateE18Down(curve, mulDivDown(utilisationE18, tvlUnits, after));
  return mulDivDown(rateE18, then, now);
};
