import { formatDecimal } from '../money/fixed-point.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { labelText } from '../prices/regular-rows.ts';
import { fail, type Result } from '../result.ts';
import { isNear, newPriceFeed, readFeed } from './price-feed.ts';
import type { EndedAsset, Market } from './select-market.ts';

/** A move that no engine may trade on before a second close says the same. */
export type Jump = {
  readonly symbol: string;
  readonly labelSeconds: number;
  readonly fromUsdE18: bigint;
  readonly toUsdE18: bigint;
  /** The row that confirmed it; null = it was never believed. */
  believedAtSeconds: number | null;
};

/** How many of a kind are named; the others are counted. */
const REMARKS_MAX = 5;

/** Every such move of a market, in the order of time. */
const jumpsOf = (market: Market, symbols: readonly string[]): readonly Jump[] => {
  const jumps: Jump[] = [];
  for (const [index, symbol] of symbols.entries()) {
    const feed = newPriceFeed();
    let open: Jump | null = null;
    for (const { labelSeconds, knownAtSeconds, prices } of market.rows) {
      const cell = prices[index] ?? null;
      if (cell === null) continue;
      const fromUsdE18 = feed.lastUsdE18;
      const read = readFeed(feed, cell, { knownAt: knownAtSeconds });
      if (!read.ok) {
        open = { symbol, labelSeconds, fromUsdE18, toUsdE18: cell, believedAtSeconds: null };
        jumps.push(open);
      } else if (open !== null) {
        // On the far side of the jump, and not back where prices were.
        if (!isNear(cell, fromUsdE18)) open.believedAtSeconds = labelSeconds;
        open = null;
      }
    }
  }
  return jumps.sort((a, b) => a.labelSeconds - b.labelSeconds);
};

const jumpText = ({ symbol, labelSeconds, fromUsdE18, toUsdE18, believedAtSeconds }: Jump): string => {
  const move = `${formatDecimal(fromUsdE18, 18)} → ${formatDecimal(toUsdE18, 18)} USD`;
  const then = believedAtSeconds === null ? 'left out' : `believed from ${labelText(believedAtSeconds)} on`;
  return `row ${labelText(labelSeconds)}, ${symbol}: ${move}, more than tenfold at once: not traded on, ${then}`;
};

const missingText = ({ gaps, missingRows }: Market): string => {
  const first = labelText(gaps[0]?.afterLabelSeconds ?? 0);
  const where = gaps.length === 1 ? `after ${first}` : `in ${gaps.length} places, the first after ${first}`;
  return `${missingRows} ${missingRows === 1 ? 'row is' : 'rows are'} missing ${where}; nothing was filled in`;
};

const holesText = ({ rows, holes, ended }: Market, symbols: readonly string[]): string => {
  const isHole = ({ labelSeconds, prices }: PriceRow, column: number): boolean =>
    prices[column] === null &&
    !ended.some((asset) => asset.column === column && asset.last.labelSeconds < labelSeconds);
  const first = rows.find((row) => symbols.some((_, column) => isHole(row, column)));
  const empty = symbols.filter((_, column) => first !== undefined && isHole(first, column)).join(' ');
  const where = `row ${labelText(first?.labelSeconds ?? 0)}, ${empty}`;
  return `${holes} empty ${holes === 1 ? 'cell' : 'cells, the first'} at ${where}: valued at the last close, and nothing of the portfolio is traded at such a row`;
};

const endedText = ({ symbol, last, rowsAfter }: EndedAsset, gone: boolean): string => {
  const where = `${symbol} has no price after row ${labelText(last.labelSeconds)}, ${rowsAfter} ${rowsAfter === 1 ? 'row' : 'rows'} before the end`;
  return gone
    ? `${where}: worth nothing from then on, its target spread over the rest`
    : `${where}: it stays in the value at its last close, and nothing of the portfolio is traded from then on (--ended gone counts it as lost and goes on with the rest)`;
};

/** Moves that are believed, but that a person should look at. */
type Oddity = { readonly labelSeconds: number; readonly text: string };

const MOVE_FACTOR = 2n;
const SPLITS = [2n, 3n, 4n, 5n, 6n, 7n, 8n, 10n, 15n, 20n, 25n, 30n, 50n, 100n];

const isFar = (a: bigint, b: bigint): boolean => (a < b ? b > a * MOVE_FACTOR : a > b * MOVE_FACTOR);
/** Whether a price became one n-th (or n-fold) of itself, to two per cent. */
const splitOf = (before: bigint, after: bigint): string | null => {
  const near = (a: bigint, b: bigint): boolean => a * 100n >= b * 98n && a * 100n <= b * 102n;
  for (const by of SPLITS) {
    if (near(after * by, before)) return `1:${by}`;
    if (near(before * by, after)) return `${by}:1`;
  }
  return null;
};

const odditiesOf = ({ rows }: Market, column: number, symbol: string): readonly Oddity[] => {
  const closes = rows.flatMap(({ labelSeconds, prices }) => {
    const price = prices[column] ?? null;
    return price === null || price <= 0n ? [] : [{ labelSeconds, price }];
  });
  const oddities: Oddity[] = [];
  // What follows an odd close is the way back from it.
  let isWayBack = false;
  for (const [index, { labelSeconds, price }] of closes.entries()) {
    const before = closes[index - 1]?.price;
    const after = closes[index + 1]?.price;
    const isBack = isWayBack;
    // A jump of more than ten times has a remark of its own.
    isWayBack = before !== undefined && !isNear(price, before);
    if (before === undefined || isBack || isWayBack) continue;
    const move = `row ${labelText(labelSeconds)}, ${symbol}: ${formatDecimal(before, 18)} → ${formatDecimal(price, 18)} USD`;
    const split = splitOf(before, price);
    if (after !== undefined && isFar(price, before) && !isFar(after, before) && isFar(after, price)) {
      isWayBack = true;
      oddities.push({
        labelSeconds,
        text: `${move}, undone by the next row: a bad tick trades like a good one`,
      });
    } else if (split !== null && (after === undefined || !isFar(after, price)))
      oddities.push({
        labelSeconds,
        text: `${move}, which looks like a split of ${split} that the prices are not adjusted for`,
      });
  }
  return oddities;
};

const atMost = (texts: readonly string[]): readonly string[] =>
  texts.length <= REMARKS_MAX
    ? texts
    : [...texts.slice(0, REMARKS_MAX), `and ${texts.length - REMARKS_MAX} more such moves`];

/** What is odd about the prices that a backtest runs over, each with its first row and asset; empty when nothing is. */
export const priceRemarks = (
  market: Market,
  symbols: readonly string[],
  { gone = false }: { readonly gone?: boolean } = {},
): readonly string[] => {
  const remarks: string[] = [...market.notes];
  if (market.skippedRows > 0)
    remarks.push(`starts ${market.skippedRows} rows into the file, where every asset has a price`);
  if (market.missingRows > 0) remarks.push(missingText(market));
  remarks.push(...market.ended.map((asset) => endedText(asset, gone)));
  const within = market.holes - market.ended.reduce((sum, { rowsAfter }) => sum + rowsAfter, 0);
  if (within > 0) remarks.push(holesText({ ...market, holes: within }, symbols));
  remarks.push(...atMost(jumpsOf(market, symbols).map(jumpText)));
  const oddities = symbols.flatMap((symbol, column) => odditiesOf(market, column, symbol));
  remarks.push(...atMost(oddities.sort((a, b) => a.labelSeconds - b.labelSeconds).map(({ text }) => text)));
  return remarks;
};

/** Cents for dollars are a hundred times, another coin under the same name is usually more; no listed coin kept such a move of one row. */
const LASTING_FACTOR_MIN = 50n;

/**
 * Refuses prices that move fifty times or more from one close to the next and stay there: more likely another unit or another coin than
 * a move, and every figure after it would be made of it.
 * @returns `prices-lasting-jump` naming the first row and asset and what to do; null when there is none.
 */
export const refusedJump = (market: Market, symbols: readonly string[]): Result<never> | null => {
  const jump = jumpsOf(market, symbols).find(
    ({ fromUsdE18: from, toUsdE18: to, believedAtSeconds }) =>
      believedAtSeconds !== null && (to >= from * LASTING_FACTOR_MIN || from >= to * LASTING_FACTOR_MIN),
  );
  if (jump === undefined) return null;
  const { symbol, labelSeconds, fromUsdE18, toUsdE18 } = jump;
  return fail(
    'prices-lasting-jump',
    `row ${labelText(labelSeconds)}, ${symbol}: ${formatDecimal(fromUsdE18, 18)} → ${formatDecimal(toUsdE18, 18)} USD, and the next close stays there. Fifty times or more at once is more likely another unit (cents for dollars) or another coin of that name. Mend the file, end before it with --to, or say --believe if it happened`,
  );
};
