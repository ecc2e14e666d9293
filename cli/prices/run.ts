import { pricePointsOf } from '../../lib/prices/price-points.ts';
import { ok, type Result } from '../../lib/result.ts';
import { formatUtcDate } from '../../lib/time/utc.ts';
import type { PriceRecords } from '../../services/wire/prices/prices.ts';

import { textTable } from '../command/terminal.ts';
import { loadPrices } from '../price-argument.ts';
import { eachHistory } from './fetch-histories.ts';
import type { FetchWork, ImportWork } from './read-work.ts';

/** What needs the database. */
export type StoredWork = ImportWork | FetchWork | { readonly kind: 'list' };

const importFile = async (
  records: PriceRecords,
  { files, source, wish }: ImportWork,
): Promise<Result<string>> => {
  const read = loadPrices(files, wish, 'import');
  if (!read.ok) return read;
  const points = pricePointsOf(read.value, source);
  const saved = await records.save(points);
  if (!saved.ok) return saved;
  const missing = read.value.gaps.reduce((sum, gap) => sum + gap.missingRows, 0);
  const gaps = missing === 0 ? '' : `; ${missing} rows are missing in the file, nothing was filled in`;
  const notes = (read.value.notes ?? []).map((note) => `\n${note}`).join('');
  return ok(
    `${points.length} prices of ${read.value.columns.length} assets, ${saved.value} new${gaps}${notes}`,
  );
};

/** Keeps what arrived before a failure: fetching again goes on from there. */
const fetchToRecords = async (records: PriceRecords, work: FetchWork): Promise<Result<string>> => {
  const lines = await eachHistory(work, async (asset, points) => {
    const saved = await records.save(points);
    return saved.ok ? ok(`${asset}: ${points.length} daily closes, ${saved.value} new`) : saved;
  });
  return lines.ok ? ok(lines.value.join('\n')) : lines;
};

const listStock = async (records: PriceRecords): Promise<Result<string>> => {
  const stock = await records.stock();
  if (!stock.ok) return stock;
  if (stock.value.length === 0) return ok('There are no prices yet.');
  const rows = stock.value.map((one) => [
    one.source,
    one.asset,
    formatUtcDate(one.fromSeconds),
    formatUtcDate(one.toSeconds),
    String(one.points),
  ]);
  return ok(textTable([['source', 'asset', 'from', 'to', 'prices'], ...rows]));
};

/** Does what the command asks for and gives what to say. */
export const runPrices = async (records: PriceRecords, command: StoredWork): Promise<Result<string>> => {
  switch (command.kind) {
    case 'import':
      return importFile(records, command);
    case 'fetch':
      return fetchToRecords(records, command);
    case 'list':
      return listStock(records);
  }
};
