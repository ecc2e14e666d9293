import type { Labels } from './price-file.ts';
import type { DecimalMark } from './price-number.ts';
import type { Provider } from './provider.ts';
import type { DateOrder } from './row-time.ts';

/** The cells of one line, as the CSV parser gives them. */
export type CellRow = readonly string[];

/** A column of prices; the name is null in a file of one asset that doesn't name it. */
export type PriceColumn = { readonly name: string | null; readonly column: number };

/** Where the times and prices of a table are. Rows and columns count from 0. */
export type TableShape = {
  readonly provider: Provider;
  /** The first row of data: all before it are headers. */
  readonly firstRow: number;
  /** The row that names the columns; null in a file without. */
  readonly headerRow: number | null;
  readonly timeColumn: number;
  readonly prices: readonly PriceColumn[];
  /** The column that names the asset of each row, in a table of one price a row for several assets; else null. */
  readonly assetColumn: number | null;
  /** Cells of every row; a row may have more when they are empty. */
  readonly width: number;
  /** What the file itself says of its labels; null = nothing. */
  readonly labels: Labels | null;
};

/** What a person said about a file where it can be read in two ways. Null = nothing. */
export type PriceFileAnswers = {
  readonly provider: Provider | null;
  readonly dateOrder: DateOrder | null;
  readonly decimalMark: DecimalMark | null;
  readonly labels: Labels | null;
  /** The header of the column to take instead of the close. */
  readonly priceColumn: string | null;
};

export const NO_ANSWERS: PriceFileAnswers = {
  provider: null,
  dateOrder: null,
  decimalMark: null,
  labels: null,
  priceColumn: null,
};
