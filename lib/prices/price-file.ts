import { parseDecimal } from '../money/decimal-text.ts';
import type { Failure, UnixSeconds } from '../result.ts';
import { parseUtcDate, parseUtcInstant } from '../time/utc.ts';

/** The columns a price file may have unless its reader says otherwise. */
export const KNOWN_PRICE_COLUMNS: readonly string[] =
  'BTC ETH SOL LINK UNI AAVE AVAX MATIC POL ARB OP USDC DAI USDT'.split(' ');

/** One candle of every column. */
export type PriceRow = {
  /** Opening instant of the candle, as written in the file. */
  readonly labelSeconds: UnixSeconds;
  /** Label + step: the first instant at which the closing price is known. Acting earlier is look-ahead. */
  readonly knownAtSeconds: UnixSeconds;
  /** Closing prices, USD per whole token in 18 decimals, in column order; null = no observation. */
  readonly prices: readonly (bigint | null)[];
};

/** Rows that the step says should be there and are not. */
export type PriceGap = { readonly afterLabelSeconds: UnixSeconds; readonly missingRows: number };

export type PriceFile = {
  /** 86,400 for a `date` file, 3,600 for a `time` file. */
  readonly stepSeconds: number;
  readonly columns: readonly string[];
  /** Sorted, without duplicates, at least one. */
  readonly rows: readonly PriceRow[];
  readonly gaps: readonly PriceGap[];
};

/** Where a file is wrong: line and character position, both counted from 1. */
export type PriceFileRefusal = Failure & { readonly line: number; readonly column: number };

export type PriceFileResult =
  | { readonly ok: true; readonly value: PriceFile }
  | { readonly ok: false; readonly error: PriceFileRefusal };

type Spot = { readonly line: number; readonly column: number };
type Header = {
  readonly stepSeconds: number;
  readonly columns: readonly string[];
  readonly label: (text: string) => UnixSeconds | null;
};
type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PriceFileRefusal };

const refuse = (spot: Spot, message: string): { readonly ok: false; readonly error: PriceFileRefusal } => ({
  ok: false,
  error: {
    code: 'price-file-invalid',
    message: `line ${spot.line}, column ${spot.column}: ${message}`,
    retry: { when: 'never' },
    line: spot.line,
    column: spot.column,
  },
});

/** Character position, from 1, at which the cell with this index starts. */
const positionOf = (cells: readonly string[], index: number): number =>
  cells.slice(0, index).reduce((sum, cell) => sum + cell.length + 1, 1);

const readHeader = (text: string, known: readonly string[]): Read<Header> => {
  const cells = text.split(',');
  const [first = '', ...columns] = cells;
  if (first !== 'date' && first !== 'time') {
    return refuse(
      { line: 1, column: 1 },
      `the header is missing: it starts with "date" (daily) or "time" (hourly), not "${first}"`,
    );
  }
  if (columns.length === 0) return refuse({ line: 1, column: 1 }, 'the header names no asset');
  for (const [index, name] of columns.entries()) {
    const spot = { line: 1, column: positionOf(cells, index + 1) };
    if (!known.includes(name)) return refuse(spot, `unknown column "${name}"; known are ${known.join(' ')}`);
    if (columns.indexOf(name) !== index) return refuse(spot, `column "${name}" is there twice`);
  }
  const label = first === 'date' ? parseUtcDate : (cell: string) => onTheHour(parseUtcInstant(cell));
  return { ok: true, value: { stepSeconds: first === 'date' ? 86_400 : 3_600, columns, label } };
};

const onTheHour = (time: UnixSeconds | null): UnixSeconds | null =>
  time !== null && time % 3_600 === 0 ? time : null;

const readPrice = (cell: string): { readonly price: bigint | null } | string => {
  if (cell === '') return { price: null };
  const price = parseDecimal(cell, 18);
  if (price === null) return `"${cell}" is not a plain decimal with at most 18 places`;
  if (price === 0n) return 'a price of zero';
  return price < 0n ? `a negative price, ${cell}` : { price };
};

const readRow = (text: string, line: number, header: Header): Read<PriceRow> => {
  const cells = text.split(',');
  const [first = '', ...rest] = cells;
  const labelSeconds = header.label(first);
  if (labelSeconds === null) {
    const wanted =
      header.stepSeconds === 86_400 ? 'a date like 2022-11-09' : 'a full hour like 2022-11-09T13:00:00Z';
    return refuse({ line, column: 1 }, `"${first}" is not ${wanted}`);
  }
  if (rest.length !== header.columns.length) {
    return refuse(
      { line, column: text.length + 1 },
      `${rest.length} prices where the header has ${header.columns.length} columns`,
    );
  }
  const prices: (bigint | null)[] = [];
  for (const [index, cell] of rest.entries()) {
    const read = readPrice(cell);
    if (typeof read === 'string') {
      return refuse({ line, column: positionOf(cells, index + 1) }, `${header.columns[index]}: ${read}`);
    }
    prices.push(read.price);
  }
  return { ok: true, value: { labelSeconds, knownAtSeconds: labelSeconds + header.stepSeconds, prices } };
};

/**
 * Reads a CSV of closing prices, one row per day (`date`) or hour (`time`), labelled by the candle's opening instant.
 * @returns the rows, with missing ones reported as gaps; or a refusal with line and column for a missing header, an unknown or
 * doubled column, a duplicate or unsorted label, and a cell that is zero, negative or not a number. Empty cells are null.
 */
export const parsePriceFile = (
  text: string,
  knownColumns: readonly string[] = KNOWN_PRICE_COLUMNS,
): PriceFileResult => {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.length > 1 && lines.at(-1) === '') lines.pop();
  const header = readHeader(lines[0] ?? '', knownColumns);
  if (!header.ok) return header;
  const rows: PriceRow[] = [];
  const gaps: PriceGap[] = [];
  for (const [index, row] of lines.slice(1).entries()) {
    const line = index + 2;
    const read = readRow(row, line, header.value);
    if (!read.ok) return read;
    const previous = rows.at(-1);
    if (previous !== undefined) {
      const distance = read.value.labelSeconds - previous.labelSeconds;
      if (distance === 0) return refuse({ line, column: 1 }, `${row.split(',')[0]} is there twice`);
      if (distance < 0)
        return refuse(
          { line, column: 1 },
          `${row.split(',')[0]} comes after a later row: rows must be sorted`,
        );
      const missingRows = distance / header.value.stepSeconds - 1;
      if (missingRows > 0) gaps.push({ afterLabelSeconds: previous.labelSeconds, missingRows });
    }
    rows.push(read.value);
  }
  if (rows.length === 0) return refuse({ line: 2, column: 1 }, 'the file has no prices');
  return {
    ok: true,
    value: { stepSeconds: header.value.stepSeconds, columns: header.value.columns, rows, gaps },
  };
};
