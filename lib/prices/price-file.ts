import { formatDecimal } from '../money/fixed-point.ts';
import { type Failure, failure, type UnixSeconds } from '../result.ts';
import { formatUtcDate } from '../time/utc.ts';

/** The columns that the local stack has tokens for. */
export const KNOWN_PRICE_COLUMNS: readonly string[] =
  'BTC ETH SOL LINK UNI AAVE AVAX MATIC POL ARB OP USDC DAI USDT'.split(' ');

/** What the labels of a file are: the opening instant of the candle, or the instant (or day) at which its close was known. */
export type Labels = 'open' | 'close';

/** One candle of every column. */
export type PriceRow = {
  /** The instant that the file names the row by. */
  readonly labelSeconds: UnixSeconds;
  /**
   * The first instant at which the closing price is known; acting earlier is look-ahead. One step after a label that is the candle's
   * opening; the label itself where rows are dated by their close.
   */
  readonly knownAtSeconds: UnixSeconds;
  /** Closing prices, USD per whole token in 18 decimals, in column order; null = no observation. */
  readonly prices: readonly (bigint | null)[];
};

/** Rows that the step says should be there and are not. */
export type PriceGap = { readonly afterLabelSeconds: UnixSeconds; readonly missingRows: number };

export type PriceFile = {
  /** The distance of two rows, as measured; of calendar months their mean, 2,629,746 s each. */
  readonly stepSeconds: number;
  /** 1, 3 or 12 where rows are calendar months, quarters or years apart; left out where they are seconds apart. */
  readonly stepMonths?: number;
  readonly columns: readonly string[];
  /** Sorted, without duplicates, at least one. */
  readonly rows: readonly PriceRow[];
  readonly gaps: readonly PriceGap[];
  /** What its reader left out, rounded or chose, in plain sentences. */
  readonly notes?: readonly string[];
};

/** Where a file is wrong: line and character position, both counted from 1. */
export type PriceFileRefusal = Failure & { readonly line: number; readonly column: number };

/** What was read, or why not. */
export type PriceReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: PriceFileRefusal };

export type Spot = { readonly line: number; readonly column: number };

/** The refusal of a file at a place. */
export const refuseAt = (
  spot: Spot,
  message: string,
): { readonly ok: false; readonly error: PriceFileRefusal } => ({
  ok: false,
  error: {
    ...failure('price-file-invalid', `line ${spot.line}, column ${spot.column}: ${message}`),
    ...spot,
  },
});

/** Character position, from 1, at which the cell with this index starts in a line without quotes. */
export const positionOf = (cells: readonly string[], index: number): number =>
  cells.slice(0, index).reduce((sum, cell) => sum + cell.length + 1, 1);

const DAY = 86_400;

const isoText = (time: UnixSeconds): string => {
  const second = time - Math.floor(time / DAY) * DAY;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${formatUtcDate(time)}T${two(second / 3_600)}:${two((second % 3_600) / 60)}:${two(second % 60)}Z`;
};

/** How the first column is headed: by the candle's opening, or where rows are dated by their close, by when it was known. */
const headOf = ({ rows }: PriceFile, isDaily: boolean): string => {
  const [first] = rows;
  if (first !== undefined && first.knownAtSeconds === first.labelSeconds) return 'known_at';
  return isDaily ? 'date' : 'time';
};

/**
 * A price file in the project's own form, line by line: `date`, `time` or `known_at`, one column per asset, plain decimals with every
 * digit, empty cells where there is no price. Reading it gives the same rows.
 */
export function* priceCsvLines(file: PriceFile): Generator<string> {
  const isDaily = file.rows.every(({ labelSeconds }) => labelSeconds % DAY === 0);
  const label = isDaily ? formatUtcDate : isoText;
  yield [headOf(file, isDaily), ...file.columns].join(',');
  for (const { labelSeconds, prices } of file.rows)
    yield [
      label(labelSeconds),
      ...prices.map((price) => (price === null ? '' : formatDecimal(price, 18))),
    ].join(',');
}
