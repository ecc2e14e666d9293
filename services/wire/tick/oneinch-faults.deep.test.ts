import type { Hex } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ticked, tickInProcess } from '../../../e2e/support/bot-process.ts';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { type FaultyHttp, type HttpFault, startFaultyHttp } from '../../../e2e/support/faulty-http.ts';
import {
  allowAll,
  fillAtOneinch,
  oneinchEnv,
  openToPublicBook,
  startOneinchFor,
  tradeAtOneinch,
} from '../../../e2e/support/oneinch-world.ts';
import type { OrderbookFake } from '../../../stack/oneinch/orderbook-fake.ts';

const CASE_MS = 180_000;

/** Each case has a chain, a database, an order book and a way to it of its own. */
let world: BotWorld;
let fake: OrderbookFake;
let way: FaultyHttp;
beforeEach(async () => {
  world = await buildBotWorld();
  fake = await startOneinchFor(world);
  way = await startFaultyHttp(fake.baseUrl);
  await world.tick();
  await tradeAtOneinch(world);
  await openToPublicBook(world);
  await allowAll(world);
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
}, 120_000);
afterEach(async () => {
  await way?.close();
  await fake?.close();
  await world?.stop();
});

/** `npm run bot -- once` as a process of its own that knows 1inch by this way alone. */
const tick = (): Promise<Ticked> =>
  tickInProcess({ ...world.env, ...oneinchEnv(way.url), LOG_LEVEL: 'warn' });

const orders = async () =>
  (
    await world.database.admin<{ order_hash: Hex; status: string; signature: Hex; extension: Hex }[]>`
      select order_hash, status, signature, extension from orders order by signed_at, id`
  ).map((row) => ({ ...row }));

/** One order was ever signed, 1inch shows it, somebody fills it, and the next tick knows it and has nothing more to do. */
const isOneFilledOrder = async (): Promise<void> => {
  const [order, ...others] = await orders();
  expect(others).toEqual([]);
  if (order === undefined) throw new Error('nothing was signed');
  expect(order.status).toBe('open');
  expect(fake.shown()).toEqual([order.order_hash]);
  await fillAtOneinch(world, order.signature, order.extension);
  const last = await tick();
  expect(JSON.parse(last.out), last.error).toMatchObject({ failed: 0, acted: 0 });
  expect((await orders()).map(({ status }) => status)).toEqual(['filled']);
  const fills = await world.database.admin`select order_hash from fills`;
  expect(fills.map((row) => row['order_hash'])).toEqual([order.order_hash]);
};

const said = async (ticked: Ticked): Promise<string> => {
  const [row] = await world.database.admin`select string_agg(status_reason, ' ') as why from orders`;
  return `${ticked.out} ${ticked.error} ${row?.['why'] ?? ''}`;
};

/** What may become of 1inch's answer, and what the tick says of it. */
const FAULTS: readonly (readonly [HttpFault, RegExp])[] = [
  ['hanging', /venue-timeout|venue-unavailable/],
  ['reset', /venue-unavailable/],
  ['answer-lost', /venue-unavailable/],
  ['rate-limited', /venue-limited|venue-unavailable/],
  ['unavailable', /venue-unavailable/],
  ['broken', /venue-unavailable/],
  ['bad-gateway', /venue-unavailable/],
  ['redirect', /venue-malformed|venue-unavailable/],
  ['web-page', /venue-malformed/],
  ['other-json', /venue-malformed/],
  ['empty', /venue-malformed/],
  ['truncated', /venue-malformed/],
  ['cut-body', /venue-unavailable|venue-malformed/],
  ['stuck-body', /venue-unavailable|venue-timeout/],
  ['doubled', /venue-malformed/],
];

describe('a bot whose way to 1inch goes wrong', () => {
  it.each(FAULTS)(
    'signs nothing without the fee’s terms, says why, and places one order when it answers again: %s',
    async (fault, words) => {
      way.set(fault);
      const troubled = await tick();
      expect(await orders()).toEqual([]);
      expect(fake.shown()).toEqual([]);
      expect(await said(troubled)).toMatch(words);
      way.set('none');
      await tick();
      await isOneFilledOrder();
    },
    CASE_MS,
  );

  it.each(FAULTS)(
    'hands an order over once, whatever became of the answer to the first time: %s',
    async (fault) => {
      way.set(fault, 'POST');
      await tick();
      expect(way.met().length).toBeGreaterThan(0);
      expect(await orders()).toHaveLength(1);
      expect(fake.shown().length).toBeLessThanOrEqual(1);
      way.set('none');
      await tick();
      await isOneFilledOrder();
    },
    CASE_MS,
  );

  it.each(['slow-body', 'sent-twice'] as const)(
    'has its one order shown by a service that is slow, or hears everything twice: %s',
    async (fault) => {
      way.set(fault);
      await tick();
      way.set('none');
      await tick();
      await isOneFilledOrder();
    },
    CASE_MS,
  );
});
