import { BPS, E18, mulDivDown } from '../money/fixed-point.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { simulateMarket } from '../prices/simulated-market.ts';

/** What the demo's market has, in the order of its columns; the dollar stands still. */
export const DEMO_SYMBOLS = ['BTC', 'ETH', 'SOL', 'LINK', 'USDC'] as const;
export type DemoSymbol = (typeof DEMO_SYMBOLS)[number];

/** One look of the engine a row. */
export const DEMO_STEP_SECONDS = 3_600;
const DAYS = 60;
/** Rows after the opening. */
export const DEMO_ROWS = DAYS * 24;

/** A sudden move that stays: prices of every row after `afterRow` are multiplied by 1 + `moveBps` ÷ 10,000. */
export type DemoShock = { readonly afterRow: number; readonly symbol: DemoSymbol; readonly moveBps: number };

/** The shocks of one column that have come by a row, the earliest first. */
const shocked = (price: bigint | null, symbol: string, shocks: readonly DemoShock[]): bigint | null =>
  price === null
    ? null
    : shocks.reduce(
        (now, shock) => (shock.symbol === symbol ? mulDivDown(now, BPS + BigInt(shock.moveBps), BPS) : now),
        price,
      );

/**
 * Rows of a made-up market, the same for the same seed and shocks. A shock changes no row before it.
 * @param symbols the columns that are wanted, in this order
 */
export const demoPrices = (
  seed: number,
  symbols: readonly DemoSymbol[],
  shocks: readonly DemoShock[],
): readonly PriceRow[] => {
  const market = simulateMarket(seed, DEMO_ROWS + 1);
  const columns = symbols.map((symbol) => ({ symbol, at: market.columns.indexOf(symbol) }));
  return market.rows.map(({ prices, ...row }, index) => {
    const come = shocks.filter(({ afterRow }) => afterRow < index);
    return {
      ...row,
      prices: columns.map(({ symbol, at }) => (at < 0 ? E18 : shocked(prices[at] ?? null, symbol, come))),
    };
  });
};
