import type { Fact } from '../../../facts/fact.ts';
import type { Token, Written } from './tokens.ts';

type NumberToken = Extract<Token, { readonly is: 'number' }>;

/** A fact's amount as a whole number and how many of its digits stand behind the point; null where it is none. */
export const exactOf = ({ value }: Fact): Written | null => {
  switch (value.unit) {
    case 'usdE18':
      return { digits: value.amount, places: 18 };
    case 'units':
      return { digits: value.amount, places: value.decimals };
    case 'bps':
      return { digits: BigInt(Math.round(value.amount * 100)), places: 2 };
    case 'ratioE4':
      return { digits: BigInt(value.amount), places: 4 };
    case 'count':
    case 'seconds':
      return { digits: BigInt(Math.round(value.amount)), places: 0 };
    default:
      return null;
  }
};

const sizeOf = (one: bigint): bigint => (one < 0n ? -one : one);

const SECONDS = { s: 1n, min: 60n, h: 3_600n, days: 86_400n } as const;

/** Which units may be written of which kind of amount. */
const UNITS: Readonly<Record<Fact['value']['unit'], readonly NumberToken['unit'][]>> = {
  ...{ usdE18: ['$'], bps: ['%', 'pp', 'bps'], ratioE4: [''], count: [''], units: [''] },
  ...{ seconds: ['s', 'min', 'h', 'days'], time: [], word: [] },
};

/** Whether the unit is one in which this measure is told: a drift in points of a percent, what was traded's cost in basis points. */
const fitsUnit = ({ value, measure }: Fact, { unit }: NumberToken): boolean => {
  if (!UNITS[value.unit].includes(unit)) return false;
  if (value.unit !== 'bps') return true;
  return unit === (measure === 'drift' ? 'pp' : measure === 'cost-share' ? 'bps' : '%');
};

/** What was written and what is true, in one and the same smallest part, and how much of it half a last digit is (twice that). */
const asParts = (fact: Fact, exact: Written, { value, unit }: NumberToken) => {
  const places = exact.places + (unit === '%' || unit === 'pp' ? 2 : 0);
  const scale = BigInt(Math.max(places, value.places));
  const times = unit in SECONDS && fact.value.unit === 'seconds' ? SECONDS[unit as keyof typeof SECONDS] : 1n;
  return {
    said: value.digits * times * 10n ** (scale - BigInt(value.places)),
    true: exact.digits * 10n ** (scale - BigInt(places)),
    lastDigit: times * 10n ** (scale - BigInt(value.places)),
  };
};

/** No figure is told to fewer digits than a reader counts on. */
const hasPlaces = ({ value: { unit } }: Fact, { value }: NumberToken, isExact: boolean): boolean =>
  isExact || value.places >= (unit === 'seconds' || unit === 'count' ? 0 : 2);

const isUnderACent = (exact: Written): boolean =>
  exact.digits !== 0n && sizeOf(exact.digits) * 100n < 10n ** BigInt(exact.places);

/**
 * Whether this is the fact's amount: its unit, its sign, and no further from it than half of its last digit.
 * @param isSizeAlone the sentence tells the sign in words
 */
export const isAmountOf = (fact: Fact, said: NumberToken, isSizeAlone = false): boolean => {
  const exact = exactOf(fact);
  if (exact === null || !fitsUnit(fact, said)) return false;
  if (said.isUnder) return said.value.digits === 1n && said.value.places === 2 && isUnderACent(exact);
  // Of something there is not nothing; a share or a ratio may be too small to be told.
  const isAmount = fact.value.unit === 'units' || fact.value.unit === 'usdE18';
  if (isAmount && said.value.digits === 0n && exact.digits !== 0n) return false;
  const parts = asParts(fact, exact, said);
  const isNegative = said.sign === '−';
  const isRight = isSizeAlone
    ? said.sign === ''
    : (said.sign !== '+' || exact.digits > 0n) && !(isNegative && said.value.digits === 0n);
  const told = isNegative ? -parts.said : parts.said;
  const wanted = isSizeAlone ? sizeOf(parts.true) : parts.true;
  const off = sizeOf(told - wanted);
  return isRight && 2n * off <= parts.lastDigit && hasPlaces(fact, said, off === 0n);
};

/** −1, 0 or 1 as one is less than the other; null where they are of different kinds. A drift is compared by its size. */
export const compared = (one: Fact, other: Fact): number | null => {
  const [a, b] = [exactOf(one), exactOf(other)];
  if (a === null || b === null || one.value.unit !== other.value.unit) return null;
  const size = (fact: Fact, digits: bigint) => (fact.measure === 'drift' ? sizeOf(digits) : digits);
  const left = size(one, a.digits) * 10n ** BigInt(b.places);
  const right = size(other, b.digits) * 10n ** BigInt(a.places);
  return left < right ? -1 : left > right ? 1 : 0;
};
