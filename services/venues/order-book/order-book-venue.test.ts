import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import { sampleAction } from '../../../lib/ledger/testing/sample-action.ts';
import { fail, ok } from '../../../lib/result.ts';
import { memoryOrderBook, obligingChain } from '../testing/order-book-ports.ts';
import { describeVenue } from '../testing/venue-suite.ts';
import type { OrderAnswer } from './check-orders.ts';
import { type OrderBookPorts, orderBookVenue } from './order-book-venue.ts';

describeVenue('the order book over a journal in memory', async () => {
  const book = memoryOrderBook();
  const { signatures, ...chain } = obligingChain();
  let number = 0;
  return {
    venue: orderBookVenue({ journal: book.journal, ...chain }),
    signatures,
    journaled: async () => {
      number += 1;
      const order = sampleAction(number);
      book.store(order);
      return order;
    },
    stranger: () => sampleAction(999),
    fill: async (order, units) => book.fill(order, units),
    close: async (order) => book.close(order),
    shown: async () => book.shownHashes(),
    setDown: async (down) => book.setDown(down),
    loseAnswers: async (lost) => book.loseAnswers(lost),
    takesBack: true,
    fillsInParts: true,
  };
});

const snapshot = snapshotOf([
  { usd: 7_000, targetBps: 5_000 },
  { usd: 3_000, targetBps: 5_000 },
]);
const observation = {
  snapshot,
  policy: policyOf(),
  signer: '0x00000000000000000000000000000000000000b0',
  fillMode: { kind: 'parts', series: 1n, epoch: 0n },
  swapping: null,
  feedPrices: feedPricesOf(snapshot),
} as const;
const { plan } = decide(snapshot, observation.policy);
const [leg] = plan.kind === 'act' ? plan.legs : [];
if (leg === undefined) throw new Error('nothing was planned');
const INTENTS = [{ id: `0x${'ab'.repeat(32)}`, leg }] as const;
const READING = {
  block: { number: 1n, hash: '0x01', timeSeconds: 1 },
  suspects: new Set<string>(),
  timeIsUp: () => false,
} as const;

const venueWith = (change: Partial<OrderBookPorts>) => {
  const { signAs, askOrders } = obligingChain();
  return orderBookVenue({ journal: memoryOrderBook().journal, signAs, askOrders, ...change });
};

describe('the order book’s key', () => {
  it('that can’t be reached, or is not at hand, is nobody’s fault', async () => {
    const down = async () => fail('signer-unavailable', 'The key service is down.', { when: 'next-tick' });
    for (const signAs of [() => down, () => null])
      expect(await venueWith({ signAs }).prepare(INTENTS, observation)).toMatchObject({
        ok: false,
        error: { code: 'signer-unavailable', whose: 'shared', retry: { when: 'next-tick' } },
      });
  });

  it('is the one that the contract names as its signer', async () => {
    const asked: string[] = [];
    const signAs = (signer: string) => {
      asked.push(signer);
      return null;
    };
    await venueWith({ signAs }).prepare(INTENTS, observation);
    expect(asked).toEqual([observation.signer]);
  });

  it('is not needed to say what would be refused: without one the guard alone is asked', async () => {
    const venue = venueWith({ signAs: null });
    expect(await venue.prepare(INTENTS, observation)).toEqual({ ok: true, value: [] });
    const halted = { ...observation, snapshot: { ...snapshot, halted: true } };
    expect(await venue.prepare(INTENTS, halted)).toMatchObject({
      ok: false,
      error: { code: 'guard-refused' },
    });
  });
});

describe('an order that is checked', () => {
  const verdictAt = async (askOrders: OrderBookPorts['askOrders']) => {
    const venue = venueWith({ askOrders });
    const prepared = await venue.prepare(INTENTS, observation);
    const [body] = prepared.ok ? prepared.value.map((intent) => intent.body) : [];
    if (body === undefined) throw new Error('nothing was prepared');
    const verdicts = await venue.check([{ action: { ...sampleAction(1), body }, observation }], READING);
    return verdicts.ok ? verdicts.value[0] : verdicts;
  };

  it.each<readonly [string, Partial<OrderAnswer>, RegExp]>([
    ['the contract can’t be asked about', { ok: false }, /can't be asked/],
    ['the protocol hashes otherwise', { orderHash: `0x${'00'.repeat(32)}` }, /another hash/],
    ['the contract refuses', { state: 3 }, /state 3/],
    ['carries a signature that the contract refuses', { signatureValid: false }, /signature/],
    ['nothing could be filled of', { fillable: 0n, limit: 5 }, /limit 5/],
  ])('and %s is not shown', async (_, change, why) => {
    const verdict = await verdictAt(obligingChain(change).askOrders);
    expect(verdict).toMatchObject({ ok: false, error: { code: 'order-not-fillable' } });
    expect(verdict?.ok === false && verdict.error.message).toMatch(why);
  });

  it('when time is up, or the chain is away, is told just that', async () => {
    const late = fail('not-reached', 'late', { when: 'next-tick' });
    expect(await verdictAt(async (actions) => ok(actions.map(() => late)))).toEqual(late);
    const away = fail('chain-unavailable', 'away', { when: 'next-tick' });
    expect(await verdictAt(async () => away)).toEqual(away);
  });
});
