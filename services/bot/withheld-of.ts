import type { Address } from 'viem';
import type { Withheld } from '../../lib/engine/snapshot.ts';

/** What the lens says of a token's state, in the order of the contract's enum `TokenState`; null = it is as it was listed. */
const TOKEN_STATES: readonly (string | null)[] = [
  null,
  'its decimals are not what they were when it was listed, or cannot be read',
  'it moves together with another asset of the list: the two addresses are one token',
];

/** As whom the bot looks: with its own key, with none, or as whoever may sign, for a plan that nobody signs. */
export type BotIdentity = Address | 'any' | null;

type TokenReading = { readonly token: Address; readonly symbol: string; readonly tokenState: number };

const changeOf = ({ token, symbol, tokenState }: TokenReading): string | null => {
  const words = TOKEN_STATES[tokenState];
  if (words === null) return null;
  return `${symbol === '' ? token.toLowerCase() : symbol}: ${words ?? 'it is in an unknown state'}`;
};

/** Why nothing is signed for this portfolio, though a decision could be made: no key of ours, or a token that has changed. */
export const withheldOf = (assets: readonly TokenReading[], signer: BotIdentity): Withheld | undefined => {
  if (signer === null) return { reason: 'no-key', detail: null };
  const changes = assets.map(changeOf).filter((change) => change !== null);
  return changes.length === 0 ? undefined : { reason: 'token-changed', detail: changes.join('; ') };
};
