import type { Sql, TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { CHART_SPAN_SECONDS } from '../../../lib/api/chart-span.ts';
import type { PortfolioView } from '../../../lib/api/portfolio-view.ts';
import { readPolicyVersions } from '../api/owner-policies.ts';
import { readPortfolioRow, readStanding } from '../api/portfolio-rows.ts';
import { findAnyPortfolioId, findPortfolioId, readPortfolioRecords } from '../portfolio-reads.ts';
import { readEvents, readFlows } from './activity-rows.ts';
import { readChart } from './chart-rows.ts';
import { readDecisionRecord, readDecisionRuns, readHeldBefore } from './decision-rows.ts';
import { readFillsOfOrder } from './fill-rows.ts';
import { heartbeatOf, readHalt, readIndexRow } from './fleet-index.ts';
import { readClosedOrderRecords, readOrderRecord, readOrdersOfDecision } from './order-rows.ts';

type Place = { readonly chainId: number; readonly address: Address };

const FILLS = 20;
const CLOSED_ORDERS = 20;
const RUNS = 12;
const FLOWS = 20;
const EVENTS = 30;

/** All that one portfolio's page shows; null alike when there is none and when the viewer may not see it. */
export const readPortfolioPage = async (sql: TransactionSql, place: Place, view: PortfolioView) => {
  const id = await findPortfolioId(sql, place);
  if (id === null) return null;
  const [
    heartbeat,
    halted,
    index,
    [portfolio],
    closedOrders,
    runs,
    heldBefore,
    flows,
    events,
    chart,
    { owned, told },
  ] = await Promise.all([
    heartbeatOf(sql),
    readHalt(sql),
    readIndexRow(sql, id),
    readPortfolioRecords(sql, [id], FILLS),
    readClosedOrderRecords(sql, id, { status: view.orders, limit: CLOSED_ORDERS }),
    readDecisionRuns(sql, id, RUNS),
    readHeldBefore(sql, id),
    readFlows(sql, id, FLOWS),
    readEvents(sql, id, EVENTS),
    readChart(sql, id, CHART_SPAN_SECONDS[view.span]),
    readStanding(sql, id),
  ]);
  // Hidden between two of these statements.
  if (index === null || portfolio === undefined) return null;
  const fills = portfolio.lastFills;
  return {
    heartbeat,
    halted,
    index,
    portfolio,
    closedOrders,
    runs,
    heldBefore,
    fills,
    flows,
    events,
    chart,
    owned,
    told,
  };
};

/** What every page of a portfolio begins with; null alike when there is none and when the viewer may not see it. */
export const readPortfolioHead = async (sql: TransactionSql, place: Place) => {
  const id = await findPortfolioId(sql, place);
  if (id === null) return null;
  const [heartbeat, halted, index, [portfolio], { owned, told }] = await Promise.all([
    heartbeatOf(sql),
    readHalt(sql),
    readIndexRow(sql, id),
    readPortfolioRecords(sql, [id], 0),
    readStanding(sql, id),
  ]);
  return index === null || portfolio === undefined
    ? null
    : { heartbeat, halted, index, portfolio, owned, told };
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

/** All that one order's page shows; null alike when there is none and when the viewer may not see it. */
export const readOrderPage = async (sql: Sql | TransactionSql, place: Place, orderHash: Hex) => {
  const id = await findPortfolioId(sql, place);
  const order = id === null ? null : await readOrderRecord(sql, { portfolioId: id, orderHash });
  if (id === null || order === null) return null;
  const [heartbeat, halted, index, [portfolio], decision, fills] = await Promise.all([
    heartbeatOf(sql),
    readHalt(sql),
    readIndexRow(sql, id),
    readPortfolioRecords(sql, [id], 0),
    readDecisionRecord(sql, { portfolioId: id, decisionId: order.part.decisionId }),
    readFillsOfOrder(sql, { portfolioId: id, orderHash }),
  ]);
  return index === null || portfolio === undefined
    ? null
    : { heartbeat, halted, index, portfolio, order, decision, fills };
};

/** All that one portfolio's settings show, an archived one's too; null alike when there is none and when the viewer may not see it. */
export const readSettingsPage = async (sql: TransactionSql, place: Place) => {
  const id = await findAnyPortfolioId(sql, place);
  if (id === null) return null;
  const [{ readAtSeconds }, [portfolio], row, { owned, told }, versions] = await Promise.all([
    heartbeatOf(sql),
    readPortfolioRecords(sql, [id], 0),
    readPortfolioRow(sql, id),
    readStanding(sql, id),
    readPolicyVersions(sql, { portfolioId: id, limit: 1 }),
  ]);
  if (portfolio === undefined || row === null || (row.archived && !told)) return null;
  const { shared, cardShared, archived, highDriftBps } = row;
  const policy = versions[0] ?? null;
  return { readAtSeconds, portfolio, owned, shared, cardShared, archived, highDriftBps, policy };
};
