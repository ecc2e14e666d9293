import type { UnixSeconds } from '../result.ts';
import { type Ratio, ratioOf } from './ratio.ts';

const XIRR_YEAR_SECONDS = 365 * 86_400;
const STEPS_MAX = 400;

/** Money that moved between the owner and the portfolio, as the owner sees it: paid in is negative, taken out positive. */
export type OwnerFlow = { readonly atSeconds: UnixSeconds; readonly amountUsdE18: bigint };

/** One term of a sum of exponentials: share × e^(−growth × years). */
type Term = { readonly years: number; readonly share: number };

/**
 * Money-weighted return (XIRR): the yearly rate at which all flows, the final value as the last of them, are worth nothing at the first
 * instant. Σ flowᵢ / (1 + rate)^((tᵢ − t₀) / 365 days) = 0. Source: the XIRR function of spreadsheets. Flows may come in any order;
 * those of one instant are one. Of several rates, the one nearest to zero.
 * @returns −1 when money was paid in and the last entry says that nothing is left; null when nothing was paid in, nothing but that
 * came back, the flows of each instant cancel, or the rate is beyond any number.
 */
export const moneyWeightedReturn = (flows: readonly OwnerFlow[]): Ratio | null => {
  const merged = mergeInstants(flows);
  const paidIn = merged.some(({ amountUsdE18 }) => amountUsdE18 < 0n);
  const cameBack = merged.some(({ amountUsdE18 }) => amountUsdE18 > 0n);
  if (!paidIn) return null;
  if (!cameBack) return merged.length > 1 && merged.at(-1)?.amountUsdE18 === 0n ? -1 : null;
  const rates = growthRates(termsOf(merged.filter(({ amountUsdE18 }) => amountUsdE18 !== 0n)))
    .map(Math.expm1)
    .filter(Number.isFinite);
  return rates.length === 0 ? null : rates.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
};

const mergeInstants = (flows: readonly OwnerFlow[]): readonly OwnerFlow[] => {
  const sums = new Map<UnixSeconds, bigint>();
  for (const { atSeconds, amountUsdE18 } of flows)
    sums.set(atSeconds, (sums.get(atSeconds) ?? 0n) + amountUsdE18);
  return [...sums]
    .map(([atSeconds, amountUsdE18]) => ({ atSeconds, amountUsdE18 }))
    .sort((a, b) => a.atSeconds - b.atSeconds);
};

/** Shares of all the money that moved, not dollars: the rate depends on their proportions only. */
const termsOf = (flows: readonly OwnerFlow[]): readonly Term[] => {
  const first = flows[0]?.atSeconds ?? 0;
  const whole = flows.reduce((sum, { amountUsdE18: amount }) => sum + (amount < 0n ? -amount : amount), 0n);
  return flows.map(({ atSeconds, amountUsdE18 }) => ({
    years: (atSeconds - first) / XIRR_YEAR_SECONDS,
    share: ratioOf(amountUsdE18, whole),
  }));
};

/** The sum at a growth rate, divided by its largest power, so that it neither overflows nor vanishes; and how large its parts are. */
const sumAt = (terms: readonly Term[], growth: number): { readonly sum: number; readonly size: number } => {
  let top = Number.NEGATIVE_INFINITY;
  for (const { years } of terms) top = Math.max(top, -growth * years);
  let sum = 0;
  let size = 0;
  for (const { years, share } of terms) {
    const part = share * Math.exp(-growth * years - top);
    sum += part;
    size += Math.abs(part);
  }
  return { sum, size };
};

/** Rounding noise of a sum whose parts cancel. */
const NOISE = 1e-15;
const signAt = (terms: readonly Term[], growth: number): number => {
  const { sum, size } = sumAt(terms, growth);
  return Math.abs(sum) <= NOISE * size ? 0 : Math.sign(sum);
};

const signChanges = (terms: readonly Term[]): number =>
  terms.reduce((count, { share }, index) => {
    const before = terms[index - 1]?.share ?? share;
    return share > 0 === before > 0 ? count : count + 1;
  }, 0);

/**
 * Every rate of growth (ln(1 + rate)) at which the terms, sorted by years, sum to nothing. There are at most as many as the shares change
 * their sign (Descartes' rule, which holds for exponentials too), and between two of them lies one of the derivative after division by
 * the first exponential, which has a term less: so they are found from the derivative's, and none is missed however close they lie.
 */
const growthRates = (terms: readonly Term[]): readonly number[] => {
  if (signChanges(terms) === 0) return [];
  const turns = signChanges(terms) === 1 ? [] : growthRates(derivativeOf(terms));
  const bounds = [farOut(terms, -1, turns[0] ?? 0), ...turns, farOut(terms, 1, turns.at(-1) ?? 0)];
  const found: number[] = [];
  for (const [index, high] of bounds.entries()) {
    const low = bounds[index - 1];
    if (signAt(terms, high) === 0) found.push(high);
    if (low === undefined || signAt(terms, low) * signAt(terms, high) >= 0) continue;
    found.push(bisect(terms, { low, high }));
  }
  return found;
};

const derivativeOf = (terms: readonly Term[]): readonly Term[] => {
  const [first, ...rest] = terms;
  const slopes = rest.map(({ years, share }) => ({ years, share: share * (years - (first?.years ?? 0)) }));
  const largest = slopes.reduce((top, { share }) => Math.max(top, Math.abs(share)), 0);
  return slopes.map(({ years, share }) => ({ years, share: share / largest }));
};

/** A rate beyond which the first (upwards) or the last term (downwards) alone decides the sign. */
const farOut = (terms: readonly Term[], direction: 1 | -1, from: number): number => {
  const ruling = Math.sign((direction > 0 ? terms[0] : terms.at(-1))?.share ?? 0);
  let step = 1;
  while (signAt(terms, from + direction * step) !== ruling && step < 1e15) step *= 2;
  return from + direction * step;
};

const bisect = (terms: readonly Term[], bracket: { readonly low: number; readonly high: number }): number => {
  let { low, high } = bracket;
  const lowSign = Math.sign(sumAt(terms, low).sum);
  for (let step = 0; step < STEPS_MAX; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(sumAt(terms, middle).sum) === lowSign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
