import type { UnixSeconds } from '../result.ts';
import { type FaultyRate, rateFault } from './rate-fault.ts';
import { knownAt, type RateHistory } from './rate-history.ts';
import { realisedRate, withSharePrices } from './realised-rate.ts';

/** A rate for a person: how much, by whom, how old, and what is wrong with it. */
export type SourcedRate = {
  /** Null where nobody tells. */
  readonly rateE18: bigint | null;
  readonly source: string | null;
  /** When its source told it. */
  readonly atSeconds: UnixSeconds | null;
  readonly ageSeconds: number | null;
  /** Days of growth that it was measured over; null for one that is only told. */
  readonly overDays: number | null;
  readonly fault: FaultyRate | null;
};

/** What a vault paid and what it promises, side by side. */
export type RatesBeside = { readonly realised: SourcedRate; readonly promised: SourcedRate };

/** What a person is shown of the past: long enough that one day says little, short enough to be of now. */
const REALISED_DAYS = 7;

type Found = { readonly rateE18: bigint; readonly atSeconds: UnixSeconds; readonly source: string };

const sourced = (found: Found | null, overDays: number | null, nowSeconds: UnixSeconds): SourcedRate => ({
  rateE18: found?.rateE18 ?? null,
  source: found?.source ?? null,
  atSeconds: found?.atSeconds ?? null,
  ageSeconds: found === null ? null : nowSeconds - found.atSeconds,
  overDays: found === null ? null : overDays,
  fault: rateFault(found, nowSeconds),
});

const realisedOf = (history: RateHistory, nowSeconds: UnixSeconds): Found | null => {
  const grown = realisedRate(withSharePrices(knownAt(history, nowSeconds)), REALISED_DAYS);
  return grown === null
    ? null
    : { rateE18: grown.rateE18, atSeconds: grown.toSeconds, source: history.source };
};

const promisedOf = (history: RateHistory, nowSeconds: UnixSeconds): Found | null => {
  const point = knownAt(history, nowSeconds).findLast(({ promisedE18 }) => promisedE18 !== null);
  return point === undefined || point.promisedE18 === null
    ? null
    : { rateE18: point.promisedE18, atSeconds: point.atSeconds, source: history.source };
};

/** The first that is told, in the order of trust. */
const firstOf = (
  histories: readonly RateHistory[],
  of: (history: RateHistory, nowSeconds: UnixSeconds) => Found | null,
  nowSeconds: UnixSeconds,
): Found | null => {
  for (const history of histories) {
    const found = of(history, nowSeconds);
    if (found !== null) return found;
  }
  return null;
};

/**
 * What one vault paid over the last week and what it promises now, by its histories in the order of trust (its own share price before what a
 * site tells of it). Nothing of a time after `nowSeconds` is looked at.
 */
export const ratesBeside = (histories: readonly RateHistory[], nowSeconds: UnixSeconds): RatesBeside => ({
  realised: sourced(firstOf(histories, realisedOf, nowSeconds), REALISED_DAYS, nowSeconds),
  promised: sourced(firstOf(histories, promisedOf, nowSeconds), null, nowSeconds),
});
