import type { Fact } from '../facts/fact.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { NumberRead, NumberUnit } from './read-text.ts';
import { shareFormOf } from './say-fact.ts';

/** `as-written`: sign and size. `size-alone`: a loss that was written without its sign, which a word has to say. */
export type Agreement = 'as-written' | 'size-alone';

// A number is worked out from the fact anew, not by the function that writes it: one fault can't hide in both.

/** An amount as a fraction of whole numbers. */
type Exact = { readonly numerator: bigint; readonly denominator: bigint };

type Expected = { readonly unit: NumberUnit; readonly exact: Exact; readonly places: number };

const E18 = 10n ** 18n;

const size = (value: bigint): bigint => (value < 0n ? -value : value);

const usdOf = (measure: Fact['measure'], amount: bigint): Expected => {
  return {
    unit: 'usd',
    exact: { numerator: amount, denominator: E18 },
    places: measure === 'price' ? pricePlaces(amount) : 2,
  };
};

/** Two places from a hundred dollars on, four from a cent, eight below; all there are where eight would say that it costs nothing. */
const pricePlaces = (amount: bigint): number => {
  if (amount >= 100n * E18) return 2;
  if (amount >= E18 / 100n) return 4;
  return amount !== 0n && amount * 200_000_000n < E18 ? 18 : 8;
};

/** Two places from a thousand on, four from one, six below; all there are where six would say that nothing is there. */
const unitPlaces = (units: bigint, decimals: number): number => {
  const one = 10n ** BigInt(decimals);
  if (units >= 1_000n * one) return 2;
  if (units >= one) return 4;
  return units !== 0n && units * 2_000_000n < one ? decimals : 6;
};

const SHARE_UNITS = { percent: 'percent', points: 'points', bps: 'bps' } as const;

const shareOf = (measure: Fact['measure'], bps: number): Expected => {
  const form = shareFormOf(measure);
  // What is written per cent is written to the whole basis point.
  const hundredths = BigInt(Math.round(Math.abs(bps) * 100)) * (bps < 0 ? -1n : 1n);
  const denominator = form === 'bps' ? 100n : 10_000n;
  return { unit: SHARE_UNITS[form], exact: { numerator: hundredths, denominator }, places: 2 };
};

const durationOf = (seconds: number): Expected => {
  const [unit, each]: readonly ['s' | 'min' | 'h' | 'days', number] =
    seconds >= 2 * DAY_SECONDS
      ? ['days', DAY_SECONDS]
      : seconds >= 7_200
        ? ['h', 3_600]
        : seconds >= 120
          ? ['min', 60]
          : ['s', 1];
  return { unit, exact: { numerator: BigInt(Math.round(seconds)), denominator: BigInt(each) }, places: 0 };
};

const expectedOf = ({ measure, value }: Fact): Expected | null => {
  switch (value.unit) {
    case 'usdE18':
      return usdOf(measure, value.amount);
    case 'bps':
      return shareOf(measure, value.amount);
    case 'units': {
      const denominator = 10n ** BigInt(value.decimals);
      const places = unitPlaces(size(value.amount), value.decimals);
      return { unit: 'plain', exact: { numerator: value.amount, denominator }, places };
    }
    case 'count':
      return { unit: 'plain', exact: { numerator: BigInt(value.amount), denominator: 1n }, places: 0 };
    case 'ratioE4':
      return { unit: 'plain', exact: { numerator: BigInt(value.amount), denominator: 10_000n }, places: 2 };
    case 'seconds':
      return durationOf(value.amount);
    default:
      return null;
  }
};

/** Half away from zero, of a size. */
const rounded = ({ numerator, denominator }: Exact, places: number): bigint =>
  (size(numerator) * 10n ** BigInt(places) * 2n + denominator) / (denominator * 2n);

/** Amounts of tokens below a thousand, and the least of prices, are written without the noughts at their end. */
const placesFit = (read: NumberRead, { places }: Expected, fact: Fact): boolean => {
  const isTrimmed = fact.value.unit === 'units' ? places !== 2 : places === 18;
  if (!isTrimmed) return read.places === places;
  return read.places <= places && (read.places === 0 || read.digits % 10n !== 0n);
};

const padded = (read: NumberRead, places: number): bigint =>
  read.digits * 10n ** BigInt(places - read.places);

/** Whether a number is what the fact says, in the fact's own unit and to the place to which such facts are written; null when it isn't. */
export const agreement = (read: NumberRead, fact: Fact): Agreement | null => {
  const expected = expectedOf(fact);
  if (expected === null || expected.unit !== read.unit) return null;
  const { numerator } = expected.exact;
  const wanted = rounded(expected.exact, expected.places);
  const isUnderACent = expected.unit === 'usd' && expected.places === 2 && numerator !== 0n && wanted === 0n;
  if (read.isUnderACent || isUnderACent) return read.isUnderACent && isUnderACent ? 'as-written' : null;
  if (!placesFit(read, expected, fact) || padded(read, expected.places) !== wanted) return null;
  if (wanted === 0n) return read.sign === '' ? 'as-written' : null;
  if (read.sign === '') return numerator < 0n ? 'size-alone' : 'as-written';
  return (read.sign === '−') === numerator < 0n ? 'as-written' : null;
};
