import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FakeService, type Reply, startFake } from '../../http/testing/fake-service.ts';
import { Secret } from '../../secret.ts';
import { priceHttp } from '../price-http.ts';
import { binanceFake, coinbaseFake, coingeckoHistoryFake } from '../testing/history-fakes.ts';
import { binanceHistory } from './binance-history.ts';
import { coinbaseHistory } from './coinbase-history.ts';
import { coingeckoHistory } from './coingecko-history.ts';
import { fetchDailyCloses } from './daily-closes.ts';

const DAY = 86_400;
/** 2023-11-15. */
const FIRST = 1_700_006_400;
const KEY = { header: 'x-cg-demo-api-key', prefix: '', keys: [new Secret('demo-key')] };

const SERVICES = [
  {
    name: 'coinbase',
    history: coinbaseHistory,
    fake: coinbaseFake(() => '1.5'),
    id: 'BTC-USD',
    path: '',
    key: null,
  },
  {
    name: 'binance',
    history: binanceHistory,
    fake: binanceFake(() => '1.5'),
    id: 'BTCUSDT',
    path: '',
    key: null,
  },
  {
    ...{ name: 'coingecko', history: coingeckoHistory, fake: coingeckoHistoryFake(() => '1.5') },
    ...{ id: 'bitcoin', path: '/api/v3', key: KEY },
  },
] as const;

type Fault = Reply | 'reset' | 'silence' | null;
const reply = (body: string, status = 200, headers: Record<string, string> = {}): Reply => ({
  ...{ status, body, headers },
});
const FAULTS: readonly (readonly [name: string, fault: Fault])[] = [
  ['nothing wrong', null],
  ['connection reset', 'reset'],
  ['no answer', 'silence'],
  ['a body that never ends', reply('{}', 200, { 'content-length': '99' })],
  ['400', reply('{}', 400)],
  ['401', reply('{}', 401)],
  ['404', reply('{}', 404)],
  ['429', reply('{}', 429)],
  ['429, Retry-After: 90', reply('{}', 429, { 'retry-after': '90' })],
  ['500', reply('{}', 500)],
  ['redirect', reply('', 302, { location: 'http://127.0.0.1:1/' })],
  ['web page', reply('<html>', 200, { 'content-type': 'text/html' })],
  ['half a JSON', reply('[[1,')],
  ['two megabytes and more', reply(`["${'x'.repeat(2_000_001)}"]`)],
  ['another form', reply('{"a":1}')],
];

const patienceMs = (fault: Fault): number =>
  fault === 'silence' || (typeof fault === 'object' && fault?.headers?.['content-length'] !== undefined)
    ? 500
    : 15_000;

/** What asking for one day comes to, and how often the service was asked. */
const said = async (
  { name, history, fake: judge, id, path, key }: (typeof SERVICES)[number],
  fault: Fault,
) => {
  const fake: FakeService = await startFake(judge);
  fake.fault.current = fault;
  const ask = priceHttp({
    ...{ name, key, baseUrl: `${fake.baseUrl}${path}`, sleep: async () => undefined },
    ...{ attemptTimeoutMs: patienceMs(fault), totalTimeoutMs: 60_000 },
    clock: { nowSeconds: () => FIRST, monotonicMs: () => performance.now() },
  });
  const closes = await fetchDailyCloses(history, ask, { id, fromSeconds: FIRST, toSeconds: FIRST + DAY });
  const attempts = fake.asked.length;
  await fake.close();
  const words = closes.ok
    ? `${closes.value.length} close`
    : `\`${closes.error.code}\`: ${closes.error.message}`;
  return `${words}${attempts === 1 ? '' : ` (asked ${attempts} ×)`}`;
};

const row = async (name: string, fault: Fault): Promise<string> => {
  const cells: string[] = [];
  for (const service of SERVICES) cells.push(await said(service, fault));
  return `| ${[name, ...cells].join(' | ')} |`;
};

describe('the table of histories’ faults in docs/prices.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/prices.md'), 'utf8');
  const rows = (page.split('## When a history can’t be fetched')[1] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('| '));

  it.each(FAULTS)('says of %s what is seen', async (name, fault) => {
    expect(rows).toContain(await row(name, fault));
  });

  it('names no fault that is not tried', () =>
    expect(rows.map((line) => line.split(' | ')[0]?.slice(2))).toEqual([
      'the service',
      ...FAULTS.map(([name]) => name),
    ]));
});
