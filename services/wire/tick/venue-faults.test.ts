import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NOW, policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import { asOrder } from '../../../lib/ledger/action.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import type { DuePortfolio } from '../../../lib/ledger/tick-record.ts';
import { type Failure, ok } from '../../../lib/result.ts';
import { type OrderbookFake, startOrderbookFake } from '../../../stack/oneinch/orderbook-fake.ts';
import type { Observed } from '../../bot/observe.ts';
import { drifted, dueOf, OPTIONS, surroundings } from '../../bot/testing/tick-surroundings.ts';
import { runTick } from '../../bot/tick.ts';
import { oneinchVenue } from '../../venues/oneinch/oneinch-venue.ts';
import { orderbookClient } from '../../venues/oneinch/orderbook-client.ts';
import { askAt, CHAIN_ID, FEE_INFO, FEE_TAKER, KEY } from '../../venues/oneinch/testing/orderbook-world.ts';
import { taking } from '../../venues/registry.ts';
import { memoryOrderBook, obligingChain } from '../../venues/testing/order-book-ports.ts';

type Fault = NonNullable<OrderbookFake['fault']['current']>;
type Reply = Extract<Fault, { readonly status: number }>;
const reply = (body: string, status = 200, headers: Record<string, string> = {}): Reply => ({
  status,
  body,
  headers,
});

let fake: OrderbookFake;
beforeAll(async () => {
  fake = await startOrderbookFake({ chainId: CHAIN_ID, key: KEY, info: FEE_INFO, nowSeconds: () => NOW });
});
afterAll(() => fake?.close());
beforeEach(() => {
  fake.fault.current = null;
});

/** Who never answers is waited for briefly, everybody else for longer than a busy machine takes. */
const patienceMs = (fault: Fault | null): number =>
  fault === 'silence' || (typeof fault === 'object' && fault?.headers?.['content-length'] !== undefined)
    ? 150
    : 15_000;

const atOneinch = (due: DuePortfolio): Observed => {
  const seen = drifted(due);
  const wishes = [7_000, 3_000].map((usd) => ({ usd, targetBps: 5_000, allowanceUnits: 10n ** 30n }));
  const venues = { 'order-book': true, proposal: true, oneinch: true } as const;
  const snapshot = snapshotOf(wishes, { account: due.account, venues });
  const policy = policyOf({ orderTerms: { venue: 'oneinch' } });
  return { ...seen, policy, snapshot, feedPrices: feedPricesOf(snapshot) };
};

type Moment = 'fee terms' | 'an order';
let portfolios = 0;

/** One tick of a portfolio that trades at 1inch, which fails when it is asked for its terms, or once an order is signed. */
const tickMeeting = async (fault: Fault | null, moment: Moment) => {
  portfolios += 1;
  const book = memoryOrderBook();
  const { askOrders, signAs, signatures } = obligingChain();
  const clock = { nowSeconds: () => NOW, monotonicMs: () => performance.now() };
  const ask = askAt(fake.baseUrl, { attemptTimeoutMs: patienceMs(fault), clock });
  const venue = oneinchVenue({
    ...{ journal: book.journal, signAs, orderbook: orderbookClient(ask, CHAIN_ID) },
    feeTakerOf: async () => ok(FEE_TAKER),
    askOrders: async (actions, reading) => {
      for (const action of actions) book.store(action);
      if (moment === 'an order') begin();
      return askOrders(actions, reading);
    },
  });
  const begin = (): void => {
    fake.asked.length = 0;
    fake.fault.current = fault;
  };
  const { deps, did, outcomes } = surroundings([dueOf(1_000 + portfolios)], {
    observe: async (claimed) => ok(claimed.map((due) => ok(atOneinch(due)))),
  });
  fake.fault.current = null;
  if (moment === 'fee terms') begin();
  await runTick(
    { ...deps, venues: { ...deps.venues, oneinch: taking(venue, asOrder) } },
    { ...OPTIONS, budgetMs: 60_000 },
  );
  fake.fault.current = null;
  const failed = outcomes[0]?.failure ?? null;
  return {
    failed,
    attempts: fake.asked.length,
    signed: signatures() > 0,
    journaled: did.includes('journal'),
    shown: book.shownHashes().length,
  };
};

const saidOf = (failed: Failure | null, attempts: number): string => {
  if (failed === null) return 'an answer';
  const again = failed.retry.when === 'at' ? `, again after ${failed.retry.time - NOW} s` : '';
  return `\`${failed.code}\`: ${failed.message.replace(/\.$/, '')}${again}${attempts > 1 ? ` (asked ${attempts} ×)` : ''}`;
};

const FAULTS: readonly (readonly [name: string, fault: Fault | null])[] = [
  ['nothing wrong', null],
  ['connection reset', 'reset'],
  ['no answer', 'silence'],
  ['a body that never ends', reply('{}', 200, { 'content-length': '99' })],
  ['400', reply('{"description":"fee params mismatch"}', 400)],
  ['401', reply('{}', 401)],
  ['403', reply('{}', 403)],
  ['429', reply('{}', 429)],
  ['429, Retry-After: 90', reply('{}', 429, { 'retry-after': '90' })],
  ['500', reply('{}', 500)],
  ['503, Retry-After: 2', reply('{}', 503, { 'retry-after': '2' })],
  ['redirect', reply('', 302, { location: 'http://127.0.0.1:1/' })],
  ['web page', reply('<html>', 200, { 'content-type': 'text/html' })],
  ['half a JSON', reply('{"a":')],
  ['half a million brackets', reply('['.repeat(500_000))],
  ['two megabytes and more', reply(`{"a":"${'x'.repeat(2_000_001)}"}`)],
  ['a list', reply('[]')],
  [
    'another contract takes the fee',
    reply(JSON.stringify({ ...FEE_INFO, extensionAddress: `0x${'66'.repeat(20)}` })),
  ],
];

const row = async (name: string, fault: Fault | null): Promise<string> => {
  const [early, late] = [await tickMeeting(fault, 'fee terms'), await tickMeeting(fault, 'an order')];
  const before = early.signed || early.journaled ? 'signs' : 'signs nothing';
  const after =
    late.shown > 0 ? 'places' : late.signed ? 'keeps the order for the next tick' : 'has signed nothing';
  const decided = fault === null ? after : `${before} / ${after}`;
  return `| ${[name, saidOf(early.failed, early.attempts), saidOf(late.failed, late.attempts), decided].join(' | ')} |`;
};

describe('the fault table of docs/venues.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/venues.md'), 'utf8');
  const section = page.slice(page.indexOf('## When 1inch fails'));
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && line.split(' | ').length === 4);

  it.each(FAULTS)('says of %s what is seen', async (name, fault) => {
    expect(rows).toContain(await row(name, fault));
  });

  it('names no fault that is not tried', () => {
    expect(rows.map((line) => line.split(' | ')[0]?.slice(2))).toEqual([
      '1inch',
      ...FAULTS.map(([name]) => name),
    ]);
  });
});
