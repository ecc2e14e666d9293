import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';

/** What of a token its amounts are written with. */
export type TokenWords = { readonly symbol: string; readonly decimals: number };
export type Tokens = ReadonlyMap<string, TokenWords>;

/** The tokens that a look knows. */
export const tokensOf = (snapshot: Snapshot | null): Tokens =>
  new Map((snapshot?.assets ?? []).map((asset) => [asset.token, asset]));

/** A token that no look has seen yet shows by its address and raw units. */
export const tokenAt = (tokens: Tokens, address: string): TokenWords =>
  tokens.get(address) ?? { symbol: `${address.slice(0, 6)}…${address.slice(-4)}`, decimals: 0 };

type Pair = {
  readonly sellToken: string;
  readonly buyToken: string;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
};

/** What is sold and bought, in whole tokens, exact. */
export const pairText = (tokens: Tokens, { sellToken, buyToken, sellUnits, buyUnits }: Pair) => {
  const sold = tokenAt(tokens, sellToken);
  const bought = tokenAt(tokens, buyToken);
  return {
    sellSymbol: sold.symbol,
    buySymbol: bought.symbol,
    sellUnits: formatDecimal(sellUnits, sold.decimals),
    buyUnits: formatDecimal(buyUnits, bought.decimals),
  };
};
