import type { UnixSeconds } from '../result.ts';
import { growthRoots, signChanges, type Term } from './growth-roots.ts';
import { type Ratio, ratioOf } from './returns.ts';

const XIRR_YEAR_SECONDS = 365 * 86_400;
/** The smallest double above −1: a loss of almost everything is no loss of everything. */
const ALMOST_ALL_LOST = -1 + 2 ** -53;

/** Money that moved between the owner and the portfolio, as the owner sees it: paid in is negative, taken out positive. */
export type OwnerFlow = { readonly atSeconds: UnixSeconds; readonly amountUsdE18: bigint };

/** One flow per instant, in the order of time: what goes in and out at once is one payment of the difference. */
const netByInstant = (flows: readonly OwnerFlow[]): readonly OwnerFlow[] => {
  const sums = new Map<UnixSeconds, bigint>();
  for (const { atSeconds, amountUsdE18 } of flows)
    sums.set(atSeconds, (sums.get(atSeconds) ?? 0n) + amountUsdE18);
  return [...sums]
    .map(([atSeconds, amountUsdE18]) => ({ atSeconds, amountUsdE18 }))
    .sort((a, b) => a.atSeconds - b.atSeconds);
};

/** Shares of all the money that moved, not dollars: the rate depends on their proportions only. */
const termsOf = (flows: readonly OwnerFlow[]): readonly Term[] => {
  const moved = flows.filter(({ amountUsdE18 }) => amountUsdE18 !== 0n);
  const whole = moved.reduce((sum, { amountUsdE18: amount }) => sum + (amount < 0n ? -amount : amount), 0n);
  const fromSeconds = moved[0]?.atSeconds ?? 0;
  return moved.map(({ atSeconds, amountUsdE18 }) => ({
    time: (atSeconds - fromSeconds) / XIRR_YEAR_SECONDS,
    share: ratioOf(amountUsdE18, whole),
  }));
};

/** Whether money was only paid in and an entry of zero at a later, last instant says that nothing is left of it. */
const isTotalLoss = (flows: readonly OwnerFlow[], net: readonly OwnerFlow[]): boolean => {
  const last = net.at(-1);
  return (
    last?.amountUsdE18 === 0n &&
    net.some(({ amountUsdE18 }) => amountUsdE18 < 0n) &&
    net.every(({ amountUsdE18 }) => amountUsdE18 <= 0n) &&
    // Payments that cancel at the last instant are no word about what is left.
    flows.some(({ atSeconds, amountUsdE18 }) => atSeconds === last.atSeconds && amountUsdE18 === 0n)
  );
};

/**
 * Money-weighted return (XIRR): the yearly rate at which all flows, the final value last among them, are worth nothing today.
 * Σ flowᵢ / (1 + rate)^((tᵢ − t₀) / 365 days) = 0. Source: the XIRR function of spreadsheets, with its year of 365 days; compounded for
 * spans under a year too. Flows may come in any order; those of one instant count as their sum.
 * @returns where several rates solve it, the one nearest to zero, found among all of them; −1 for money that was paid in and is worth a
 * flow of zero at the end; null when no money went one of the two ways, when no rate solves it or when it is beyond any number.
 */
export const moneyWeightedReturn = (flows: readonly OwnerFlow[]): Ratio | null => {
  const net = netByInstant(flows);
  if (isTotalLoss(flows, net)) return -1;
  const terms = termsOf(net);
  if (signChanges(terms) === 0) return null;
  const rates = growthRoots(terms)
    .map((logarithm) => Math.max(Math.expm1(logarithm), ALMOST_ALL_LOST))
    .filter(Number.isFinite);
  const [first, ...others] = rates;
  if (first === undefined) return null;
  return others.reduce((best, rate) => (Math.abs(rate) < Math.abs(best) ? rate : best), first);
};
