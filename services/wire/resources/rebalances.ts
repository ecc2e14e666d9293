import 'server-only';
import type { TransactionSql } from 'postgres';
import { cutPage, type Page, positionOf } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/rebalances.ts';
import { ok } from '../../../lib/result.ts';
import { cashFlowDtoOf } from '../../portfolios/cash-flow-dto-of.ts';
import { rebalanceDtoOf } from '../../portfolios/rebalance-dto-of.ts';
import { readCashFlows } from '../../store/series/cash-flow-reads.ts';
import { type RebalancePage, readLoggedOrders, readRebalances } from '../../store/tick/rebalance-log.ts';
import { serve } from '../api.ts';
import { whereSeen } from './portfolio-access.ts';

/** Of one order in the log; its sums are of all. */
const FILLS_EACH = 20;

export const listCashFlows = serve(declared.listCashFlows, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () => {
      const place = positionOf(query.cursor);
      const before =
        place === null ? null : { blockNumber: BigInt(place.first), ordinal: Number(place.second ?? '0') };
      const flows = await readCashFlows(sql, { portfolioId: id, before, limit: query.limit + 1 });
      const shown = {
        cursorOf: ({ blockNumber, ordinal }: (typeof flows)[number]) => `${blockNumber}-${ordinal}`,
        shownAs: cashFlowDtoOf,
      };
      return ok(cutPage(flows, query.limit, shown));
    }),
  ),
);

/** The rebalances of one portfolio, the latest first. */
export const rebalancePage = async (
  sql: TransactionSql,
  { portfolioId, beforeId, limit }: RebalancePage,
): Promise<Page<declared.RebalanceLogDto>> => {
  const rows = await readRebalances(sql, { portfolioId, beforeId, limit: limit + 1 });
  const decisionIds = rows.map(({ decisionId }) => decisionId);
  const orders = await readLoggedOrders(sql, { decisionIds, fillsEach: FILLS_EACH });
  const ordersOf = (of: string) =>
    orders.filter((order) => order.decisionId === of).map(({ decisionId: _, ...order }) => order);
  return cutPage(rows, limit, {
    cursorOf: ({ decisionId }) => decisionId,
    shownAs: (row) => rebalanceDtoOf(row, ordersOf(row.decisionId)),
  });
};

export const listRebalances = serve(declared.listRebalances, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () => {
      const beforeId = positionOf(query.cursor)?.first ?? null;
      return ok(await rebalancePage(sql, { portfolioId: id, beforeId, limit: query.limit }));
    }),
  ),
);
