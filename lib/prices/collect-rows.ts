import { type PriceFileRefusal, type PriceReading, positionOf, refuseAt } from './price-file.ts';
import { isEmptyCell, parsePrice, ShortPriceReader } from './price-number.ts';
import { quoteText } from './quote-text.ts';
import { isIdleRow } from './recognise-table.ts';
import { type RowTime, readRowTime, readShortTime } from './row-time.ts';
import type { TableFormats, TableSource } from './table-formats.ts';
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

/** Whether the last row repeats its predecessor's label, or turns around: rows go one way, oldest or newest first. */
const orderProblem = (times: readonly number[]): string | null => {
  const rows = times.length;
  if (rows < 2) return null;
  const distance = (times[rows - 1] ?? 0) - (times[rows - 2] ?? 0);
  if (distance === 0) return 'is there twice: keep one of the two rows';
  const isOldestFirst = (times[1] ?? 0) > (times[0] ?? 0);
  return distance > 0 === isOldestFirst ? null : 'is out of order: sort the rows by time';
};

class RowCollector {
  readonly times: number[] = [];
  readonly localTimes: number[] = [];
  readonly prices: (bigint | null)[][] = [];
  readonly assets: string[] | null;
  roundedCells = 0;
  refusal: PriceFileRefusal | null = null;
  /** Of the row taken last; the first is 1. */
  line = 0;
  readonly #shape: TableShape;
  readonly #formats: TableFormats;
  readonly #columns: readonly number[];
  readonly #delimiter: string;
  readonly #delimiterCode: number;
  readonly #cellPrice: ShortPriceReader;
  readonly #linePrice: ShortPriceReader;
  /** Which price a column is; −1 for none. */
  readonly #priceIndexes: readonly number[];

  constructor(shape: TableShape, formats: TableFormats, delimiter: string) {
    this.#shape = shape;
    this.#formats = formats;
    this.#delimiter = delimiter;
    this.#delimiterCode = delimiter.charCodeAt(0);
    this.#cellPrice = new ShortPriceReader(formats.mark, null);
    this.#linePrice = new ShortPriceReader(formats.mark, delimiter);
    this.#columns = shape.prices.map(({ column }) => column);
    this.#priceIndexes = Array.from({ length: shape.width }, (_, column) => this.#columns.indexOf(column));
    this.assets = shape.assetColumn === null ? null : [];
  }

  #refuse(cells: CellRow, column: number, message: string): null {
    this.refusal = refuseAt({ line: this.line, column: positionOf(cells, column) }, message).error;
    return null;
  }

  #label(cells: CellRow): RowTime | null {
    const { timeColumn, width } = this.#shape;
    const cell = cells[timeColumn] ?? '';
    const time = readRowTime(cell, this.#formats.order);
    if (time === null) return this.#refuse(cells, timeColumn, timeProblem(cell));
    if (cells.length === width) return time;
    const tooMany = cells.length > width && cells.slice(width).some((extra) => extra.trim() !== '');
    if (cells.length > width && !tooMany) return time;
    return this.#refuse(
      cells,
      Math.min(cells.length, width),
      `${cells.length} cells where there are ${width} columns${tooMany ? ': a comma inside a number needs quotes around it' : ''}`,
    );
  }

  /** One price, or null where there is none; undefined when it is refused. */
  #price(cells: CellRow, index: number): bigint | null | undefined {
    const column = this.#columns[index] ?? 0;
    const cell = cells[column] ?? '';
    const short = this.#cellPrice.read(cell, 0, cell.length);
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
    this.#refuse(cells, column, `${of}${problem}`);
    return undefined;
  }

  #add(seconds: number, localSeconds: number, row: (bigint | null)[]): void {
    this.times.push(seconds);
    this.localTimes.push(localSeconds);
    this.prices.push(row);
  }

  #endOfCell(text: string, from: number, to: number): number {
    let end = from;
    while (end < to && text.charCodeAt(end) !== this.#delimiterCode) end += 1;
    return end;
  }

  /**
   * Adds the line from … to of a text, when its time and prices are all short and plain, as those of nearly every line of a long file:
   * in one pass, without a string of it or of its cells, or an array of them. False when it must be taken cell by cell.
   */
  #addShort(text: string, from: number, to: number): boolean {
    const { timeColumn, assetColumn, width } = this.#shape;
    const row: bigint[] = new Array(this.#columns.length);
    let [seconds, asset, at] = [0, '', from];
    for (let column = 0; column < width; column += 1) {
      if (at > to) return false;
      const index = this.#priceIndexes[column] ?? -1;
      if (index >= 0) {
        const price = this.#linePrice.read(text, at, to);
        if (price === null) return false;
        row[index] = price;
        at = this.#linePrice.end + 1;
        continue;
      }
      const end = this.#endOfCell(text, at, to);
      if (column === timeColumn) {
        const time = readShortTime(text, at, end);
        if (time === null) return false;
        seconds = time;
      } else if (column === assetColumn) asset = text.slice(at, end).trim();
      at = end + 1;
    }
    if (at <= to) return false;
    this.#add(seconds, seconds, row);
    this.assets?.push(asset);
    return true;
  }

  #addCells(cells: CellRow): void {
    const time = this.#label(cells);
    if (time === null) return;
    const row: (bigint | null)[] = [];
    for (const index of this.#columns.keys()) {
      const price = this.#price(cells, index);
      if (price === undefined) return;
      row[index] = price;
    }
    this.#add(time.seconds, time.localSeconds, row);
    this.assets?.push((cells[this.#shape.assetColumn ?? 0] ?? '').trim());
  }

  #orderProblem(): string | null {
    return this.assets === null ? orderProblem(this.times) : null;
  }

  #refuseOrder(cells: CellRow, problem: string): void {
    const { timeColumn } = this.#shape;
    this.#refuse(cells, timeColumn, `${quoteText(cells[timeColumn] ?? '')} ${problem}`);
  }

  takeCells(cells: CellRow): void {
    this.line += 1;
    if (this.line <= this.#shape.firstRow || isIdleRow(cells)) return;
    this.#addCells(cells);
    const problem = this.refusal === null ? this.#orderProblem() : null;
    if (problem !== null) this.#refuseOrder(cells, problem);
  }

  #takeLine(text: string, from: number, to: number): void {
    const isHeader = this.line < this.#shape.firstRow;
    if (isHeader || !this.#addShort(text, from, to)) {
      this.takeCells(text.slice(from, to).split(this.#delimiter));
      return;
    }
    this.line += 1;
    const problem = this.#orderProblem();
    if (problem !== null) this.#refuseOrder(text.slice(from, to).split(this.#delimiter), problem);
  }

  /** Takes the lines of a text until one is refused. */
  takeText(text: string): void {
    let from = 0;
    while (from <= text.length && this.refusal === null) {
      const end = text.indexOf('\n', from);
      const to = end < 0 ? text.length : end;
      this.#takeLine(text, from, to);
      from = to + 1;
    }
  }
}

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
  for (const row of source.rows()) {
    if (typeof row === 'string') collector.takeText(row);
    else collector.takeCells(row);
    if (collector.refusal !== null) return { ok: false, error: collector.refusal };
  }
  if (collector.times.length === 0)
    return refuseAt({ line: collector.line + 1, column: 1 }, 'the file has no prices');
  return { ok: true, value: collector };
};
