import { beforeEach, describe, expect, it } from 'vitest';
import type { Action } from '../../../lib/ledger/action.ts';
import type { Block, ChainRange } from '../../../lib/ledger/chain-facts.ts';
import type { OrderStatus } from '../../../lib/ledger/lifecycle.ts';
import { seedCursor } from '../cursors.ts';
import type { BotDatabase } from '../database.ts';
import { type ArrangedPortfolio, arrangePortfolios, CHAIN_ID, removePortfolios } from '../testing/arrange.ts';
import { EXPIRES_AT, signedOrder } from '../testing/looks.ts';
import { apply, blockOf, fillOf, placeIn, rangeOf } from '../testing/ranges.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { rollBack } from './facts.ts';
import { advanceOrders } from './order-status.ts';
import { hideOrder, markPlaced, rejectOrder } from './orders.ts';

let database: TestDatabase;
let bot: BotDatabase;
let portfolio: ArrangedPortfolio;
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(async () => {
  await database.admin`delete from orders`;
  await removePortfolios(database.admin);
  await database.admin`delete from cursors`;
  const [arranged] = await arrangePortfolios(database.admin, 1);
  if (arranged === undefined) throw new Error('nothing arranged');
  portfolio = arranged;
});

/** The index stands at block 10 when a life begins. */
const START = blockOf(10n);

type Fact = (order: Action, block: Block) => Partial<ChainRange>;
const cancelSent =
  (done: boolean): Fact =>
  ({ account, body }, block) => ({
    events: [
      { ...placeIn(block), account, name: 'CancelSent', details: { orderHash: body.orderHash, done } },
    ],
  });

/** What a block says; the index reads up to it, and it is settled. */
const FACTS = {
  'nothing happens': () => ({}),
  'filled to 40 %': (order, block) => ({ fills: [fillOf(order, block, { percent: 40n })] }),
  'filled by 60 % more': (order, block) => ({ fills: [fillOf(order, block, { percent: 60n })] }),
  'filled whole': (order, block) => ({ fills: [fillOf(order, block)] }),
  'a cancel is refused': cancelSent(false),
  cancelled: cancelSent(true),
} as const satisfies Readonly<Record<string, Fact>>;

const setGeneration = (generation: number) => database.admin`update accounts set generation = ${generation}`;

/** What no block says. */
const DEEDS = {
  signed: async () => undefined,
  shown: ({ id }: Action) => bot.run((sql) => markPlaced(sql, [id])),
  hidden: ({ id }: Action) => bot.run((sql) => hideOrder(sql, id)),
  'rejected by its venue': ({ id }: Action) =>
    bot.run((sql) => rejectOrder(sql, { orderId: id, reason: 'no' })),
  'generation bumped': () => setGeneration(2),
  'generation read as before': () => setGeneration(1),
} as const;

type Word = keyof typeof FACTS | keyof typeof DEEDS | 'signed anew' | 'not settled yet' | 'reorganised away';
/** The event, its block (null where none says it), and from then on the status of each order of the leg, oldest first. */
type Row = readonly [event: Word, block: number | null, ...statuses: OrderStatus[]];

/** An order expires with the time of block 600; one signed anew lives longer. A block goes with all above it. */
const LIVES: Readonly<Record<string, readonly Row[]>> = {
  'is filled in two parts': [
    ['signed', null, 'signed'],
    ['shown', null, 'open'],
    ['filled to 40 %', 15, 'partially-filled'],
    ['filled by 60 % more', 25, 'filled'],
  ],
  'is filled before its venue has said that it is shown': [
    ['filled to 40 %', 15, 'partially-filled'],
    ['shown', null, 'partially-filled'],
  ],
  'is rejected before anybody saw it': [['rejected by its venue', null, 'rejected']],
  'is not rejected once it was shown': [
    ['shown', null, 'open'],
    ['rejected by its venue', null, 'open'],
  ],
  'is hidden, and filled by who had seen it': [
    ['shown', null, 'open'],
    ['hidden', null, 'unfillable'],
    ['filled whole', 15, 'filled'],
  ],
  'expires when a settled block is past its expiry, not in the second of it': [
    ['shown', null, 'open'],
    ['nothing happens', 600, 'open'],
    ['not settled yet', 601, 'open'],
    ['nothing happens', 602, 'expired'],
    ['shown', null, 'expired'],
  ],
  'is filled whole after it was given up: the chain is the truth': [
    ['shown', null, 'open'],
    ['nothing happens', 601, 'expired'],
    ['filled whole', 605, 'filled'],
  ],
  'is cancelled when the protocol took the cancel, and not when it refused': [
    ['shown', null, 'open'],
    ['a cancel is refused', 15, 'open'],
    ['cancelled', 25, 'cancelled'],
  ],
  'loses the block of its last fill, and gets it back in another': [
    ['shown', null, 'open'],
    ['filled to 40 %', 15, 'partially-filled'],
    ['filled by 60 % more', 25, 'filled'],
    ['reorganised away', 20, 'partially-filled'],
    ['filled by 60 % more', 26, 'filled'],
  ],
  'loses the block that cancelled it': [
    ['shown', null, 'open'],
    ['cancelled', 15, 'cancelled'],
    ['reorganised away', 15, 'open'],
  ],
  'is cancelled below the block that goes': [
    ['shown', null, 'open'],
    ['cancelled', 15, 'cancelled'],
    ['nothing happens', 20, 'cancelled'],
    ['reorganised away', 16, 'cancelled'],
  ],
  'ends with its generation, and lives again once the contract says the former one': [
    ['shown', null, 'open'],
    ['generation bumped', null, 'open'],
    ['nothing happens', 15, 'superseded'],
    ['nothing happens', 16, 'superseded'],
    ['reorganised away', 15, 'superseded'],
    ['generation read as before', null, 'superseded'],
    ['nothing happens', 17, 'open'],
  ],
  'had expired below the block that goes, and does not come back': [
    ['shown', null, 'open'],
    ['nothing happens', 601, 'expired'],
    ['signed anew', null, 'expired', 'signed'],
    ['shown', null, 'expired', 'open'],
    ['filled whole', 610, 'expired', 'filled'],
    ['reorganised away', 610, 'expired', 'open'],
  ],
  'lost its fill when another order of its leg was out: the newer one stays': [
    ['shown', null, 'open'],
    ['filled whole', 15, 'filled'],
    ['signed anew', null, 'filled', 'signed'],
    ['shown', null, 'filled', 'open'],
    ['reorganised away', 15, 'superseded', 'open'],
  ],
};

const settle = (block: Block) => {
  const terms = { chainId: CHAIN_ID, headTimeSeconds: block.timeSeconds, hashes: [], reopen: false };
  return bot.run((sql) => advanceOrders(sql, terms));
};

/** Moves the index to a block of that number, settled or not, with what it says of the order; or back to the one below it. */
const readBlock = async (event: Word, head: Block, { order, number }: { order: Action; number: bigint }) => {
  if (event === 'reorganised away') {
    const to = blockOf(number - 1n);
    await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: head, to }));
    return to;
  }
  const block = blockOf(number);
  const fact: Fact = event in FACTS ? FACTS[event as keyof typeof FACTS] : () => ({});
  expect(await apply(bot, rangeOf(head, block, fact(order, block)))).toBe(true);
  if (event !== 'not settled yet') await settle(block);
  return block;
};

const newOrder = async (salt: bigint) => {
  await database.admin`update leases set visible_at = now()`;
  const order = await signedOrder(bot, portfolio, { salt, expiresAt: EXPIRES_AT + (salt === 1n ? 0 : 600) });
  await setGeneration(1);
  return order;
};

const statuses = async (): Promise<readonly OrderStatus[]> => {
  const rows = await database.admin<{ status: OrderStatus }[]>`select status from orders order by signed_at`;
  return rows.map(({ status }) => status);
};

/** The same rows with the statuses that the orders really have at each. */
const lived = async (rows: readonly Row[]): Promise<readonly Row[]> => {
  await bot.run((sql) => seedCursor(sql, { chainId: CHAIN_ID, block: START }));
  let order = await newOrder(1n);
  let head = START;
  const real: Row[] = [];
  for (const [event, number] of rows) {
    if (event === 'signed anew') order = await newOrder(2n);
    else if (event in DEEDS) await DEEDS[event as keyof typeof DEEDS](order);
    else head = await readBlock(event, head, { order, number: BigInt(number ?? 0) });
    real.push([event, number, ...(await statuses())]);
  }
  return real;
};

describe('an order that', () => {
  it.each(Object.entries(LIVES))('%s', async (_, rows) => {
    expect(await lived(rows)).toEqual(rows);
  });
});
