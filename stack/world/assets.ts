import { fail, ok, type Result } from '../../lib/result.ts';
import type { PriceTape } from './price-tape.ts';

/** A token of the stack and the column of the price file that moves it; null = held at 1.00. */
export type StackAsset = {
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  readonly column: string | null;
  readonly stable: boolean;
};

type Known = { readonly symbol: string; readonly name: string; readonly decimals: number };

/** Decimals as the tokens have them on main networks, but for SOL and AVAX as their bridges have them. */
const RISKY: Readonly<Record<string, Known>> = {
  BTC: { symbol: 'WBTC', name: 'Wrapped BTC', decimals: 8 },
  ETH: { symbol: 'WETH', name: 'Wrapped Ether', decimals: 18 },
  LINK: { symbol: 'LINK', name: 'ChainLink Token', decimals: 18 },
  SOL: { symbol: 'SOL', name: 'Wrapped SOL', decimals: 9 },
  MATIC: { symbol: 'MATIC', name: 'Matic Token', decimals: 18 },
  AAVE: { symbol: 'AAVE', name: 'Aave Token', decimals: 18 },
  UNI: { symbol: 'UNI', name: 'Uniswap', decimals: 18 },
  AVAX: { symbol: 'AVAX', name: 'Wrapped AVAX', decimals: 18 },
  POL: { symbol: 'POL', name: 'Polygon Ecosystem Token', decimals: 18 },
  ARB: { symbol: 'ARB', name: 'Arbitrum', decimals: 18 },
  OP: { symbol: 'OP', name: 'Optimism', decimals: 18 },
};

const STABLE: readonly (Known & { readonly column: string })[] = [
  { column: 'USDC', symbol: 'USDC', name: 'USD Coin', decimals: 6 },
  { column: 'USDT', symbol: 'USDT', name: 'Tether USD', decimals: 6 },
  { column: 'DAI', symbol: 'DAI', name: 'Dai Stablecoin', decimals: 18 },
];

/** How far ahead an asset must be priced to be worth holding in the demo. */
const WINDOW_ROWS = 2_000;
const PRICED_SHARE_MIN = 0.95;

const pricedThroughout = (tape: PriceTape, column: string): boolean => {
  const at = tape.columns.indexOf(column);
  const window = tape.rows.slice(0, WINDOW_ROWS);
  if (at < 0 || window[0]?.prices[at] == null) return false;
  return window.filter((row) => row.prices[at] !== null).length >= PRICED_SHARE_MIN * window.length;
};

/** Priced assets in the order they are taken, and stable coins in theirs; `notes` says what a person should know. */
export type AssetChoice = {
  readonly risky: readonly StackAsset[];
  readonly stables: readonly StackAsset[];
  readonly notes: readonly string[];
};

const chooseStables = (tape: PriceTape): { stables: StackAsset[]; notes: string[] } => {
  const priced: StackAsset[] = [];
  const held: StackAsset[] = [];
  const notes: string[] = [];
  for (const coin of STABLE) {
    if (pricedThroughout(tape, coin.column)) priced.push({ ...coin, stable: true });
    else if (tape.columns.includes(coin.column)) {
      notes.push(`${coin.symbol} is not used: its column has no price at the start or too many empty cells.`);
    } else held.push({ ...coin, column: null, stable: true });
  }
  // A six-decimals coin first, so that the smallest portfolio already mixes decimals.
  const stables = [...priced, ...held].sort((a, b) => a.decimals - b.decimals);
  return { stables, notes };
};

/**
 * Chooses among the tape's columns those with a price from the first row on; a column that is empty there is not listed
 * yet, so the asset isn't there. A stable coin without a column is held at 1.00. `no-moving-price` when nothing can drift.
 */
export const chooseAssets = (tape: PriceTape): Result<AssetChoice> => {
  const { stables, notes } = chooseStables(tape);
  const risky = Object.entries(RISKY).flatMap(([column, known]) =>
    pricedThroughout(tape, column) ? [{ ...known, column, stable: false }] : [],
  );
  if (risky.length === 0) {
    return fail(
      'no-moving-price',
      `No column can drift: none of ${Object.keys(RISKY).join(' ')} is priced from the first row on (the file has ${tape.columns.join(' ')}).`,
    );
  }
  return ok({ risky, stables, notes });
};
