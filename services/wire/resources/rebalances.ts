import 'server-only';
import { cutPage, positionOf } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/rebalances.ts';
import { ok } from '../../../lib/result.ts';
import { cashFlowDtoOf } from '../../portfolios/cash-flow-dto-of.ts';
import { rebalanceDtoOf } from '../../portfolios/rebalance-dto-of.ts';
import { readCashFlows } from '../../store/cash-flow-reads.ts';
import { readLoggedOrders, readRebalances } from '../../store/rebalance-log.ts';
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

export const listRebalances = serve(declared.listRebalances, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () => {
      const beforeId = positionOf(query.cursor)?.first ?? null;
      const rows = await readRebalances(sql, { portfolioId: id, beforeId, limit: query.limit + 1 });
      const decisionIds = rows.map(({ decisionId }) => decisionId);
      const orders = await readLoggedOrders(sql, { decisionIds, fillsEach: FILLS_EACH });
      const ordersOf = (of: string) =>
        orders.filter((order) => order.decisionId === of).map(({ decisionId: _, ...order }) => order);
      const shown = {
        cursorOf: ({ decisionId }: (typeof rows)[number]) => decisionId,
        shownAs: (row: (typeof rows)[number]) => rebalanceDtoOf(row, ordersOf(row.decisionId)),
      };
      return ok(cutPage(rows, query.limit, shown));
    }),
  ),
);
