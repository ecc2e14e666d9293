import { describe, expect, it } from 'vitest';
import { type HeldAsset, shareWords, shareWorth, testShareOf, worthOf } from './held-asset.ts';

const held = (valueUsd: string | null, units = '1000000'): HeldAsset => ({
  ...{ asset: 'nep141:btc.omft.near', symbol: 'BTC', chain: 'btc', decimals: 8, units, valueUsd },
});

describe('what leaves an account', () => {
  it.each<[string | null, number | null]>([
    ['600', 333],
    ['20.01', 9_995],
    ['20', null],
    [null, null],
    ['200000', 1],
    ['200001', null],
  ])('of something worth %s USD, a test is %s basis points: about 20 USD and never more', (valueUsd, bps) => {
    expect(testShareOf(held(valueUsd))).toBe(bps);
  });

  it('is told as an amount and its worth while a share is typed, rounded down', () => {
    expect(shareWords(held('600'), '33.33')?.replaceAll('\u00a0', ' ')).toBe('0.003333 BTC, $ 199.98');
    expect(shareWords(held(null), '100')).toBe('0.01 BTC, no price');
    expect(shareWords(held('600'), 'half')).toBeNull();
  });

  it('is worth what all of it is, and nothing that is known where one has no price', () => {
    expect(worthOf([held('600'), held('399.5')])).toEqual({ valueUsd: '999.5' });
    expect(shareWorth(worthOf([held('600'), held('399.5')]), '50')?.replaceAll('\u00a0', ' ')).toBe(
      '$ 499.75',
    );
    expect(worthOf([held('600'), held(null)])).toEqual({ valueUsd: null });
    expect(testShareOf(worthOf([held('600'), held(null)]))).toBeNull();
  });
});
