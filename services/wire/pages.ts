import 'server-only';
import type { Sql } from 'postgres';
import type { ChartSpan } from '../../lib/api/chart-span.ts';
import type { LiveDto, LiveQuery, PortfolioPlace } from '../../lib/api/live-dto.ts';
import type { DecisionDto, PortfolioDetailDto } from '../../lib/api/portfolio-detail-dto.ts';
import type { PortfolioListDto, PortfolioListQuery } from '../../lib/api/portfolio-list-dto.ts';
import type { Result } from '../../lib/result.ts';
import { readEnv } from '../env.ts';
import { type ListPortfoliosDeps, listPortfolios, listVersion } from '../portfolios/list-portfolios.ts';
import { readDecision } from '../portfolios/read-decision.ts';
import { portfolioVersion, readPortfolio } from '../portfolios/read-portfolio.ts';
import { botState, type Readiness, readiness } from '../portfolios/readiness.ts';
import { versionOf } from '../portfolios/version-of.ts';
import { heartbeatOf, readFleetIndex, readHalt, readIndexRow } from '../store/pages/fleet-index.ts';
import { readDecisionPage, readPortfolioPage } from '../store/pages/portfolio-page.ts';
import { findPortfolioId, readPortfolioRecords } from '../store/portfolio-reads.ts';
import { onAppDatabase } from './app-sql.ts';

export type Pages = {
  readonly listPortfolios: (query: PortfolioListQuery) => Promise<Result<PortfolioListDto>>;
  readonly readPortfolio: (
    place: PortfolioPlace,
    span: ChartSpan,
  ) => Promise<Result<PortfolioDetailDto | null>>;
  readonly readDecision: (place: PortfolioPlace, decisionId: string) => Promise<Result<DecisionDto | null>>;
  /** Of what a page shows; another one means that it is worth asking for. */
  readonly version: (of: LiveQuery) => Promise<LiveDto>;
  readonly readiness: () => Promise<Readiness>;
};

const readFleet: ListPortfoliosDeps['readFleet'] = (choose) =>
  onAppDatabase(async (sql) => {
    const index = await readFleetIndex(sql);
    return { index, records: await readPortfolioRecords(sql, choose(index)) };
  });

const versionIn = async (sql: Sql, of: LiveQuery, intervalSeconds: number): Promise<LiveDto> => {
  if (of === 'portfolios') {
    const index = await readFleetIndex(sql);
    return { version: listVersion(index, intervalSeconds), readAtSeconds: index.readAtSeconds };
  }
  const heartbeat = await heartbeatOf(sql);
  const { readAtSeconds } = heartbeat;
  if (of === 'status') {
    const { stale } = botState(heartbeat, intervalSeconds);
    return { version: versionOf([heartbeat.lastTick, stale]), readAtSeconds };
  }
  const [id, halted] = await Promise.all([findPortfolioId(sql, of), readHalt(sql)]);
  const index = id === null ? null : await readIndexRow(sql, id);
  if (index === null) return { version: 'none', readAtSeconds };
  return { version: portfolioVersion({ halted, index, heartbeat }, intervalSeconds), readAtSeconds };
};

/** What pages and the health endpoint read. @throws {EnvError} */
export function pages(): Pages {
  const { tickIntervalSeconds } = readEnv();
  return {
    listPortfolios: (query) => listPortfolios({ tickIntervalSeconds, readFleet }, query),
    readPortfolio: (place, span) =>
      readPortfolio({
        tickIntervalSeconds,
        read: () => onAppDatabase((sql) => readPortfolioPage(sql, place, span)),
      }),
    readDecision: (place, decisionId) =>
      readDecision(() => onAppDatabase((sql) => readDecisionPage(sql, place, decisionId))),
    version: async (of) => {
      const read = await onAppDatabase((sql) => versionIn(sql, of, tickIntervalSeconds));
      return read.ok ? read.value : { version: null, readAtSeconds: 0 };
    },
    readiness: () => readiness({ tickIntervalSeconds, readHeartbeat: () => onAppDatabase(heartbeatOf) }),
  };
}
