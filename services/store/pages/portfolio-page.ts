import type { Sql, TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { CHART_SPAN_SECONDS, type ChartSpan } from '../../../lib/api/chart-span.ts';
import { findPortfolioId, readPortfolioRecords } from '../portfolio-reads.ts';
import { readEvents, readFlows, readPoints } from './activity-rows.ts';
import { readDecisionRecord, readDecisionRuns } from './decision-rows.ts';
import { heartbeatOf, readHalt, readIndexRow } from './fleet-index.ts';
import { readClosedOrderRecords, readOrdersOfDecision } from './order-rows.ts';

type Place = { readonly chainId: number; readonly address: Address };

const FILLS = 20;
const CLOSED_ORDERS = 20;
const RUNS = 12;
const FLOWS = 20;
const EVENTS = 30;
/** A chart's pixels are few; what lies between two points isn't seen. */
const POINTS = 180;

/** All that one portfolio's page shows; null alike when there is none and when the viewer may not see it. */
export const readPortfolioPage = async (sql: Sql | TransactionSql, place: Place, span: ChartSpan) => {
  const id = await findPortfolioId(sql, place);
  if (id === null) return null;
  const [heartbeat, halted, index, [portfolio], closedOrders, runs, flows, events, points] =
    await Promise.all([
      heartbeatOf(sql),
      readHalt(sql),
      readIndexRow(sql, id),
      readPortfolioRecords(sql, [id], FILLS),
      readClosedOrderRecords(sql, id, CLOSED_ORDERS),
      readDecisionRuns(sql, id, RUNS),
      readFlows(sql, id, FLOWS),
      readEvents(sql, id, EVENTS),
      readPoints(sql, id, { spanSeconds: CHART_SPAN_SECONDS[span], parts: POINTS }),
    ]);
  // Hidden between two of these statements.
  if (index === null || portfolio === undefined) return null;
  const fills = portfolio.lastFills;
  return { heartbeat, halted, index, portfolio, closedOrders, runs, fills, flows, events, points };
};

/** All that one decision's page shows; null alike when there is none and when the viewer may not see it. */
export const readDecisionPage = async (sql: Sql | TransactionSql, place: Place, decisionId: string) => {
  const id = await findPortfolioId(sql, place);
  if (id === null) return null;
  const [{ readAtSeconds }, [portfolio], record, orders] = await Promise.all([
    heartbeatOf(sql),
    readPortfolioRecords(sql, [id], 0),
    readDecisionRecord(sql, { portfolioId: id, decisionId }),
    readOrdersOfDecision(sql, decisionId),
  ]);
  return portfolio === undefined || record === null ? null : { readAtSeconds, portfolio, ...record, orders };
};
