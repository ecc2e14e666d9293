import 'server-only';
import type { TransactionSql } from 'postgres';
import { type BandsAnswer, readBands as declared } from '../../../lib/api/bands.ts';
import { ok } from '../../../lib/result.ts';
import { csvFile } from '../../portfolios/csv-text.ts';
import { type BandHistory, type BandsReads, readBandHistory, tryBands } from '../../reports/read-bands.ts';
import { readPolicyVersions } from '../../store/api/owner-policies.ts';
import { readPortfolioRecords } from '../../store/portfolio-reads.ts';
import { readFirstPoint, readLastPoint, readSeries } from '../../store/series/series-reads.ts';
import { serve } from '../api.ts';
import { whereTold } from './portfolio-access.ts';

const COLUMNS = [
  'bandBps',
  'intervalSeconds',
  'costUsdE18',
  'rebalances',
  'trackingErrorMeanBps',
  'returnBps',
];

/** One portfolio's rows, as band proposals need them. */
export const bandsReadsOf = (sql: TransactionSql, portfolioId: string): BandsReads => ({
  firstPoint: () => readFirstPoint(sql, portfolioId),
  lastPoint: () => readLastPoint(sql, portfolioId),
  series: (steps) => readSeries(sql, { portfolioId, ...steps }),
  snapshot: async () => (await readPortfolioRecords(sql, [portfolioId], 0))[0]?.look?.snapshot ?? null,
  policy: async () => (await readPolicyVersions(sql, { portfolioId, limit: 1 }))[0] ?? null,
});

export const readBands = serve(declared, async ({ params: { id }, query, inDatabase }) => {
  const history = await inDatabase<BandHistory>((sql) =>
    whereTold(sql, id, async () => ok(await readBandHistory(bandsReadsOf(sql, id)))),
  );
  if (!history.ok) return history;
  const answer = tryBands(history.value);
  return ok<BandsAnswer | Response>(
    query.format === 'json' || answer.bands === null
      ? answer
      : csvFile(`portfolio-${id}-bands`, COLUMNS, answer.bands.tried),
  );
});
