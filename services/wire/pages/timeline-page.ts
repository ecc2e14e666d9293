import 'server-only';
import type { TransactionSql } from 'postgres';
import type { PortfolioPlace } from '../../../lib/api/live-dto.ts';
import type { TimelineDto, TimelineView } from '../../../lib/api/timeline-dto.ts';
import { SILENT_EVENTS } from '../../portfolios/activity-dtos.ts';
import { portfolioVersion } from '../../portfolios/read-portfolio.ts';
import { timelineLineOf } from '../../portfolios/timeline-lines.ts';
import { tokensOf } from '../../portfolios/token-words.ts';
import { readPortfolioHead } from '../../store/pages/portfolio-page.ts';
import { readTimeline } from '../../store/pages/timeline-rows.ts';

const LINES = 50;

/** Null alike when there is no such portfolio and when the viewer may not see it. */
export const readTimelinePage = async (
  sql: TransactionSql,
  { place, view }: { readonly place: PortfolioPlace; readonly view: TimelineView },
  tickIntervalSeconds: number,
): Promise<TimelineDto | null> => {
  const head = await readPortfolioHead(sql, place);
  if (head === null) return null;
  const { id, chainId, address, name, simulated, look } = head.portfolio;
  const asked = { portfolioId: id, view, limit: LINES, silentEvents: SILENT_EVENTS };
  const records = await readTimeline(sql, asked);
  const tokens = tokensOf(look?.snapshot ?? null);
  const lines = records.slice(0, LINES).map((one) => timelineLineOf(one, tokens));
  return {
    readAtSeconds: head.heartbeat.readAtSeconds,
    version: portfolioVersion(head, tickIntervalSeconds),
    portfolio: { id, chainId, address, name: name === '' ? `Portfolio ${id}` : name, simulated },
    ...{ isOwner: head.owned, isTold: head.told, view, lines },
    nextBefore: records.length > LINES ? (lines.at(-1)?.id ?? null) : null,
  };
};
