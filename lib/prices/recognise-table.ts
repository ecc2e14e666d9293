import { recogniseBareCandles } from './bare-candles.ts';
import {
  ASSET_NAME_TEXT,
  ASSET_WORDS,
  BESIDE_WORDS,
  CLOSE_WORDS,
  isAssetName,
  isTradeHeader,
  PRICE_WORDS,
  RANGE_WORDS,
  TIME_WORDS,
  wordsOf,
} from './column-words.ts';
import { type PriceReading, positionOf, refuseAt } from './price-file.ts';
import { providerOfHeader } from './provider.ts';
import { quoteText } from './quote-text.ts';
import { readRowTime } from './row-time.ts';
import type { CellRow, PriceColumn, PriceFileAnswers, TableShape } from './table-shape.ts';

/** Headers of the two upper lines: one names fields, the other tickers. */
const isFieldRow = (cells: CellRow): boolean => cells.slice(1).some((cell) => wordsOf(cell) === 'close');

/**
 * The table that yfinance writes: three lines of header, of which one names fields (Close, High, …), one tickers, and one the index.
 * The closes are taken, each under its ticker. Null when it isn't one.
 */
const tickerTable = (sample: readonly CellRow[]): TableShape | null => {
  const [one, two, three] = sample;
  if (one === undefined || two === undefined || three === undefined) return null;
  const index = wordsOf(three[0] ?? '');
  if (!['date', 'datetime'].includes(index) || three.slice(1).some((cell) => cell.trim() !== '')) return null;
  const [fields, tickers] = isFieldRow(one) ? [one, two] : [two, one];
  if (!isFieldRow(fields)) return null;
  const prices: PriceColumn[] = [];
  for (const [column, cell] of fields.entries())
    if (column > 0 && wordsOf(cell) === 'close')
      prices.push({ name: (tickers[column] ?? '').trim(), column });
  return {
    provider: 'yahoo',
    firstRow: 3,
    headerRow: fields === one ? 1 : 0,
    timeColumn: 0,
    prices,
    assetColumn: null,
    width: fields.length,
    labels: null,
  };
};

/** Preambles, links and comments before the header are skipped as far as this. */
const HEADER_ROW_MAX = 12;

/** Whether a line says nothing: blank, or a comment. */
export const isIdleRow = (cells: CellRow): boolean => {
  const start = (cells[0] ?? '').trimStart();
  return start === ''
    ? cells.every((cell) => cell.trim() === '')
    : start.startsWith('#') || start.startsWith('//');
};

const isTime = (cell: string | undefined): boolean =>
  readRowTime(cell ?? '', 'dmy') !== null || readRowTime(cell ?? '', 'mdy') !== null;

const TRADES =
  'this is a list of trades or transfers, not of prices: give the closing prices of its assets, as npm run prices -- fetch BTC,ETH gets them';

/** The first row that names its columns: its words are known, or a row of times follows it. */
const headerRowOf = (sample: readonly CellRow[]): number | null => {
  for (const [index, cells] of sample.slice(0, HEADER_ROW_MAX).entries()) {
    if (isIdleRow(cells) || cells.filter((cell) => cell.trim() !== '').length < 2) continue;
    if (cells.some(isTime)) return null;
    const words = cells.map(wordsOf);
    if (isTradeHeader(words) || words.some((word) => TIME_WORDS.includes(word))) return index;
    const next = sample.slice(index + 1).find((row) => !isIdleRow(row));
    if (next?.some(isTime) === true && next.length > 1) return index;
  }
  return null;
};

/** The column of times: by its header's word, else the first one that holds times. */
const timeColumnOf = (words: readonly string[], first: CellRow): number => {
  const named = TIME_WORDS.map((word) => words.indexOf(word)).find(
    (column) => column >= 0 && isTime(first[column]),
  );
  if (named !== undefined) return named;
  const holding = first.findIndex(isTime);
  return holding >= 0
    ? holding
    : Math.max(
        words.findIndex((word) => TIME_WORDS.includes(word)),
        0,
      );
};

type Header = {
  readonly row: number;
  readonly cells: CellRow;
  readonly words: readonly string[];
  readonly timeColumn: number;
};

/** The column of a candle's close, or of the one price a row has; undefined in a table of one column per asset. */
const closeColumnOf = ({ words, timeColumn }: Header): number | undefined => {
  const isCandle = words.some((word) => RANGE_WORDS.has(word));
  const close = CLOSE_WORDS.map((word) => words.indexOf(word)).find((column) => column >= 0);
  if (isCandle && close !== undefined) return close;
  const others = words.flatMap((word, column) =>
    column === timeColumn || word === '' || BESIDE_WORDS.has(word) || TIME_WORDS.includes(word)
      ? []
      : [column],
  );
  const [only] = others;
  if (others.length === 1 && only !== undefined && PRICE_WORDS.includes(words[only] ?? '')) return only;
  // "Adj Close" alone is beside nothing.
  const adjusted = words.indexOf('adj close');
  return others.length === 0 && adjusted >= 0 ? adjusted : undefined;
};

/** The refusal of a column that no target could name, or null. */
const nameProblem = (name: string, line: number): PriceReading<never> | null => {
  if (isAssetName(name)) return null;
  const refused = refuseAt({ line, column: 1 }, '');
  const message = `line ${line}: ${quoteText(name)} is not the name of an asset: ${ASSET_NAME_TEXT}`;
  return { ok: false, error: { ...refused.error, message } };
};

/** One column per asset, each named by its header; a numbering or an empty column is none. */
const assetColumns = (
  { cells, words, timeColumn, row }: Header,
  first: CellRow,
): PriceReading<readonly PriceColumn[]> => {
  const columns: PriceColumn[] = [];
  const seen = new Set<string>();
  for (const [column, cell] of cells.entries()) {
    const name = cell.trim();
    const isNumbering =
      column < timeColumn &&
      (name === '' || words[column]?.startsWith('unnamed') === true || words[column] === 'index');
    const isTrailing = name === '' && (first[column] ?? '').trim() === '';
    if (column === timeColumn || isNumbering || isTrailing) continue;
    const spot = { line: row + 1, column: positionOf(cells, column) };
    const problem = nameProblem(name, row + 1);
    if (problem !== null) return problem;
    if (seen.has(name)) return refuseAt(spot, `column ${quoteText(name)} is there twice`);
    seen.add(name);
    columns.push({ name, column });
  }
  return columns.length === 0
    ? refuseAt({ line: row + 1, column: 1 }, 'the header names no asset')
    : { ok: true, value: columns };
};

const chosenColumn = (header: Header, wanted: string): PriceReading<number> => {
  const column = header.words.indexOf(wordsOf(wanted));
  return column >= 0
    ? { ok: true, value: column }
    : refuseAt(
        { line: header.row + 1, column: 1 },
        `there is no column ${quoteText(wanted)} to take the price from`,
      );
};

const recogniseHeader = (
  header: Header,
  first: CellRow,
  answers: PriceFileAnswers,
): PriceReading<TableShape> => {
  const { words, row, cells, timeColumn } = header;
  const shape = {
    provider: providerOfHeader(words),
    firstRow: row + 1,
    headerRow: row,
    timeColumn,
    width: cells.length,
    labels: words[timeColumn] === 'known at' ? ('close' as const) : null,
  };
  const chosen = answers.priceColumn === null ? null : chosenColumn(header, answers.priceColumn);
  if (chosen !== null && !chosen.ok) return chosen;
  const close = chosen?.value ?? closeColumnOf(header);
  if (close === undefined) {
    const prices = assetColumns(header, first);
    return prices.ok ? { ok: true, value: { ...shape, prices: prices.value, assetColumn: null } } : prices;
  }
  const assetColumn = ASSET_WORDS.map((word) => words.indexOf(word)).find((column) => column >= 0) ?? null;
  return { ok: true, value: { ...shape, prices: [{ name: null, column: close }], assetColumn } };
};

const NO_HEADER =
  'the header is missing: a file of prices starts with "date" or "time" and one column per asset, or is one of those in docs/price-files.md';

/**
 * Finds out what a table is from its first rows: one column per asset, or candles or prices of one asset, by whose habit and where.
 * @returns the shape; or a refusal with line and column that says what the file is instead, or what it should be.
 */
export const recogniseTable = (
  sample: readonly CellRow[],
  answers: PriceFileAnswers,
): PriceReading<TableShape> => {
  const tickers = tickerTable(sample);
  if (tickers !== null) return { ok: true, value: tickers };
  const row = headerRowOf(sample);
  if (row === null) {
    const bare = recogniseBareCandles(sample, answers.provider);
    if (bare !== null) return bare;
    const line = sample.findIndex((cells) => !isIdleRow(cells)) + 1;
    if (line === 0) return refuseAt({ line: 1, column: 1 }, 'the file is empty');
    return refuseAt(
      { line, column: 1 },
      `${NO_HEADER}; here it starts with ${quoteText(sample[line - 1]?.[0] ?? '')}`,
    );
  }
  const cells = (sample[row] ?? []).map((cell) => cell.trim());
  const words = cells.map(wordsOf);
  if (isTradeHeader(words)) return refuseAt({ line: row + 1, column: 1 }, TRADES);
  const first = sample.slice(row + 1).find((each) => !isIdleRow(each)) ?? [];
  return recogniseHeader({ row, cells, words, timeColumn: timeColumnOf(words, first) }, first, answers);
};
