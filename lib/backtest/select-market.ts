import type { PriceFile, PriceGap, PriceRow } from '../prices/price-file.ts';
import { labelText } from '../prices/regular-rows.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';

/** An asset whose prices end before the period does. */
export type EndedAsset = {
  readonly column: number;
  readonly symbol: string;
  /** The row of its last price. */
  readonly last: PriceRow;
  /** Rows of the period after it. */
  readonly rowsAfter: number;
};

/** The rows of a price file that a backtest runs over. */
export type Market = {
  readonly stepSeconds: number;
  /** 1, 3 or 12 where rows are calendar months, quarters or years apart. */
  readonly stepMonths?: number;
  /** Prices in the order of the symbols asked for. */
  readonly rows: readonly PriceRow[];
  /** Rows before the first one at which every asset has a price; 0 when a start was named. */
  readonly skippedRows: number;
  /** Rows of the period that the file's step says should be there and are not. */
  readonly missingRows: number;
  /** Where they are missing. */
  readonly gaps: readonly PriceGap[];
  /** What the reader of the file left out, rounded or found at a seam. */
  readonly notes: readonly string[];
  /** Empty cells of the period: the engine holds at such a row, and values the asset at its last close. */
  readonly holes: number;
  readonly ended: readonly EndedAsset[];
};

export type MarketWish = {
  readonly symbols: readonly string[];
  /** First and last label, both included; null = as far as the file goes. */
  readonly fromSeconds: UnixSeconds | null;
  readonly toSeconds: UnixSeconds | null;
};

/**
 * Picks columns and period. Without a named start, the period starts at the first row at which every asset has a price.
 * @returns the rows, or `prices-invalid` naming the asset, or the row and the asset, that is missing.
 */
export const selectMarket = (file: PriceFile, wish: MarketWish): Result<Market> => {
  const indices: number[] = [];
  for (const symbol of wish.symbols) {
    const index = file.columns.indexOf(symbol);
    if (index < 0) return fail('prices-invalid', `prices: no column ${symbol}`);
    indices.push(index);
  }
  const { fromSeconds, toSeconds } = wish;
  const inside = file.rows.filter(
    ({ labelSeconds: label }) =>
      (fromSeconds === null || label >= fromSeconds) && (toSeconds === null || label <= toSeconds),
  );
  const picked = inside.map((row) => ({ ...row, prices: indices.map((index) => row.prices[index] ?? null) }));
  const [first] = picked;
  if (first === undefined) return fail('prices-invalid', 'prices: no row in this period');
  const start = picked.findIndex(({ prices }) => prices.every((price) => price !== null));
  if (start < 0) return fail('prices-invalid', `prices: ${neverTogether(picked, wish.symbols)}`);
  if (start > 0 && fromSeconds !== null) {
    const missing = wish.symbols.filter((_, index) => first.prices[index] === null);
    return fail(
      'prices-invalid',
      `row ${labelText(first.labelSeconds)}, ${missing.join(' ')}: no price to open at`,
    );
  }
  const rows = picked.slice(start);
  const gaps = gapsWithin(file.gaps, rows);
  return ok({
    stepSeconds: file.stepSeconds,
    ...(file.stepMonths === undefined ? {} : { stepMonths: file.stepMonths }),
    rows,
    skippedRows: start,
    missingRows: gaps.reduce((sum, { missingRows }) => sum + missingRows, 0),
    gaps,
    notes: file.notes ?? [],
    holes: rows.reduce((sum, { prices }) => sum + prices.filter((price) => price === null).length, 0),
    ended: endedIn(rows, wish.symbols),
  });
};

const endedIn = (rows: readonly PriceRow[], symbols: readonly string[]): readonly EndedAsset[] =>
  symbols.flatMap((symbol, column) => {
    const at = rows.findLastIndex(({ prices }) => prices[column] !== null);
    const last = rows[at];
    return last === undefined || at === rows.length - 1
      ? []
      : [{ column, symbol, last, rowsAfter: rows.length - 1 - at }];
  });

/** Why there is no first row: an asset without any price, or two whose prices never meet. */
const neverTogether = (rows: readonly PriceRow[], symbols: readonly string[]): string => {
  const lives = symbols.map((symbol, index) => {
    const priced = rows.filter(({ prices }) => prices[index] !== null);
    return { symbol, first: priced[0]?.labelSeconds, last: priced.at(-1)?.labelSeconds };
  });
  const absent = lives.filter(({ first }) => first === undefined).map(({ symbol }) => symbol);
  if (absent.length > 0) return `${absent.join(' ')} has no price in this period`;
  const [latest] = [...lives].sort((a, b) => (b.first ?? 0) - (a.first ?? 0));
  const [earliest] = [...lives].sort((a, b) => (a.last ?? 0) - (b.last ?? 0));
  if (latest?.first === undefined || earliest?.last === undefined || latest.first <= earliest.last)
    return 'no row in this period has a price of every asset';
  return `${latest.symbol} starts at ${labelText(latest.first)}, after ${earliest.symbol} has ended at ${labelText(earliest.last)}`;
};

const gapsWithin = (gaps: readonly PriceGap[], rows: readonly PriceRow[]): readonly PriceGap[] => {
  const [first, last] = [rows[0]?.labelSeconds ?? 0, rows.at(-1)?.labelSeconds ?? 0];
  return gaps.filter(({ afterLabelSeconds }) => afterLabelSeconds >= first && afterLabelSeconds < last);
};
