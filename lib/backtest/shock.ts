import { E18, mulDivDown, parseDecimal } from '../money/fixed-point.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { fail, ok, type Result } from '../result.ts';

/** A sudden move of one asset: 0.6 (18 decimals) = 40 % down. */
export type Shock = { readonly symbol: string; readonly factorE18: bigint };

const PERCENT_DECIMALS = 16;
/** A thousandfold rise: beyond it somebody has mistaken the unit. */
const RISE_E18_MAX = 1_000n * E18;

const refuse = (message: string): Result<never> => fail('shock-invalid', `shock: ${message}`);

/**
 * Reads "ETH=-40%,SOL=-60%,BTC=+5%".
 * @returns the shocks, or `shock-invalid`: an asset that isn't held, one named twice, or a move that isn't above −100 %.
 */
export const parseShocks = (text: string, symbols: readonly string[]): Result<readonly Shock[]> => {
  const shocks: Shock[] = [];
  for (const part of text.split(',')) {
    const match = /^\s*(\S+?)\s*=\s*([+-]?[\d.]+)\s*%?\s*$/.exec(part);
    const symbol = match?.[1] ?? '';
    const move = parseDecimal((match?.[2] ?? '').replace(/^\+/, ''), PERCENT_DECIMALS);
    if (match === null || move === null) return refuse(`"${part.trim()}" is not like ETH=-40%`);
    if (!symbols.includes(symbol)) return refuse(`${symbol} is not held; there are ${symbols.join(' ')}`);
    if (shocks.some((shock) => shock.symbol === symbol)) return refuse(`${symbol} is named twice`);
    if (move <= -E18 || move > RISE_E18_MAX) return refuse(`${symbol}: a move must be above −100 %`);
    shocks.push({ symbol, factorE18: E18 + move });
  }
  return ok(shocks);
};

/** What the days after a shock look like: the opening row, the shocked row, and then the same prices again. */
export type ShockScene = {
  readonly opening: PriceRow;
  readonly symbols: readonly string[];
  readonly shocks: readonly Shock[];
  readonly stepSeconds: number;
  /** Rows after the opening. */
  readonly rows: number;
};

/** The rows to run a backtest over: prices fall at once and stay there, so all that happens next is the policy's doing. */
export const shockRows = ({
  opening,
  symbols,
  shocks,
  stepSeconds,
  rows,
}: ShockScene): readonly PriceRow[] => {
  const prices = opening.prices.map((price, index) => {
    const factorE18 = shocks.find(({ symbol }) => symbol === symbols[index])?.factorE18 ?? E18;
    return price === null ? null : mulDivDown(price, factorE18, E18);
  });
  const after = Array.from({ length: rows }, (_, index) => ({
    labelSeconds: opening.labelSeconds + (index + 1) * stepSeconds,
    knownAtSeconds: opening.knownAtSeconds + (index + 1) * stepSeconds,
    prices,
  }));
  return [opening, ...after];
};
