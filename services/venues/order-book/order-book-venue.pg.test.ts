import type { TransactionSql } from 'postgres';
import { numberToHex } from 'viem';
import { afterAll, beforeAll } from 'vitest';
import type { Action } from '../../../lib/ledger/action.ts';
import { sampleAction } from '../../../lib/ledger/testing/sample-action.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { fail, type Result } from '../../../lib/result.ts';
import { readOpenOrders } from '../../store/book-reads.ts';
import { openAppSql, openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { hideOrder, markPlaced, readOrderStatus } from '../../store/tick/orders.ts';
import { arrangeDecision } from '../testing/arrange-decision.ts';
import { obligingChain } from '../testing/order-book-ports.ts';
import { describeVenue } from '../testing/venue-suite.ts';
import { type BookJournal, orderBookVenue } from './order-book-venue.ts';

let database: TestDatabase;
let bot: ReturnType<typeof openBotDatabase>;
let app: ReturnType<typeof openAppSql>;
let gone: ReturnType<typeof openBotDatabase>;

beforeAll(async () => {
  database = await createTestDatabase();
  bot = openBotDatabase({ url: database.urls.bot });
  app = openAppSql(database.urls.app);
  gone = openBotDatabase({ url: database.urls.bot });
  await gone.close();
  await arrangeDecision(database.admin, { chainId: 31_337, address: numberToHex(0xaa, { size: 20 }) });
});
afterAll(async () => {
  await Promise.all([bot?.close(), app?.end()]);
  await database?.drop();
});

let number = 0;
/** Signed and stored, as a tick leaves it behind; each under a generation of its own, so that all may live at once. */
const journal = async (): Promise<Action<OrderBody>> => {
  number += 1;
  const signed = sampleAction(number);
  const [sell, buy] = [numberToHex(0xbb, { size: 20 }), numberToHex(0xcc, { size: 20 })];
  const [sellUnits, buyUnits] = [
    signed.body.order.makingAmount.toString(),
    signed.body.order.takingAmount.toString(),
  ];
  await database.admin`insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, ${number}, 'order-book', ${sell}, ${buy}, ${sellUnits}, ${buyUnits} from decisions`;
  await database.admin`insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation,
      maker, receiver, sell_token, buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds)
    select ${signed.id}, ${signed.body.orderHash}, portfolio_id, id, ${number}, 'order-book', 31337, ${number},
      ${numberToHex(0xaa, { size: 20 })}, ${numberToHex(0, { size: 20 })}, ${sell}, ${buy}, ${sellUnits}, ${buyUnits},
      ${number}, 0, '0x1234', 2000000000 from decisions`;
  return signed;
};

describeVenue('the order book over the real journal', async () => {
  let isDown = false;
  let isLost = false;
  const run = async <T>(work: (sql: TransactionSql) => Promise<T>): Promise<Result<T>> => {
    const told = await asDatabaseResult(() => (isDown ? gone : bot).run(work));
    return isLost ? fail('database-unavailable', 'The answer was lost.', { when: 'next-tick' }) : told;
  };
  const { signatures, ...chain } = obligingChain();
  const hands: BookJournal = {
    markPlaced: (id) => run((sql) => markPlaced(sql, id)),
    hide: (id) => run((sql) => hideOrder(sql, id)),
    find: (id) => run((sql) => readOrderStatus(sql, id)),
  };
  return {
    venue: orderBookVenue({ journal: hands, ...chain }),
    signatures,
    journaled: journal,
    stranger: () => sampleAction(999_999),
    fill: async ({ id }, units) => {
      await database.admin`
        update orders set status = 'partially-filled', filled_sell_units = ${units.toString()} where id = ${id}`;
    },
    close: async ({ id }) => {
      await database.admin`update orders set status = 'expired', closed_at = now() where id = ${id}`;
    },
    shown: async () =>
      (await readOpenOrders(app, { chainId: 31337, limit: 500 })).map(({ placed }) => placed.body.orderHash),
    setDown: async (down) => {
      isDown = down;
    },
    loseAnswers: async (lost) => {
      isLost = lost;
    },
    takesBack: true,
    fillsInParts: true,
  };
});
