import 'server-only';
import type { TransactionSql } from 'postgres';
import type { PortfolioPlace } from '../../../lib/api/live-dto.ts';
import type { LotsPageDto, LotsView } from '../../../lib/api/lots-page-dto.ts';
import type {
  BandsPageDto,
  CompliancePageDto,
  ReportHead,
  ReportPageDto,
  ReportView,
} from '../../../lib/api/report-page-dto.ts';
import { costBpsOfStatistics } from '../../portfolios/read-performance-page.ts';
import { portfolioVersion } from '../../portfolios/read-portfolio.ts';
import { type BandHistory, readBandHistory, tryBands } from '../../reports/read-bands.ts';
import { readLots } from '../../reports/read-lots.ts';
import { readReport } from '../../reports/read-report.ts';
import { readPortfolioHead } from '../../store/pages/portfolio-page.ts';
import { bandsReadsOf } from '../resources/bands.ts';
import { complianceOf } from '../resources/compliance.ts';
import { lotsReadsOf } from '../resources/lots.ts';
import { reportReadsOf } from '../resources/reports.ts';

type Asked<View> = { readonly place: PortfolioPlace; readonly view: View };
type Begun = { readonly head: ReportHead; readonly portfolioId: string; readonly told: boolean };

const begin = async (
  sql: TransactionSql,
  place: PortfolioPlace,
  tickIntervalSeconds: number,
): Promise<Begun | null> => {
  const found = await readPortfolioHead(sql, place);
  if (found === null) return null;
  const { id, chainId, address, name, simulated } = found.portfolio;
  return {
    head: {
      readAtSeconds: found.heartbeat.readAtSeconds,
      version: portfolioVersion(found, tickIntervalSeconds),
      portfolio: { id, chainId, address, name: name === '' ? `Portfolio ${id}` : name, simulated },
    },
    portfolioId: id,
    told: found.told,
  };
};

/** Null alike when there is no such portfolio and when the viewer may not see it. */
export const readLotsPage = async (
  sql: TransactionSql,
  { place, view }: Asked<LotsView>,
  tickIntervalSeconds: number,
): Promise<LotsPageDto | null> => {
  const begun = await begin(sql, place, tickIntervalSeconds);
  if (begun === null) return null;
  const wish = { method: view.method, year: view.year ?? undefined };
  const answer = begun.told ? await readLots(lotsReadsOf(sql, begun.portfolioId), wish) : null;
  return { ...begun.head, view, answer };
};

/** Null alike when there is no such portfolio and when the viewer may not see it. */
export const readReportPage = async (
  sql: TransactionSql,
  { place, view }: Asked<ReportView>,
  tickIntervalSeconds: number,
): Promise<ReportPageDto | null> => {
  const begun = await begin(sql, place, tickIntervalSeconds);
  if (begun === null) return null;
  const answer = await readReport(reportReadsOf(sql, begun.portfolioId), view.span);
  return { ...begun.head, view, answer, costBps: costBpsOfStatistics(answer.report?.statistics ?? null) };
};

/** Null alike when there is no such portfolio and when the viewer may not see it. */
export const readCompliancePage = async (
  sql: TransactionSql,
  place: PortfolioPlace,
  tickIntervalSeconds: number,
): Promise<CompliancePageDto | null> => {
  const begun = await begin(sql, place, tickIntervalSeconds);
  if (begun === null) return null;
  return { ...begun.head, compliance: begun.told ? await complianceOf(sql, begun.portfolioId) : null };
};

type BandsPageRead = ReportHead & { readonly history: BandHistory | null };

/** Null alike when there is no such portfolio and when the viewer may not see it. */
export const readBandsPage = async (
  sql: TransactionSql,
  place: PortfolioPlace,
  tickIntervalSeconds: number,
): Promise<BandsPageRead | null> => {
  const begun = await begin(sql, place, tickIntervalSeconds);
  if (begun === null) return null;
  const history = begun.told ? await readBandHistory(bandsReadsOf(sql, begun.portfolioId)) : null;
  return { ...begun.head, history };
};

/** The page of bands from what was read, without the database. */
export const triedBandsPage = ({ history, ...head }: BandsPageRead): BandsPageDto => ({
  ...head,
  answer: history === null ? null : tryBands(history),
});
