import { type PriceFileRefusal, type PriceReading, positionOf, refuseAt } from './price-file.ts';
import { isEmptyCell, parsePrice, parseShortPrice } from './price-number.ts';
import { quoteText } from './quote-text.ts';
import { isIdleRow } from './recognise-table.ts';
import { type RowTime, readRowTime } from './row-time.ts';
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

  constructor(shape: TableShape, formats: TableFormats) {
    this.#shape = shape;
    this.#formats = formats;
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

  /** One price the long way; undefined when it is refused. */
  #price(cells: CellRow, line: number, index: number): bigint | null | undefined {
    const column = this.#columns[index] ?? 0;
    const cell = cells[column] ?? '';
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

  accept(cells: CellRow, line: number): void {
    const time = this.#label(cells, line);
    if (time === null) return;
    const row: (bigint | null)[] = new Array(this.#columns.length);
    // A million cells go through here: no iterator, and no object for each.
    for (let index = 0; index < this.#columns.length; index += 1) {
      const short = parseShortPrice(cells[this.#columns[index] ?? 0] ?? '', this.#formats.mark);
      const price = short !== null && short > 0n ? short : this.#price(cells, line, index);
      if (price === undefined) return;
      row[index] = price;
    }
    this.times.push(time.seconds);
    this.localTimes.push(time.localSeconds);
    this.prices.push(row);
    if (this.assets !== null) this.assets.push((cells[this.#shape.assetColumn ?? 0] ?? '').trim());
  }
}

/** Whether the line repeats an earlier one's label, or turns around: rows go one way, oldest or newest first. */
const orderProblem = (times: readonly number[]): string | null => {
  const [last, before, first, second] = [times.at(-1), times.at(-2), times[0], times[1]];
  if (last === undefined || before === undefined || first === undefined || second === undefined) return null;
  if (last === before) return 'is there twice: keep one of the two rows';
  return last > before === second > first ? null : 'is out of order: sort the rows by time';
};

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
  const collector = new RowCollector(shape, formats);
  let line = 0;
  for (const cells of source.rows()) {
    line += 1;
    if (line <= shape.firstRow || isIdleRow(cells)) continue;
    collector.accept(cells, line);
    if (collector.refusal !== null) return { ok: false, error: collector.refusal };
    const problem = collector.assets === null ? orderProblem(collector.times) : null;
    if (problem !== null)
      return refuseAt(
        { line, column: positionOf(cells, shape.timeColumn) },
        `${quoteText(cells[shape.timeColumn] ?? '')} ${problem}`,
      );
  }
  if (collector.times.length === 0) return refuseAt({ line: line + 1, column: 1 }, 'the file has no prices');
  return { ok: true, value: collector };
};
