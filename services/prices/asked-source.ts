import type { PriceFault } from '../../lib/engine/snapshot.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { PricedAsset, PriceSource, SourcePrice } from '../../lib/ledger/price-source.ts';
import type { Failure, Result, UnixSeconds } from '../../lib/result.ts';

/** What a service says of one id. */
export type Quote =
  | { readonly ok: true; readonly usdE18: bigint; readonly updatedAtSeconds: UnixSeconds }
  | {
      readonly ok: false;
      readonly fault: PriceFault;
      readonly detail: string;
      readonly retryAtSeconds?: UnixSeconds;
    };

export type Quotes = ReadonlyMap<string, Quote>;

export type AskedService = {
  /** As a reader of a decision sees it. */
  readonly name: string;
  /** What the service calls the asset; null = it doesn't know it, which costs no question. */
  readonly idOf: (asset: PricedAsset) => string | null;
  readonly idsPerQuestionMax: number;
  readonly ask: (ids: readonly string[], chainId: number, block: Block) => Promise<Result<Quotes>>;
  /** How long an answer serves before it is asked for again. */
  readonly cacheSeconds: number;
  readonly ageSecondsMax: number;
  readonly nowSeconds: () => UnixSeconds;
};

/** A block may be older than a price asked for after it was read, and clocks differ. */
const AHEAD_SECONDS_MAX = 300;

const noQuote = (fault: PriceFault, detail: string): Extract<Quote, { ok: false }> => ({
  ...{ ok: false, fault, detail },
});

const failedQuote = ({ code, message, retry }: Failure): Quote => {
  const when = retry.when === 'at' ? `, asked again from ${new Date(retry.time * 1_000).toISOString()}` : '';
  return {
    ...noQuote(code === 'prices-absurd' ? 'absurd' : 'missing', `${message}${when}`),
    ...(retry.when === 'at' ? { retryAtSeconds: retry.time } : {}),
  };
};

const judged = (quote: Quote, { name, ageSecondsMax }: AskedService, atSeconds: UnixSeconds): Quote => {
  if (!quote.ok) return quote;
  const age = atSeconds - quote.updatedAtSeconds;
  if (age < -AHEAD_SECONDS_MAX) return noQuote('absurd', `${name}'s price is dated ${-age} s in the future`);
  if (age > ageSecondsMax)
    return noQuote('stale', `${name}'s price is ${age} s old, and ${ageSecondsMax} s are allowed`);
  return quote;
};

const keyOf = (chainId: number, id: string): string => `${chainId} ${id}`;

/**
 * A price source that is asked over the network: each id once for a whole batch, as many in a question as the service takes, good answers
 * kept for a while. Answers every asset, and an asset without a fresh price with the reason.
 */
export const askedSource = (service: AskedService): PriceSource => {
  const kept = new Map<string, { readonly quote: Quote; readonly until: UnixSeconds }>();

  /** Anybody may list any token: what nobody has asked for lately must not fill the memory. */
  const forgetExpired = (): void => {
    const now = service.nowSeconds();
    for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
  };

  const ask = async (
    chainId: number,
    ids: readonly string[],
    block: Block,
  ): Promise<readonly (readonly [string, Quote])[]> => {
    const answer = await service.ask(ids, chainId, block);
    const until = service.nowSeconds() + service.cacheSeconds;
    return ids.map((id) => {
      const quote = answer.ok
        ? (answer.value.get(id) ?? noQuote('missing', `${service.name} gives no price`))
        : failedQuote(answer.error);
      const key = keyOf(chainId, id);
      if (quote.ok) kept.set(key, { quote, until });
      return [key, quote];
    });
  };

  /** One question after the other: a service bounds them by time. */
  const askAll = async (chainId: number, ids: readonly string[], block: Block): Promise<Quotes> => {
    const quotes: (readonly [string, Quote])[] = [];
    for (let from = 0; from < ids.length; from += service.idsPerQuestionMax)
      quotes.push(...(await ask(chainId, ids.slice(from, from + service.idsPerQuestionMax), block)));
    return new Map(quotes);
  };

  return async (assets, block) => {
    forgetExpired();
    // A batch's own: what another one forgets meanwhile stays in it.
    const quotes = new Map<string, Quote>();
    const wanted = new Map<number, Set<string>>();
    for (const asset of assets) {
      const id = service.idOf(asset);
      if (id === null) continue;
      const key = keyOf(asset.chainId, id);
      const known = kept.get(key);
      if (known !== undefined) quotes.set(key, known.quote);
      else wanted.set(asset.chainId, (wanted.get(asset.chainId) ?? new Set<string>()).add(id));
    }
    const asked = await Promise.all([...wanted].map(([chainId, ids]) => askAll(chainId, [...ids], block)));
    for (const answers of asked) for (const [key, quote] of answers) quotes.set(key, quote);
    const answerOf = (asset: PricedAsset): SourcePrice => {
      const id = service.idOf(asset);
      const quote = id === null ? undefined : quotes.get(keyOf(asset.chainId, id));
      const known = quote ?? noQuote('missing', `${service.name} does not know it`);
      return { source: service.name, token: asset.token, ...judged(known, service, block.timeSeconds) };
    };
    return new Map(assets.map((asset) => [asset, answerOf(asset)]));
  };
};
