import {
  EXPORT_FORMATS,
  EXPORTED_TABLES,
  type ExportedTable,
  type ExportFormat,
} from '../../lib/ledger/exported.ts';
import { type ExportCounts, exportRows } from '../../services/wire/operation/export-rows.ts';
import { addressValue } from '../command/address-value.ts';
import { EXIT, type ExitCode, type Run, UsageError } from '../command/command.ts';
import { environment } from '../environment.ts';
import { toFolder, toOutput } from './export-target.ts';
import type { EXPORT_OPTIONS } from './options.ts';

const oneOf = <T extends string>(name: string, words: readonly T[], text: string): T => {
  const found = words.find((word) => word === text);
  if (found === undefined) throw new UsageError(`--${name}: ${text} is none of ${words.join(', ')}`);
  return found;
};

const formatOf = (text: string): ExportFormat => oneOf('format', EXPORT_FORMATS, text);

/** Each once, in the order in which they refer to each other. */
const tablesOf = (words: readonly string[] | undefined): readonly ExportedTable[] => {
  const wanted = words?.map((word) => oneOf('what', EXPORTED_TABLES, word)) ?? EXPORTED_TABLES;
  return EXPORTED_TABLES.filter((table) => wanted.includes(table));
};

const countsText = (counts: ExportCounts, tables: readonly ExportedTable[]): string =>
  tables.map((table) => `${counts[table]} ${table}`).join(', ');

/** Exports every row of portfolios' history, or says where it stopped. */
export const runExport: Run<typeof EXPORT_OPTIONS> = async ({ values }, terminal): Promise<ExitCode> => {
  const portfolio = values.portfolio === undefined ? null : addressValue('--portfolio', values.portfolio);
  const [format, tables] = [formatOf(values.format), tablesOf(values.what)];
  if (format === 'csv' && values.to === undefined && tables.length > 1)
    throw new UsageError(
      '--format csv: tables have different columns: name one with --what, or a folder with --to',
    );
  const { dbUrl } = environment();
  if (dbUrl === null) throw new UsageError('DB_URL is not set: there is no database to work on.');
  const isTagged = values.to === undefined;
  const target = values.to === undefined ? toOutput(terminal) : await toFolder(values.to, { tables, format });
  const { counts, stopped } = await exportRows(dbUrl.reveal(), {
    ...{ tables, portfolio, format, isTagged, write: target.write },
  });
  if (stopped === null) {
    await target.finish();
    terminal.error(`Complete: ${countsText(counts, tables)}.`);
    return EXIT.done;
  }
  const left = await target.leave();
  terminal.error(`It stopped in ${stopped.table} after ${counts[stopped.table]} rows of it: ${stopped.why}`);
  terminal.error(
    `Not all: ${countsText(counts, tables)}${left === null ? '' : `; what there is stands in ${left}`}.`,
  );
  return EXIT.refused;
};
