import type { PerformanceDto, Range } from '../../lib/api/performance.ts';
import { type Absence, absent, type Figure, figure, mapFigure } from '../../lib/performance/figure.ts';
import {
  type Period,
  type PeriodPerformance,
  periodPerformance,
} from '../../lib/performance/period-performance.ts';
import type { Ratio } from '../../lib/performance/returns.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { ratioToBps } from './series-dto-of.ts';

const DAY_SECONDS = 86_400;
const RANGE_DAYS: Readonly<Record<Exclude<Range, 'all'>, number>> = {
  '7d': 7,
  '30d': 30,
  '90d': 90,
  '1y': 365,
};

/** When a range begins that ends at that time; null = at the beginning. */
export const rangeStart = (range: Range, toSeconds: UnixSeconds): UnixSeconds | null =>
  range === 'all' ? null : toSeconds - RANGE_DAYS[range] * DAY_SECONDS;

/** One portfolio's series, as its performance needs them. */
export type PerformanceReads = {
  readonly lastPoint: () => Promise<SeriesPoint | null>;
  readonly firstPoint: () => Promise<SeriesPoint | null>;
  /** The last point up to a time; null where there was none yet. */
  readonly pointAt: (atSeconds: UnixSeconds) => Promise<SeriesPoint | null>;
  readonly flows: (
    afterBlock: bigint | null,
    toBlock: bigint,
  ) => Promise<Pick<Period, 'flows' | 'hasUnpricedFlow'>>;
};

/** What the target index stood at: a dollar before the first point, where that has one. */
const indexAt = async (reads: PerformanceReads, start: SeriesPoint | null): Promise<Ratio | null> => {
  if (start !== null) return start.indexGrowth;
  return ((await reads.firstPoint())?.indexGrowth ?? null) === null ? null : 1;
};

const inBps = (one: Figure<Ratio>): Figure<number> => {
  if (one.absent !== null) return one;
  const bps = ratioToBps(one.value);
  return bps === null ? absent('out-of-range') : figure(bps);
};
const asText = (one: Figure<bigint>): Figure<string> => mapFigure(one, String);

const dtoOf = (period: PeriodPerformance): PerformanceDto => ({
  fromSeconds: period.fromSeconds,
  toSeconds: period.toSeconds,
  observedSeconds: period.observedSeconds,
  startUsdE18: `${period.startUsdE18}`,
  endUsdE18: `${period.endUsdE18}`,
  depositedUsdE18: `${period.depositedUsdE18}`,
  withdrawnUsdE18: `${period.withdrawnUsdE18}`,
  gainUsdE18: asText(period.gainUsdE18),
  versusHoldUsdE18: asText(period.versusHoldUsdE18),
  timeWeightedBps: inBps(period.timeWeighted),
  moneyWeightedBps: inBps(period.moneyWeighted),
  moneyWeightedYearlyBps: inBps(period.moneyWeightedYearly),
  holdBps: inBps(period.hold),
  rebalancingBps: inBps(period.rebalancing),
  indexBps: inBps(period.index),
  versusIndexBps: inBps(period.versusIndex),
});

/** What is known of a portfolio between two looks. */
export type TimedPeriod = { readonly period: Period; readonly performance: PerformanceDto };

/** A portfolio up to its newest look from some time on, or from its beginning where that is later or null; null before the first look. */
export const readPeriod = async (
  reads: PerformanceReads,
  fromOf: (toSeconds: UnixSeconds) => UnixSeconds | null,
): Promise<TimedPeriod | null> => {
  const end = await reads.lastPoint();
  if (end === null) return null;
  const fromSeconds = fromOf(end.timeSeconds);
  const start = fromSeconds === null ? null : await reads.pointAt(fromSeconds);
  const flows = await reads.flows(start?.blockNumber ?? null, end.blockNumber);
  const period = { start, end, ...flows, indexStart: await indexAt(reads, start) };
  return { period, performance: dtoOf(periodPerformance(period)) };
};

/** A portfolio's performance over a range, or why there is none. A range that is older than the portfolio begins with it. */
export const readPerformance = async (
  reads: PerformanceReads,
  range: Range,
): Promise<{ readonly performance: PerformanceDto | null; readonly absent: Absence | null }> => {
  const read = await readPeriod(reads, (toSeconds) => rangeStart(range, toSeconds));
  return read === null
    ? { performance: null, absent: 'never-valued' }
    : { performance: read.performance, absent: null };
};
