import type { ChainsById } from '../../lib/chains/chain.ts';
import type { PriceSource } from '../../lib/ledger/price-source.ts';
import { fail, ok, type UnixSeconds } from '../../lib/result.ts';
import type { AskJson } from '../http/ask-json.ts';
import { askedSource, type Quote } from './asked-source.ts';
import { fieldsOf, priceOfPlainText } from './exact-price.ts';

const quoteOf = (entry: unknown, updatedAtSeconds: UnixSeconds): Quote => {
  const usdE18 = priceOfPlainText(entry);
  return usdE18 === null
    ? { ok: false, fault: 'absurd', detail: "1inch's price is no plain decimal above zero" }
    : { ok: true, usdE18, updatedAtSeconds };
};

/**
 * Spot prices of 1inch (v1.1). The body has no times: a price is as old as the answer's `Date` less its `Age`, and an answer without a
 * date is refused.
 */
export const oneinchSpot = (
  askJson: AskJson,
  chains: ChainsById,
  nowSeconds: () => UnixSeconds,
): PriceSource =>
  askedSource({
    name: '1inch',
    idOf: ({ chainId, token }) => (chains.get(chainId)?.oneinchPrices === true ? token : null),
    idsPerQuestionMax: 100,
    cacheSeconds: 300,
    ageSecondsMax: 900,
    nowSeconds,
    ask: async (ids, chainId) => {
      const answer = await askJson({
        path: `/price/v1.1/${chainId}`,
        body: { tokens: ids, currency: 'USD' },
      });
      if (!answer.ok) return answer;
      const { json, writtenAtSeconds } = answer.value;
      const fields = fieldsOf(json);
      if (fields === null || writtenAtSeconds === null)
        return fail(
          'prices-malformed',
          `1inch ${fields === null ? 'answers no object' : 'does not say how old its answer is'}`,
          { when: 'next-tick' },
        );
      return ok(
        new Map([...fields].map(([id, entry]) => [id.toLowerCase(), quoteOf(entry, writtenAtSeconds)])),
      );
    },
  });
