import 'server-only';
import type { TransactionSql } from 'postgres';
import type { z } from 'zod';
import * as declared from '../../../lib/api/performance.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { fail, ok } from '../../../lib/result.ts';
import {
  type PerformanceReads,
  readPerformance as performanceOf,
  rangeStart,
} from '../../portfolios/read-performance.ts';
import { type StatisticsReads, readStatistics as statisticsOf } from '../../portfolios/read-statistics.ts';
import { seriesDtoOf, stepsOf } from '../../portfolios/series-dto-of.ts';
import * as series from '../../store/series/series-reads.ts';
import { readRebalanceOrders } from '../../store/tick/rebalance-orders.ts';
import { serve } from '../api.ts';
import { whereSeen } from './portfolio-access.ts';

/** One portfolio's series and rebalances, as its figures need them. */
export const readsOf = (sql: TransactionSql, portfolioId: string): PerformanceReads & StatisticsReads => ({
  lastPoint: () => series.readLastPoint(sql, portfolioId),
  firstPoint: () => series.readFirstPoint(sql, portfolioId),
  pointAt: (atSeconds) => series.readPointAt(sql, { portfolioId, atSeconds }),
  flows: (afterBlock, toBlock) => series.readPeriodFlows(sql, { portfolioId, afterBlock, toBlock }),
  worstDrift: (fromSeconds, toSeconds) => series.readWorstDrift(sql, { portfolioId, fromSeconds, toSeconds }),
  rebalanceOrders: (fromSnapshotId) => readRebalanceOrders(sql, { portfolioId, fromSnapshotId }),
});

type SeriesQuery = z.output<(typeof declared.readSeries)['query']>;

const seriesBetween = async (
  sql: TransactionSql,
  portfolioId: string,
  { query, reach }: { readonly query: SeriesQuery; readonly reach: series.Reach | null },
): Promise<Outcome<declared.SeriesDto>> => {
  const toSeconds = query.toSeconds ?? reach?.toSeconds ?? 0;
  const ranged = rangeStart(query.range, toSeconds) ?? reach?.fromSeconds ?? toSeconds;
  const fromSeconds = Math.max(query.fromSeconds ?? ranged, 0);
  if (fromSeconds > toSeconds)
    return fail('bad-request', `fromSeconds: ${fromSeconds} is after the end, ${toSeconds}.`);
  const steps = stepsOf(fromSeconds, toSeconds, query.points);
  return ok(seriesDtoOf(await series.readSeries(sql, { portfolioId, ...steps }), steps));
};

export const readPerformance = serve(
  declared.readPerformance,
  ({ params: { id }, query: { range }, inDatabase }) =>
    inDatabase((sql) => whereSeen(sql, id, async () => ok(await performanceOf(readsOf(sql, id), range)))),
);

export const readStatistics = serve(
  declared.readStatistics,
  ({ params: { id }, query: { range }, inDatabase }) =>
    inDatabase((sql) => whereSeen(sql, id, async () => ok(await statisticsOf(readsOf(sql, id), range)))),
);

export const readSeries = serve(declared.readSeries, ({ params: { id }, query, inDatabase }) =>
  inDatabase(async (sql) => {
    const reach = await series.readReach(sql, id);
    if (reach === null) return whereSeen(sql, id, async () => seriesBetween(sql, id, { query, reach }));
    return seriesBetween(sql, id, { query, reach });
  }),
);
