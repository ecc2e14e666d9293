import type { UnixSeconds } from '../result.ts';
import { type Ratio, ratioOf } from './ratio.ts';

const XIRR_YEAR_SECONDS = 365 * 86_400;
const STEPS_MAX = 200;

/** Money that moved between the owner and the portfolio, as the owner sees it: paid in is negative, taken out positive. */
export type OwnerFlow = { readonly atSeconds: UnixSeconds; readonly amountUsdE18: bigint };

type Term = { readonly years: number; readonly share: number };

const presentValue = (terms: readonly Term[], rate: number): number =>
  terms.reduce((sum, { years, share }) => sum + share / (1 + rate) ** years, 0);

/** Rates tried for a change of sign: from an almost total loss to a growth of 10¹² a year. */
const BRACKET = [-0.999999, -0.99, -0.9, -0.5, -0.1, 0, 0.1, 0.5, 1, 3, 10, 100, 1e4, 1e8, 1e12];

/**
 * Money-weighted return (XIRR): the yearly rate at which all flows, the final value among them, are worth nothing today.
 * Σ flowᵢ / (1 + rate)^((tᵢ − t₀) / 365 days) = 0. Source: the XIRR function of spreadsheets. Solved by bisection, which can't diverge.
 * @returns null when no money went one of the two ways, or no rate solves it. Where several do, the one nearest to zero growth.
 */
export const moneyWeightedReturn = (flows: readonly OwnerFlow[]): Ratio | null => {
  const first = flows[0];
  if (first === undefined) return null;
  const whole = flows.reduce((sum, { amountUsdE18: amount }) => sum + (amount < 0n ? -amount : amount), 0n);
  if (whole === 0n) return null;
  // Shares of all the money that moved, not dollars: the rate depends on their proportions only.
  const terms = flows.map(({ atSeconds, amountUsdE18 }) => ({
    years: (atSeconds - first.atSeconds) / XIRR_YEAR_SECONDS,
    share: ratioOf(amountUsdE18, whole),
  }));
  const brackets = BRACKET.slice(1).map((high, index) => ({ low: BRACKET[index] ?? 0, high }));
  const solving = brackets
    .filter(({ low, high }) => presentValue(terms, low) * presentValue(terms, high) <= 0)
    .sort(
      (a, b) => Math.min(Math.abs(a.low), Math.abs(a.high)) - Math.min(Math.abs(b.low), Math.abs(b.high)),
    );
  const bracket = solving[0];
  return bracket === undefined ? null : bisect(terms, bracket);
};

const bisect = (terms: readonly Term[], bracket: { readonly low: number; readonly high: number }): Ratio => {
  let { low, high } = bracket;
  const lowSign = Math.sign(presentValue(terms, low));
  if (lowSign === 0) return low;
  for (let step = 0; step < STEPS_MAX; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (Math.sign(presentValue(terms, middle)) === lowSign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
