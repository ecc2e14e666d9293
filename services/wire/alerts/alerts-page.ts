import 'server-only';
import type { TransactionSql } from 'postgres';
import type { AlertsPageDto } from '../../../lib/api/alerts-page-dto.ts';
import type { PortfolioPlace } from '../../../lib/api/live-dto.ts';
import { portfolioVersion } from '../../portfolios/read-portfolio.ts';
import { readAlertRows } from '../../store/api/alert-rows.ts';
import { readPortfolioHead } from '../../store/pages/portfolio-page.ts';

const SHOWN = 50;

/** Null alike when there is no such portfolio and when the viewer may not see it. */
export const readAlertsPage = async (
  sql: TransactionSql,
  place: PortfolioPlace,
  tickIntervalSeconds: number,
): Promise<AlertsPageDto | null> => {
  const head = await readPortfolioHead(sql, place);
  if (head === null) return null;
  const { id, chainId, address, name } = head.portfolio;
  const rows = head.told ? await readAlertRows(sql, { state: 'all', limit: SHOWN, portfolioId: id }) : null;
  return {
    readAtSeconds: head.heartbeat.readAtSeconds,
    version: portfolioVersion(head, tickIntervalSeconds),
    portfolio: { id, chainId, address, name: name === '' ? `Portfolio ${id}` : name },
    alerts: rows?.slice(0, SHOWN) ?? null,
  };
};
