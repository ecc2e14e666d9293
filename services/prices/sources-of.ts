import type { PriceSource } from '../../lib/ledger/price-source.ts';
import type { Env } from '../env.ts';
import { feedsOfAccounts } from './chainlink.ts';
import { coingecko, coingeckoKeyHeader } from './coingecko.ts';
import { oneinchSpot } from './oneinch-spot.ts';
import { type PriceService, priceHttp } from './price-http.ts';
import { quorumSource } from './quorum.ts';

type PriceSettings = Env['prices'];

type Surroundings = Pick<PriceService, 'clock' | 'sleep'>;

/** A tick waits for a price no longer than this, whatever a service does. */
const LIMITS = { attemptTimeoutMs: 5_000, totalTimeoutMs: 12_000 } as const;

const coingeckoOf = ({ coingeckoUrl, coingeckoKeys }: PriceSettings, around: Surroundings): PriceSource => {
  const key = { header: coingeckoKeyHeader(coingeckoUrl), prefix: '', keys: coingeckoKeys };
  const ask = priceHttp({ name: 'coingecko', baseUrl: coingeckoUrl, key, ...LIMITS, ...around });
  return coingecko(ask, around.clock.nowSeconds);
};

const oneinchOf = ({ oneinchUrl, oneinchKeys }: PriceSettings, around: Surroundings): PriceSource => {
  const key = { header: 'authorization', prefix: 'Bearer ', keys: oneinchKeys };
  const ask = priceHttp({ name: '1inch', baseUrl: oneinchUrl, key, ...LIMITS, ...around });
  return oneinchSpot(ask, around.clock.nowSeconds);
};

/** The account's own feeds first, which every price is checked against, and then what the operator chose, if that is another one. */
export const priceSourcesOf = (settings: PriceSettings, around: Surroundings): readonly PriceSource[] => {
  switch (settings.source) {
    case 'FEEDS':
      return [feedsOfAccounts];
    case 'ORACLE':
      return [feedsOfAccounts, coingeckoOf(settings, around)];
    case 'QUORUM':
      return [feedsOfAccounts, quorumSource([coingeckoOf(settings, around), oneinchOf(settings, around)])];
  }
};
