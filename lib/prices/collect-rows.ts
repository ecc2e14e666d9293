import { type PriceFileRefusal, type PriceReading, positionOf, refuseAt } from './price-file.ts';
import { isEmptyCell, parsePrice, type ShortPriceReader, shortPriceReader } from './price-number.ts';
import { quoteText } from './quote-text.ts';
import { isIdleRow } from './recognise-table.ts';
import { type RowTime, readRowTime } from './row-time.ts';
import { cellsOfRow, type TableFormats, type TableSource } from './table-formats.ts';
import type { CellRow, TableShape } from './table-shape.ts';

/** The rows of a table in the order of the file, times and prices side by side. */
export type CollectedRows = {
  readonly times: readonly number[];
  /** The same by the clock of the file's own zone. */
  readonly localTimes: readonly number[];
  readonly prices: readonly (readonly (bigint | null)[])[];
  /** The asset of each row, where a column says it. */
  readonly assets: readonly string[] | null;
  /** Prices with more than 18 places, which were rounded. */
  readonly roundedCells: number;
};

const ZERO = 'a price of zero: leave the cell empty where there is no price';

/** A spreadsheet's own count of days, or a number it has rounded for display. */
const timeProblem = (cell: string): string => {
  if (/^\d{5}(?:\.\d+)?$/.test(cell.trim()))
    return `${quoteText(cell)} is a spreadsheet's number of a day: format the column as a date and save again`;
  if (/^\d(?:[.,]\d+)?e\+?\d+$/i.test(cell.trim()))
    return `${quoteText(cell)} is a time that a spreadsheet has rounded: format the column as a number without decimals and save again`;
  return `${quoteText(cell)} is not a date like 2022-11-09, a time like 2022-11-09T13:00:00Z or a Unix time`;
};

class RowCollector {
  readonly times: number[] = [];
  readonly localTimes: number[] = [];
  readonly prices: (bigint | null)[][] = [];
  readonly assets: string[] | null;
  roundedCells = 0;
  refusal: PriceFileRefusal | null = null;
  readonly #shape: TableShape;
  readonly #formats: TableFormats;
  readonly #columns: readonly number[];
  readonly #delimiter: string;
  readonly #readShort: ShortPriceReader;
  /** Where each cell of a line starts, and where a next one would. */
  readonly #starts: number[];

  constructor(shape: TableShape, formats: TableFormats, delimiter: string) {
    this.#shape = shape;
    this.#formats = formats;
    this.#delimiter = delimiter;
    this.#readShort = shortPriceReader(formats.mark);
    this.#starts = new Array(shape.width + 1).fill(0);
    this.#columns = shape.prices.map(({ column }) => column);
    this.assets = shape.assetColumn === null ? null : [];
  }

  #refuse(cells: CellRow, at: { readonly line: number; readonly column: number }, message: string): null {
    const spot = { line: at.line, column: positionOf(cells, at.column) };
    this.refusal = refuseAt(spot, message).error;
    return null;
  }

  #label(cells: CellRow, line: number): RowTime | null {
    const { timeColumn, width } = this.#shape;
    const cell = cells[timeColumn] ?? '';
    const time = readRowTime(cell, this.#formats.order);
    if (time === null) return this.#refuse(cells, { line, column: timeColumn }, timeProblem(cell));
    if (cells.length === width) return time;
    const tooMany = cells.length > width && cells.slice(width).some((extra) => extra.trim() !== '');
    if (cells.length > width && !tooMany) return time;
    return this.#refuse(
      cells,
      { line, column: Math.min(cells.length, width) },
      `${cells.length} cells where there are ${width} columns${tooMany ? ': a comma inside a number needs quotes around it' : ''}`,
    );
  }

  /** One price, or null where there is none; undefined when it is refused. */
  #price(cells: CellRow, line: number, index: number): bigint | null | undefined {
    const column = this.#columns[index] ?? 0;
    const cell = cells[column] ?? '';
    const short = this.#readShort(cell, 0, cell.length);
    if (short !== null) return short;
    if (isEmptyCell(cell)) return null;
    const read = parsePrice(cell, this.#formats.mark);
    if (read?.rounded === true) this.roundedCells += 1;
    if (read !== null && read.priceE18 > 0n) return read.priceE18;
    const name = this.#shape.prices[index]?.name;
    const of = name === null || name === undefined ? '' : `${quoteText(name).slice(1, -1)}: `;
    const problem =
      read === null
        ? `${quoteText(cell)} is not a number; where there is no price, leave the cell empty`
        : read.priceE18 < 0n
          ? `a negative price, ${quoteText(cell)}`
          : ZERO;
    this.#refuse(cells, { line, column }, `${of}${problem}`);
    return undefined;
  }

  #add(time: RowTime, row: (bigint | null)[], asset: string): void {
    this.times.push(time.seconds);
    this.localTimes.push(time.localSeconds);
    this.prices.push(row);
    if (this.assets !== null) this.assets.push(asset.trim());
  }

  /** Finds where the cells of a line start; false when it has not as many as the table. */
  #divide(text: string): boolean {
    const starts = this.#starts;
    const last = starts.length - 2;
    for (let cell = 0; cell <= last; cell += 1) {
      const end = text.indexOf(this.#delimiter, starts[cell]);
      if (end < 0 !== (cell === last)) return false;
      starts[cell + 1] = (end < 0 ? text.length : end) + 1;
    }
    return true;
  }

  #cut(text: string, column: number): string {
    return text.slice(this.#starts[column] ?? 0, (this.#starts[column + 1] ?? 0) - 1);
  }

  /**
   * Takes a line whose prices are all short plain numbers, as nearly every line of a long file: without an array of its cells, a string
   * for each, or an iterator. False when it must be taken cell by cell.
   */
  acceptLine(text: string): boolean {
    if (!this.#divide(text)) return false;
    const time = readRowTime(this.#cut(text, this.#shape.timeColumn), this.#formats.order);
    if (time === null) return false;
    const columns = this.#columns;
    const starts = this.#starts;
    const row: bigint[] = new Array(columns.length);
    for (let index = 0; index < columns.length; index += 1) {
      const column = columns[index] ?? 0;
      const price = this.#readShort(text, starts[column] ?? 0, (starts[column + 1] ?? 0) - 1);
      if (price === null) return false;
      row[index] = price;
    }
    this.#add(time, row, this.assets === null ? '' : this.#cut(text, this.#shape.assetColumn ?? 0));
    return true;
  }

  accept(cells: CellRow, line: number): void {
    const time = this.#label(cells, line);
    if (time === null) return;
    const row: (bigint | null)[] = [];
    for (const index of this.#columns.keys()) {
      const price = this.#price(cells, line, index);
      if (price === undefined) return;
      row[index] = price;
    }
    this.#add(time, row, cells[this.#shape.assetColumn ?? 0] ?? '');
  }
}

/** Whether the last row repeats its predecessor's label, or turns around: rows go one way, oldest or newest first. */
const orderProblem = (times: readonly number[]): string | null => {
  const rows = times.length;
  if (rows < 2) return null;
  const distance = (times[rows - 1] ?? 0) - (times[rows - 2] ?? 0);
  if (distance === 0) return 'is there twice: keep one of the two rows';
  const isOldestFirst = (times[1] ?? 0) > (times[0] ?? 0);
  return distance > 0 === isOldestFirst ? null : 'is out of order: sort the rows by time';
};

const refuseLabel = (
  problem: string,
  { cells, line, shape }: { readonly cells: CellRow; readonly line: number; readonly shape: TableShape },
): PriceReading<never> =>
  refuseAt(
    { line, column: positionOf(cells, shape.timeColumn) },
    `${quoteText(cells[shape.timeColumn] ?? '')} ${problem}`,
  );

/**
 * Reads every row of a table whose shape and formats are known. Blank lines and comments are passed over.
 * @returns times and prices; or a refusal with line and column for a label that is none, is there twice or is out of order, and for a
 * cell that is zero, negative or not a number.
 */
export const collectRows = (
  source: TableSource,
  shape: TableShape,
  formats: TableFormats,
): PriceReading<CollectedRows> => {
  const collector = new RowCollector(shape, formats, source.delimiter);
  let line = 0;
  for (const row of source.rows()) {
    line += 1;
    if (line <= shape.firstRow) continue;
    if (typeof row !== 'string' || !collector.acceptLine(row)) {
      const cells = cellsOfRow(row, source);
      if (isIdleRow(cells)) continue;
      collector.accept(cells, line);
    }
    if (collector.refusal !== null) return { ok: false, error: collector.refusal };
    const problem = collector.assets === null ? orderProblem(collector.times) : null;
    if (problem !== null) return refuseLabel(problem, { cells: cellsOfRow(row, source), line, shape });
  }
  if (collector.times.length === 0) return refuseAt({ line: line + 1, column: 1 }, 'the file has no prices');
  return { ok: true, value: collector };
};
