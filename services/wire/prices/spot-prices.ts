import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from 'viem';
import type { Caller } from '../../../lib/api/caller.ts';
import { type SpotPrice, type SpotPricesDto, spotPricesSchema } from '../../../lib/api/spot-prices-dto.ts';
import type { NoPrice, Price } from '../../../lib/engine/snapshot.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import type { PricedAsset, PriceSource } from '../../../lib/ledger/price-source.ts';
import { formatDecimal } from '../../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { checkedPrice } from '../../bot/pricing.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readDecimals } from '../../chain/read-decimals.ts';
import { chooseChain } from '../../chain-settings.ts';
import { systemClock } from '../../clock.ts';
import { type Env, readEnv } from '../../env.ts';
import type { Log } from '../../log.ts';
import { chainFeeds, feedOfToken } from '../../prices/chain-feeds.ts';
import { priceSourcesOf } from '../../prices/sources-of.ts';
import { logOf } from '../operation/log-of.ts';
import { type ServedChain, serveChains } from '../served-chain.ts';
import { readPricesOf } from '../tick/bot-chain.ts';

/** Of a price from outside and the chain's feed, where there is one. */
const DISAGREEMENT_BPS_MAX = 200;
/** Whoever asks spends the operator's keys and nodes. */
const QUESTIONS_PER_MINUTE_MAX = 60;
const MINUTE_MS = 60_000;

export type GetSpotPrices = (request: unknown) => Promise<Result<SpotPricesDto>>;

type Known = { readonly token: Address; readonly decimals: number | null };

/** Decimals by the chain's facts, else by the chain itself. */
const knownOf = async (
  served: ServedChain,
  facts: Env['chains'][number]['chain'],
  { tokens, block }: { readonly tokens: readonly Address[]; readonly block: Block },
): Promise<Result<readonly Known[]>> => {
  const listed = new Map(facts.tokens.map(({ address, decimals }) => [address, decimals]));
  const others = tokens.filter((token) => !listed.has(token));
  const read = await readDecimals(served.batching, others, block.number);
  if (!read.ok) return read;
  const told = new Map(others.map((token, index) => [token, read.value[index] ?? null]));
  return ok(tokens.map((token) => ({ token, decimals: listed.get(token) ?? told.get(token) ?? null })));
};

const priceDto = (token: Address, price: Price | NoPrice, { timeSeconds }: Block): SpotPrice => {
  if (!price.ok) return { token, ok: false, fault: price.fault, why: price.detail };
  const { source, updatedAtSeconds } = price;
  const ageSeconds = Math.max(0, timeSeconds - updatedAtSeconds);
  return { token, ok: true, usd: formatDecimal(price.usdE18, 18), source, updatedAtSeconds, ageSeconds };
};

const NO_TOKEN: NoPrice = { ok: false, fault: 'missing', detail: 'There is no token at that address.' };

/** What the sources that know an asset agree on: the chain's feed first, then the operator's choice. */
const agreed = async (
  sources: readonly PriceSource[],
  assets: readonly PricedAsset[],
  block: Block,
): Promise<ReadonlyMap<Address, Price | NoPrice>> => {
  const answers = await Promise.all(sources.map((source) => source(assets, block)));
  return new Map(
    assets.map((asset) => {
      const told = answers.flatMap((answer) => answer.get(asset) ?? []);
      const check = { sources: told.length, disagreementBpsMax: DISAGREEMENT_BPS_MAX };
      return [asset.token, checkedPrice(told, check)];
    }),
  );
};

/** Whether one more may be asked now. */
const questionLimit = (monotonicMs: () => number): (() => boolean) => {
  let asked: number[] = [];
  return () => {
    const now = monotonicMs();
    asked = asked.filter((at) => now - at < MINUTE_MS);
    if (asked.length >= QUESTIONS_PER_MINUTE_MAX) return false;
    asked.push(now);
    return true;
  };
};

/** With FEEDS the chain's own feeds alone; else the chosen source, beside the feed where the chain's facts name one. */
const sourcesOf = (env: Env, chains: ReturnType<typeof serveChains>): readonly PriceSource[] => {
  const facts = new Map(env.chains.map(({ chain }) => [chain.id, chain]));
  const read = readPricesOf(chains);
  const [, ...chosen] = priceSourcesOf(env.prices, { clock: systemClock, sleep, chains: facts, read });
  const feeds = chainFeeds(read, facts, systemClock.nowSeconds);
  if (chosen.length === 0) return [feeds];
  const beside: PriceSource = (assets, block) =>
    feeds(
      assets.filter(({ chainId, token }) => feedOfToken(facts.get(chainId), token) !== null),
      block,
    );
  return [beside, ...chosen];
};

/**
 * Prices of tokens, whoever holds them, by the operator's price source at the chain's head. What is asked passes one schema. Fails with
 * `bad-request` naming each field, with `not-configured` for a chain that isn't served, with `rate-limited`, or as the chain does.
 */
export const openSpotPrices = (env: Env, log: Log): GetSpotPrices => {
  const chains = serveChains(env.chains, log);
  const sources = sourcesOf(env, chains);
  const mayAsk = questionLimit(systemClock.monotonicMs);
  return async (request) => {
    const parsed = spotPricesSchema.safeParse(request);
    if (!parsed.success)
      return fail(
        'bad-request',
        parsed.error.issues
          .map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`)
          .join('; '),
      );
    const { chain: word, tokens } = parsed.data;
    const settings = chooseChain(env.chains, String(word));
    if (!settings.ok) return settings;
    const facts = settings.value.chain;
    const served = chains.get(facts.id);
    if (served === undefined || settings.value.rpcUrls.length === 0)
      return fail('not-configured', `${facts.name} can't be asked: no node of it is named.`);
    if (!mayAsk()) return fail('rate-limited', 'Too many prices are asked for: try again in a minute.');
    const head = await readHead(served.chain);
    if (!head.ok) return head;
    const block = head.value;
    const known = await knownOf(served, facts, { tokens, block });
    if (!known.ok) return known;
    const assets = known.value.flatMap(({ token, decimals }) =>
      decimals === null ? [] : [{ chainId: facts.id, token, symbol: '', decimals, feed: null }],
    );
    const prices = await agreed(sources, assets, block);
    return ok({
      ...{ chainId: facts.id, blockNumber: block.number.toString(), blockTimeSeconds: block.timeSeconds },
      prices: tokens.map((token) => priceDto(token, prices.get(token) ?? NO_TOKEN, block)),
    });
  };
};

// Each action is a bundle of its own; the process must still have one limit and one memory of answers.
const KEY = Symbol.for('1balancer.spot-prices');
const shared = globalThis as typeof globalThis & { [KEY]?: GetSpotPrices };

const wireSpotPrices = (): GetSpotPrices => {
  const env = readEnv();
  return openSpotPrices(env, logOf(env));
};

/** The same for a caller of the web; whoever isn't logged in is `unauthorised`. @throws {EnvError} */
export const spotPricesFor = async (caller: Caller, request: unknown): Promise<Result<SpotPricesDto>> => {
  if (caller.kind === 'anonymous') return fail('unauthorised', 'Prices are for those who have logged in.');
  shared[KEY] ??= wireSpotPrices();
  return shared[KEY](request);
};
