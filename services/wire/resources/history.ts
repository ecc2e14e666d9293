import 'server-only';
import { cutPage } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/history.ts';
import { fail, ok } from '../../../lib/result.ts';
import { decisionDtoOf } from '../../portfolios/decision-dto-of.ts';
import {
  readActivityRows,
  readDecisionRecord,
  readDecisionRows,
  readFillRows,
  readOrderRows,
  readSnapshotRows,
} from '../../store/api/history-rows.ts';
import { serve } from '../api.ts';
import { whereOwned, whereSeen } from './portfolio-access.ts';

const byId = { cursorOf: ({ id }: { readonly id: string }) => id };

export const listOrders = serve(declared.listOrders, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () =>
      ok(
        cutPage(await readOrderRows(sql, { ...query, portfolioId: id }), query.limit, {
          cursorOf: ({ micros, row }) => `${micros}-${row.id}`,
          shownAs: ({ row }) => row,
        }),
      ),
    ),
  ),
);

export const listFills = serve(declared.listFills, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () =>
      ok(
        cutPage(await readFillRows(sql, { ...query, portfolioId: id }), query.limit, {
          cursorOf: ({ blockNumber, logIndex }) => `${blockNumber}-${logIndex}`,
          shownAs: (row) => row,
        }),
      ),
    ),
  ),
);

export const listDecisions = serve(declared.listDecisions, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () =>
      ok(
        cutPage(await readDecisionRows(sql, { ...query, portfolioId: id }), query.limit, {
          ...byId,
          shownAs: (row) => row,
        }),
      ),
    ),
  ),
);

export const readDecision = serve(declared.readDecision, ({ params: { id, decisionId }, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () => {
      const record = await readDecisionRecord(sql, { portfolioId: id, decisionId });
      return record === null
        ? fail('not-found', 'The portfolio has no decision of this id.')
        : ok(decisionDtoOf(record));
    }),
  ),
);

export const listSnapshots = serve(declared.listSnapshots, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () =>
      ok(
        cutPage(await readSnapshotRows(sql, { ...query, portfolioId: id }), query.limit, {
          ...byId,
          shownAs: (row) => row,
        }),
      ),
    ),
  ),
);

export const listActivity = serve(declared.listActivity, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereOwned(sql, id, async () =>
      ok(
        cutPage(await readActivityRows(sql, { ...query, portfolioId: id }), query.limit, {
          ...byId,
          shownAs: (row) => row,
        }),
      ),
    ),
  ),
);
