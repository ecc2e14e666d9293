import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { NOW, policyOf, snapshotOf } from '../../lib/engine/testing/builders.ts';
import type { SourcePrice } from '../../lib/ledger/price-source.ts';
import { checkedPrice } from '../bot/pricing.ts';
import { coingecko } from '../prices/coingecko.ts';
import { oneinchSpot } from '../prices/oneinch-spot.ts';
import { priceHttp } from '../prices/price-http.ts';
import { coingeckoFake } from '../prices/testing/coingecko-fake.ts';
import { type FakeService, type Reply, startFake } from '../prices/testing/fake-service.ts';
import { oneinchFake } from '../prices/testing/oneinch-fake.ts';
import { Secret } from '../secret.ts';

const ETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const DATE = new Date(NOW * 1_000).toUTCString();
const block = { number: 1n, hash: '0x01', timeSeconds: NOW } as const;

type Fault = Reply | 'reset' | 'silence' | null;
const reply = (body: string, status = 200, headers: Record<string, string> = {}): Reply => ({
  ...{ status, body, headers: { date: DATE, ...headers } },
});

/** What a client says of one token when its service answers so, and how often the service was asked. */
type Client = (fault: Fault) => Promise<{ readonly price: SourcePrice; readonly attempts: number }>;

const ENTRIES = {
  coingecko: { [ETH]: `{"usd":1,"last_updated_at":${NOW - 60}}` },
  oneinch: { [ETH]: '"1"' },
};

/** Who never answers is waited for briefly, everybody else for longer than a busy machine takes. */
const patienceMs = (fault: Fault): number => {
  const isEndless =
    fault === 'silence' || (typeof fault === 'object' && fault?.headers?.['content-length'] !== undefined);
  return isEndless ? 150 : 15_000;
};

const clientOf =
  (kind: 'coingecko' | 'oneinch'): Client =>
  async (fault) => {
    const judge =
      kind === 'coingecko' ? coingeckoFake(() => ENTRIES.coingecko) : oneinchFake(() => ENTRIES.oneinch);
    const fake: FakeService = await startFake((asked) => ({ headers: { date: DATE }, ...judge(asked) }));
    fake.fault.current = fault;
    const nowSeconds = () => NOW;
    const ask = priceHttp({
      name: kind === 'coingecko' ? 'coingecko' : '1inch',
      baseUrl: kind === 'coingecko' ? `${fake.baseUrl}/api/v3` : fake.baseUrl,
      key:
        kind === 'coingecko'
          ? { header: 'x-cg-demo-api-key', prefix: '', keys: [new Secret('demo-key')] }
          : { header: 'authorization', prefix: 'Bearer ', keys: [new Secret('inch-key')] },
      ...{ attemptTimeoutMs: patienceMs(fault), totalTimeoutMs: 60_000, sleep: async () => undefined },
      clock: { nowSeconds, monotonicMs: () => performance.now() },
    });
    const source = (kind === 'coingecko' ? coingecko : oneinchSpot)(ask, nowSeconds);
    const asset = { chainId: 1, token: ETH, symbol: 'WETH', feed: null } as const;
    const price = (await source([asset], block)).get(asset);
    const attempts = fake.asked.length;
    await fake.close();
    if (price === undefined) throw new Error('the source said nothing');
    return { price, attempts };
  };

/** What a tick decides for a portfolio out of its band whose first asset has this price and a feed that says one dollar. */
const decided = (price: SourcePrice): string => {
  const feed: SourcePrice = {
    ...{ source: 'chainlink', token: ETH, ok: true, usdE18: 10n ** 18n, updatedAtSeconds: NOW - 60 },
  };
  const policy = policyOf();
  const disagreementBpsMax = policy.limits.priceDisagreementBpsMax;
  const state = checkedPrice([feed, price], { sources: 2, disagreementBpsMax });
  const wishes = [
    { usd: 7_000, targetBps: 5_000, state },
    { usd: 3_000, targetBps: 5_000 },
  ];
  const { plan, assets } = decide(snapshotOf(wishes), policy);
  if (plan.kind === 'act') return 'trades';
  const { reason } = plan.hold;
  const why = assets.flatMap(({ hold }) => hold?.detail ?? []).join('; ');
  return `holds, \`${reason}\`${reason === 'prices-disagree' ? `: ${why}` : ''}`;
};

const gecko = (entry: string): Reply => reply(`{"${ETH}":${entry}}`);
const both = (answer: Fault) => ({ coingecko: answer, oneinch: answer });

/** What a service does, for each client where it says it in its own words. */
const FAULTS: readonly (readonly [
  name: string,
  does: { readonly coingecko: Fault; readonly oneinch: Fault },
])[] = [
  ['nothing wrong', both(null)],
  ['connection reset', both('reset')],
  ['no answer', both('silence')],
  ['a body that never ends', both(reply('{}', 200, { 'content-length': '99' }))],
  ['400', both(reply('{}', 400))],
  ['401', both(reply('{}', 401))],
  ['403', both(reply('{}', 403))],
  ['404', both(reply('{}', 404))],
  ['429', both(reply('{}', 429))],
  ['429, Retry-After: 90', both(reply('{}', 429, { 'retry-after': '90' }))],
  ['500', both(reply('{}', 500))],
  ['503, Retry-After: 2', both(reply('{}', 503, { 'retry-after': '2' }))],
  ['redirect', both(reply('', 302, { location: 'http://127.0.0.1:1/' }))],
  ['web page', both(reply('<html>', 200, { 'content-type': 'text/html' }))],
  ['half a JSON', both(reply('{"a":'))],
  ['half a million brackets', both(reply('['.repeat(500_000)))],
  ['two megabytes and more', both(reply(`{"a":"${'x'.repeat(2_000_001)}"}`))],
  ['a list', both(reply('[]'))],
  ['an object without the token', both(reply('{}'))],
  [
    'a price without its age',
    { coingecko: gecko('{"usd":1}'), oneinch: reply(`{"${ETH}":"1"}`, 200, { date: '' }) },
  ],
  [
    'a price 1,000 s old',
    {
      coingecko: gecko(`{"usd":1,"last_updated_at":${NOW - 1_000}}`),
      oneinch: reply(`{"${ETH}":"1"}`, 200, { age: '1000' }),
    },
  ],
  [
    'a price of tomorrow',
    {
      coingecko: gecko(`{"usd":1,"last_updated_at":${NOW + 86_400}}`),
      oneinch: reply(`{"${ETH}":"1"}`, 200, { date: new Date((NOW + 86_400) * 1_000).toUTCString() }),
    },
  ],
  ['a price of zero', { coingecko: gecko(`{"usd":0,"last_updated_at":${NOW}}`), oneinch: gecko('"0"') }],
  ['a price below zero', { coingecko: gecko(`{"usd":-1,"last_updated_at":${NOW}}`), oneinch: gecko('"-1"') }],
  ['a price in hex', { coingecko: gecko(`{"usd":"0x1","last_updated_at":${NOW}}`), oneinch: gecko('"0x1"') }],
  [
    'a price as the other kind',
    { coingecko: gecko(`{"usd":"1","last_updated_at":${NOW}}`), oneinch: gecko('1') },
  ],
  [
    'twice what the feeds say',
    { coingecko: gecko(`{"usd":2,"last_updated_at":${NOW}}`), oneinch: gecko('"2"') },
  ],
];

const said = ({ price, attempts }: Awaited<ReturnType<Client>>): string => {
  const words = price.ok
    ? 'a price'
    : price.detail.replace(
        /asked again from (\S+)/,
        (_, time) => `again after ${Date.parse(time) / 1_000 - NOW} s`,
      );
  return `${words}${attempts === 1 ? '' : ` (asked ${attempts} ×)`}`;
};

const row = async (name: string, does: (typeof FAULTS)[number][1]): Promise<string> => {
  const answers = [await clientOf('coingecko')(does.coingecko), await clientOf('oneinch')(does.oneinch)];
  const decisions = [...new Set(answers.map(({ price }) => decided(price)))];
  return `| ${[name, ...answers.map(said), decisions.join(' / ')].join(' | ')} |`;
};

describe('the fault table of docs/prices.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/prices.md'), 'utf8');
  const section = page.split('## When a node fails')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| '));

  it.each(FAULTS)('says of %s what is seen', async (name, does) => {
    expect(rows).toContain(await row(name, does));
  });

  it('names no fault that is not tried', () => {
    const named = rows.map((line) => line.split(' | ')[0]?.slice(2));
    expect(named).toEqual(['the service', ...FAULTS.map(([name]) => name)]);
  });

  it('is of a portfolio that trades when nothing is wrong, and never does otherwise', () => {
    expect(rows.filter((line) => line.includes('trades'))).toHaveLength(1);
  });
});
