import type { ChainsById } from '../../lib/chains/chain.ts';
import type { ReadChainPrices } from '../../lib/ledger/chain-prices.ts';
import type { PriceSource } from '../../lib/ledger/price-source.ts';
import type { Env } from '../env.ts';
import type { Secret } from '../secret.ts';
import { feedsOfAccounts } from './chainlink.ts';
import { coingecko, coingeckoKeyHeader } from './coingecko.ts';
import { oneinchSpot } from './oneinch-spot.ts';
import { type PriceService, priceHttp } from './price-http.ts';
import { pythHermes } from './pyth-hermes.ts';
import { quorumSource } from './quorum.ts';
import { spotRouter } from './spot-router.ts';

type PriceSettings = Env['prices'];

type Surroundings = Pick<PriceService, 'clock' | 'sleep'> & {
  /** Those that are served. */
  readonly chains: ChainsById;
  readonly read: ReadChainPrices;
};

/** A tick waits for a price no longer than this, whatever a service does. */
const LIMITS = { attemptTimeoutMs: 5_000, totalTimeoutMs: 12_000 } as const;

const coingeckoOf = (
  { coingeckoUrl: baseUrl, coingeckoKeys: keys }: PriceSettings,
  { chains, ...around }: Surroundings,
): PriceSource => {
  const key = { header: coingeckoKeyHeader(baseUrl), prefix: '', keys };
  const ask = priceHttp({ name: 'coingecko', baseUrl, key, ...LIMITS, ...around });
  return coingecko(ask, chains, around.clock.nowSeconds);
};

const bearer = (keys: readonly Secret[]) => ({ header: 'authorization', prefix: 'Bearer ', keys });

const oneinchOf = (
  { oneinchUrl: baseUrl, oneinchKeys }: PriceSettings,
  { chains, ...around }: Surroundings,
): PriceSource => {
  const ask = priceHttp({ name: '1inch', baseUrl, key: bearer(oneinchKeys), ...LIMITS, ...around });
  return oneinchSpot(ask, chains, around.clock.nowSeconds);
};

/** Nothing where no key of it is set: it is the quorum's third voice. */
const pythOf = (
  { pythUrl: baseUrl, pythKeys }: PriceSettings,
  { chains, ...around }: Surroundings,
): readonly PriceSource[] => {
  if (pythKeys.length === 0) return [];
  const ask = priceHttp({ name: 'pyth', baseUrl, key: bearer(pythKeys), ...LIMITS, ...around });
  return [pythHermes(ask, chains, around.clock.nowSeconds)];
};

/** The account's own feeds first, which every price is checked against, and then what the operator chose, if that is another one. */
export const priceSourcesOf = (settings: PriceSettings, around: Surroundings): readonly PriceSource[] => {
  switch (settings.source) {
    case 'FEEDS':
      return [feedsOfAccounts];
    case 'ORACLE':
      return [feedsOfAccounts, coingeckoOf(settings, around)];
    case 'ROUTER':
      return [feedsOfAccounts, spotRouter(around.read, around.chains, around.clock.nowSeconds)];
    case 'QUORUM':
      return [
        feedsOfAccounts,
        quorumSource([
          coingeckoOf(settings, around),
          oneinchOf(settings, around),
          ...pythOf(settings, around),
        ]),
      ];
  }
};
