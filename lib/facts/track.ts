import {
  addReturn,
  noReturns,
  type ReturnMoments,
  volatility,
  yearsOfReturn,
} from '../performance/return-moments.ts';
import type { Ratio } from '../performance/returns.ts';
import type { UnixSeconds } from '../result.ts';
import type { Regime, Trend } from './fact.ts';

/** A price, or what a dollar has become, at rising times; above zero. */
export type Track = readonly { readonly atSeconds: UnixSeconds; readonly level: Ratio }[];

/** Fewer points than a week of days has say nothing of where a price goes, or of how restless it is. */
export const POINTS_MIN = 8;
const DAY_SECONDS = 86_400;
/** From here on a straight line tells more than half of what the price did. */
const TREND_FIT_MIN = 0.5;
/** The last week beside the whole span. */
const RECENT_SECONDS = 7 * DAY_SECONDS;
const CALM_BELOW = 0.75;
const TURBULENT_ABOVE = 1.5;
const YEARLY = { periodsPerYear: null, riskFreeRate: 0 };

export type TrendFound = {
  readonly trend: Trend;
  /** Growth a day by the fitted line, as a simple return. */
  readonly pacePerDay: Ratio;
  /** R² of the line, 0 to 1. */
  readonly fit: Ratio;
};

/**
 * The least-squares line through the logarithms: `rising` or `falling` where it tells at least half of their variance, else `sideways`.
 * Null with fewer than eight points.
 */
export const trendOf = (track: Track): TrendFound | null => {
  if (track.length < POINTS_MIN) return null;
  const origin = track[0]?.atSeconds ?? 0;
  const points = track.map(({ atSeconds, level }) => ({
    x: (atSeconds - origin) / DAY_SECONDS,
    y: Math.log(level),
  }));
  const meanOf = (axis: 'x' | 'y'): number =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [meanX, meanY] = [meanOf('x'), meanOf('y')];
  let [xx, xy, yy] = [0, 0, 0];
  for (const { x, y } of points) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  const slope = xx === 0 ? 0 : xy / xx;
  const fit = xx === 0 || yy === 0 ? 0 : Math.min((xy * xy) / (xx * yy), 1);
  const isTrend = fit >= TREND_FIT_MIN && slope !== 0;
  return {
    trend: !isTrend ? 'sideways' : slope > 0 ? 'rising' : 'falling',
    ...{ pacePerDay: Math.expm1(slope), fit },
  };
};

const momentsOf = (track: Track): ReturnMoments => {
  const moments = noReturns();
  for (const [index, { atSeconds, level }] of track.entries()) {
    const before = track[index - 1];
    if (before === undefined) continue;
    const years = yearsOfReturn(atSeconds - before.atSeconds, YEARLY);
    addReturn(moments, { value: level / before.level - 1, years }, YEARLY.riskFreeRate);
  }
  return moments;
};

/** Yearly sample deviation of the simple returns. Null with fewer than eight points. */
export const volatilityOf = (track: Track): Ratio | null =>
  track.length < POINTS_MIN ? null : volatility(momentsOf(track));

export type RegimeFound = { readonly regime: Regime; readonly recent: Ratio; readonly usual: Ratio };

/**
 * The volatility of the last seven days beside that of the time before: `calm` below three quarters of it, `turbulent` above one and a
 * half times. Null where either has fewer than eight points, or nothing moved before.
 */
export const regimeOf = (track: Track): RegimeFound | null => {
  const from = (track.at(-1)?.atSeconds ?? 0) - RECENT_SECONDS;
  const first = track.findIndex(({ atSeconds }) => atSeconds >= from);
  const recent = volatilityOf(track.slice(Math.max(first, 0)));
  const usual = volatilityOf(track.slice(0, Math.max(first, 0) + 1));
  if (recent === null || usual === null || usual === 0) return null;
  const share = recent / usual;
  return {
    regime: share < CALM_BELOW ? 'calm' : share > TURBULENT_ABOVE ? 'turbulent' : 'usual',
    recent,
    usual,
  };
};

/** The returns of two tracks over the steps whose both ends they share. */
const sharedReturns = (one: Track, other: Track): readonly (readonly [Ratio, Ratio])[] => {
  const levels = new Map(other.map(({ atSeconds, level }) => [atSeconds, level]));
  const shared = one.flatMap(({ atSeconds, level }) => {
    const beside = levels.get(atSeconds);
    return beside === undefined ? [] : [[level, beside] as const];
  });
  return shared.slice(1).map(([level, beside], index) => {
    const [before, besideBefore] = shared[index] ?? [level, beside];
    return [level / before - 1, beside / besideBefore - 1];
  });
};

export type CorrelationFound = { readonly correlation: Ratio; readonly returns: number };

/** Pearson's correlation of the returns of both; null with fewer than eight shared points, or where one of them never moved. */
export const correlationOf = (one: Track, other: Track): CorrelationFound | null => {
  const returns = sharedReturns(one, other);
  if (returns.length + 1 < POINTS_MIN) return null;
  let [meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0];
  for (const [index, [x, y]] of returns.entries()) {
    const [beforeX, beforeY] = [x - meanX, y - meanY];
    meanX += beforeX / (index + 1);
    meanY += beforeY / (index + 1);
    xx += beforeX * (x - meanX);
    yy += beforeY * (y - meanY);
    xy += beforeX * (y - meanY);
  }
  if (xx === 0 || yy === 0) return null;
  const correlation = Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
  return { correlation, returns: returns.length };
};
