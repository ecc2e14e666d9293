import { fail, ok, type Result } from '../result.ts';

/** Circle counts fees in thousandths of a basis point: ten million are the whole amount. */
const E7 = 10_000_000n;
const E7_PER_BPS = 1_000n;
/** What is added to the fee that is asked now: it may rise before the burn is in a block. */
const HEADROOM_PERCENT = 20n;

const divideUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;

/**
 * A fee's share of the amount in 7 decimals, from its text in basis points ("1.3", "0", "1e-1"), rounded up. Fails with `venue-malformed`
 * for what is no number from 0 to 10,000.
 */
export const feeShareE7Up = (bpsText: string): Result<bigint> => {
  const read = /^(\d{1,9})(?:\.(\d{1,30}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(bpsText);
  const wrong = fail('venue-malformed', 'minimumFee is no number of basis points from 0 to 10,000.', {
    when: 'next-tick',
  });
  if (read === null) return wrong;
  const [, whole = '', fraction = '', exponent = '0'] = read;
  const digits = BigInt(whole + fraction) * E7_PER_BPS;
  const shift = Number(exponent) - fraction.length;
  const shareE7 = shift >= 0 ? digits * 10n ** BigInt(shift) : divideUp(digits, 10n ** BigInt(-shift));
  return shareE7 > E7 ? wrong : ok(shareE7);
};

/** What a fee is of an amount, in units, rounded up. */
export const feeUnitsUp = (amountUnits: bigint, shareE7: bigint): bigint =>
  divideUp(amountUnits * shareE7, E7);

/**
 * The most that a burn lets Circle take: what is asked now and a fifth more, rounded up, and never 0, which the messenger may refuse from
 * one block to the next. Fails with `venue-refused` where that is all of the amount.
 */
export const maxFeeUnitsUp = (amountUnits: bigint, shareE7: bigint): Result<bigint> => {
  const asked = divideUp(amountUnits * shareE7 * (100n + HEADROOM_PERCENT), E7 * 100n);
  const maxFee = asked === 0n ? 1n : asked;
  return maxFee < amountUnits
    ? ok(maxFee)
    : fail('venue-refused', `A fee of ${maxFee} units takes all of ${amountUnits}.`);
};

/** What is sure to arrive of a burn: all but the most that may be taken. */
export const arrivingUnitsDown = ({
  amount,
  maxFee,
}: {
  readonly amount: bigint;
  readonly maxFee: bigint;
}): bigint => amount - maxFee;
