import type { UnixSeconds } from '../result.ts';
import { civilFromDays, DAY_SECONDS } from '../time/utc.ts';
import type { LotDisposal } from './book-lots.ts';

/** The sum over parts of lots that were sold and whose proceeds and cost are both known; the others are counted. */
export type LotTotals = {
  readonly proceedsUsdE18: bigint;
  readonly costUsdE18: bigint;
  /** Proceeds − cost. */
  readonly gainUsdE18: bigint;
  /** Of the gain, that of parts that were held for more than 365 days; nothing of a pool, which has no one time. */
  readonly gainOverAYearUsdE18: bigint;
  readonly sold: number;
  /** Of the sold, those that are in none of the sums. */
  readonly unknown: number;
};

const YEAR_SECONDS = 365 * DAY_SECONDS;
const NOTHING: LotTotals = {
  ...{ proceedsUsdE18: 0n, costUsdE18: 0n, gainUsdE18: 0n, gainOverAYearUsdE18: 0n },
  ...{ sold: 0, unknown: 0 },
};

const wasHeldOverAYear = ({ acquiredAtSeconds, atSeconds }: LotDisposal): boolean =>
  acquiredAtSeconds !== null && atSeconds - acquiredAtSeconds > YEAR_SECONDS;

const plus = (sum: LotTotals, one: LotDisposal): LotTotals => {
  const { proceedsUsdE18, costUsdE18, gainUsdE18 } = one;
  if (proceedsUsdE18 === null || costUsdE18 === null || gainUsdE18 === null)
    return { ...sum, sold: sum.sold + 1, unknown: sum.unknown + 1 };
  return {
    proceedsUsdE18: sum.proceedsUsdE18 + proceedsUsdE18,
    costUsdE18: sum.costUsdE18 + costUsdE18,
    gainUsdE18: sum.gainUsdE18 + gainUsdE18,
    gainOverAYearUsdE18: sum.gainOverAYearUsdE18 + (wasHeldOverAYear(one) ? gainUsdE18 : 0n),
    ...{ sold: sum.sold + 1, unknown: sum.unknown },
  };
};

/** The calendar year, in UTC. */
export const utcYear = (atSeconds: UnixSeconds): number =>
  civilFromDays(Math.floor(atSeconds / DAY_SECONDS)).year;

/** Totals of what was sold, by a word of each part; withdrawals realise nothing. */
export const totalsBy = <Key>(
  disposals: readonly LotDisposal[],
  keyOf: (disposal: LotDisposal) => Key,
): ReadonlyMap<Key, LotTotals> => {
  const totals = new Map<Key, LotTotals>();
  for (const one of disposals)
    if (one.kind === 'sold') totals.set(keyOf(one), plus(totals.get(keyOf(one)) ?? NOTHING, one));
  return totals;
};
