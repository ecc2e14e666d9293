import type { Address } from 'viem';
import { E18 } from '../money/fixed-point.ts';
import { type Hold, holdNow, type Situation } from './hold.ts';
import type { Survey } from './survey.ts';

/** A thousand trillion dollars: more than all that anybody owns together, and far below what a stored amount can hold. */
const VALUE_USD_E18_MAX = 10n ** 15n * E18;

/**
 * Holdings nobody could have, as a supply without end or a feed that is many digits off makes them: nothing is decided on such a value,
 * and it is not repeated anywhere, because it may not even fit where values are stored.
 * @returns the hold of the portfolio and of each asset that is absurd by itself; null when all is believable.
 */
export const absurdValues = (
  situation: Situation,
  { positions, navUsdE18 }: Survey,
): { readonly hold: Hold; readonly holds: ReadonlyMap<Address, Hold> } | null => {
  if (navUsdE18 <= VALUE_USD_E18_MAX) return null;
  const holds = new Map<Address, Hold>();
  const names: string[] = [];
  for (const { asset, valueUsdE18 } of positions) {
    if (valueUsdE18 <= VALUE_USD_E18_MAX) continue;
    holds.set(asset.token, holdNow(situation, 'value-absurd'));
    names.push(asset.symbol);
  }
  const owner = names.length === 0 ? 'all assets together' : names.join(', ');
  const detail = `${owner} would be worth more than 10^15 USD`;
  return { hold: { ...holdNow(situation, 'value-absurd'), detail }, holds };
};
