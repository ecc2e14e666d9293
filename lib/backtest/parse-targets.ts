import { E18, formatDecimal, parseDecimal } from '../money/fixed-point.ts';
import { fail, ok, type Result } from '../result.ts';
import type { SimulatedAsset } from './backtest-types.ts';

/** A percentage with 16 decimals is a share with 18. */
const PERCENT_DECIMALS = 16;

const refuse = (message: string): Result<never> => fail('targets-invalid', `targets: ${message}`);

/** The same share of every asset; what doesn't divide goes to the first. */
export const equalTargets = (symbols: readonly string[]): readonly SimulatedAsset[] => {
  const share = E18 / BigInt(Math.max(symbols.length, 1));
  const rest = E18 - share * BigInt(symbols.length);
  return symbols.map((symbol, index) => ({ symbol, targetE18: index === 0 ? share + rest : share }));
};

/** What to say of a name that is no column: the column that differs in case only, else all of them. */
const unknown = (symbol: string, columns: readonly string[]): string => {
  const near = columns.find((column) => column.toLowerCase() === symbol.toLowerCase());
  return near === undefined
    ? `${symbol} has no prices; there are ${columns.join(' ')}`
    : `${symbol} has no prices; did you mean ${near}?`;
};

/**
 * Reads "BTC=40, ETH = 60 %" (percent; 0 winds an asset down) or "equal" (every column).
 * @returns the targets in the order given, or `targets-invalid` with the asset and what is wrong: not in the prices, named twice, not a
 * percentage, not 100 % together.
 */
export const parseTargets = (text: string, columns: readonly string[]): Result<readonly SimulatedAsset[]> => {
  if (text.trim() === 'equal') return ok(equalTargets(columns));
  const assets: SimulatedAsset[] = [];
  for (const part of text.split(',')) {
    const at = part.lastIndexOf('=');
    const symbol = part.slice(0, Math.max(at, 0)).trim();
    const percent = part
      .slice(at + 1)
      .replace(/%\s*$/, '')
      .trim();
    if (symbol === '' || percent === '') return refuse(`"${part.trim()}" is not like BTC=40`);
    if (!columns.includes(symbol)) return refuse(unknown(symbol, columns));
    if (assets.some((asset) => asset.symbol === symbol)) return refuse(`${symbol} is named twice`);
    const targetE18 = parseDecimal(percent, PERCENT_DECIMALS);
    if (targetE18 === null || targetE18 < 0n) return refuse(`${symbol}: "${percent}" is not a percentage`);
    assets.push({ symbol, targetE18 });
  }
  const sumE18 = assets.reduce((sum, { targetE18 }) => sum + targetE18, 0n);
  return sumE18 === E18
    ? ok(assets)
    : refuse(`they sum to ${formatDecimal(sumE18, PERCENT_DECIMALS)} % instead of 100 %`);
};
