import type { UnixSeconds } from '../result.ts';
import { nameItText } from './bare-candles.ts';
import { type CollectedRows, collectRows } from './collect-rows.ts';
import { ASSET_NAME_TEXT, isAssetName } from './column-words.ts';
import { joinPriceFiles, type NamedFile } from './join-price-files.ts';
import { type Labels, type PriceFile, type PriceReading, refuseAt } from './price-file.ts';
import { providerText } from './provider.ts';
import { listNames, quoteText } from './quote-text.ts';
import { recogniseTable } from './recognise-table.ts';
import { regularRows } from './regular-rows.ts';
import { type TableSource, tableFormats } from './table-formats.ts';
import type { PriceFileAnswers, TableShape } from './table-shape.ts';

/** A table to read, and what is known about it. */
export type TableRequest = {
  readonly source: TableSource;
  readonly answers: PriceFileAnswers;
  /** What the person calls the asset of a file of one; null = nothing was said. */
  readonly name: string | null;
  /** What to call the file in a command to type. */
  readonly file: string;
  readonly stepSeconds: number | null;
  readonly nowSeconds: UnixSeconds;
};

type Columns = { readonly columns: readonly string[]; readonly rows: CollectedRows };

/** Rows of several assets one below the other, as one series per asset. */
const byAsset = (rows: CollectedRows): ReadonlyMap<string, CollectedRows> => {
  const series = new Map<
    string,
    { times: number[]; localTimes: number[]; prices: (readonly (bigint | null)[])[] }
  >();
  for (const [index, asset] of (rows.assets ?? []).entries()) {
    const own = series.get(asset) ?? { times: [], localTimes: [], prices: [] };
    own.times.push(rows.times[index] ?? 0);
    own.localTimes.push(rows.localTimes[index] ?? 0);
    own.prices.push(rows.prices[index] ?? []);
    series.set(asset, own);
  }
  return new Map([...series].map(([asset, own]) => [asset, { ...own, assets: null, roundedCells: 0 }]));
};

const wrongProvider = (shape: TableShape, { answers, file }: TableRequest): PriceReading<never> | null => {
  const { provider } = answers;
  if (provider === null || provider === 'csv' || shape.provider === 'csv' || shape.provider === provider)
    return null;
  const text = `this is ${providerText(shape.provider)}, not ${providerText(provider)}: --from ${shape.provider} ${file}`;
  return refuseAt({ line: 1, column: 1 }, text);
};

/** The columns' names: the file's own, or the one that the person gave to its only column. */
const namedColumns = (
  shape: TableShape,
  rows: CollectedRows,
  request: TableRequest,
): PriceReading<Columns> => {
  const { name, file } = request;
  const own = shape.prices.map((price) => price.name);
  if (name === null) {
    const columns = own.filter((column) => column !== null);
    return columns.length === own.length
      ? { ok: true, value: { columns, rows } }
      : refuseAt({ line: 1, column: 1 }, nameItText(shape.provider, file));
  }
  if (own.length === 1) return { ok: true, value: { columns: [name], rows } };
  const index = own.indexOf(name);
  if (index >= 0)
    return {
      ok: true,
      value: {
        columns: [name],
        rows: { ...rows, prices: rows.prices.map((prices) => [prices[index] ?? null]) },
      },
    };
  const there = listNames(own.map((column) => column ?? ''));
  return refuseAt(
    { line: 1, column: 1 },
    `${quoteText(name)} is none of this file's columns, which are ${there}`,
  );
};

const notesOn = (file: PriceFile, notes: readonly string[]): PriceFile =>
  notes.length === 0 ? file : { ...file, notes: [...(file.notes ?? []), ...notes] };

const roundedNote = ({ roundedCells }: CollectedRows): readonly string[] =>
  roundedCells === 0 ? [] : [`${roundedCells} prices have more than 18 places and were rounded to 18`];

const fileOf = (columns: Columns, request: TableRequest, labels: Labels): PriceReading<PriceFile> => {
  const file = regularRows(columns.rows, columns.columns, { ...request, labels });
  return file.ok ? { ok: true, value: notesOn(file.value, roundedNote(columns.rows)) } : file;
};

const severalAssets = (
  series: ReadonlyMap<string, CollectedRows>,
  request: TableRequest,
  labels: Labels,
): PriceReading<PriceFile> => {
  const files: NamedFile[] = [];
  for (const [asset, rows] of series) {
    if (!isAssetName(asset)) continue;
    if (request.name !== null && request.name !== asset) continue;
    const file = fileOf({ columns: [asset], rows }, request, labels);
    if (!file.ok) return file;
    files.push({ name: quoteText(asset), file: file.value });
  }
  if (files.length > 0) return joinPriceFiles(files);
  const there = listNames([...series.keys()]);
  return refuseAt(
    { line: 1, column: 1 },
    `${quoteText(request.name ?? '')} is none of this file's assets, which are ${there}`,
  );
};

/**
 * Reads a table of prices of any known shape.
 * @returns its closing prices, oldest first, at one measured distance, with notes on what was left out; or a refusal with line and column
 * that says what to do next.
 */
export const readPriceTable = (request: TableRequest): PriceReading<PriceFile> => {
  const { source, answers, name } = request;
  if (name !== null && !isAssetName(name))
    return refuseAt(
      { line: 1, column: 1 },
      `${quoteText(name)} is not the name of an asset: ${ASSET_NAME_TEXT}`,
    );
  const recognised = recogniseTable(source.sample, answers);
  if (!recognised.ok) return recognised;
  const shape = { ...recognised.value, provider: source.provider ?? recognised.value.provider };
  const wrong = wrongProvider(shape, request);
  if (wrong !== null) return wrong;
  const formats = tableFormats(source, shape, answers);
  if (!formats.ok) return formats;
  const rows = collectRows(source, shape, formats.value);
  if (!rows.ok) return rows;
  const labels = answers.labels ?? shape.labels ?? 'open';
  const series = byAsset(rows.value);
  const [asset] = series.keys();
  if (series.size > 1) return severalAssets(series, request, labels);
  // An id like 2781 is no name that a person would target.
  const named =
    asset !== undefined && !/^\d*$/.test(asset) ? { ...request, name: request.name ?? asset } : request;
  const columns = namedColumns(shape, rows.value, named);
  return columns.ok ? fileOf(columns.value, request, labels) : columns;
};
