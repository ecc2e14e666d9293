import type { HoldingsDto } from '../../lib/api/paper.ts';
import { formatCount } from '../ui/format.ts';

const tokens = (count: number): string => `${formatCount(count)} ${count === 1 ? 'token' : 'tokens'}`;

/** How far was looked: an address has no list of what it holds. */
export const lookedSentence = ({ looked, listed }: HoldingsDto): string =>
  looked < listed
    ? `Looked at ${tokens(looked)} of the ${formatCount(listed)} that have a price feed here.`
    : `Looked at the ${tokens(looked)} that ${looked === 1 ? 'has' : 'have'} a price feed here.`;

/** What else there may be. */
export const othersSentence = ({ otherTokens }: HoldingsDto): string | null => {
  if (otherTokens === null)
    return 'Whether it holds others can’t be told: this node doesn’t search that far.';
  if (otherTokens === 0) return null;
  return `${tokens(otherTokens)} without a feed here came to it in the newest blocks; ${otherTokens === 1 ? 'it is' : 'they are'} left out, since nobody here can price ${otherTokens === 1 ? 'it' : 'them'}.`;
};

/** What kind of address it is, where that matters. */
export const kindSentence = ({ kind }: HoldingsDto): string | null => {
  if (kind === 'account') return null;
  return kind === 'portfolio'
    ? 'This is a portfolio already: the bot may be at work on it, and here it is only read.'
    : 'A contract lives at this address, as a Safe does: it is only read, which is all that paper needs.';
};

/** What can be done where nothing is held that could be followed; null where something is. */
export const emptySentence = ({ tokens: all, otherTokens }: HoldingsDto): string | null => {
  const held = all.filter(({ units }) => units !== null && units !== '0');
  if (held.some(({ priceUsd }) => priceUsd !== null)) return null;
  const instead = 'Choose tokens below and type amounts that you make up, or look at another address.';
  if (held.length > 0) return `Nothing that it holds has a price just now. ${instead}`;
  return otherTokens !== null && otherTokens > 0
    ? `It holds only tokens that are unknown here. ${instead}`
    : `It holds none of them. ${instead}`;
};
