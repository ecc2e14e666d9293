import { describe, expect, it } from 'vitest';
import type { FeedAnswer } from '../../lib/ledger/price-source.ts';
import { chainlinkPrice, feedsOfAccounts } from './chainlink.ts';

const answer: FeedAnswer = {
  token: '0x00000000000000000000000000000000000000AB',
  feed: '0x00000000000000000000000000000000000000CD',
  feedDecimals: 8,
  answer: 2_000_00000000n,
  updatedAt: 1_700_000_000n,
  feedState: 0,
};

describe('a feed’s answer', () => {
  it('is a price in 18 decimals with the feed’s own time, under lower-cased addresses', () => {
    expect(chainlinkPrice(answer)).toEqual({
      source: 'chainlink 0x00000000000000000000000000000000000000cd',
      token: '0x00000000000000000000000000000000000000ab',
      ok: true,
      usdE18: 2_000n * 10n ** 18n,
      updatedAtSeconds: 1_700_000_000,
    });
  });

  it.each([
    [1, 'missing'],
    [2, 'absurd'],
    [3, 'missing'],
    [4, 'absurd'],
    [5, 'stale'],
    [6, 'absurd'],
    [7, 'absurd'],
    [8, 'absurd'],
    [9, 'stale'],
    [10, 'stale'],
    [11, 'missing'],
  ])('in state %i of the contract is no price, but %s', (feedState, fault) => {
    expect(chainlinkPrice({ ...answer, feedState })).toMatchObject({ ok: false, fault });
  });

  it('of zero or less is no price, whatever the state says', () => {
    expect(chainlinkPrice({ ...answer, answer: 0n })).toMatchObject({ ok: false, fault: 'absurd' });
    expect(chainlinkPrice({ ...answer, answer: -1n })).toMatchObject({ ok: false, fault: 'absurd' });
  });
});

describe('the feeds of a batch of accounts', () => {
  it('price each account’s asset by its own feed, also where two accounts list different ones for a token', async () => {
    const assetOf = (feed: FeedAnswer | null) => ({
      chainId: 1,
      token: answer.token,
      symbol: 'WETH',
      decimals: 18,
      feed,
    });
    const [one, other, none] = [assetOf(answer), assetOf({ ...answer, answer: 1n }), assetOf(null)];
    const block = { number: 1n, hash: '0x01', timeSeconds: 1 } as const;
    const prices = await feedsOfAccounts([one, other, none], block);
    expect([prices.get(one), prices.get(other)]).toMatchObject([
      { ok: true, usdE18: 2_000n * 10n ** 18n },
      { ok: true, usdE18: 10n ** 10n },
    ]);
    expect(prices.has(none)).toBe(false);
  });
});
