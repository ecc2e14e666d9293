import { type PriceReading, refuseAt } from './price-file.ts';
import { isEmptyCell } from './price-number.ts';
import { type Provider, providerText } from './provider.ts';
import { readRowTime } from './row-time.ts';
import type { CellRow, TableShape } from './table-shape.ts';

/** Where every headerless candle that is known has its close: after open, high, low, or after low, high, open. */
const CLOSE_COLUMN = 4;

/** Who writes candles of this many cells without a header. */
const WRITERS: Readonly<Record<number, Provider>> = {
  5: 'coingecko',
  6: 'ccxt',
  7: 'kraken',
  8: 'kraken',
  11: 'binance',
  12: 'binance',
};

const isBetween = (cells: CellRow): boolean => {
  const [, a = NaN, b = NaN, c = NaN, close = NaN] = cells.map(Number);
  const [low, high] = [Math.min(a, b, c), Math.max(a, b, c)];
  return low <= close && close <= high;
};

const isLowFirst = (cells: CellRow): boolean => {
  const [, low = NaN, high = NaN, open = NaN] = cells.map(Number);
  return low <= open && open <= high && low < high;
};

const isOpenFirst = (cells: CellRow): boolean => {
  const [, open = NaN, high = NaN, low = NaN] = cells.map(Number);
  return low <= open && open <= high;
};

const writerOf = (candles: readonly CellRow[], width: number): Provider =>
  width === 6 && candles.every(isLowFirst) && !candles.every(isOpenFirst)
    ? 'coinbase'
    : (WRITERS[width] ?? 'csv');

/**
 * A table without a header: a time and one price, or a time and a candle whose close is its fifth cell.
 * @returns null when the first row doesn't begin with a time; a refusal for trades and for columns that can't be known.
 */
export const recogniseBareCandles = (
  sample: readonly CellRow[],
  wanted: Provider | null,
): PriceReading<TableShape> | null => {
  const firstRow = sample.findIndex(
    (cells) => readRowTime(cells[0] ?? '', 'dmy') !== null || readRowTime(cells[0] ?? '', 'mdy') !== null,
  );
  const first = sample[firstRow];
  if (first === undefined || firstRow > 2) return null;
  const width = first.length;
  const spot = { line: firstRow + 1, column: 1 };
  if (first.some((cell) => /^(?:true|false|buy|sell|b|s)$/i.test(cell.trim())))
    return refuseAt(spot, 'this is a list of trades, not of prices: give candles or closing prices');
  const candles = sample
    .slice(firstRow)
    .filter(
      (cells) =>
        cells.length >= width &&
        width > CLOSE_COLUMN &&
        cells.slice(1, 5).every((cell) => !isEmptyCell(cell)),
    );
  const isCandles = width > CLOSE_COLUMN && candles.length > 0 && candles.every(isBetween);
  if (!isCandles && width !== 2)
    return refuseAt(
      spot,
      'the header is missing, and the cells after the time are neither one price nor a candle: add a line like date,BTC,ETH',
    );
  const provider = width === 2 ? 'csv' : (wanted ?? writerOf(candles, width));
  return {
    ok: true,
    value: {
      provider,
      firstRow,
      headerRow: null,
      timeColumn: 0,
      prices: [{ name: null, column: width === 2 ? 1 : CLOSE_COLUMN }],
      assetColumn: null,
      width,
      labels: null,
    },
  };
};

/** What to type for a file of one asset that nobody has named yet. */
export const nameItText = (provider: Provider, file: string): string =>
  `this is ${providerText(provider)}: npm run prices -- convert --from ${provider} BTC=${file} (or --prices BTC=${file}), with its asset's name for BTC`;
