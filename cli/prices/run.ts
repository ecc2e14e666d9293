import { pricePointsOf } from '../../lib/prices/price-points.ts';
import { ok, type Result } from '../../lib/result.ts';
import { formatUtcDate } from '../../lib/time/utc.ts';
import { fetchPublicCloses, type PriceRecords, PUBLIC_SOURCE } from '../../services/wire/prices.ts';

import { textTable } from '../command/terminal.ts';
import { loadPrices } from '../price-argument.ts';
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
const fetchHistory = async (
  records: PriceRecords,
  { assets, fromSeconds, toSeconds, url }: FetchWork,
): Promise<Result<string>> => {
  const lines: string[] = [];
  for (const asset of assets) {
    const closes = await fetchPublicCloses({ asset, fromSeconds, toSeconds, url: url ?? PUBLIC_SOURCE.url });
    if (!closes.ok) return closes;
    const saved = await records.save(closes.value);
    if (!saved.ok) return saved;
    lines.push(`${asset}: ${closes.value.length} daily closes, ${saved.value} new`);
  }
  return ok(lines.join('\n'));
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
      return fetchHistory(records, command);
    case 'list':
      return listStock(records);
  }
};
