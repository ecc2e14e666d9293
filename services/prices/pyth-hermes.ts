import type { ChainsById } from '../../lib/chains/chain.ts';
import type { PriceSource } from '../../lib/ledger/price-source.ts';
import { fail, ok, type UnixSeconds } from '../../lib/result.ts';
import type { AskJson } from '../http/ask-json.ts';
import { type AskedService, askedSource, type Quote } from './asked-source.ts';
import { fieldsOf, scaledPriceE18, wholeOf } from './exact-price.ts';

/** A price whose publishers are further apart than this is none. */
const CONFIDENCE_BPS_MAX = 100n;
const BPS = 10_000n;
/** Both are 64-bit integers, as decimal texts. */
const WHOLE_TEXT = /^-?\d{1,20}$/;
const ID = /^(?:0x)?([0-9a-f]{64})$/;

const none = (fault: 'absurd' | 'missing', detail: string): Quote => ({ ok: false, fault, detail });

const wholeText = (value: unknown): bigint | null =>
  typeof value === 'string' && WHOLE_TEXT.test(value) ? BigInt(value) : null;

const quoteOf = (entry: ReadonlyMap<string, unknown>): Quote => {
  const price = fieldsOf(entry.get('price'));
  const [digits, confidence] = [wholeText(price?.get('price')), wholeText(price?.get('conf'))];
  const [exponent, updatedAtSeconds] = [wholeOf(price?.get('expo')), wholeOf(price?.get('publish_time'))];
  if (updatedAtSeconds === null) return none('missing', 'pyth does not say how old its price is');
  if (digits === null || exponent === null) return none('absurd', "pyth's price is malformed");
  const usdE18 = scaledPriceE18(digits, exponent);
  if (usdE18 === null) return none('absurd', "pyth's price is no sensible number above zero");
  if (confidence === null || confidence < 0n)
    return none('missing', 'pyth does not say how sure its price is');
  if (confidence * BPS > digits * CONFIDENCE_BPS_MAX)
    return none('absurd', `pyth's publishers are more than ${CONFIDENCE_BPS_MAX} bps apart`);
  return { ok: true, usdE18, updatedAtSeconds };
};

const pathOf = (ids: readonly string[]): string =>
  `/v2/updates/price/latest?${new URLSearchParams([
    ...ids.map((id) => ['ids[]', `0x${id}`]),
    ['encoding', 'hex'],
    ['parsed', 'true'],
    ['ignore_invalid_price_ids', 'true'],
  ])}`;

const keyOf = (chainId: number, token: string): string => `${chainId} ${token}`;

/** Pyth's ids of the tokens that the chains' facts name: it knows no tokens itself. */
const idsOf = (chains: ChainsById): ReadonlyMap<string, string> =>
  new Map(
    [...chains.values()].flatMap(({ id, tokens, feeds }) =>
      tokens.flatMap(({ address, feed }) => {
        const pythId = feeds.find(({ asset }) => asset === feed)?.pythId ?? null;
        return pythId === null ? [] : [[keyOf(id, address), pythId] as const];
      }),
    ),
  );

/**
 * Prices of Pyth by Hermes (`/v2/updates/price/latest`), each with its publish time. One whose confidence interval is wide is none.
 *
 * @param idOf Pyth's id of an asset; null = it isn't asked for
 */
export const pythSource = (
  askJson: AskJson,
  idOf: AskedService['idOf'],
  nowSeconds: () => UnixSeconds,
): PriceSource =>
  askedSource({
    name: 'pyth',
    idOf,
    idsPerQuestionMax: 100,
    cacheSeconds: 30,
    ageSecondsMax: 120,
    nowSeconds,
    ask: async (asked) => {
      const answer = await askJson({ path: pathOf(asked) });
      if (!answer.ok) return answer;
      const json = fieldsOf(answer.value.json);
      const parsed = json?.get('parsed');
      if (!Array.isArray(parsed))
        return fail('prices-malformed', `pyth answers no ${json === null ? 'object' : 'parsed prices'}`, {
          when: 'next-tick',
        });
      const quotes = parsed.flatMap((entry: unknown) => {
        const fields = fieldsOf(entry);
        const id = ID.exec(String(fields?.get('id')))?.[1];
        return fields === null || id === undefined ? [] : [[id, quoteOf(fields)] as const];
      });
      return ok(new Map(quotes));
    },
  });

/** {@link pythSource} for tokens of chains: each is priced as the asset that its chain's facts name for it. */
export const pythHermes = (
  askJson: AskJson,
  chains: ChainsById,
  nowSeconds: () => UnixSeconds,
): PriceSource => {
  const ids = idsOf(chains);
  return pythSource(askJson, ({ chainId, token }) => ids.get(keyOf(chainId, token)) ?? null, nowSeconds);
};
