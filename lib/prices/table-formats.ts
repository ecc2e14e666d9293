import { type PriceReading, positionOf, refuseAt } from './price-file.ts';
import { type DecimalMark, decimalMarkOf, isEmptyCell } from './price-number.ts';
import type { Provider } from './provider.ts';
import { quoteText } from './quote-text.ts';
import { isIdleRow } from './recognise-table.ts';
import { type DateOrder, dateOrderOf } from './row-time.ts';
import type { CellRow, PriceFileAnswers, TableShape } from './table-shape.ts';

/** A table that can be gone through more than once. */
export type TableSource = {
  /** The first rows, enough to see what the table is. */
  readonly sample: readonly CellRow[];
  /** All rows from the first one, headers and blank lines among them: row n is line n + 1. A text is lines without quotes, as they are. */
  readonly rows: () => Iterable<CellRow | string>;
  /** What divides the cells. */
  readonly delimiter: string;
  /** Whose it is, where the file's outer form says so. */
  readonly provider: Provider | null;
};

export type TableFormats = { readonly order: DateOrder; readonly mark: DecimalMark };

type Question<T> = {
  readonly known: T | null;
  readonly doubt: { readonly cell: string; readonly line: number; readonly column: number } | null;
};

/** Goes through cells until one settles the question; keeps the first that could be read in two ways. */
class Evidence<T extends string> {
  known: T | null = null;
  doubt: Question<T>['doubt'] = null;
  readonly #ask: (cell: string) => T | 'either' | null;

  constructor(ask: (cell: string) => T | 'either' | null) {
    this.#ask = ask;
  }

  see(cells: CellRow, column: number, line: number): void {
    if (this.known !== null) return;
    const cell = cells[column] ?? '';
    const said = this.#ask(cell);
    if (said === 'either') this.doubt ??= { cell, line, column: positionOf(cells, column) };
    else this.known = said;
  }
}

function* cellRowsOf({ rows, delimiter }: TableSource): Generator<CellRow> {
  for (const row of rows()) {
    if (typeof row !== 'string') yield row;
    else for (const line of row.split('\n')) yield line.split(delimiter);
  }
}

const seeAll = (
  rows: Iterable<CellRow>,
  shape: TableShape,
  evidence: { readonly order: Evidence<DateOrder>; readonly mark: Evidence<DecimalMark> },
): void => {
  let line = 0;
  for (const cells of rows) {
    line += 1;
    if (line <= shape.firstRow || isIdleRow(cells)) continue;
    evidence.order.see(cells, shape.timeColumn, line);
    for (const { column } of shape.prices)
      if (!isEmptyCell(cells[column] ?? '')) evidence.mark.see(cells, column, line);
    if (evidence.order.known !== null && evidence.mark.known !== null) return;
  }
};

/**
 * Settles how dates and decimals of a table are written: by an answer, else by a cell that can be read in one way only.
 * @returns a refusal that names the option to answer with, when no cell of the whole table settles it.
 */
export const tableFormats = (
  source: TableSource,
  shape: TableShape,
  answers: PriceFileAnswers,
): PriceReading<TableFormats> => {
  // A comma that isn't between the cells of its line was put into quotes on purpose; a point in such a file is a decimal one.
  const isCommaFile = source.delimiter === ',';
  const askMark = (cell: string): DecimalMark | 'either' | null =>
    isCommaFile && !cell.includes(',') && cell.includes('.') ? 'point' : decimalMarkOf(cell);
  const evidence = { order: new Evidence(dateOrderOf), mark: new Evidence(askMark) };
  seeAll(source.sample, shape, evidence);
  const open =
    (answers.dateOrder === null && evidence.order.known === null && evidence.order.doubt !== null) ||
    (answers.decimalMark === null && evidence.mark.known === null);
  if (open) seeAll(cellRowsOf(source), shape, evidence);
  const { order, mark } = evidence;
  if (answers.dateOrder === null && order.known === null && order.doubt !== null)
    return refuseAt(
      order.doubt,
      `${quoteText(order.doubt.cell)} can be two days, and no other date of the file tells which: --dates dmy (day first) or --dates mdy (month first)`,
    );
  if (answers.decimalMark === null && mark.known === null && mark.doubt !== null)
    return refuseAt(
      mark.doubt,
      `${quoteText(mark.doubt.cell)} can be two numbers, and no other price of the file tells which: --decimal point or --decimal comma`,
    );
  return {
    ok: true,
    value: {
      order: answers.dateOrder ?? order.known ?? 'dmy',
      mark: answers.decimalMark ?? mark.known ?? 'point',
    },
  };
};
