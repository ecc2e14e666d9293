import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KNOWN_BY_ID } from '../../../lib/chains/known-chains.ts';
import { type FakeService, startFake } from '../../http/testing/fake-service.ts';
import { Secret } from '../../secret.ts';
import { coingecko } from '../coingecko.ts';
import { priceHttp } from '../price-http.ts';
import { pythHermes } from '../pyth-hermes.ts';
import { coingeckoFake } from './coingecko-fake.ts';
import { oneinchFake } from './oneinch-fake.ts';
import { pythFake } from './pyth-fake.ts';

const A = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const B = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const golden = JSON.parse(readFileSync(new URL('./golden-requests.json', import.meta.url), 'utf8'));

let gecko: FakeService;
let inch: FakeService;
let hermes: FakeService;
beforeAll(async () => {
  gecko = await startFake(coingeckoFake(() => ({})));
  inch = await startFake(oneinchFake(() => ({})));
  hermes = await startFake(pythFake(() => ({})));
});
afterAll(() => Promise.all([gecko.close(), inch.close(), hermes.close()]));

type Sent = {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
};
const statusOf = async (fake: FakeService, { path, ...init }: Sent): Promise<number> =>
  (await fetch(`${fake.baseUrl}${path}`, init)).status;

const PATH = '/api/v3/simple/token_price/ethereum';
const KEY = { 'x-cg-demo-api-key': 'demo-key' };
const RIGHT = `contract_addresses=${A}&vs_currencies=usd`;
const many = (count: number) =>
  Array.from({ length: count }, (_, n) => `0x${n.toString(16).padStart(40, '0')}`);
const gets = (query: string): Sent => ({ path: `${PATH}?${query}`, headers: KEY });
const GECKO: readonly Sent[] = [
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'].map((method) => ({ ...gets(RIGHT), method })),
  ...[
    '/',
    '/simple/token_price/ethereum',
    '/api/v2/simple/token_price/ethereum',
    `${PATH}/`,
    '/api/v3/simple/price',
    '/api/v3/simple/token_price',
  ].map((path) => ({ path: `${path}?${RIGHT}`, headers: KEY })),
  ...['eth', 'ETHEREUM', '1', 'mainnet'].map((platform) => ({
    path: `/api/v3/simple/token_price/${platform}?${RIGHT}`,
    headers: KEY,
  })),
  { path: `${PATH}?${RIGHT}` },
  { path: `${PATH}?${RIGHT}`, headers: { 'x-cg-demo-api-key': 'other' } },
  { path: `${PATH}?${RIGHT}`, headers: { 'x-cg-pro-api-key': 'demo-key' } },
  { path: `${PATH}?${RIGHT}`, headers: { ...KEY, 'x-cg-pro-api-key': 'demo-key' } },
  { path: `${PATH}?${RIGHT}`, headers: { authorization: 'Bearer demo-key' } },
  ...[
    '',
    'vs_currencies=usd',
    `contract_addresses=${A}`,
    'contract_addresses=&vs_currencies=usd',
    'contract_addresses=0x12&vs_currencies=usd',
    `contract_addresses=${A.slice(2)}&vs_currencies=usd`,
    `contract_addresses=${A},${A}&vs_currencies=usd`,
    `contract_addresses=${A},&vs_currencies=usd`,
    `contract_addresses=${A};${B}&vs_currencies=usd`,
    `contract_addresses=${many(101).join(',')}&vs_currencies=usd`,
    `contract_addresses=${A}&vs_currencies=`,
    `contract_addresses=${A}&vs_currencies=dollars`,
    `${RIGHT}&vs_currencies=usd`,
    `${RIGHT}&contract_addresses=${B}`,
    `${RIGHT}&precision=19`,
    `${RIGHT}&precision=-1`,
    `${RIGHT}&precision=all`,
    `${RIGHT}&include_last_updated_at=1`,
    `${RIGHT}&include_last_updated_at=yes`,
    `${RIGHT}&include_market_cap=TRUE`,
    `${RIGHT}&includeLastUpdatedAt=true`,
    `${RIGHT}&currency=usd`,
  ].map(gets),
];

const INCH = '/price/v1.1/1';
const BEARER = { authorization: 'Bearer inch-key', 'content-type': 'application/json' };
const GOOD = JSON.stringify({ tokens: [A], currency: 'USD' });
const posts = (body: string): Sent => ({ path: INCH, method: 'POST', headers: BEARER, body });
const ONEINCH: readonly Sent[] = [
  ...['PUT', 'DELETE', 'PATCH'].map((method) => ({ ...posts(GOOD), method })),
  { path: INCH, headers: BEARER },
  ...[
    '/',
    '/price/1',
    '/price/v1.0/1',
    '/price/v1.2/1',
    '/price/v1.1/',
    '/price/v1.1/ethereum',
    '/price/v1.1/31337',
    '/price/v1.1/0x1',
    `${INCH}/`,
    `${INCH}?currency=USD`,
  ].map((path) => ({ ...posts(GOOD), path })),
  ...[
    {},
    { authorization: 'inch-key' },
    { authorization: 'Bearer other' },
    { authorization: 'Basic inch-key' },
    { 'x-api-key': 'inch-key' },
  ].map((key) => ({ ...posts(GOOD), headers: { 'content-type': 'application/json', ...key } })),
  ...['text/plain', 'application/x-www-form-urlencoded'].map((type) => ({
    ...posts(GOOD),
    headers: { ...BEARER, 'content-type': type },
  })),
  ...[
    '',
    '{',
    '[]',
    'null',
    '"USD"',
    '{}',
    JSON.stringify({ tokens: [A] }),
    JSON.stringify({ currency: 'USD' }),
    JSON.stringify({ tokens: [], currency: 'USD' }),
    JSON.stringify({ tokens: A, currency: 'USD' }),
    JSON.stringify({ tokens: [1], currency: 'USD' }),
    JSON.stringify({ tokens: ['0x12'], currency: 'USD' }),
    JSON.stringify({ tokens: [A, null], currency: 'USD' }),
    JSON.stringify({ tokens: [A], currency: 'usd' }),
    JSON.stringify({ tokens: [A], currency: 1 }),
    JSON.stringify({ tokens: [A], currency: 'USD', decimals: 18 }),
    JSON.stringify({ tokens: many(101), currency: 'USD' }),
  ].map(posts),
];

const HERMES = '/hermes/v2/updates/price/latest';
const PYTH_KEY = { authorization: 'Bearer pyth-key' };
const [ID, OTHER] = ['0x'.concat('ab'.repeat(32)), '0x'.concat('cd'.repeat(32))];
const FINE = `ids[]=${ID}&parsed=true&ignore_invalid_price_ids=true`;
const asks = (query: string): Sent => ({ path: `${HERMES}?${query}`, headers: PYTH_KEY });
const PYTH: readonly Sent[] = [
  ...['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'].map((method) => ({ ...asks(FINE), method })),
  ...[
    '/',
    '/v2/updates/price/latest',
    '/hermes/v1/updates/price/latest',
    '/hermes/v2/updates/price',
    `${HERMES}/`,
    `${HERMES}/1700000000`,
    '/hermes/api/latest_price_feeds',
  ].map((path) => ({ path: `${path}?${FINE}`, headers: PYTH_KEY })),
  ...[
    {},
    { authorization: 'pyth-key' },
    { authorization: 'Bearer other' },
    { authorization: 'Basic pyth-key' },
    { 'x-api-key': 'pyth-key' },
  ].map((headers) => ({ path: `${HERMES}?${FINE}`, headers })),
  ...[
    '',
    'parsed=true',
    'ids[]=&parsed=true',
    'ids[]=ETH',
    'ids[]=0x12',
    `ids[]=${ID}0`,
    `ids[]=${ID.replace('a', 'g')}`,
    `ids[]=${ID},${OTHER}`,
    `ids=${ID}`,
    `ids[0]=${ID}`,
    `ids[]=${ID}&ids[]=${ID}&ignore_invalid_price_ids=true`,
    `ids[]=${ID}&ids[]=${ID.slice(2)}&ignore_invalid_price_ids=true`,
    `${FINE}&parsed=true`,
    `${FINE}&encoding=json`,
    `${FINE}&encoding=hex&encoding=hex`,
    `${FINE}&channel=fast`,
    `${FINE}&ignoreInvalidPriceIds=true`,
    `ids[]=${ID}&parsed=1&ignore_invalid_price_ids=true`,
    `ids[]=${ID}&parsed=yes&ignore_invalid_price_ids=true`,
    `ids[]=${ID}&ignore_invalid_price_ids=1`,
    `ids[]=${ID}`,
  ].map(asks),
];

const clock = { nowSeconds: () => 1, monotonicMs: () => performance.now() };
const AROUND = { attemptTimeoutMs: 10_000, totalTimeoutMs: 20_000, clock, sleep: async () => undefined };
const BLOCK = { number: 1n, hash: `0x${'0'.repeat(64)}`, timeSeconds: 1 } as const;
const asset = (token: typeof A | typeof B) => ({ chainId: 1, token, symbol: 'X', decimals: 18, feed: null });

describe('the fakes are as strict as the documents', () => {
  it.each(GECKO.map((sent, index) => [index, sent] as const))(
    'CoinGecko’s refuses malformed request %i',
    async (_, sent) => {
      expect(await statusOf(gecko, sent)).toBeGreaterThanOrEqual(400);
    },
  );
  it.each(ONEINCH.map((sent, index) => [index, sent] as const))(
    '1inch’s refuses malformed request %i',
    async (_, sent) => {
      expect(await statusOf(inch, sent)).toBeGreaterThanOrEqual(400);
    },
  );
  it.each(PYTH.map((sent, index) => [index, sent] as const))(
    'Pyth’s refuses malformed request %i',
    async (_, sent) => {
      expect(await statusOf(hermes, sent)).toBeGreaterThanOrEqual(400);
    },
  );
  it('at least thirty each, and takes the right ones', async () => {
    expect(Math.min(GECKO.length, ONEINCH.length, PYTH.length)).toBeGreaterThanOrEqual(30);
    expect(await statusOf(gecko, gets(RIGHT))).toBe(200);
    expect(await statusOf(inch, posts(GOOD))).toBe(200);
    expect(await statusOf(hermes, asks(FINE))).toBe(200);
  });
  it('the official CoinGecko client’s request is taken, and is ours in what matters', async () => {
    const { url, headers, method } = golden.coingecko;
    expect(await statusOf(gecko, { path: url, headers })).toBe(200);
    const key = { header: 'x-cg-demo-api-key', prefix: '', keys: [new Secret('demo-key')] };
    const ask = priceHttp({ name: 'coingecko', baseUrl: `${gecko.baseUrl}/api/v3`, key, ...AROUND });
    await coingecko(ask, KNOWN_BY_ID, () => 1)([asset(A), asset(B)], BLOCK);
    const ours = gecko.asked.at(-1);
    expect(`${ours?.url.pathname}${ours?.url.search}`).toBe(url);
    expect([ours?.method, ours?.headers['x-cg-demo-api-key']]).toEqual([
      method,
      headers['x-cg-demo-api-key'],
    ]);
  });
  it('so is the official Pyth client’s', async () => {
    const { url, headers, method } = golden.pyth;
    expect(await statusOf(hermes, { path: url, headers })).toBe(200);
    const key = { header: 'authorization', prefix: 'Bearer ', keys: [new Secret('pyth-key')] };
    const ask = priceHttp({ name: 'pyth', baseUrl: `${hermes.baseUrl}/hermes`, key, ...AROUND });
    await pythHermes(ask, KNOWN_BY_ID, () => 1)([asset(A), asset(B)], BLOCK);
    const ours = hermes.asked.at(-1);
    expect(`${ours?.url.pathname}${ours?.url.search}`).toBe(url);
    expect([ours?.method, ours?.headers.authorization]).toEqual([method, headers.authorization]);
  });
});
