import { wordsOf } from './column-words.ts';
import type { CellRow, PriceColumn, TableShape } from './table-shape.ts';

/** Headers of the two upper lines: one names fields, the other tickers. */
const isFieldRow = (cells: CellRow): boolean => cells.slice(1).some((cell) => wordsOf(cell) === 'close');

/**
 * The table that yfinance writes: three lines of header, of which one names fields (Close, High, …), one tickers, and one the index.
 * The closes are taken, each under its ticker. Null when it isn't one.
 */
export const tickerTable = (sample: readonly CellRow[]): TableShape | null => {
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
