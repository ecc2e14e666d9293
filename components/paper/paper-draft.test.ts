import { describe, expect, it } from 'vitest';
import type { HeldTokenDto, HoldingsDto } from '../../lib/api/paper.ts';
import { draftOfHoldings, paperRequestOf, watchedOf } from './paper-draft.ts';

const ADDRESS = `0x${'a'.repeat(40)}`;

const token = (number: number, units: string | null, priceUsd: string | null = '1'): HeldTokenDto => ({
  ...{ token: `0x${String(number).padStart(40, '0')}`, symbol: `T${number}`, decimals: 6 },
  ...{ feed: `0x${'f'.repeat(40)}`, heartbeatSeconds: 3_600, navMaxAgeSeconds: 7_200, units, priceUsd },
  ...{ ofNative: false, priceAtSeconds: null, noPrice: null, valueUsd: null },
});

const holding = (tokens: readonly HeldTokenDto[]): HoldingsDto => ({
  ...{ chainId: 1, address: ADDRESS, kind: 'account', blockNumber: '1', blockTimeSeconds: 1 },
  ...{ looked: tokens.length, listed: tokens.length, tokens: [...tokens], otherTokens: 0, valueUsd: '0' },
});

const bodyOf = (holdings: HoldingsDto, amounts: Readonly<Record<string, string>> = {}) => {
  const draft = draftOfHoldings(holdings);
  const asking = paperRequestOf({
    ...draft,
    holdings: draft.holdings.map((one) => ({
      ...one,
      amount: amounts[one.listing.symbol] ?? one.amount,
    })),
  });
  return asking.ok ? asking.body : asking.sentence;
};

describe('what is tried on paper of an address', () => {
  it('begins with what is held and has a price, at equal shares of exactly 100 %', () => {
    const holdings = holding([
      token(1, '5000000'),
      token(2, '1', null),
      token(3, '0'),
      token(4, '7'),
      token(5, '9'),
    ]);
    expect(bodyOf(holdings)).toEqual({
      ...{ chainId: 1, preset: 'index' },
      assets: [
        { token: token(1, null).token, targetBps: 3_334, units: '5000000' },
        { token: token(4, null).token, targetBps: 3_333, units: '7' },
        { token: token(5, null).token, targetBps: 3_333, units: '9' },
      ],
    });
  });

  it('is of the first sixteen where more are held, as many as a contract takes', () => {
    const body = bodyOf(holding(Array.from({ length: 1_000 }, (_, index) => token(index + 1, '1000000'))));
    if (typeof body === 'string') throw new Error(body);
    expect(body.assets.map((one) => one.token)).toEqual(
      Array.from({ length: 16 }, (_, index) => token(index + 1, null).token),
    );
    expect(body.assets.reduce((sum, { targetBps }) => sum + targetBps, 0)).toBe(10_000);
  });

  it.each([
    ['nothing is held', holding([token(1, '0'), token(2, null)]), {}, 'Choose at least 2 tokens.'],
    ['one token is held', holding([token(1, '5')]), {}, 'Choose at least 2 tokens.'],
    [
      ...(['amounts were emptied', holding([token(1, '5'), token(2, '5')])] as const),
      ...([{ T1: '', T2: ' ' }, 'None of these tokens is held: type an amount to begin with.'] as const),
    ],
    [
      ...(['an amount is no number', holding([token(1, '5'), token(2, '5')])] as const),
      ...([{ T2: 'much' }, expect.stringMatching(/^T2: /)] as const),
    ],
  ])('is asked for in a sentence where %s', (_, holdings, amounts, sentence) => {
    expect(bodyOf(holdings, amounts)).toEqual(sentence);
  });

  it('is of the address as long as no amount was changed, and made up afterwards', () => {
    const holdings = holding([token(1, '5000000'), token(2, '7000000')]);
    const watched = (amounts?: Readonly<Record<string, string>>) => {
      const body = bodyOf(holdings, amounts);
      return typeof body === 'string' ? body : watchedOf(body, holdings);
    };
    expect(watched()).toBe(ADDRESS);
    expect(watched({ T1: '5.00' })).toBe(ADDRESS);
    expect(watched({ T1: '6' })).toBeNull();
  });
});
