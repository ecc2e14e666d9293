import 'server-only';
import type { TransactionSql } from 'postgres';
import type { PortfolioPlace } from '../../../lib/api/live-dto.ts';
import type { PerformancePageDto, PerformanceView } from '../../../lib/api/performance-page-dto.ts';
import { readPerformancePage as pageOf } from '../../portfolios/read-performance-page.ts';
import { portfolioVersion } from '../../portfolios/read-portfolio.ts';
import type { Steps } from '../../portfolios/series-dto-of.ts';
import { readPortfolioHead } from '../../store/pages/portfolio-page.ts';
import { readSeries } from '../../store/series/series-reads.ts';
import { readsOf } from '../resources/performance.ts';
import { rebalancePage } from '../resources/rebalances.ts';

const REBALANCES = 20;

/** Null alike when there is no such portfolio and when the viewer may not see it. */
export const readPerformancePage = async (
  sql: TransactionSql,
  { place, view }: { readonly place: PortfolioPlace; readonly view: PerformanceView },
  tickIntervalSeconds: number,
): Promise<PerformancePageDto | null> => {
  const head = await readPortfolioHead(sql, place);
  if (head === null) return null;
  const { portfolio, heartbeat, owned, told } = head;
  const portfolioId = portfolio.id;
  const reads = {
    ...readsOf(sql, portfolioId),
    series: (steps: Steps) => readSeries(sql, { portfolioId, ...steps }),
    rebalances: (beforeId: string | null) => rebalancePage(sql, { portfolioId, beforeId, limit: REBALANCES }),
  };
  return pageOf(reads, view, {
    record: portfolio,
    isOwner: owned,
    isTold: told,
    readAtSeconds: heartbeat.readAtSeconds,
    version: portfolioVersion(head, tickIntervalSeconds),
  });
};
