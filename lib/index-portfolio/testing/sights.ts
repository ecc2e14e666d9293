import type { Hex } from 'viem';
import type { ListedToken } from '../../intents/listed-token.ts';
import { E18 } from '../../money/fixed-point.ts';
import { type Index, type IndexWish, indexOfWish, indexWishSchema } from '../index-policy.ts';
import type { IndexSight } from '../index-snapshot.ts';

export const NOW = 1_790_000_000;
export const USDC = 'nep141:usdc.near';
export const BTC = 'nep141:btc.omft.near';
export const XRP = 'nep141:xrp.omft.near';

const tokenOf = (
  assetId: string,
  [symbol, decimals, usdE18]: readonly [string, number, bigint],
): ListedToken => ({
  ...{ assetId, symbol, blockchain: 'near', decimals },
  price: { usdE18, updatedAtSeconds: NOW - 10 },
});

export const LISTED: ReadonlyMap<string, ListedToken> = new Map(
  [
    tokenOf(USDC, ['USDC', 6, E18]),
    tokenOf(BTC, ['BTC', 8, 60_000n * E18]),
    tokenOf(XRP, ['XRP', 6, E18 / 2n]),
  ].map((token) => [token.assetId, token]),
);

/** USDC alone, 1,000 of them, looked at for the first time. */
export const sightOf = (changed: Partial<IndexSight> = {}): IndexSight => ({
  account: `0x${'a1'.repeat(20)}`,
  block: { hash: `0x${'b2'.repeat(32)}` as Hex, height: 150_000_000n, seconds: NOW },
  holdings: new Map([[USDC, 1_000_000_000n]]),
  ...{ listed: LISTED, lastPrices: new Map(), halted: false, nowSeconds: NOW + 2 },
  ...{ lastRebalanceAtSeconds: null, tradedTodayUsdE18: 0n },
  ...changed,
});

/** Half BTC, half XRP, hourly. */
export const indexOf = (changed: Partial<IndexWish> = {}): Index => {
  const allocations = [
    { token: BTC, targetBps: 5_000 },
    { token: XRP, targetBps: 5_000 },
  ];
  const wish = indexWishSchema.parse({ name: 'An index', allocations, ...changed });
  const index = indexOfWish(wish);
  if (!index.ok) throw new Error(index.error.message);
  return index.value;
};
