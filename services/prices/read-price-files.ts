import { joinPriceFiles, type NamedFile } from '../../lib/prices/join-price-files.ts';
import { jsonTable } from '../../lib/prices/json-table.ts';
import type { PriceFile, PriceReading } from '../../lib/prices/price-file.ts';
import { readPriceTable, type TableRequest } from '../../lib/prices/read-price-table.ts';
import type { PriceFileAnswers } from '../../lib/prices/table-shape.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { cellsOf } from './price-cells.ts';
import { openPriceText, type PriceText } from './price-text.ts';

/** A file on the command line: "BTC=btc.csv", or a path alone. */
export type PriceFileName = { readonly name: string | null; readonly path: string };

/** Files to read as one. */
export type PriceFilesRequest = {
  readonly files: readonly PriceFileName[];
  readonly answers: PriceFileAnswers;
  readonly stepSeconds: number | null;
  readonly nowSeconds: UnixSeconds;
};

/** JSON has entries, not lines: a refusal's place is told as one. */
const ofEntries = (reading: PriceReading<PriceFile>, headers: number): PriceReading<PriceFile> => {
  if (reading.ok) return reading;
  const { error } = reading;
  const message = error.message.replace(
    /^line (\d+), column \d+: /,
    (_, line) => `entry ${Math.max(Number(line) - headers, 1)}: `,
  );
  return { ok: false, error: { ...error, message } };
};

const readJson = (text: PriceText, request: Omit<TableRequest, 'source'>): PriceReading<PriceFile> => {
  const table = jsonTable([...text.pieces()].join('\n'));
  if (!table.ok) return table;
  const { rows, headers, provider } = table.value;
  return ofEntries(
    readPriceTable({
      ...request,
      source: { sample: rows.slice(0, 60), rows: () => rows, delimiter: ',', provider },
    }),
    headers,
  );
};

const readOne = ({ name, path }: PriceFileName, request: PriceFilesRequest): Result<PriceFile> => {
  const text = openPriceText(path);
  if (!text.ok) return text;
  const { answers, stepSeconds, nowSeconds } = request;
  const wish = { answers, name, file: path, stepSeconds, nowSeconds };
  const isJson = /^\uFEFF?\s*[[{]/.test(text.value.head);
  const read = isJson ? readJson(text.value, wish) : readPriceTable({ ...wish, source: cellsOf(text.value) });
  if (!read.ok) return fail(read.error.code, `${path}: ${read.error.message}`);
  return ok({ ...read.value, notes: [...text.value.notes, ...(read.value.notes ?? [])] });
};

/**
 * Reads price files of any known shape and encoding as one file: several assets side by side, parts of one asset's time one after
 * the other. Fails with `price-file-unreadable` or `price-file-invalid`, naming file, line and column and what to do next.
 */
export const readPriceFiles = (request: PriceFilesRequest): Result<PriceFile> => {
  const files: NamedFile[] = [];
  for (const named of request.files) {
    const file = readOne(named, request);
    if (!file.ok) return file;
    files.push({ name: named.path, file: file.value });
  }
  const [only] = files;
  if (only !== undefined && files.length === 1) return ok(only.file);
  const joined = joinPriceFiles(files);
  return joined.ok
    ? joined
    : fail(joined.error.code, joined.error.message.replace(/^line 1, column 1: /, ''));
};
