import type { ReportAnswer, ReportDto, ReportSpan, StrategyDto } from '../../lib/api/reports.ts';
import { driftStatistics } from '../../lib/performance/drift-statistics.ts';
import { absent, type Figure, figure, figureOr, mapFigure } from '../../lib/performance/figure.ts';
import type { SeriesPoint } from '../../lib/performance/series-point.ts';
import { attributeToAssets, attributeToCost, type IndexAttribution } from '../../lib/reports/attribution.ts';
import { spanRisk } from '../../lib/reports/span-risk.ts';
import { type StrategyOrder, type StrategyRecord, strategiesOf } from '../../lib/reports/strategies.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { type PerformanceReads, readPeriod, type TimedPeriod } from '../portfolios/read-performance.ts';
import { type StatisticsReads, statisticsDtoOf } from '../portfolios/read-statistics.ts';
import { ratioToBps, type Steps } from '../portfolios/series-dto-of.ts';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
const SPANS: Readonly<Record<ReportSpan, { readonly seconds: number; readonly stepSeconds: number }>> = {
  '24h': { seconds: DAY_SECONDS, stepSeconds: HOUR_SECONDS },
  '30d': { seconds: 30 * DAY_SECONDS, stepSeconds: DAY_SECONDS },
  '1y': { seconds: 365 * DAY_SECONDS, stepSeconds: DAY_SECONDS },
};

/** Gas of the bot's own transactions, and how many of them have no price. */
type Gas = {
  readonly count: number;
  readonly unpriced: number;
  readonly costWei: bigint;
  readonly usdE18: bigint;
};

/** One portfolio's rows, as a report needs them. */
export type ReportReads = PerformanceReads &
  Omit<StatisticsReads, 'rebalanceOrders'> & {
    readonly rebalanceOrders: (fromSnapshotId: string) => Promise<readonly StrategyOrder[]>;
    readonly series: (steps: Steps) => Promise<readonly SeriesPoint[]>;
    readonly gas: (afterBlock: bigint, toBlock: bigint) => Promise<Gas>;
  };

const E4 = 10_000;
const inBps = (one: Figure<number>): Figure<number> =>
  one.absent === null ? figureOr(ratioToBps(one.value), 'out-of-range') : one;
const inE4 = (one: Figure<number>): Figure<number> =>
  one.absent === null && !Number.isSafeInteger(Math.round(one.value * E4))
    ? absent('out-of-range')
    : mapFigure(one, (value) => Math.round(value * E4));

const riskOf = (points: readonly SeriesPoint[]): ReportDto['risk'] => {
  const { volatility, sharpe, sortino, drawdown } = spanRisk(points);
  const { value } = drawdown;
  return {
    ...{ volatilityBps: inBps(volatility), sharpeE4: inE4(sharpe), sortinoE4: inE4(sortino) },
    drawdownBps: inBps(mapFigure(drawdown, ({ depth }) => depth)),
    drawdownPeakAtSeconds: value?.peakAtSeconds ?? null,
    drawdownTroughAtSeconds: value?.troughAtSeconds ?? null,
    drawdownRecoveredAtSeconds: value?.recoveredAtSeconds ?? null,
  };
};

const strategyDto = ({ count, tradedUsdE18, costUsdE18, ...rest }: StrategyRecord): StrategyDto => ({
  ...rest,
  ...{ rebalances: count, tradedUsdE18: `${tradedUsdE18}`, costUsdE18: `${costUsdE18}` },
});

type Costs = { readonly costUsdE18: string; readonly gas: Gas };

const againstIndex = (
  { performance: { versusIndexBps } }: TimedPeriod,
  points: readonly SeriesPoint[],
  { costUsdE18, gas }: Costs,
): Figure<IndexAttribution> =>
  mapFigure(figureOr(versusIndexBps.value, versusIndexBps.absent ?? 'not-recorded'), (bps) =>
    attributeToCost({
      versusIndex: bps / E4,
      costUsdE18: gas.unpriced > 0 ? absent('gas-unknown') : figure(BigInt(costUsdE18) + gas.usdE18),
      values: points.map(({ valueUsdE18 }) => valueUsdE18),
    }),
  );

const flatten = (one: Figure<IndexAttribution>, part: 'costBps' | 'driftBps'): Figure<number> =>
  one.absent === null ? one.value[part] : one;

/** The first look, where the span begins before it. */
const startOf = async (reads: ReportReads, { period }: TimedPeriod): Promise<SeriesPoint> =>
  period.start ?? (await reads.firstPoint()) ?? period.end;

type Made = { readonly read: TimedPeriod; readonly start: SeriesPoint; readonly first: SeriesPoint };

const reportOf = async (
  reads: ReportReads,
  span: ReportSpan,
  { read, start, first }: Made,
): Promise<ReportDto> => {
  const { end } = read.period;
  const { stepSeconds } = SPANS[span];
  const steps = Math.floor((end.timeSeconds - start.timeSeconds) / stepSeconds) + 1;
  const points = await reads.series({
    ...{ fromSeconds: start.timeSeconds, toSeconds: end.timeSeconds, stepSeconds, steps },
  });
  const worstBps = await reads.worstDrift(start.timeSeconds, end.timeSeconds);
  const orders = await reads.rebalanceOrders(start.snapshotId);
  const gas = await reads.gas(start.blockNumber, end.blockNumber);
  const statistics = statisticsDtoOf({ start, end }, driftStatistics({ start, end, worstBps }), orders);
  const index = againstIndex(read, points, { costUsdE18: statistics.costUsdE18, gas });
  return {
    ...{ span, fromSeconds: read.performance.fromSeconds, toSeconds: end.timeSeconds },
    watchedSeconds: end.timeSeconds - first.timeSeconds,
    ...{ performance: read.performance, statistics },
    gas: {
      ...{ transactions: gas.count, unpriced: gas.unpriced },
      ...{ costWei: `${gas.costWei}`, usdE18: `${gas.usdE18}` },
    },
    risk: riskOf(points),
    attribution: {
      assets: mapFigure(attributeToAssets(read.period), (shares) =>
        shares.map((share) => ({ ...share, usdE18: `${share.usdE18}` })),
      ),
      versusIndexBps: mapFigure(index, ({ wholeBps }) => wholeBps),
      ...{ ofItCostBps: flatten(index, 'costBps'), ofItDriftBps: flatten(index, 'driftBps') },
    },
    strategies: strategiesOf(orders).map(strategyDto),
  };
};

/** A portfolio's report over a span up to its newest look, or why there is none. */
export const readReport = async (reads: ReportReads, span: ReportSpan): Promise<ReportAnswer> => {
  const from = (toSeconds: UnixSeconds): UnixSeconds => toSeconds - SPANS[span].seconds;
  const read = await readPeriod(reads, from);
  const first = await reads.firstPoint();
  if (read === null || first === null) return { report: null, absent: 'never-valued' };
  const start = await startOf(reads, read);
  return { report: await reportOf(reads, span, { read, start, first }), absent: null };
};
