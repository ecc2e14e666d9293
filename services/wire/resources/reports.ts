import 'server-only';
import type { TransactionSql } from 'postgres';
import { readReport as declared, type ReportAnswer } from '../../../lib/api/reports.ts';
import { ok } from '../../../lib/result.ts';
import { csvFile } from '../../portfolios/csv-text.ts';
import { type ReportReads, readReport as reportOf } from '../../reports/read-report.ts';
import { FIGURE_COLUMNS, reportRows } from '../../reports/report-rows.ts';
import { readGasSpent } from '../../store/api/gas-spent.ts';
import { readSeries } from '../../store/series/series-reads.ts';
import { readRebalanceOrders } from '../../store/tick/rebalance-orders.ts';
import { serve } from '../api.ts';
import { readsOf } from './performance.ts';
import { whereSeen } from './portfolio-access.ts';

/** One portfolio's rows, as its reports need them. */
export const reportReadsOf = (sql: TransactionSql, portfolioId: string): ReportReads => ({
  ...readsOf(sql, portfolioId),
  rebalanceOrders: (fromSnapshotId) => readRebalanceOrders(sql, { portfolioId, fromSnapshotId }),
  series: (steps) => readSeries(sql, { portfolioId, ...steps }),
  gas: (afterBlock, toBlock) => readGasSpent(sql, { portfolioId, afterBlock, toBlock }),
});

export const readReport = serve(declared, ({ params: { id, span }, query, inDatabase }) =>
  inDatabase<ReportAnswer | Response>((sql) =>
    whereSeen<ReportAnswer | Response>(sql, id, async () => {
      const answer = await reportOf(reportReadsOf(sql, id), span);
      return ok(
        query.format === 'json' || answer.report === null
          ? answer
          : csvFile(`portfolio-${id}-report-${span}`, FIGURE_COLUMNS, reportRows(answer.report)),
      );
    }),
  ),
);
