import { KNOWN_BY_ID } from '../lib/chains/known-chains.ts';
import type { PricedAsset, PriceSource } from '../lib/ledger/price-source.ts';
import { type FakeService, startFake } from '../services/http/testing/fake-service.ts';
import { coingecko } from '../services/prices/coingecko.ts';
import { priceHttp } from '../services/prices/price-http.ts';
import { coingeckoFake } from '../services/prices/testing/coingecko-fake.ts';
import { Secret } from '../services/secret.ts';
import { atLeast, atMost, type Benchmark } from './benchmark.ts';

const PORTFOLIOS = 10_000;
const ASSETS = 5;
const TOKENS_A_CHAIN = 50;
const CHAINS = [1, 8_453];

const nowSeconds = () => Math.floor(Date.now() / 1_000);
const block = () => ({ number: 1n, hash: `0x${'0'.repeat(64)}` as const, timeSeconds: nowSeconds() });
const tokenOf = (index: number) => `0x${index.toString(16).padStart(40, '0')}` as const;

const holdings = (portfolio: number): readonly PricedAsset[] =>
  Array.from({ length: ASSETS }, (_, index) => ({
    chainId: CHAINS[portfolio % CHAINS.length] ?? 1,
    token: tokenOf((portfolio * 7 + index * 11) % TOKENS_A_CHAIN),
    symbol: 'X',
    decimals: 18,
    feed: null,
  }));

const open = (fake: FakeService): PriceSource => {
  const key = { header: 'x-cg-demo-api-key', prefix: '', keys: [new Secret('demo-key')] };
  const clock = { nowSeconds, monotonicMs: () => performance.now() };
  const limits = { attemptTimeoutMs: 5_000, totalTimeoutMs: 12_000, clock, sleep: async () => undefined };
  return coingecko(
    priceHttp({ name: 'coingecko', baseUrl: `${fake.baseUrl}/api/v3`, key, ...limits }),
    KNOWN_BY_ID,
    nowSeconds,
  );
};

/** Requests and seconds of one way to ask, with how many assets got a price. */
const measure = async (fake: FakeService, ask: () => Promise<number>) => {
  const [before, startMs] = [fake.asked.length, performance.now()];
  const priced = await ask();
  return { priced, requests: fake.asked.length - before, seconds: (performance.now() - startMs) / 1_000 };
};

const pricedIn = (answers: Awaited<ReturnType<PriceSource>>): number =>
  [...answers.values()].filter(({ ok }) => ok).length;

const run = async () => {
  const entry = `{"usd":2500.5,"last_updated_at":${nowSeconds()}}`;
  const entries = Object.fromEntries(Array.from({ length: TOKENS_A_CHAIN }, (_, n) => [tokenOf(n), entry]));
  const fake = await startFake(coingeckoFake(() => entries));
  const fleet = Array.from({ length: PORTFOLIOS }, (_, portfolio) => holdings(portfolio));
  const batch = await measure(fake, async () => pricedIn(await open(fake)(fleet.flat(), block())));
  const single = await measure(fake, async () => {
    let priced = 0;
    for (const assets of fleet) priced += pricedIn(await open(fake)(assets, block()));
    return priced;
  });
  await fake.close();
  if (batch.priced !== PORTFOLIOS * ASSETS || single.priced !== batch.priced)
    throw new Error(`priced ${batch.priced} in a batch and ${single.priced} one by one`);
  const detail = `${PORTFOLIOS} portfolios × ${ASSETS} assets on ${CHAINS.length} chains, ${TOKENS_A_CHAIN} tokens each; 100 ids a request at most`;
  return [
    atMost('requests per source and chain', batch.requests / CHAINS.length, {
      goal: 1,
      unit: 'requests',
      detail,
    }),
    atLeast('fewer requests than one portfolio at a time', single.requests / batch.requests, {
      ...{ goal: 50, unit: '×' },
      detail: `${single.requests} against ${batch.requests}; ${single.seconds.toFixed(2)} s against ${batch.seconds.toFixed(2)} s`,
    }),
  ];
};

/** The prices of a whole fleet in one pass, beside one question per portfolio, both over HTTP. */
export const priceBatchBenchmark: Benchmark = { name: 'price-batch', run };
