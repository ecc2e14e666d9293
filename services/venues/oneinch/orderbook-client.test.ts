import {
  Address,
  Api,
  FetchProviderConnector,
  LimitOrderWithFee,
  MakerTraits,
  Sdk,
} from '@1inch/limit-order-sdk';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { feeTakerExtension } from '../../../lib/orders/fee-taker-extension.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { type OrderbookFake, startOrderbookFake } from '../../../stack/oneinch/orderbook-fake.ts';
import { feeTakerTermsOf } from './fee-info.ts';
import { orderbookClient } from './orderbook-client.ts';
import { asSent } from './same-order.ts';
import {
  askAt,
  BUY,
  CHAIN_ID,
  FEE_INFO,
  FEE_TAKER,
  KEY,
  NOW,
  PORTFOLIO,
  SELL,
  signedWith,
} from './testing/orderbook-world.ts';

const BOUNDS = { maker: PORTFOLIO, feeTaker: FEE_TAKER };
const PAIR = { makerAsset: SELL, takerAsset: BUY, makerAmount: 1_000n, takerAmount: 2_000n };
const PATH = `/orderbook/v4.1/${CHAIN_ID}`;

let fake: OrderbookFake;
beforeAll(async () => {
  const terms = { chainId: CHAIN_ID, key: KEY, info: FEE_INFO, nowSeconds: () => NOW };
  fake = await startOrderbookFake(terms);
});
afterAll(() => fake?.close());
beforeEach(() => {
  fake.fault.current = null;
  fake.info.current = FEE_INFO;
  fake.asked.length = 0;
});

const client = () => orderbookClient(askAt(fake.baseUrl), CHAIN_ID);
const termsNow = async () => {
  const terms = await client().feeTerms(PAIR, BOUNDS);
  if (!terms.ok) throw new Error(terms.error.message);
  return terms.value;
};
const orderOf = async (name: string): Promise<OrderBody> => signedWith(name, await termsNow());

describe('the official SDK, which the fake takes every request of', () => {
  const account = privateKeyToAccount(`0x${'42'.repeat(32)}`);
  const config = () => ({
    ...{ networkId: CHAIN_ID, authKey: KEY, baseUrl: `${fake.baseUrl}/orderbook/v4.1` },
    httpConnector: new FetchProviderConnector(),
  });
  const info = {
    makerAsset: new Address(SELL),
    takerAsset: new Address(BUY),
    makingAmount: 1_000n,
    takingAmount: 2_000n,
    maker: new Address(account.address),
  };
  const create = async () => {
    const traits = MakerTraits.default()
      .withExpiration(BigInt(NOW + 600))
      .allowPartialFills()
      .allowMultipleFills();
    const order = await new Sdk(config()).createOrder(info, traits);
    const { domain, types, message } = order.getTypedData(CHAIN_ID);
    const signature = await account.signTypedData({
      ...{ domain: { ...domain, verifyingContract: domain.verifyingContract as `0x${string}` } },
      ...{ types: { Order: types.Order }, primaryType: 'Order', message },
    } as never);
    return { order, signature };
  };

  it('submits, lists, finds; and ours asks for the same in the same words', async () => {
    const { order, signature } = await create();
    await new Sdk(config()).submitOrder(order, signature);
    const api = new Api(config());
    const hash = order.getOrderHash(CHAIN_ID);
    expect((await api.getOrderByHash(hash)).orderHash).toBe(hash);
    const listed = await api.getOrdersByMaker(info.maker, { statuses: [1, 2] });
    expect(listed.items.map(({ orderHash }) => orderHash)).toEqual([hash]);
    expect((await api.getAllOrders({ makerAsset: info.makerAsset }, 'makerRate')).items).toHaveLength(1);
    const theirs = fake.asked.splice(0);

    const body = await orderOf('ours beside the SDK’s');
    expect(await client().submit(body)).toEqual({ ok: true, value: { taken: true } });
    await client().find(hash as `0x${string}`);
    await client().listLive(account.address);
    const ours = fake.asked.splice(0);
    const form = ({ method, url }: (typeof ours)[number]) => `${method} ${url.pathname.toLowerCase()}`;
    expect(ours.map(form)).toEqual(theirs.slice(0, 4).map(form));
    const [asked, , , listing] = ours;
    expect(asked?.url.search).toBe(theirs[0]?.url.search);
    expect([...(listing?.url.searchParams ?? [])]).toEqual([...(theirs[3]?.url.searchParams ?? [])]);
    const fields = (text = '{}'): unknown => {
      const { data, ...rest } = JSON.parse(text);
      return [
        Object.keys(rest).sort(),
        Object.entries(data)
          .map(([name, value]) => [name, typeof value])
          .sort(),
      ];
    };
    expect(fields(ours[1]?.body)).toEqual(fields(theirs[1]?.body));
    expect(ours[1]?.headers.authorization).toBe(theirs[1]?.headers.authorization);
  });

  it.each([
    ['of both fees', {}],
    ['of 1inch alone', { integratorFeeBps: 0 }],
    ['without a discount', { whitelistDiscountPercent: 0 }],
    ['of nobody in particular', { whitelist: {} }],
  ])('makes the same of fee terms %s as we do, but for the tail', async (_, more) => {
    fake.info.current = { ...FEE_INFO, ...more };
    const { order } = await create();
    if (!(order instanceof LimitOrderWithFee)) throw new Error('no fee');
    const ours = feeTakerExtension(await termsNow());
    const { makingAmountData, takingAmountData, postInteraction } = order.extension;
    for (const part of [makingAmountData, takingAmountData, postInteraction])
      expect(ours).toContain(part.slice(2).toLowerCase());
    expect(ours.slice(2).length / 2).toBe(order.extension.encode().slice(2).length / 2 + 20);
  });
});

describe('our client', () => {
  it('carries fee terms over verbatim', async () => {
    expect(await termsNow()).toEqual({
      ...{ feeTaker: FEE_TAKER, maker: PORTFOLIO },
      integratorFeeRecipient: FEE_INFO.integratorFeeReceiver,
      protocolFeeRecipient: FEE_INFO.protocolFeeReceiver,
      ...{ integratorFeeE5: 30, integratorSharePercent: 80, resolverFeeE5: 50 },
      whitelistDiscountNumeratorPercent: 50,
      whitelist: Object.values(FEE_INFO.whitelist),
    });
  });

  it('finds what it has submitted, whole and as it was sent, and nothing else', async () => {
    const body = await orderOf('found again');
    expect(await client().find(body.orderHash)).toEqual({ ok: true, value: null });
    await client().submit(body);
    const found = await client().find(body.orderHash);
    if (!found.ok || found.value === null) throw new Error('not found');
    expect(found.value).toMatchObject({ isLive: true, remainingMakerAmount: 1_000n });
    expect(asSent(body, found.value)).toMatchObject({ ok: true });
    fake.fill(body.orderHash, 400n);
    expect(await client().find(body.orderHash)).toMatchObject({
      value: { isLive: true, remainingMakerAmount: 600n },
    });
    fake.fill(body.orderHash, 600n);
    expect(await client().find(body.orderHash)).toMatchObject({
      value: { isLive: false, orderInvalidReason: 'order filled' },
    });
  });

  it('hears that an order is there already as a refusal, whose words are cut down', async () => {
    const body = await orderOf('twice');
    await client().submit(body);
    expect(await client().submit(body)).toEqual({
      ok: true,
      value: { taken: false, why: 'order already exists' },
    });
    fake.fault.current = {
      ...{ status: 400, body: JSON.stringify({ description: `<script>\n${'x'.repeat(5_000)}` }) },
    };
    const refused = await client().submit(body);
    if (!refused.ok || refused.value.taken) throw new Error('taken');
    expect(refused.value.why).toMatch(/^script x+$/);
    expect(refused.value.why.length).toBeLessThanOrEqual(160);
  });

  it('lists every page of a maker', async () => {
    const terms = await termsNow();
    for (let n = 0; n < 230; n += 1) await client().submit(await signedWith(`page ${n}`, terms));
    fake.asked.length = 0;
    const listed = await client().listLive(PORTFOLIO);
    if (!listed.ok) throw new Error(listed.error.message);
    const hashes = new Set(listed.value.map(({ orderHash }) => orderHash));
    expect(hashes.size).toBeGreaterThanOrEqual(230);
    expect(fake.asked.length).toBe(Math.ceil(hashes.size / 100));
  });

  it('asks again where an answer was lost, and a second order comes of none of it', async () => {
    const body = await orderOf('accepted with 500');
    fake.fault.current = 'takes-and-fails';
    expect(await client().submit(body)).toMatchObject({ ok: false, error: { code: 'venue-unavailable' } });
    fake.fault.current = null;
    expect(await client().find(body.orderHash)).toMatchObject({ value: { isLive: true } });
    expect(fake.shown().filter((hash) => hash === body.orderHash)).toHaveLength(1);
  });

  it('waits as long as it is told to, and not for longer than there is time', async () => {
    const waited: number[] = [];
    const slow = await startOrderbookFake({
      ...{ chainId: CHAIN_ID, key: KEY, info: FEE_INFO, perSecond: 1, nowSeconds: () => NOW },
    });
    try {
      const sleep = (ms: number) => {
        waited.push(ms);
        return new Promise((done) => setTimeout(done, ms));
      };
      const limited = orderbookClient(askAt(slow.baseUrl, { sleep }), CHAIN_ID);
      expect(await limited.feeTerms(PAIR, BOUNDS)).toMatchObject({ ok: true });
      expect(await limited.feeTerms(PAIR, BOUNDS)).toMatchObject({ ok: true });
      expect(waited).toEqual([expect.any(Number)]);
      expect(waited[0]).toBeGreaterThanOrEqual(1_000);
    } finally {
      await slow.close();
    }
  });

  it('asks when its turn comes, and nothing where that is too late', async () => {
    const waits: number[] = [];
    const turns = [0, 700, 90_000];
    const ask = askAt(fake.baseUrl, {
      takeTurn: async () => ({ ok: true, value: turns.shift() ?? 0 }),
      sleep: async (ms) => waits.push(ms),
    });
    const inTurn = orderbookClient(ask, CHAIN_ID);
    for (const expected of [true, true, false])
      expect((await inTurn.feeTerms(PAIR, BOUNDS)).ok).toBe(expected);
    expect(waits).toEqual([700]);
    expect(fake.asked).toHaveLength(2);
  });
});

describe('an answer that is not what it should be', () => {
  const ROUTER = `0x${'66'.repeat(20)}`;
  it.each([
    ['another contract takes the fee', { extensionAddress: ROUTER }, 'venue-router-changed'],
    ['no contract', { extensionAddress: undefined }, 'venue-malformed'],
    ['a fee in text', { feeBps: '5' }, 'venue-malformed'],
    ['a fee below zero', { feeBps: -1 }, 'venue-malformed'],
    ['half a basis point', { feeBps: 0.5 }, 'venue-malformed'],
    ['a fee that fits no extension', { feeBps: 7_000 }, 'venue-malformed'],
    ['a discount above all of it', { whitelistDiscountPercent: 101 }, 'venue-malformed'],
    ['a taker who is none', { whitelist: { a: '0x12' } }, 'venue-malformed'],
    ['a list of takers', { whitelist: [] }, 'venue-malformed'],
    ['a fee for nobody', { integratorFeeReceiver: undefined }, 'venue-malformed'],
  ])('is no terms: %s', async (_, more, code) => {
    fake.fault.current = { status: 200, body: JSON.stringify({ ...FEE_INFO, ...more }) };
    expect(await client().feeTerms(PAIR, BOUNDS)).toMatchObject({ ok: false, error: { code } });
  });

  it('is no terms where more takers are let in than fit', () => {
    const whitelist = Object.fromEntries(Array.from({ length: 256 }, (_, n) => [`r${n}`, FEE_TAKER]));
    expect(feeTakerTermsOf({ ...FEE_INFO, whitelist }, BOUNDS)).toMatchObject({ ok: false });
  });

  it.each([
    ['makingAmount', { makingAmount: '999' }],
    ['takingAmount', { takingAmount: '1' }],
    ['receiver', { receiver: ROUTER }],
    ['makerTraits', { makerTraits: '0' }],
    ['salt', { salt: '1' }],
    ['extension', { extension: '0x' }],
  ])('is not our order: another %s', async (word, change) => {
    const body = await orderOf(`changed ${word}`);
    await client().submit(body);
    fake.fault.current = (_asked, right) => {
      const json = JSON.parse(right.body);
      return { ...right, body: JSON.stringify({ ...json, data: { ...json.data, ...change } }) };
    };
    const found = await client().find(body.orderHash);
    if (!found.ok || found.value === null) throw new Error('not found');
    expect(asSent(body, found.value)).toMatchObject({
      ...{ ok: false, error: { code: 'venue-order-changed', message: expect.stringContaining(word) } },
    });
  });

  it.each([
    ['a page without its next one', { items: [], meta: { hasMore: true } }],
    ['a page that is its own next one', { items: [], meta: { hasMore: true, nextCursor: 'eA==' } }],
    ['a list of another form', []],
    [
      'an order without its signature',
      { items: [{ orderHash: `0x${'1'.repeat(64)}` }], meta: { hasMore: false } },
    ],
  ])('is no list: %s', async (_, json) => {
    fake.fault.current = { status: 200, body: JSON.stringify(json) };
    expect(await client().listLive(PORTFOLIO)).toMatchObject({
      ok: false,
      error: { code: 'venue-malformed' },
    });
    expect(fake.asked.length).toBeLessThanOrEqual(2);
  });
});

describe('the fake is as strict as the documents', () => {
  const BEARER = { authorization: `Bearer ${KEY}` };
  const JSON_TYPE = { ...BEARER, 'content-type': 'application/json' };
  type Sent = { path: string; method?: string; headers?: Record<string, string>; body?: string };
  const statusOf = async ({ path, ...init }: Sent): Promise<number> =>
    (await fetch(`${fake.baseUrl}${path}`, { headers: BEARER, ...init })).status;
  const right = `makerAsset=${SELL}&takerAsset=${BUY}&makerAmount=1&takerAmount=2`;
  const gets = (tail: string): Sent => ({ path: `${PATH}${tail}` });

  it.each([
    ...['PUT', 'DELETE', 'PATCH', 'POST'].map((method) => ({ ...gets(`/fee-info?${right}`), method })),
    ...[`/orderbook/v4.0/${CHAIN_ID}`, '/orderbook/v4.1/1', '/orderbook/v4.1/0x7a69', '/v4.1/31337'].map(
      (base) => ({
        path: `${base}/fee-info?${right}`,
      }),
    ),
    ...[{}, { authorization: KEY }, { authorization: 'Bearer other' }, { 'x-api-key': KEY }].map(
      (headers) => ({
        ...gets(`/fee-info?${right}`),
        headers,
      }),
    ),
    ...[
      '/fee-info',
      `/fee-info?${right}&extra=1`,
      `/fee-info?${right}&makerAmount=3`,
      `/fee-info?${right.replace('makerAmount=1', 'makerAmount=0')}`,
      `/fee-info?${right.replace('makerAmount=1', 'makerAmount=0x1')}`,
      `/fee-info?${right.replace(BUY, SELL)}`,
      `/fee-info?${right.replace(BUY, '0x12')}`,
      `/fee-info?${right.replace('takerAmount=2', '')}`,
      '/address/0x12',
      `/address/${PORTFOLIO}?limit=0`,
      `/address/${PORTFOLIO}?limit=501`,
      `/address/${PORTFOLIO}?page=1`,
      `/address/${PORTFOLIO}?statuses=4`,
      `/address/${PORTFOLIO}?statuses=1;2`,
      `/address/${PORTFOLIO}?cursor=-`,
      `/address/${PORTFOLIO}?sortBy=price`,
      '/order/0x12',
      `/order/0x${'1'.repeat(64)}`,
      `/order/0x${'1'.repeat(64)}?limit=1`,
      '/orders',
    ].map(gets),
  ])('refuses malformed request %#', async (sent) => {
    expect(await statusOf(sent)).toBeGreaterThanOrEqual(400);
  });

  it('refuses orders that it could not have taken, and takes the right one', async () => {
    const body = await orderOf('judged');
    await client().submit(body);
    const sent = JSON.parse(fake.asked.at(-1)?.body ?? '{}');
    const fresh = await orderOf('judged anew');
    await client().submit(fresh);
    const good = JSON.parse(fake.asked.at(-1)?.body ?? '{}');
    const with_ = (change: object) => ({ ...good, data: { ...good.data, ...change } });
    const bodies: unknown[] = [
      ...['{', '', 'null', '[]', '"x"'],
      ...[
        sent,
        {},
        { ...good, orderHash: `0x${'1'.repeat(64)}` },
        { ...good, signature: '0x12' },
        { ...good, more: 1 },
      ],
      ...[
        { ...good, signature: undefined },
        { ...good, data: undefined },
      ],
      with_({ makingAmount: 1_000 }),
      with_({ makingAmount: '0' }),
      with_({ makingAmount: '0x10' }),
      with_({ makingAmount: '007' }),
      with_({ takingAmount: `${1n << 256n}` }),
      with_({ takerAsset: good.data.makerAsset }),
      with_({ maker: '0x12' }),
      with_({ receiver: `0x${'0'.repeat(40)}` }),
      with_({ extension: '0x' }),
      with_({ extension: `${good.data.extension}00` }),
      with_({ makerTraits: '0' }),
      with_({ salt: '1' }),
      with_({ makerRate: '1' }),
    ];
    const texts = bodies.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    expect(texts.length).toBeGreaterThanOrEqual(25);
    for (const text of texts)
      expect(await statusOf({ path: `${PATH}/`, method: 'POST', headers: JSON_TYPE, body: text }), text).toBe(
        400,
      );
    expect(await statusOf({ path: `${PATH}/`, method: 'POST', headers: BEARER, body: texts[0] ?? '' })).toBe(
      400,
    );
  });

  it.each([
    ['other fees than it asks for', { resolverFeeE5: 60 }],
    ['another receiver of them', { protocolFeeRecipient: PORTFOLIO }],
    ['other takers', { whitelist: [] }],
    ['another contract', { feeTaker: PORTFOLIO }],
  ])('refuses an order with %s', async (_, more) => {
    const body = await signedWith('other terms', { ...(await termsNow()), ...more });
    expect(await client().submit(body)).toMatchObject({ ok: true, value: { taken: false } });
  });
});
