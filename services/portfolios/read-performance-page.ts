import type { Page } from '../../lib/api/fields.ts';
import type { StatisticsDto } from '../../lib/api/performance.ts';
import type {
  PerformancePageDto,
  PerformanceView,
  ReturnPointDto,
} from '../../lib/api/performance-page-dto.ts';
import type { RebalanceLogDto } from '../../lib/api/rebalances.ts';
import type { PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { costBpsOf } from '../../lib/performance/cost-split.ts';
import { type Figure, figureOr } from '../../lib/performance/figure.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { type PerformanceReads, rangeStart, readPerformance } from './read-performance.ts';
import { readStatistics, SECONDS_MIN, type StatisticsReads } from './read-statistics.ts';
import { gapBefore, ratioToBps, type Steps, stepsOf } from './series-dto-of.ts';

/** A chart's pixels are few; what lies between two points isn't seen. */
const POINTS = 180;

/** What a performance page is made of. */
export type PerformancePageReads = PerformanceReads &
  StatisticsReads & {
    readonly series: (steps: Steps) => Promise<readonly SeriesPoint[]>;
    readonly rebalances: (before: string | null) => Promise<Page<RebalanceLogDto>>;
  };

type Shown = Pick<PerformancePageDto, 'readAtSeconds' | 'version' | 'isOwner' | 'isTold'> & {
  readonly record: PortfolioRecord;
};

const since = (growth: number | null, start: number | null | undefined): number | null =>
  growth === null || start === null || start === undefined || start === 0
    ? null
    : ratioToBps(growth / start - 1);

const pointDtosOf = (points: readonly SeriesPoint[]): readonly ReturnPointDto[] =>
  points.map((point, index) => ({
    timeSeconds: point.timeSeconds,
    growthBps: since(point.growth, points[0]?.growth),
    holdBps: since(point.holdUsdE18 === null ? null : point.holdGrowth, points[0]?.holdGrowth),
    indexBps: since(point.indexGrowth, points[0]?.indexGrowth),
    isAfterGap: gapBefore(point, points[index - 1]) > 0,
  }));

const drawn = async (
  reads: PerformancePageReads,
  { range }: PerformanceView,
  [first, last]: readonly [SeriesPoint, SeriesPoint],
): Promise<readonly ReturnPointDto[]> => {
  const from: UnixSeconds = Math.max(rangeStart(range, last.timeSeconds) ?? 0, first.timeSeconds);
  return pointDtosOf(await reads.series(stepsOf(from, last.timeSeconds, POINTS)));
};

const amountOf = ({ value, absent }: StatisticsDto['spreadUsdE18']): Figure<bigint> =>
  figureOr(value === null ? null : BigInt(value), absent ?? 'price-missing');

/** What trading cost per dollar, by its causes; null where nothing was traded. */
export const costBpsOfStatistics = (
  statistics: PerformancePageDto['statistics'],
): PerformancePageDto['costBps'] =>
  statistics === null
    ? null
    : costBpsOf({
        tradedUsdE18: BigInt(statistics.tradedUsdE18),
        costUsdE18: BigInt(statistics.costUsdE18),
        spreadUsdE18: amountOf(statistics.spreadUsdE18),
        impactUsdE18: amountOf(statistics.impactUsdE18),
        movedUsdE18: amountOf(statistics.movedUsdE18),
      });

/** All that a portfolio's performance page shows. */
export const readPerformancePage = async (
  reads: PerformancePageReads,
  view: PerformanceView,
  { record, ...shown }: Shown,
): Promise<PerformancePageDto> => {
  const [first, last] = [await reads.firstPoint(), await reads.lastPoint()];
  const performance = await readPerformance(reads, view.range);
  const statistics = await readStatistics(reads, view.range);
  const { id, chainId, address, name, simulated } = record;
  const watchedSeconds = first === null || last === null ? 0 : last.timeSeconds - first.timeSeconds;
  return {
    ...shown,
    portfolio: { id, chainId, address, name: name === '' ? `Portfolio ${id}` : name, simulated },
    ...{ view, watchedSeconds, isYoung: watchedSeconds < SECONDS_MIN },
    ...{ performance: performance.performance, performanceAbsent: performance.absent },
    ...{ statistics: statistics.statistics, statisticsAbsent: statistics.absent },
    costBps: costBpsOfStatistics(statistics.statistics),
    points: first === null || last === null ? [] : await drawn(reads, view, [first, last]),
    rebalances: await reads.rebalances(view.before),
  };
};
