import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KNOWN_BY_ID } from '../../../lib/chains/known-chains.ts';
import { decide } from '../../../lib/engine/decide.ts';
import { NOW, policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { SourcePrice } from '../../../lib/ledger/price-source.ts';
import { checkedPrice } from '../../bot/pricing.ts';
import { type FakeService, type Reply, startFake } from '../../http/testing/fake-service.ts';
import { coingecko } from '../../prices/coingecko.ts';
import { oneinchSpot } from '../../prices/oneinch-spot.ts';
import { priceHttp } from '../../prices/price-http.ts';
import { pythHermes } from '../../prices/pyth-hermes.ts';
import { coingeckoFake } from '../../prices/testing/coingecko-fake.ts';
import { oneinchFake } from '../../prices/testing/oneinch-fake.ts';
import { pythFake, pythPrice } from '../../prices/testing/pyth-fake.ts';
import { Secret } from '../../secret.ts';

const ETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';
const DATE = new Date(NOW * 1_000).toUTCString();
const block = { number: 1n, hash: '0x01', timeSeconds: NOW } as const;

type Fault = Reply | 'reset' | 'silence' | null;
const reply = (body: string, status = 200, headers: Record<string, string> = {}): Reply => ({
  ...{ status, body, headers: { date: DATE, ...headers } },
});

/** What a client says of one token when its service answers so, and how often the service was asked. */
type Client = (fault: Fault) => Promise<{ readonly price: SourcePrice; readonly attempts: number }>;

const ETH_ID = 'ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace';
const nowSeconds = () => NOW;

type Kind = 'coingecko' | 'oneinch' | 'pyth';

/** Each service with the client that asks it, both as they are configured. */
const SERVICES = {
  coingecko: {
    name: 'coingecko',
    path: '/api/v3',
    key: { header: 'x-cg-demo-api-key', prefix: '', keys: [new Secret('demo-key')] },
    fake: coingeckoFake(() => ({ [ETH]: `{"usd":1,"last_updated_at":${NOW - 60}}` })),
    source: coingecko,
  },
  oneinch: {
    name: '1inch',
    path: '',
    key: { header: 'authorization', prefix: 'Bearer ', keys: [new Secret('inch-key')] },
    fake: oneinchFake(() => ({ [ETH]: '"1"' })),
    source: oneinchSpot,
  },
  pyth: {
    name: 'pyth',
    path: '/hermes',
    key: { header: 'authorization', prefix: 'Bearer ', keys: [new Secret('pyth-key')] },
    fake: pythFake(() => ({ [ETH_ID]: pythPrice('1', NOW - 60) })),
    source: pythHermes,
  },
} as const;

/** Who never answers is waited for briefly, everybody else for longer than a busy machine takes. */
const patienceMs = (fault: Fault): number => {
  const isEndless =
    fault === 'silence' || (typeof fault === 'object' && fault?.headers?.['content-length'] !== undefined);
  return isEndless ? 150 : 15_000;
};

const clientOf =
  (kind: Kind): Client =>
  async (fault) => {
    const { name, path, key, fake: judge, source } = SERVICES[kind];
    const fake: FakeService = await startFake((asked) => ({ headers: { date: DATE }, ...judge(asked) }));
    fake.fault.current = fault;
    const ask = priceHttp({
      ...{ name, key, baseUrl: `${fake.baseUrl}${path}` },
      ...{ attemptTimeoutMs: patienceMs(fault), totalTimeoutMs: 60_000, sleep: async () => undefined },
      clock: { nowSeconds, monotonicMs: () => performance.now() },
    });
    const asset = { chainId: 1, token: ETH, symbol: 'WETH', decimals: 18, feed: null } as const;
    const price = (await source(ask, KNOWN_BY_ID, nowSeconds)([asset], block)).get(asset);
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

/** What a service does, for each client. */
type Does = Readonly<Record<Kind, Fault>>;

const byToken = (entry: string): Reply => reply(`{"${ETH}":${entry}}`);
const hermes = (price: string): Reply => reply(`{"parsed":[{"id":"${ETH_ID}","price":${price}}]}`);
/** The same price in each one's own words. */
const each = (usd: string): Does => ({
  coingecko: byToken(`{"usd":${usd},"last_updated_at":${NOW}}`),
  oneinch: byToken(`"${usd}"`),
  pyth: hermes(pythPrice(usd, NOW)),
});
const all = (answer: Fault): Does => ({ coingecko: answer, oneinch: answer, pyth: answer });

const FAULTS: readonly (readonly [name: string, does: Does])[] = [
  ['nothing wrong', all(null)],
  ['connection reset', all('reset')],
  ['no answer', all('silence')],
  ['a body that never ends', all(reply('{}', 200, { 'content-length': '99' }))],
  ['400', all(reply('{}', 400))],
  ['401', all(reply('{}', 401))],
  ['403', all(reply('{}', 403))],
  ['404', all(reply('{}', 404))],
  ['429', all(reply('{}', 429))],
  ['429, Retry-After: 90', all(reply('{}', 429, { 'retry-after': '90' }))],
  ['500', all(reply('{}', 500))],
  ['503, Retry-After: 2', all(reply('{}', 503, { 'retry-after': '2' }))],
  ['redirect', all(reply('', 302, { location: 'http://127.0.0.1:1/' }))],
  ['web page', all(reply('<html>', 200, { 'content-type': 'text/html' }))],
  ['half a JSON', all(reply('{"a":'))],
  ['half a million brackets', all(reply('['.repeat(500_000)))],
  ['two megabytes and more', all(reply(`{"a":"${'x'.repeat(2_000_001)}"}`))],
  ['a list', all(reply('[]'))],
  ['an answer without the token', { ...all(reply('{}')), pyth: reply('{"parsed":[]}') }],
  [
    'a price without its age',
    {
      coingecko: byToken('{"usd":1}'),
      oneinch: reply(`{"${ETH}":"1"}`, 200, { date: '' }),
      pyth: hermes('{"price":"1","conf":"0","expo":0}'),
    },
  ],
  [
    'a price 1,000 s old',
    {
      coingecko: byToken(`{"usd":1,"last_updated_at":${NOW - 1_000}}`),
      oneinch: reply(`{"${ETH}":"1"}`, 200, { age: '1000' }),
      pyth: hermes(pythPrice('1', NOW - 1_000)),
    },
  ],
  [
    'a price of tomorrow',
    {
      coingecko: byToken(`{"usd":1,"last_updated_at":${NOW + 86_400}}`),
      oneinch: reply(`{"${ETH}":"1"}`, 200, { date: new Date((NOW + 86_400) * 1_000).toUTCString() }),
      pyth: hermes(pythPrice('1', NOW + 86_400)),
    },
  ],
  ['a price of zero', each('0')],
  ['a price below zero', each('-1')],
  [
    'a price in hex',
    {
      coingecko: byToken(`{"usd":"0x1","last_updated_at":${NOW}}`),
      oneinch: byToken('"0x1"'),
      pyth: hermes(pythPrice('0x1', NOW)),
    },
  ],
  [
    'a price as the other kind',
    {
      coingecko: byToken(`{"usd":"1","last_updated_at":${NOW}}`),
      oneinch: byToken('1'),
      pyth: hermes(`{"price":1,"conf":"0","expo":0,"publish_time":${NOW}}`),
    },
  ],
  [
    'a scientific price as text',
    {
      coingecko: byToken(`{"usd":"1e0","last_updated_at":${NOW}}`),
      oneinch: byToken('"1e0"'),
      pyth: hermes(pythPrice('1e0', NOW)),
    },
  ],
  ['twice what the feeds say', each('2')],
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
  const answers = [
    await clientOf('coingecko')(does.coingecko),
    await clientOf('oneinch')(does.oneinch),
    await clientOf('pyth')(does.pyth),
  ];
  const decisions = [...new Set(answers.map(({ price }) => decided(price)))];
  return `| ${[name, ...answers.map(said), decisions.join(' / ')].join(' | ')} |`;
};

describe('the fault table of docs/prices.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/prices.md'), 'utf8');
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
