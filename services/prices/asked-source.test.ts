import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KNOWN_BY_ID } from '../../lib/chains/known-chains.ts';
import type { PriceSource, SourcePrice } from '../../lib/ledger/price-source.ts';
import { type FakeService, type Reply, startFake } from '../http/testing/fake-service.ts';
import { Secret } from '../secret.ts';
import { coingecko } from './coingecko.ts';
import { oneinchSpot } from './oneinch-spot.ts';
import { type PriceService, priceHttp } from './price-http.ts';
import { pythHermes } from './pyth-hermes.ts';
import { coingeckoFake } from './testing/coingecko-fake.ts';
import { oneinchFake } from './testing/oneinch-fake.ts';
import { pythFake, pythPrice } from './testing/pyth-fake.ts';

const ETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2' as const;
const ETH_ID = 'ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace';
const ODD = '0x1111111111111111111111111111111111111111' as const;
const now = () => Math.floor(Date.now() / 1_000);
const block = () => ({ number: 1n, hash: `0x${'0'.repeat(64)}` as const, timeSeconds: now() });
const asset = (token: typeof ETH | typeof ODD, chainId = 1) => ({
  chainId,
  token,
  symbol: 'X',
  decimals: 18,
  feed: null,
});

let entries: Record<string, string> = {};
let gecko: FakeService;
let inch: FakeService;
let hermes: FakeService;
beforeAll(async () => {
  gecko = await startFake(coingeckoFake(() => entries));
  inch = await startFake(oneinchFake(() => entries));
  hermes = await startFake(pythFake(() => entries));
});
afterAll(() => Promise.all([gecko.close(), inch.close(), hermes.close()]));
beforeEach(() => {
  for (const fake of [gecko, inch, hermes]) {
    fake.asked.length = 0;
    fake.fault.current = null;
  }
});

/** Who never answers is waited for briefly, everybody else for longer than a busy machine takes. */
const patienceMs = (): number => {
  const isEndless = [gecko, inch, hermes].some(({ fault: { current } }) =>
    typeof current === 'object' ? current?.headers?.['content-length'] !== undefined : current === 'silence',
  );
  return isEndless ? 150 : 15_000;
};

const service = (part: Pick<PriceService, 'name' | 'baseUrl' | 'key'>) =>
  priceHttp({
    ...part,
    attemptTimeoutMs: patienceMs(),
    totalTimeoutMs: 60_000,
    clock: { nowSeconds: now, monotonicMs: () => performance.now() },
    sleep: async () => undefined,
  });
const secrets = (keys: readonly string[]) => keys.map((key) => new Secret(key));
const KINDS = {
  coingecko: {
    fake: () => gecko,
    key: 'demo-key',
    open: (keys: readonly string[], baseUrl = `${gecko.baseUrl}/api/v3`): PriceSource =>
      coingecko(
        service({
          name: 'coingecko',
          baseUrl,
          key: { header: 'x-cg-demo-api-key', prefix: '', keys: secrets(keys) },
        }),
        KNOWN_BY_ID,
        now,
      ),
    entryOf: (price: string) => ({ [ETH]: `{"usd":${price},"last_updated_at":${now()}}` }),
    empty: '{}',
  },
  '1inch': {
    fake: () => inch,
    key: 'inch-key',
    open: (keys: readonly string[], baseUrl = inch.baseUrl): PriceSource =>
      oneinchSpot(
        service({
          name: '1inch',
          baseUrl,
          key: { header: 'authorization', prefix: 'Bearer ', keys: secrets(keys) },
        }),
        KNOWN_BY_ID,
        now,
      ),
    entryOf: (price: string) => ({ [ETH]: `"${price}"` }),
    empty: '{}',
  },
  pyth: {
    fake: () => hermes,
    key: 'pyth-key',
    open: (keys: readonly string[], baseUrl = `${hermes.baseUrl}/hermes`): PriceSource =>
      pythHermes(
        service({
          name: 'pyth',
          baseUrl,
          key: { header: 'authorization', prefix: 'Bearer ', keys: secrets(keys) },
        }),
        KNOWN_BY_ID,
        now,
      ),
    entryOf: (price: string) => ({ [ETH_ID]: pythPrice(price, now()) }),
    empty: '{"parsed":[]}',
  },
} as const;

const priceOf = async (
  source: PriceSource,
  token: typeof ETH | typeof ODD = ETH,
): Promise<SourcePrice | undefined> => [...(await source([asset(token)], block())).values()][0];

const reply = (body: string, status = 200, headers = {}): Reply => ({ status, body, headers });
const FAULTS: readonly (readonly [
  name: string,
  fault: Reply | 'reset' | 'silence',
  attempts: number,
  says: RegExp,
])[] = [
  ['a reset connection', 'reset', 3, /cannot be reached/],
  ['silence', 'silence', 3, /no answer in time/],
  ['401', reply('{}', 401), 1, /refuses the key \(401\)/],
  ['403', reply('{}', 403), 1, /refuses the key \(403\)/],
  ['429', reply('{}', 429), 1, /wants fewer questions/],
  ['429 with Retry-After', reply('{}', 429, { 'retry-after': '90' }), 1, /asked again from/],
  ['404', reply('{}', 404), 1, /refuses the question/],
  ['500', reply('{}', 500), 3, /is in trouble \(500\)/],
  ['502 in HTML', reply('<html>', 502, { 'content-type': 'text/html' }), 3, /is in trouble \(502\)/],
  ['a redirect', reply('', 302, { location: 'http://127.0.0.1:1/' }), 1, /sends us elsewhere/],
  ['HTML', reply('<html>', 200, { 'content-type': 'text/html' }), 1, /answers no JSON/],
  ['truncated JSON', reply('{"a":'), 1, /malformed JSON/],
  ['a body cut off', reply('{}', 200, { 'content-length': '99' }), 3, /broke off|no answer in time/],
  ['two megabytes and more', reply(`{"a":"${'x'.repeat(2_000_001)}"}`), 1, /answers too much/],
  ['a list', reply('[]'), 1, /answers no object/],
  ['a number', reply('1'), 1, /answers no object/],
  ['nesting without end', reply('['.repeat(500_000)), 1, /malformed JSON/],
];

describe.each(Object.entries(KINDS))('%s as a price source', (name, kind) => {
  it.each([
    ['2500.12', 2_500_120_000_000_000_000_000n],
    ['0.123456789012345678', 123_456_789_012_345_678n],
  ])('reads %s to the last digit', async (text, usdE18) => {
    entries = kind.entryOf(text);
    expect(await priceOf(kind.open([kind.key]))).toMatchObject({ ok: true, source: name, usdE18 });
  });

  it.each(['0', '-1', '0x10', 'NaN', '1e99', ''])('has no price for %j', async (text) => {
    entries = kind.entryOf(text);
    expect(await priceOf(kind.open([kind.key]))).toMatchObject({ ok: false });
  });

  it('asks once for a token of many portfolios, and not again while the answer is fresh', async () => {
    entries = kind.entryOf('2500');
    const source = kind.open([kind.key]);
    const many = Array.from({ length: 1_000 }, () => asset(ETH));
    expect((await source(many, block())).size).toBe(1_000);
    await source(many, block());
    expect(kind.fake().asked).toHaveLength(1);
  });

  it('uses the next key when one is refused, and says which token it has no price for', async () => {
    entries = kind.entryOf('2500');
    const source = kind.open(['old-key', kind.key]);
    expect(await priceOf(source)).toMatchObject({ ok: true });
    expect(kind.fake().asked).toHaveLength(2);
    expect(await priceOf(source, ODD)).toMatchObject({ ok: false, fault: 'missing', token: ODD });
  });

  it('asks nobody about a chain the service does not know', async () => {
    const answers = await kind.open([kind.key])([asset(ETH, 31_337)], block());
    expect([...answers.values()]).toMatchObject([{ ok: false, fault: 'missing' }]);
    expect(kind.fake().asked).toHaveLength(0);
  });

  it('has none when nobody listens', async () => {
    expect(await priceOf(kind.open(['k'], 'http://127.0.0.1:1'))).toMatchObject({
      ok: false,
      fault: 'missing',
    });
  });

  it.each(FAULTS)(
    'meets %s with no price, a reason, and no more questions than it helps',
    async (_, fault, attempts, says) => {
      kind.fake().fault.current = fault;
      const answer = await priceOf(kind.open(['hidden-key']));
      expect(answer).toMatchObject({ ok: false, fault: 'missing', detail: expect.stringMatching(says) });
      expect(JSON.stringify(answer)).not.toContain('hidden-key');
      expect(kind.fake().asked).toHaveLength(attempts);
    },
  );

  it('has no price of an answer that names none', async () => {
    kind.fake().fault.current = reply(kind.empty);
    expect(await priceOf(kind.open([kind.key]))).toMatchObject({
      ...{ ok: false, fault: 'missing', detail: `${name} gives no price` },
    });
  });

  it('leaves a service alone that wants it', async () => {
    kind.fake().fault.current = reply('{}', 429, { 'retry-after': '90' });
    const source = kind.open([kind.key]);
    const refused = await priceOf(source);
    const wait = refused?.ok === false ? Number(refused.retryAtSeconds) - now() : 0;
    expect(wait).toBeGreaterThan(60);
    expect(wait).toBeLessThanOrEqual(90);
    kind.fake().fault.current = null;
    expect(await priceOf(source)).toMatchObject({ ok: false });
    expect(kind.fake().asked).toHaveLength(1);
  });
});

describe('the age of a price', () => {
  it.each([
    ['is missing', '{"usd":2500}', 'missing'],
    ['is a text', `{"usd":2500,"last_updated_at":"${now()}"}`, 'missing'],
    ['is old', `{"usd":2500,"last_updated_at":${now() - 1_000}}`, 'stale'],
    ['is to come', `{"usd":2500,"last_updated_at":${now() + 1_000}}`, 'absurd'],
  ])('that %s makes it none', async (_, entry, fault) => {
    entries = { [ETH]: entry };
    expect(await priceOf(KINDS.coingecko.open(['demo-key']))).toMatchObject({ ok: false, fault });
  });

  it('of 1inch is its answer’s, and old when the answer was kept on its way', async () => {
    inch.fault.current = reply(`{"${ETH}":"2500"}`, 200, { age: '1000' });
    expect(await priceOf(KINDS['1inch'].open(['inch-key']))).toMatchObject({ ok: false, fault: 'stale' });
  });
});

describe('what Pyth says of one price', () => {
  const price = (more: Record<string, unknown>) =>
    JSON.stringify({ price: '250000', conf: '2500', expo: -2, publish_time: now(), ...more });
  it.each([
    ['a hundredth unsure is one', {}, { ok: true, usdE18: 2_500n * 10n ** 18n }],
    ['more than that is none', { conf: '2501' }, { ok: false, fault: 'absurd' }],
    ['less than sure is none', { conf: '-1' }, { ok: false, fault: 'missing' }],
    ['that tells no confidence is none', { conf: undefined }, { ok: false, fault: 'missing' }],
    ['that tells it as a number is none', { conf: 1 }, { ok: false, fault: 'missing' }],
    ['as a number is none', { price: 250_000 }, { ok: false, fault: 'absurd' }],
    ['as a scientific text is none', { price: '25e4' }, { ok: false, fault: 'absurd' }],
    ['without an exponent is none', { expo: undefined }, { ok: false, fault: 'absurd' }],
    ['with an exponent of text is none', { expo: '-2' }, { ok: false, fault: 'absurd' }],
    ['beyond any sense is none', { expo: 12 }, { ok: false, fault: 'absurd' }],
    ['without a time is none', { publish_time: undefined }, { ok: false, fault: 'missing' }],
    ['with a time of text is none', { publish_time: `${now()}` }, { ok: false, fault: 'missing' }],
    ['of three minutes ago is none', { publish_time: now() - 180 }, { ok: false, fault: 'stale' }],
  ])('%s', async (_, more, answer) => {
    entries = { [ETH_ID]: price(more) };
    expect(await priceOf(KINDS.pyth.open(['pyth-key']))).toMatchObject(answer);
  });

  it('is passed over where its id is none of those that were asked for', async () => {
    hermes.fault.current = reply(
      `{"parsed":[{"id":"0x${ETH_ID.toUpperCase()}","price":${price({})}},{"id":7},null,5]}`,
    );
    expect(await priceOf(KINDS.pyth.open(['pyth-key']))).toMatchObject({ ok: false, fault: 'missing' });
  });

  it('that isn’t there at all is an answer that is refused', async () => {
    hermes.fault.current = reply('{"binary":{}}');
    expect(await priceOf(KINDS.pyth.open(['pyth-key']))).toMatchObject({
      detail: 'pyth answers no parsed prices',
    });
  });
});
