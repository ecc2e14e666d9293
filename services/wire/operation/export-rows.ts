import type { Address } from 'viem';
import { EXPORTED_TABLES, type ExportedTable, type ExportFormat } from '../../../lib/ledger/exported.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { csvText } from '../../portfolios/csv-text.ts';
import { Secret } from '../../secret.ts';
import { openBotDatabase } from '../../store/database.ts';
import {
  type ExportedPortfolio,
  type ExportedRow,
  type ExportPage,
  type ExportPlace,
  exportedColumns,
  readExportedPortfolios,
  readExportPage,
} from '../../store/operation/export-rows.ts';
import { type InDatabase, inDatabase } from '../tick/bot-store.ts';

/** How many rows of each table have been handed over. */
export type ExportCounts = Readonly<Record<ExportedTable, number>>;

export type Export = {
  /** In this order. */
  readonly tables: readonly ExportedTable[];
  /** Null = everybody's. */
  readonly portfolio: Address | null;
  readonly format: ExportFormat;
  /** Whether a line of JSON names its table, as it must where several share a stream. */
  readonly isTagged: boolean;
  /** Gets whole lines, in their order; the next ones come when it is done. May throw: what it throws ends the export. */
  readonly write: (table: ExportedTable, text: string) => Promise<void>;
};

/** How far it got, and why it ended there; null = it is complete. */
export type ExportEnd = {
  readonly counts: ExportCounts;
  readonly stopped: { readonly table: ExportedTable; readonly why: string } | null;
};

type Rows = readonly ExportedRow[];

const jsonLines = (rows: Rows, tag: Readonly<Record<string, string>>): string =>
  rows.map((row) => `${JSON.stringify({ ...tag, ...row })}\n`).join('');

const csvLines = (table: ExportedTable, rows: Rows): string => {
  const columns = exportedColumns(table);
  return csvText(columns, rows).slice(csvText(columns, []).length);
};

/** Page by page, each a transaction of its own: no reader, however slow, holds the database back. */
const exportTable = async (
  run: InDatabase,
  { table, portfolios }: { readonly table: ExportedTable; readonly portfolios: readonly ExportedPortfolio[] },
  take: (rows: Rows) => Promise<void>,
): Promise<Result<null>> => {
  for (const portfolio of portfolios) {
    let after: ExportPlace | null = null;
    do {
      const from: ExportPlace | null = after;
      const page: Result<ExportPage> = await run((sql) =>
        readExportPage(sql, table, { portfolio, after: from }),
      );
      if (!page.ok) return page;
      if (page.value.rows.length > 0) await take(page.value.rows);
      after = page.value.next;
    } while (after !== null);
  }
  return ok(null);
};

const portfoliosOf = async (
  run: InDatabase,
  portfolio: Address | null,
): Promise<Result<readonly ExportedPortfolio[]>> => {
  const found = await run((sql) => readExportedPortfolios(sql, portfolio));
  return found.ok && found.value.length === 0 && portfolio !== null
    ? fail('not-found', `No portfolio at ${portfolio}.`)
    : found;
};

/**
 * Every row of what is asked for, table by table, by portfolio and then the oldest first, or how far it got. Nothing secret is in it. Never
 * throws for what database or writer do.
 */
export const exportRows = async (
  dbUrl: string,
  { tables, portfolio, format, isTagged, write }: Export,
): Promise<ExportEnd> => {
  const counts: Record<ExportedTable, number> = {
    ...{ snapshots: 0, decisions: 0, orders: 0, fills: 0, transactions: 0 },
  };
  let at: ExportedTable = tables[0] ?? EXPORTED_TABLES[0];
  const database = openBotDatabase({ url: new Secret(dbUrl), connectionsMax: 1 });
  const run = inDatabase(database);
  const all = async (): Promise<Result<null>> => {
    const portfolios = await portfoliosOf(run, portfolio);
    if (!portfolios.ok) return portfolios;
    for (const table of tables) {
      at = table;
      if (format === 'csv') await write(table, csvText(exportedColumns(table), []));
      const done = await exportTable(run, { table, portfolios: portfolios.value }, async (rows) => {
        const text = format === 'csv' ? csvLines(table, rows) : jsonLines(rows, isTagged ? { table } : {});
        await write(table, text);
        counts[table] += rows.length;
      });
      if (!done.ok) return done;
    }
    return ok(null);
  };
  try {
    const done = await all();
    return { counts, stopped: done.ok ? null : { table: at, why: done.error.message } };
  } catch (error) {
    return { counts, stopped: { table: at, why: error instanceof Error ? error.message : String(error) } };
  } finally {
    await database.close();
  }
};
