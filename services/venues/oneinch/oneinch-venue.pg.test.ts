import type { TransactionSql } from 'postgres';
import { type Address, numberToHex } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Action } from '../../../lib/ledger/action.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { type OrderbookFake, startOrderbookFake } from '../../../stack/oneinch/orderbook-fake.ts';
import { openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { hideOrder, markPlaced, readOrderStatus, readPlaceable } from '../../store/tick/orders.ts';
import { takeOutgoingTurn } from '../../store/tick/outgoing-turns.ts';
import { arrangeDecision } from '../testing/arrange-decision.ts';
import { obligingChain } from '../testing/order-book-ports.ts';
import { describeVenue } from '../testing/venue-suite.ts';
import { oneinchVenue } from './oneinch-venue.ts';
import { orderbookClient } from './orderbook-client.ts';
import type { ShowingJournal } from './place-all.ts';
import {
  askAt,
  CHAIN_ID,
  FEE_INFO,
  FEE_TAKER,
  KEY,
  NOW,
  PORTFOLIO,
  signedWith,
} from './testing/orderbook-world.ts';

let database: TestDatabase;
let bot: ReturnType<typeof openBotDatabase>;
let gone: ReturnType<typeof openBotDatabase>;
let fake: OrderbookFake;
beforeAll(async () => {
  fake = await startOrderbookFake({ chainId: CHAIN_ID, key: KEY, info: FEE_INFO, nowSeconds: () => NOW });
  database = await createTestDatabase();
  bot = openBotDatabase({ url: database.urls.bot });
  gone = openBotDatabase({ url: database.urls.bot });
  await gone.close();
  await arrangeDecision(database.admin, { chainId: CHAIN_ID, address: PORTFOLIO });
});
afterAll(async () => {
  await Promise.all([bot?.close(), fake?.close()]);
  await database?.drop();
});

const client = (nowSeconds: () => number) =>
  orderbookClient(
    askAt(fake.baseUrl, { clock: { nowSeconds, monotonicMs: () => performance.now() } }),
    CHAIN_ID,
  );

let number = 0;
const orderOf = async (): Promise<Action<OrderBody>> => {
  number += 1;
  const pair = { makerAsset: numberToHex(0xb, { size: 20 }), takerAsset: numberToHex(0xc, { size: 20 }) };
  const terms = await client(() => NOW).feeTerms(
    { ...pair, makerAmount: 1n, takerAmount: 1n },
    { maker: PORTFOLIO, feeTaker: FEE_TAKER },
  );
  if (!terms.ok) throw new Error(terms.error.message);
  const body = await signedWith(`order ${number}`, terms.value);
  const [sellToken, buyToken] = [body.order.makerAsset, body.order.takerAsset].map((word) =>
    numberToHex(word, { size: 20 }),
  ) as [Address, Address];
  return {
    ...{ id: numberToHex(number, { size: 32 }), portfolioId: '1', chainId: CHAIN_ID, account: PORTFOLIO },
    ...{ generation: BigInt(number), venue: 'oneinch', body },
    leg: { index: number, sliceNumber: 1, sellToken, buyToken },
  };
};

/** Signed and stored, as a tick leaves it behind; each under a generation of its own, so that all may live at once. */
const journaled = async (): Promise<Action<OrderBody>> => {
  const action = await orderOf();
  const { id, leg, body } = action;
  await database.admin`insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, ${leg.index}, 'oneinch', ${leg.sellToken}, ${leg.buyToken}, 1000, 2000 from decisions`;
  await database.admin`insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation,
      maker, receiver, sell_token, buy_token, sell_units, buy_units, salt, maker_traits, extension, signature, expires_at_seconds)
    select ${id}, ${body.orderHash}, portfolio_id, id, ${leg.index}, 'oneinch', ${CHAIN_ID}, ${leg.index}, ${PORTFOLIO},
      ${FEE_TAKER}, ${leg.sellToken}, ${leg.buyToken}, 1000, 2000, ${body.order.salt.toString()},
      ${body.order.makerTraits.toString()}, ${body.extension}, ${body.signature}, ${body.expiresAtSeconds} from decisions`;
  return action;
};

const open = () => {
  let isDown = false;
  let nowSeconds = NOW;
  const run = <T>(work: (sql: TransactionSql) => Promise<T>): Promise<Result<T>> =>
    asDatabaseResult(() => (isDown ? gone : bot).run(work));
  const { signatures, ...chain } = obligingChain();
  const journal: ShowingJournal = {
    placeable: (ids) => run((sql) => readPlaceable(sql, ids)),
    markPlaced: (ids) => run((sql) => markPlaced(sql, ids)),
    hide: (id) => run((sql) => hideOrder(sql, id)),
    find: (id) => run((sql) => readOrderStatus(sql, id)),
  };
  const orderbook = client(() => nowSeconds);
  const venue = oneinchVenue({ journal, orderbook, feeTakerOf: async () => ok(FEE_TAKER), ...chain });
  /** Whoever was left alone for a while is asked again. */
  const later = () => {
    nowSeconds += 3_600;
  };
  return {
    ...{ venue, signatures, later },
    setDown: (down: boolean) => {
      isDown = down;
      fake.fault.current = down ? 'reset' : null;
      later();
    },
  };
};

describeVenue('1inch’s orderbook over the real journal and its fake', async () => {
  const { venue, signatures, setDown, later } = open();
  const strange = await orderOf();
  return {
    ...{ venue, signatures, journaled, takesBack: false, fillsInParts: true },
    stranger: () => strange,
    fill: async ({ body }, units) => fake.fill(body.orderHash, units),
    close: async ({ id, body }) => {
      fake.end(body.orderHash, 'order expired');
      await database.admin`update orders set status = 'expired', closed_at = now() where id = ${id}`;
    },
    shown: async () => fake.shown() as readonly `0x${string}`[],
    setDown: async (down) => setDown(down),
    loseAnswers: async (lost) => {
      fake.fault.current = lost ? 'takes-and-fails' : null;
      later();
    },
  };
});

describe('placing at 1inch', () => {
  it('refuses to call an order placed that came back changed', async () => {
    const { venue } = open();
    const order = await journaled();
    await venue.place([order]);
    await database.admin`update orders set placed_at = null, status = 'signed' where id = ${order.id}`;
    fake.fault.current = (_asked, right) => ({ ...right, body: right.body.replaceAll('"2000"', '"1"') });
    const placed = await venue.place([order]);
    fake.fault.current = null;
    expect(placed).toMatchObject({
      ok: true,
      value: [{ ok: false, error: { code: 'venue-order-changed' } }],
    });
    const [row] = await database.admin`select placed_at from orders where id = ${order.id}`;
    expect(row?.placed_at).toBeNull();
  });

  it('looks by its hash for an order that is refused since it is there already, and says if it has ended', async () => {
    const { venue } = open();
    const orders = [await journaled(), await journaled()];
    await venue.place(orders);
    const [there, ended] = orders;
    fake.end(ended?.body.orderHash ?? '', 'order filled');
    await database.admin`update orders set placed_at = null, status = 'signed' where id = any(${orders.map(({ id }) => id)}::text[])`;
    const none = { status: 200, body: JSON.stringify({ items: [], meta: { hasMore: false } }) };
    fake.fault.current = ({ url }, right) => (url.pathname.includes('/address/') ? none : right);
    const placed = await venue.place(orders);
    fake.fault.current = null;
    expect(placed).toMatchObject({
      ok: true,
      value: [
        { ok: true, value: { alreadyPlaced: false } },
        { ok: false, error: { code: 'order-closed', retry: { when: 'never' } } },
      ],
    });
    expect(fake.shown().filter((hash) => hash === there?.body.orderHash)).toHaveLength(1);
  });

  it('tells why 1inch does not take an order, and tries the next one all the same', async () => {
    const { venue } = open();
    const [bad, good] = [await journaled(), await journaled()];
    const spoilt: Action<OrderBody> = { ...bad, body: { ...bad.body, signature: '0x12' } };
    const placed = await venue.place([spoilt, good]);
    expect(placed).toMatchObject({
      ok: true,
      value: [
        {
          ok: false,
          error: { code: 'venue-refused', whose: 'shared', message: expect.stringContaining('signature') },
        },
        { ok: true, value: { alreadyPlaced: false } },
      ],
    });
  });

  it('shows nothing while trading is stopped', async () => {
    const { venue } = open();
    const order = await journaled();
    const { admin } = database;
    await admin`insert into settings (key, value, updated_by) values ('halted', 'true', 'test')`;
    const placed = await venue.place([order]);
    await admin`delete from settings where key = 'halted'`;
    expect(placed).toMatchObject({ ok: true, value: [{ ok: false, error: { code: 'trading-halted' } }] });
    expect(fake.shown()).not.toContain(order.body.orderHash);
  });
});

describe('a key’s turns', () => {
  const turn = (name: string, waitMsMax = 60_000) =>
    bot.run((sql) => takeOutgoingTurn(sql, { name, perSecond: 2, waitMsMax }));

  it('come one after the other for all workers together, and each key has its own', async () => {
    const { admin } = database;
    const [begun] = await admin`select clock_timestamp() as at`;
    const waits = await Promise.all(Array.from({ length: 6 }, () => turn('one')));
    const [first, ...others] = [...waits].sort((a, b) => a - b);
    expect(first).toBeLessThanOrEqual(1);
    for (const [index, ms] of others.entries()) expect(ms).toBeLessThanOrEqual((index + 1) * 500);
    // Who asks late waits less: what stands between two turns is told by the six of them together.
    const [six] = await admin`
      select 1000 * extract(epoch from full_at - ${begun?.['at']}::timestamptz)::float8 as ms
      from request_allowances where key = 'out:one'`;
    expect(six?.['ms']).toBeGreaterThanOrEqual(6 * 500);
    expect(await turn('other')).toBeLessThanOrEqual(1);
  });

  it('that come too late are told and not taken', async () => {
    for (let n = 0; n < 4; n += 1) await turn('late');
    const told = [await turn('late', 100), await turn('late', 100)];
    for (const ms of told) expect(ms).toBeGreaterThan(1_000);
    expect(Math.abs((told[0] ?? 0) - (told[1] ?? 0))).toBeLessThan(500);
  });
});
