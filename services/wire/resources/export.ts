import 'server-only';
import type { TransactionSql } from 'postgres';
import { exportPortfolio as declared, EXPORT_ROWS_MAX, type Exported } from '../../../lib/api/export.ts';
import { PAGE_ROWS_MAX } from '../../../lib/api/fields.ts';
import { activityRow, decisionRow, fillRow, orderRow, snapshotRow } from '../../../lib/api/history.ts';
import { movementRow } from '../../../lib/api/movements.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { failure, ok } from '../../../lib/result.ts';
import { csvFile } from '../../portfolios/csv-text.ts';
import {
  type HistoryQuery,
  readActivityRows,
  readDecisionRows,
  readFillRows,
  readOrderRows,
  readSnapshotRows,
} from '../../store/api/history-rows.ts';
import { readMovementRows } from '../../store/api/movement-rows.ts';
import { serve } from '../api.ts';
import { whereTold } from './portfolio-access.ts';

type Placed = { readonly cursor: string; readonly row: object };
type Table = {
  /** Of its cursors. */
  readonly place: RegExp;
  readonly columns: readonly string[];
  readonly read: (sql: TransactionSql, query: HistoryQuery) => Promise<readonly Placed[]>;
};

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): readonly Placed[] =>
  rows.map((row) => ({ cursor: row.id, row }));

const TABLES: Readonly<Record<Exported, Table>> = {
  movements: {
    place: /^\d+-\d{1,9}$/,
    columns: Object.keys(movementRow.shape),
    read: readMovementRows,
  },
  orders: {
    place: /^\d+-0x/,
    columns: Object.keys(orderRow.shape),
    read: async (sql, query) =>
      (await readOrderRows(sql, { ...query, status: 'all' })).map(({ micros, row }) => ({
        cursor: `${micros}-${row.id}`,
        row,
      })),
  },
  fills: {
    place: /^\d+-\d{1,9}$/,
    columns: Object.keys(fillRow.shape),
    read: async (sql, query) =>
      (await readFillRows(sql, query)).map((row) => ({ cursor: `${row.blockNumber}-${row.logIndex}`, row })),
  },
  decisions: {
    place: /^\d+$/,
    columns: Object.keys(decisionRow.shape),
    read: async (sql, query) => byId(await readDecisionRows(sql, { ...query, kind: 'all' })),
  },
  snapshots: {
    place: /^\d+$/,
    columns: Object.keys(snapshotRow.shape),
    read: async (sql, query) => byId(await readSnapshotRows(sql, query)),
  },
  activity: {
    place: /^\d+$/,
    columns: Object.keys(activityRow.shape),
    read: async (sql, query) => byId(await readActivityRows(sql, query)),
  },
};

type Rows = { readonly rows: object[]; readonly nextCursor: string | null };

/** Page by page, so that no statement reads more than a page. */
const collect = async (
  sql: TransactionSql,
  { read }: Table,
  start: { readonly portfolioId: string; readonly cursor: string | undefined },
): Promise<Rows> => {
  const rows: object[] = [];
  let { cursor } = start;
  for (;;) {
    const placed = await read(sql, { portfolioId: start.portfolioId, cursor, limit: PAGE_ROWS_MAX });
    const page = placed.slice(0, PAGE_ROWS_MAX);
    rows.push(...page.map(({ row }) => row));
    cursor = page.at(-1)?.cursor;
    if (placed.length <= PAGE_ROWS_MAX) return { rows, nextCursor: null };
    if (rows.length >= EXPORT_ROWS_MAX) return { rows, nextCursor: cursor ?? null };
  }
};

const field = { in: 'query', field: 'cursor', message: 'is of another table' } as const;
const otherCursor: Outcome<never> = {
  ok: false,
  error: { ...failure('bad-request', `${field.field}: ${field.message}.`), fields: [field] },
};

export const exportPortfolio = serve(declared, ({ params: { id }, query, inDatabase }) =>
  inDatabase<Rows | Response>((sql) =>
    whereTold<Rows | Response>(sql, id, async () => {
      const table = TABLES[query.what];
      if (query.cursor !== undefined && !table.place.test(query.cursor)) return otherCursor;
      const collected = await collect(sql, table, { portfolioId: id, cursor: query.cursor });
      if (query.format === 'json') return ok(collected);
      const file = csvFile(`portfolio-${id}-${query.what}`, table.columns, collected.rows);
      if (collected.nextCursor !== null) file.headers.set('x-next-cursor', collected.nextCursor);
      return ok(file);
    }),
  ),
);
