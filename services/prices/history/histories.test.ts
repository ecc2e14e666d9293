import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AskJson } from '../../http/ask-json.ts';
import { type FakeService, type Reply, startFake } from '../../http/testing/fake-service.ts';
import { Secret } from '../../secret.ts';
import { priceHttp } from '../price-http.ts';
import { binanceFake, type CloseOf, coinbaseFake, coingeckoHistoryFake } from '../testing/history-fakes.ts';
import { binanceHistory } from './binance-history.ts';
import { coinbaseHistory } from './coinbase-history.ts';
import { coingeckoHistory } from './coingecko-history.ts';
import { fetchDailyCloses } from './daily-closes.ts';

const DAY = 86_400;
/** 2023-11-15. */
const FIRST = 1_700_006_400;

/** What a bitcoin closed at on the day that begins then. */
let closeOf: CloseOf = () => null;
const told: CloseOf = (opensAt) => closeOf(opensAt);

const KINDS = {
  coinbase: {
    service: coinbaseHistory,
    fake: coinbaseFake(told),
    path: '',
    id: 'BTC-USD',
    key: null,
    days: 300,
  },
  binance: {
    service: binanceHistory,
    fake: binanceFake(told),
    path: '',
    id: 'BTCUSDT',
    key: null,
    days: 1_000,
  },
  coingecko: {
    service: coingeckoHistory,
    fake: coingeckoHistoryFake(told),
    path: '/api/v3',
    id: 'bitcoin',
    key: { header: 'x-cg-demo-api-key', prefix: '', keys: [new Secret('demo-key')] },
    days: 3_650,
  },
} as const;

const E18 = 10n ** 18n;
const reply = (body: string, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  body,
  headers,
});

describe.each(Object.entries(KINDS))('%s as a source of histories', (name, kind) => {
  let fake: FakeService;
  const waits: number[] = [];
  beforeAll(async () => {
    fake = await startFake(kind.fake);
  });
  afterAll(() => fake.close());
  beforeEach(() => {
    closeOf = () => '1.5';
    fake.asked.length = 0;
    fake.fault.current = null;
    waits.length = 0;
  });
  const asker = (baseUrl = `${fake.baseUrl}${kind.path}`, attemptTimeoutMs = 15_000): AskJson =>
    priceHttp({
      ...{ name, baseUrl, key: kind.key, attemptTimeoutMs, totalTimeoutMs: 60_000 },
      clock: { nowSeconds: () => FIRST, monotonicMs: () => performance.now() },
      sleep: async (ms) => waits.push(ms),
    });
  const fetchDays = (days: number, { ask = asker(), id = kind.id as string } = {}) =>
    fetchDailyCloses(kind.service, ask, { id, fromSeconds: FIRST, toSeconds: FIRST + days * DAY });

  it('tells each day’s close to the last digit, known at the day’s end, oldest first', async () => {
    closeOf = (opensAt) => (opensAt === FIRST ? '0.123456789012345678' : '43210.1');
    expect(await fetchDays(2)).toEqual({
      ok: true,
      value: [
        { knownAtSeconds: FIRST + DAY, priceUsdE18: 123_456_789_012_345_678n },
        { knownAtSeconds: FIRST + 2 * DAY, priceUsdE18: 43_210n * E18 + E18 / 10n },
      ],
    });
  });

  it('gives every day once, in as many questions as the service takes', async () => {
    const days = kind.days * 2 + 1;
    const closes = await fetchDays(days);
    if (!closes.ok) throw new Error(closes.error.message);
    expect(closes.value.map(({ knownAtSeconds }) => (knownAtSeconds - FIRST) / DAY)).toEqual(
      Array.from({ length: days }, (_, index) => index + 1),
    );
    expect(fake.asked).toHaveLength(3);
  });

  it('leaves out days without a price, and days that aren’t over', async () => {
    closeOf = (opensAt) => (opensAt === FIRST + DAY ? null : '2');
    const closes = await fetchDailyCloses(kind.service, asker(), {
      ...{ id: kind.id, fromSeconds: FIRST - 5, toSeconds: FIRST + 3 * DAY + 100 },
    });
    expect(closes.ok && closes.value.map(({ knownAtSeconds }) => knownAtSeconds)).toEqual([
      FIRST + DAY,
      FIRST + 3 * DAY,
    ]);
  });

  it('asks nobody about no day', async () => {
    expect(await fetchDays(0)).toEqual({ ok: true, value: [] });
    expect(fake.asked).toHaveLength(0);
  });

  it('says that an asset is unknown', async () => {
    expect(await fetchDays(1, { id: 'NONE' })).toMatchObject({ ok: false, error: { code: 'asset-unknown' } });
  });

  it('comes through a busy service that says when to ask again, and through two faults in a row', async () => {
    let refusals = 2;
    const busy = await startFake((asked) =>
      refusals-- > 0 ? reply('{}', 429, { 'retry-after': '7' }) : kind.fake(asked),
    );
    expect(await fetchDays(1, { ask: asker(`${busy.baseUrl}${kind.path}`) })).toMatchObject({ ok: true });
    await busy.close();
    expect(waits).toEqual([7_000, 7_000]);
    let faults = 2;
    const shaky = await startFake((asked) => (faults-- > 0 ? reply('', 502) : kind.fake(asked)));
    expect(await fetchDays(1, { ask: asker(`${shaky.baseUrl}${kind.path}`) })).toMatchObject({ ok: true });
    await shaky.close();
  });

  it.each<[string, Reply | 'reset' | 'silence', string, number]>([
    ['reset', 'reset', 'prices-unavailable', 3],
    ['silence', 'silence', 'prices-unavailable', 3],
    ['429', reply('{}', 429), 'prices-limited', 1],
    ['429 for two minutes', reply('{}', 429, { 'retry-after': '120' }), 'prices-limited', 1],
    ['500', reply('{}', 500), 'prices-unavailable', 3],
    ['a redirect', reply('', 302, { location: 'http://127.0.0.1:1/' }), 'prices-malformed', 1],
    ['a web page', reply('<html>', 200, { 'content-type': 'text/html' }), 'prices-malformed', 1],
    ['half a JSON', reply('[[1,'), 'prices-malformed', 1],
    ['two megabytes', reply(`["${'x'.repeat(2_000_001)}"]`), 'prices-malformed', 1],
    ['a number', reply('7'), 'prices-malformed', 1],
    ['a list of numbers', reply('[1,2]'), 'prices-malformed', 1],
    ['an object without prices', reply('{"a":[]}'), 'prices-malformed', 1],
    ['short rows', reply('{"prices":[[1700006400000]]}'), 'prices-malformed', 1],
  ])('meets %s by name, and with no more attempts than help', async (_, fault, code, attempts) => {
    fake.fault.current = fault;
    const closes = await fetchDays(1, { ask: asker(undefined, fault === 'silence' ? 150 : 15_000) });
    expect(closes).toMatchObject({ ok: false, error: { code } });
    expect(fake.asked).toHaveLength(attempts);
  });

  it.each(['0', '-1', '"x"', 'null', '1e99'])('has no history with a close of %s in it', async (close) => {
    closeOf = (opensAt) => (opensAt === FIRST + DAY ? close : '2');
    expect(await fetchDays(3)).toMatchObject({ ok: false });
  });
});

const HEX = '0x64';
type Sent = { readonly path: string; readonly method?: string; readonly headers?: Record<string, string> };
const queriesOf = (
  right: Readonly<Record<string, string>>,
  wrong: readonly (readonly [string, string])[],
) => [
  ...Object.keys(right).map((left) =>
    new URLSearchParams(Object.entries(right).filter(([name]) => name !== left)).toString(),
  ),
  ...wrong.map(([name, value]) => new URLSearchParams({ ...right, [name]: value }).toString()),
  ...Object.entries(right).map(([name, value]) => `${new URLSearchParams(right)}&${name}=${value}`),
];
const METHODS = ['POST', 'PUT', 'DELETE', 'PATCH', 'HEAD'];
const requestsOf = (
  { path, headers = {} }: Sent,
  right: Readonly<Record<string, string>>,
  wrong: { readonly queries: readonly string[]; readonly paths: readonly string[] },
): readonly Sent[] => {
  const query = new URLSearchParams(right).toString();
  return [
    ...METHODS.map((method) => ({ path: `${path}?${query}`, headers, method })),
    ...wrong.paths.map((other) => ({ path: `${other}?${query}`, headers })),
    ...wrong.queries.map((other) => ({ path: `${path}?${other}`, headers })),
  ];
};

const COINBASE = { granularity: '86400', start: '2023-11-15T00:00:00.000Z', end: '2023-11-16T00:00:00.000Z' };
const BINANCE = {
  symbol: 'BTCUSDT',
  interval: '1d',
  startTime: '1700006400000',
  endTime: '1700092799999',
  limit: '1000',
};
const GECKO = {
  vs_currency: 'usd',
  from: '1700006400',
  to: '1700092800',
  interval: 'daily',
  precision: 'full',
};
const GECKO_PATH = '/api/v3/coins/bitcoin/market_chart/range';
const GECKO_KEY = { 'x-cg-demo-api-key': 'demo-key' };

/** The right request of each, and those that its documents don't allow. */
const ASKED = {
  coinbase: [
    { path: `/products/BTC-USD/candles?${new URLSearchParams(COINBASE)}` },
    requestsOf({ path: '/products/BTC-USD/candles' }, COINBASE, {
      paths: [
        '/',
        '/products/BTC/candles',
        '/products/BTCUSD/candles',
        '/products/BTC-USD/candle',
        '/product/BTC-USD/candles',
        '/products/BTC-USD/candles/',
      ],
      queries: queriesOf(COINBASE, [
        ['granularity', '1'],
        ['granularity', '86401'],
        ['granularity', 'day'],
        ['granularity', '60'],
        ['granularity', HEX],
        ['start', '1700006400'],
        ['start', '2023-11-15'],
        ['start', ''],
        ['end', 'now'],
        ['end', '2023-11-14T00:00:00.000Z'],
        ['end', '2025-11-14T00:00:00.000Z'],
        ['limit', '5'],
        ['product', 'BTC'],
        ['START', '1'],
      ]),
    }),
  ],
  binance: [
    { path: `/api/v3/klines?${new URLSearchParams(BINANCE)}` },
    requestsOf({ path: '/api/v3/klines' }, BINANCE, {
      paths: ['/', '/api/v1/klines', '/api/v3/kline', '/klines', '/api/v3/klines/', '/api/v3/uiKlines'],
      queries: queriesOf(BINANCE, [
        ['symbol', 'BTC-USDT'],
        ['symbol', 'btcusdt'],
        ['symbol', ''],
        ['interval', '1D'],
        ['interval', '86400'],
        ['interval', 'day'],
        ['startTime', '1700006400'],
        ['startTime', '2023-11-15'],
        ['startTime', HEX],
        ['endTime', '1600006400000'],
        ['endTime', ''],
        ['limit', '0'],
        ['limit', '1001'],
        ['limit', '-1'],
        ['limit', 'all'],
        ['start', '1'],
      ]).filter((query) => query.includes('limit=')),
    }),
  ],
  coingecko: [
    { path: `${GECKO_PATH}?${new URLSearchParams(GECKO)}`, headers: GECKO_KEY },
    [
      ...[{}, { 'x-cg-demo-api-key': 'x' }, { 'x-cg-pro-api-key': 'demo-key' }].map((headers) => ({
        ...{ path: `${GECKO_PATH}?${new URLSearchParams(GECKO)}`, headers },
      })),
      ...requestsOf({ path: GECKO_PATH, headers: GECKO_KEY }, GECKO, {
        paths: [
          '/',
          GECKO_PATH.slice(7),
          GECKO_PATH.replace('v3', 'v2'),
          `${GECKO_PATH}/`,
          GECKO_PATH.replace('bitcoin', 'BTC'),
          GECKO_PATH.slice(0, -6),
        ],
        queries: queriesOf(GECKO, [
          ['vs_currency', 'dollars'],
          ['vs_currency', ''],
          ['from', '1700006400000'],
          ['from', '2023'],
          ['from', HEX],
          ['to', ''],
          ['to', '1600006400'],
          ['interval', '1d'],
          ['interval', '5m'],
          ['precision', '19'],
          ['precision', 'all'],
          ['days', '1'],
        ]).filter((query) => query.includes('precision=')),
      }),
    ],
  ],
} as const;

describe.each(Object.entries(ASKED))('the fake of %s', (name, [right, wrong]) => {
  const kind = KINDS[name as keyof typeof KINDS];
  let fake: FakeService;
  beforeAll(async () => {
    fake = await startFake(kind.fake);
  });
  afterAll(() => fake.close());
  const statusOf = async ({ path, ...init }: Sent) => (await fetch(`${fake.baseUrl}${path}`, init)).status;

  it('takes the right request, and knows thirty wrong ones', async () => {
    expect(await statusOf(right)).toBe(200);
    expect(wrong.length).toBeGreaterThanOrEqual(30);
  });
  it.each(wrong.map((sent, index) => [index, sent] as const))(
    'refuses malformed request %i',
    async (_, sent) => {
      expect(await statusOf(sent)).toBeGreaterThanOrEqual(400);
    },
  );
});

/** A question without its order: clients write their parameters in whichever they like. */
const partsOf = (pathAndQuery: string) => {
  const url = new URL(pathAndQuery, 'http://any.example');
  return [url.pathname, [...url.searchParams].sort()];
};

it.each([
  ['CoinGecko', coingeckoHistory, KINDS.coingecko, 'bitcoin', 'coingeckoHistory', '/api/v3'],
  ['Binance', binanceHistory, KINDS.binance, 'BTCUSDT', 'binanceHistory', ''],
  ['Coinbase', coinbaseHistory, KINDS.coinbase, 'BTC-USD', 'coinbaseHistory', ''],
] as const)(
  'the official %s client’s request for a history is taken, and is ours',
  async (_name, history, { fake: judge }, id, key, root) => {
    const path = new URL('../testing/golden-requests.json', import.meta.url);
    const golden = JSON.parse(readFileSync(path, 'utf8'))[key];
    const fake = await startFake(judge);
    expect((await fetch(`${fake.baseUrl}${golden.url}`, { headers: golden.headers })).status).toBe(200);
    const ours = history.pathOf({ id, fromSeconds: 1_700_006_400, toSeconds: 1_700_092_800 });
    await fake.close();
    expect(partsOf(`${root}${ours}`)).toEqual(partsOf(golden.url));
  },
);
