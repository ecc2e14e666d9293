import { describe, expect, it } from 'vitest';
import type { HeldTokenDto, HoldingsDto } from '../../lib/api/paper.ts';
import { emptySentence, kindSentence, lookedSentence, othersSentence } from './holdings-words.ts';

const token = (units: string | null, priceUsd: string | null): HeldTokenDto => ({
  ...{ token: `0x${'1'.repeat(40)}`, symbol: 'A', decimals: 18, feed: `0x${'2'.repeat(40)}` },
  ...{ heartbeatSeconds: 3_600, navMaxAgeSeconds: 7_200, units, ofNative: false, priceUsd },
  ...{ priceAtSeconds: null, noPrice: priceUsd === null ? 'its feed does not answer' : null, valueUsd: null },
});

const holdings = (more: Partial<HoldingsDto> = {}): HoldingsDto => ({
  ...{ chainId: 1, address: `0x${'a'.repeat(40)}`, kind: 'account', blockNumber: '1', blockTimeSeconds: 1 },
  ...{ looked: 5, listed: 5, tokens: [token('1', '2')], otherTokens: 0, valueUsd: '2.00' },
  ...more,
});

describe('what is said of an address', () => {
  it('tells how many tokens were looked at, and of how many', () => {
    expect(lookedSentence(holdings())).toBe('Looked at the 5 tokens that have a price feed here.');
    expect(lookedSentence(holdings({ looked: 200, listed: 1_243 }))).toBe(
      'Looked at 200 tokens of the 1,243 that have a price feed here.',
    );
  });

  it('counts the tokens that nobody here can price, or says that it can’t be told', () => {
    expect(othersSentence(holdings())).toBeNull();
    expect(othersSentence(holdings({ otherTokens: 1_000 }))).toBe(
      '1,000 tokens without a feed here came to it in the newest blocks; they are left out, since nobody here can price them.',
    );
    expect(othersSentence(holdings({ otherTokens: null }))).toMatch(/^Whether it holds others can’t be told/);
  });

  it('says in a sentence why nothing can be followed, and what can be done instead', () => {
    const nothing = { tokens: [token('0', null)] };
    expect(emptySentence(holdings())).toBeNull();
    expect(emptySentence(holdings(nothing))).toMatch(/^It holds none of them\. Choose tokens below/);
    expect(emptySentence(holdings({ ...nothing, otherTokens: 3 }))).toMatch(
      /^It holds only tokens that are unknown here\. Choose tokens below/,
    );
    expect(emptySentence(holdings({ tokens: [token('7', null)] }))).toMatch(
      /^Nothing that it holds has a price just now\. Choose tokens below/,
    );
  });

  it('names a contract as one that is only read, and a portfolio as one', () => {
    expect(kindSentence(holdings())).toBeNull();
    expect(kindSentence(holdings({ kind: 'contract' }))).toMatch(/as a Safe does/);
    expect(kindSentence(holdings({ kind: 'portfolio' }))).toMatch(/^This is a portfolio already/);
  });
});
