import { formatDecimal } from '../money/decimal-text.ts';
import { isNear, newPriceFeed, readFeed } from './price-feed.ts';
import { type Market, rowName } from './select-market.ts';

/** A move that no engine may trade on before a second close says the same. */
type Jump = {
  readonly symbol: string;
  readonly labelSeconds: number;
  readonly fromUsdE18: bigint;
  readonly toUsdE18: bigint;
  /** The row that confirmed it; null = it was never believed. */
  believedAtSeconds: number | null;
};

const JUMPS_NAMED = 5;

const jumpsOf = (market: Market, symbols: readonly string[]): readonly Jump[] => {
  const jumps: Jump[] = [];
  for (const [index, symbol] of symbols.entries()) {
    const feed = newPriceFeed();
    let open: Jump | null = null;
    for (const { labelSeconds, knownAtSeconds, prices } of market.rows) {
      const cell = prices[index] ?? null;
      if (cell === null) continue;
      const fromUsdE18 = feed.lastUsdE18;
      const read = readFeed(feed, cell, knownAtSeconds);
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
  const then = believedAtSeconds === null ? 'left out' : `believed from ${rowName(believedAtSeconds)} on`;
  return `row ${rowName(labelSeconds)}, ${symbol}: ${move}, more than tenfold at once: not traded on, ${then}`;
};

const missingText = ({ rows, stepSeconds, missingRows }: Market): string => {
  const after = rows.filter(({ labelSeconds }, index) => {
    const next = rows[index + 1];
    return next !== undefined && next.labelSeconds - labelSeconds > stepSeconds;
  });
  const [first] = after.map(({ labelSeconds }) => rowName(labelSeconds));
  const where = after.length === 1 ? `after ${first}` : `in ${after.length} places, the first after ${first}`;
  return `${missingRows} ${missingRows === 1 ? 'row is' : 'rows are'} missing ${where}; nothing was filled in`;
};

const holesText = ({ rows, holes }: Market, symbols: readonly string[]): string => {
  const first = rows.find(({ prices }) => prices.includes(null));
  const empty = symbols.filter((_, index) => first?.prices[index] === null).join(' ');
  const where = `row ${rowName(first?.labelSeconds ?? 0)}, ${empty}`;
  return `${holes} empty ${holes === 1 ? 'cell' : 'cells, the first'} at ${where}: valued at the last close, not traded on`;
};

/** What is odd about the prices that a backtest runs over, each with its first row and asset; empty when nothing is. */
export const priceRemarks = (market: Market, symbols: readonly string[]): readonly string[] => {
  const remarks: string[] = [];
  if (market.skippedRows > 0)
    remarks.push(`starts ${market.skippedRows} rows into the file, where every asset has a price`);
  if (market.missingRows > 0) remarks.push(missingText(market));
  if (market.holes > 0) remarks.push(holesText(market, symbols));
  const jumps = jumpsOf(market, symbols);
  remarks.push(...jumps.slice(0, JUMPS_NAMED).map(jumpText));
  if (jumps.length > JUMPS_NAMED) remarks.push(`and ${jumps.length - JUMPS_NAMED} more such moves`);
  return remarks;
};
