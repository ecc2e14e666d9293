import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { RatePoint } from './rate-history.ts';
import { earnedDown, growthRateE18 } from './year-rate.ts';

/** A span of a vault's own growth. */
export type RealisedRate = {
  readonly rateE18: bigint;
  /** Between the points it was measured by. */
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
};

/** What points without a share price begin at. */
const INDEX_START_E18 = 10n ** 18n;

/**
 * The points with a share price each: a source that tells only rates has one made of what it says was paid, each point of the time before
 * it. A point that says neither is left out.
 */
export const withSharePrices = (points: readonly RatePoint[]): readonly RatePoint[] => {
  const priced: RatePoint[] = [];
  for (const point of points) {
    if (point.sharePriceE18 !== null) {
      priced.push(point);
      continue;
    }
    const before = priced.at(-1);
    if (point.paidE18 === null) continue;
    const from = before?.sharePriceE18 ?? INDEX_START_E18;
    const seconds = before === undefined ? 0 : point.atSeconds - before.atSeconds;
    priced.push({ ...point, sharePriceE18: from + earnedDown(from, point.paidE18, seconds) });
  }
  return priced;
};

/**
 * What a share really grew by over the last days, as a rate a year, from the newest point back to the last one that is at least so old.
 * Null when the points don't reach so far.
 */
export const realisedRate = (points: readonly RatePoint[], days: number): RealisedRate | null => {
  const newest = points.at(-1);
  if (newest === undefined || newest.sharePriceE18 === null) return null;
  const wanted = newest.atSeconds - days * DAY_SECONDS;
  const from = points.findLast(({ atSeconds }) => atSeconds <= wanted);
  if (from === undefined || from.sharePriceE18 === null) return null;
  const rateE18 = growthRateE18(from.sharePriceE18, newest.sharePriceE18, newest.atSeconds - from.atSeconds);
  return rateE18 === null ? null : { rateE18, fromSeconds: from.atSeconds, toSeconds: newest.atSeconds };
};
