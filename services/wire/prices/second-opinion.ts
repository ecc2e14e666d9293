import { setTimeout as sleep } from 'node:timers/promises';
import { PYTH_IDS } from '../../../lib/chains/pyth-ids.ts';
import { assetOfToken } from '../../../lib/index-portfolio/asset-of-token.ts';
import { NEAR_CHAIN_ID } from '../../../lib/index-portfolio/index-snapshot.ts';
import type { ListedToken, SecondPrice } from '../../../lib/intents/listed-token.ts';
import type { PricedAsset, SourcePrice } from '../../../lib/ledger/price-source.ts';
import { ok, type UnixSeconds } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import type { IntentsSettings } from '../../env-intents.ts';
import type { OneClick } from '../../intents/one-click-client.ts';
import { priceHttp } from '../../prices/price-http.ts';
import { pythSource } from '../../prices/pyth-hermes.ts';

const LIMITS = { attemptTimeoutMs: 5_000, totalTimeoutMs: 12_000 } as const;

/** Known by its symbol: a token that only bears the name of another is priced as that one, and held for being far from it. */
const idOf = ({ symbol }: Pick<ListedToken, 'symbol'>): string | null => PYTH_IDS.get(symbol) ?? null;

const assetOf = ({ assetId, symbol, decimals }: ListedToken): PricedAsset => ({
  ...{ chainId: NEAR_CHAIN_ID, token: assetOfToken(assetId), symbol, decimals, feed: null },
});

const secondOf = (told: SourcePrice | undefined): SecondPrice => {
  if (told === undefined)
    return { source: 'pyth', ok: false, fault: 'missing', detail: 'pyth gives no price' };
  const { source } = told;
  return told.ok
    ? { source, ok: true, usdE18: told.usdE18, updatedAtSeconds: told.updatedAtSeconds }
    : { source, ok: false, fault: told.fault, detail: told.detail };
};

/**
 * Has Pyth asked beside the provider, for every listed token that it knows by its symbol. Its silence is told with the token, and nobody's price.
 * Null = it has no key here, and the provider's prices stand alone.
 */
export const secondOpinion = (
  { url: baseUrl, keys }: IntentsSettings['pyth'],
  nowSeconds: () => UnixSeconds,
) => {
  if (keys.length === 0) return null;
  const key = { header: 'authorization', prefix: 'Bearer ', keys };
  const clock = { ...systemClock, nowSeconds };
  const ask = priceHttp({ name: 'pyth', baseUrl, key, ...LIMITS, clock, sleep });
  const source = pythSource(ask, idOf, nowSeconds);
  return (tokens: OneClick['tokens']): OneClick['tokens'] =>
    async () => {
      const listed = await tokens();
      if (!listed.ok) return listed;
      const known = listed.value.filter((token) => idOf(token) !== null);
      const assets = new Map(known.map((token) => [token.assetId, assetOf(token)]));
      // No block of any chain: what is told is judged by the clock.
      const block = { number: 0n, hash: `0x${'0'.repeat(64)}`, timeSeconds: nowSeconds() } as const;
      const told = await source([...assets.values()], block);
      return ok(
        listed.value.map((token) => {
          const asset = assets.get(token.assetId);
          return asset === undefined ? token : { ...token, second: secondOf(told.get(asset)) };
        }),
      );
    };
};
