import { describe, expect, it } from 'vitest';
import type { AssetState } from '../../lib/engine/snapshot.ts';
import type { PaperPrices } from '../../lib/paper/paper-step.ts';
import { type FollowedToken, holdingsDtoOf, type SeenAddress } from './holdings-dto.ts';

const NOW = 1_800_000_000;
const addressOf = (digit: string): `0x${string}` => `0x${digit.repeat(40)}`;

const token = (digit: string, symbol: string, decimals: number): FollowedToken => ({
  ...{ token: addressOf(digit), symbol, decimals, feed: addressOf('f') },
  ...{ heartbeatSeconds: 3_600, navMaxAgeSeconds: 7_200 },
});
const WETH = token('1', 'WETH', 18);
const USDC = token('2', 'USDC', 6);
const LINK = token('3', 'LINK', 18);

const priced = (usd: bigint, updatedAtSeconds = NOW): AssetState['price'] => ({
  ...{ ok: true, usdE18: usd * 10n ** 18n, updatedAtSeconds, source: 'a feed', disagreementBps: null },
});

const PRICES: PaperPrices = new Map([
  [WETH.token, priced(3_000n)],
  [USDC.token, priced(1n)],
  [LINK.token, priced(15n, NOW - 3_601)],
]);

const seen = (more: Partial<SeenAddress> = {}): SeenAddress => ({
  ...{ chainId: 1, address: addressOf('a'), kind: 'account', listed: 3 },
  block: { number: 7n, hash: `0x${'0'.repeat(64)}`, timeSeconds: NOW },
  ...{ tokens: [LINK, USDC, WETH], units: [10n ** 18n, 5_000_000n, 10n ** 18n], nativeWei: 0n },
  ...{ wrappedNative: WETH.token, arrived: new Set<string>() },
  ...more,
});

const rowsOf = (more?: Partial<SeenAddress>) =>
  holdingsDtoOf(seen(more), PRICES).tokens.map(({ symbol, units, valueUsd, ofNative }) => ({
    ...{ symbol, units, valueUsd, ofNative },
  }));

describe('what is shown of an address', () => {
  it('has the most valuable first, and no value for what its feed is too old to price', () => {
    const dto = holdingsDtoOf(seen(), PRICES);
    expect(rowsOf()).toEqual([
      { symbol: 'WETH', units: `${10n ** 18n}`, valueUsd: '3000.00', ofNative: false },
      { symbol: 'USDC', units: '5000000', valueUsd: '5.00', ofNative: false },
      { symbol: 'LINK', units: `${10n ** 18n}`, valueUsd: null, ofNative: false },
    ]);
    expect(dto.tokens[2]?.noPrice).toBe('its feed is 3601 s old, and 3600 s are allowed');
    expect(dto.valueUsd).toBe('3005.00');
  });

  it('counts the chain’s own coin as its wrapped token, and says so', () => {
    expect(rowsOf({ nativeWei: 2n * 10n ** 18n })[0]).toEqual({
      ...{ symbol: 'WETH', units: `${3n * 10n ** 18n}`, valueUsd: '9000.00', ofNative: true },
    });
  });

  it('tells a token that doesn’t answer from one of which nothing is held', () => {
    expect(rowsOf({ units: [null, 0n, 10n ** 18n] }).map(({ units }) => units)).toEqual([
      `${10n ** 18n}`,
      null,
      '0',
    ]);
  });

  it('counts what came to it and isn’t listed, and knows what nobody could tell', () => {
    const arrived = new Set([USDC.token, addressOf('8'), addressOf('9')]);
    expect(holdingsDtoOf(seen({ arrived }), PRICES).otherTokens).toBe(2);
    expect(holdingsDtoOf(seen({ arrived: null }), PRICES).otherTokens).toBeNull();
  });
});
