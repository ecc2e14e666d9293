import type { Range, StatisticsDto } from '../../lib/api/performance.ts';
import { type DriftStatistics, driftStatistics } from '../../lib/performance/drift-statistics.ts';
import { type Absence, mapFigure } from '../../lib/performance/figure.ts';
import { type RebalanceOrder, rebalanceStatistics } from '../../lib/performance/rebalance-statistics.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { rangeStart } from './read-performance.ts';

const DAY_SECONDS = 86_400;
/** Of fewer than seven days nothing is said: one busy morning would be a habit. */
export const SECONDS_MIN = 7 * DAY_SECONDS;

/** One portfolio's series and rebalances, as its statistics need them. */
export type StatisticsReads = {
  readonly lastPoint: () => Promise<SeriesPoint | null>;
  readonly firstPoint: () => Promise<SeriesPoint | null>;
  /** The last point up to a time; null where there was none yet. */
  readonly pointAt: (atSeconds: UnixSeconds) => Promise<SeriesPoint | null>;
  readonly worstDrift: (fromSeconds: UnixSeconds, toSeconds: UnixSeconds) => Promise<number | null>;
  /** Every order of the decisions to act from a look on. */
  readonly rebalanceOrders: (fromSnapshotId: string) => Promise<readonly RebalanceOrder[]>;
};

type Span = { readonly start: SeriesPoint; readonly end: SeriesPoint };

/** The statistics of a span, whatever its length. */
export const statisticsDtoOf = (
  { start, end }: Span,
  drift: DriftStatistics,
  orders: readonly RebalanceOrder[],
): StatisticsDto => {
  const { outcomes, ...figures } = rebalanceStatistics(orders);
  return {
    fromSeconds: start.timeSeconds,
    toSeconds: end.timeSeconds,
    observedSeconds: end.observedSeconds - start.observedSeconds,
    driftNowBps: drift.nowBps,
    driftAverageBps: drift.averageBps,
    driftWorstBps: drift.worstBps,
    rebalances: {
      count: figures.count,
      filled: outcomes.filled,
      partlyFilled: outcomes['partly-filled'],
      unfilled: outcomes.unfilled,
      open: outcomes.open,
    },
    successBps: figures.successBps,
    tradedUsdE18: `${figures.tradedUsdE18}`,
    costUsdE18: `${figures.costUsdE18}`,
    costBps: figures.costBps,
    expectedSlippageBps: figures.expectedSlippageBps,
    spreadUsdE18: mapFigure(figures.split.spreadUsdE18, String),
    impactUsdE18: mapFigure(figures.split.impactUsdE18, String),
    movedUsdE18: mapFigure(figures.split.movedUsdE18, String),
    filledBps: figures.filledBps,
    medianFillSeconds: figures.medianFillSeconds,
    longestFillSeconds: figures.longestFillSeconds,
    fills: figures.fills,
    gasUsdE18: mapFigure(figures.gasUsdE18, String),
    gasBps: figures.gasBps,
    days: figures.days.map((day) => ({ ...day })),
  };
};

/** A portfolio's statistics of a range up to its newest look, or why there are none: it wasn't watched for seven days yet. */
export const readStatistics = async (
  reads: StatisticsReads,
  range: Range,
): Promise<{ readonly statistics: StatisticsDto | null; readonly absent: Absence | null }> => {
  const [end, first] = [await reads.lastPoint(), await reads.firstPoint()];
  if (end === null || first === null) return { statistics: null, absent: 'never-valued' };
  if (end.timeSeconds - first.timeSeconds < SECONDS_MIN)
    return { statistics: null, absent: 'under-seven-days' };
  const fromSeconds = rangeStart(range, end.timeSeconds);
  const start = (fromSeconds === null ? null : await reads.pointAt(fromSeconds)) ?? first;
  const worstBps = await reads.worstDrift(start.timeSeconds, end.timeSeconds);
  const orders = await reads.rebalanceOrders(start.snapshotId);
  return {
    statistics: statisticsDtoOf({ start, end }, driftStatistics({ start, end, worstBps }), orders),
    absent: null,
  };
};
