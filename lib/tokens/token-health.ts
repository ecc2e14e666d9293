import type { Address } from 'viem';
import type { NoPrice, Price } from '../engine/snapshot.ts';
import type { ListedTokens } from './token-list.ts';

/** An administrator's word that a token is not to be traded. */
export type TokenWord = { readonly chainId: number; readonly token: Address; readonly why: string };

/** What is known of a token in a look. */
export type TokenSeen = {
  readonly chainId: number;
  readonly token: Address;
  /** Whose units are looked at. */
  readonly holder: Address;
  /** As the chain says now. */
  readonly decimals: number;
  readonly price: Price | NoPrice;
};

const USD_E18 = 10n ** 18n;
/** Beyond what fees and spreads explain; the large stable coins have been further off on a handful of days. */
const DEPEG_BPS_MAX = 300n;

const isOffPeg = (usdE18: bigint): boolean => {
  const off = usdE18 > USD_E18 ? usdE18 - USD_E18 : USD_E18 - usdE18;
  return off * 10_000n > DEPEG_BPS_MAX * USD_E18;
};

/**
 * Why a token is not to be traded, one plain clause without a full stop; null when nothing speaks against it. An administrator's word first, then what
 * lists say of the token, then a stable coin's price. A price that is missing or stale has its own reasons in the engine.
 */
export const illnessOf = (
  seen: TokenSeen,
  { words, lists }: { readonly words: readonly TokenWord[]; readonly lists: ListedTokens },
): string | null => {
  const word = words.find(({ chainId, token }) => chainId === seen.chainId && token === seen.token);
  if (word !== undefined) return `an administrator says: ${word.why}`;
  const listed = lists.byAddress(seen.chainId, seen.token);
  if (listed === null) return null;
  if (listed.decimals !== seen.decimals)
    return `it has ${seen.decimals} decimals, and ${listed.decimals} by the list "${listed.list}"`;
  if (listed.takesFee) return `a transfer of it brings less than was sent, by the list "${listed.list}"`;
  if (listed.rebases) return `its balances change without a transfer, by the list "${listed.list}"`;
  if (listed.tags.includes('stablecoin') && seen.price.ok && isOffPeg(seen.price.usdE18))
    return `it is a stable coin and more than ${Number(DEPEG_BPS_MAX) / 100} % off a dollar`;
  return null;
};
