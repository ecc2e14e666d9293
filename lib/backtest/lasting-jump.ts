import { formatDecimal } from '../money/decimal-text.ts';
import { labelText } from '../prices/regular-rows.ts';
import { fail, type Result } from '../result.ts';
import { jumpsOf } from './price-remarks.ts';
import type { Market } from './select-market.ts';

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
