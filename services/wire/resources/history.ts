import 'server-only';
import type { TransactionSql } from 'postgres';
import { cutPage } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/history.ts';
import { fail, ok } from '../../../lib/result.ts';
import { decisionDtoOf } from '../../portfolios/decision-dto-of.ts';
import {
  readActivityRows,
  readDecisionRecord,
  readDecisionRows,
  readFillRows,
  readHeldDayRows,
  readOrderRows,
  readSnapshotRows,
} from '../../store/api/history-rows.ts';
import { serve } from '../api.ts';
import { rowsWhereSeen, whereSeen, whereTold } from './portfolio-access.ts';

type Page<R, S> = {
  readonly id: string;
  readonly limit: number;
  readonly read: () => Promise<readonly R[]>;
  readonly cursorOf: (row: R) => string;
  readonly shownAs: (row: R) => S;
};

/** A page of rows that only whoever may see the portfolio is shown. */
const pageWhereSeen = async <R, S>(sql: TransactionSql, { id, limit, read, ...shown }: Page<R, S>) => {
  const rows = await rowsWhereSeen(sql, id, read);
  return rows.ok ? ok(cutPage(rows.value, limit, shown)) : rows;
};

export const listOrders = serve(declared.listOrders, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    pageWhereSeen(sql, {
      ...{ id, limit: query.limit },
      read: () => readOrderRows(sql, { ...query, portfolioId: id }),
      cursorOf: ({ micros, row }) => `${micros}-${row.id}`,
      shownAs: ({ row }) => row,
    }),
  ),
);

export const listFills = serve(declared.listFills, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    pageWhereSeen(sql, {
      ...{ id, limit: query.limit },
      read: () => readFillRows(sql, { ...query, portfolioId: id }),
      cursorOf: ({ blockNumber, logIndex }) => `${blockNumber}-${logIndex}`,
      shownAs: (row) => row,
    }),
  ),
);

export const listDecisions = serve(declared.listDecisions, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    pageWhereSeen(sql, {
      ...{ id, limit: query.limit },
      read: () => readDecisionRows(sql, { ...query, portfolioId: id }),
      cursorOf: (row) => row.id,
      shownAs: (row) => row,
    }),
  ),
);

export const listHeldDays = serve(declared.listHeldDays, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    pageWhereSeen(sql, {
      ...{ id, limit: query.limit },
      read: () => readHeldDayRows(sql, { ...query, portfolioId: id }),
      cursorOf: ({ daySeconds, reason }) => `${daySeconds}-${reason}`,
      shownAs: (row) => row,
    }),
  ),
);

export const readDecision = serve(declared.readDecision, ({ params: { id, decisionId }, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () => {
      const record = await readDecisionRecord(sql, { portfolioId: id, decisionId });
      return record === null
        ? fail(
            'not-found',
            'The portfolio has no decision of this id, or it found nothing to do and is summed up by now: see held-days.',
          )
        : ok(decisionDtoOf(record));
    }),
  ),
);

export const listSnapshots = serve(declared.listSnapshots, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    pageWhereSeen(sql, {
      ...{ id, limit: query.limit },
      read: () => readSnapshotRows(sql, { ...query, portfolioId: id }),
      cursorOf: (row) => row.id,
      shownAs: (row) => row,
    }),
  ),
);

export const listActivity = serve(declared.listActivity, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereTold(sql, id, async () =>
      ok(
        cutPage(await readActivityRows(sql, { ...query, portfolioId: id }), query.limit, {
          cursorOf: (row) => row.id,
          shownAs: (row) => row,
        }),
      ),
    ),
  ),
);
