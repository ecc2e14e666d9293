import type { ChainsById } from '../../lib/chains/chain.ts';
import type { PriceSource } from '../../lib/ledger/price-source.ts';
import { fail, ok, type UnixSeconds } from '../../lib/result.ts';
import type { AskJson } from '../http/ask-json.ts';
import { askedSource, type Quote } from './asked-source.ts';
import { fieldsOf, priceOfNumber, wholeOf } from './exact-price.ts';

/** The header that carries a key: the host for paying customers takes another one. */
export const coingeckoKeyHeader = (baseUrl: string): string =>
  new URL(baseUrl).hostname.startsWith('pro-') ? 'x-cg-pro-api-key' : 'x-cg-demo-api-key';

const quoteOf = (entry: unknown): Quote => {
  const fields = fieldsOf(entry);
  const updatedAtSeconds = wholeOf(fields?.get('last_updated_at'));
  if (fields === null || fields.get('usd') === undefined || fields.get('usd') === null)
    return { ok: false, fault: 'missing', detail: 'coingecko gives no price in USD' };
  if (updatedAtSeconds === null)
    return { ok: false, fault: 'missing', detail: 'coingecko does not say how old its price is' };
  const usdE18 = priceOfNumber(fields.get('usd'));
  return usdE18 === null
    ? { ok: false, fault: 'absurd', detail: "coingecko's price is no sensible number above zero" }
    : { ok: true, usdE18, updatedAtSeconds };
};

const pathOf = (platform: string, ids: readonly string[]): string =>
  `/simple/token_price/${platform}?${new URLSearchParams({
    contract_addresses: ids.join(','),
    vs_currencies: 'usd',
    include_last_updated_at: 'true',
    precision: 'full',
  })}`;

/** Prices by CoinGecko's `/simple/token_price`, by chain and address, each with its own `last_updated_at`. */
export const coingecko = (askJson: AskJson, chains: ChainsById, nowSeconds: () => UnixSeconds): PriceSource =>
  askedSource({
    name: 'coingecko',
    idOf: ({ chainId, token }) => ((chains.get(chainId)?.coingeckoPlatform ?? null) === null ? null : token),
    idsPerQuestionMax: 100,
    cacheSeconds: 300,
    ageSecondsMax: 900,
    nowSeconds,
    ask: async (ids, chainId) => {
      const answer = await askJson({ path: pathOf(chains.get(chainId)?.coingeckoPlatform ?? '', ids) });
      if (!answer.ok) return answer;
      const fields = fieldsOf(answer.value.json);
      if (fields === null)
        return fail('prices-malformed', 'coingecko answers no object', { when: 'next-tick' });
      return ok(new Map([...fields].map(([id, entry]) => [id.toLowerCase(), quoteOf(entry)])));
    },
  });
