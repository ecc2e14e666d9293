import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NOW, snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import type { OrderRecord } from '../../lib/ledger/fleet-record.ts';
import { samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import { judgeOrder, type LiveSight, type OrderAnswer } from './judge-order.ts';

const E18 = 10n ** 18n;

/** Sells 100 A for B, each worth a dollar, `aboveBps` above the market. */
const order = (aboveBps = 0): OrderRecord => {
  const { leg, body, ...action } = samplePlaced(1);
  const takingAmount = (100n * E18 * BigInt(10_000 + aboveBps)) / 10_000n;
  return {
    ...action,
    ...{ status: 'open', generation: 1n, filledSellUnits: 0n },
    part: { decisionId: '12', sliceNumber: 1, sliceOf: 1 },
    ...{ signedAtSeconds: NOW, closedAtSeconds: null },
    leg: { ...leg, sellToken: tokenAt(0), buyToken: tokenAt(1) },
    body: {
      ...body,
      order: { ...body.order, makingAmount: 100n * E18, takingAmount },
      expiresAtSeconds: NOW + 600,
    },
  };
};

const SIGHT = snapshotOf([
  { usd: 5_100, targetBps: 5_000 },
  { usd: 4_900, targetBps: 5_000 },
]);

const live = (one: OrderRecord, answer: Partial<OrderAnswer>, more: object = {}): LiveSight => ({
  sight: { ...SIGHT, ...more },
  answers: new Map([[one.body.orderHash, { state: 0, limit: 0, fillable: 100n * E18, ...answer }]]),
});

/** The members of one of the contract's enums, as its source lists them. */
const enumOf = (name: string): readonly string[] => {
  const source = readFileSync(
    resolve(import.meta.dirname, '../../hardhat/contracts/interfaces/IBalancer.sol'),
    'utf8',
  );
  return (new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source)?.[1] ?? '')
    .split(',')
    .map((word) => word.trim());
};

const kindOf = (answer: Partial<OrderAnswer>): string | undefined =>
  judgeOrder(order(), live(order(), answer))[0]?.kind;

describe('an order that the contract was asked about', () => {
  it('has nothing in its way when the contract lets all of it through', () => {
    expect(judgeOrder(order(), live(order(), {}))).toEqual([]);
  });

  it('has a kind for every limit and every state of the contract’s enums, in their order', () => {
    expect(enumOf('FillLimit').map((word, limit) => [word, kindOf({ limit })])).toEqual([
      ['None', undefined],
      ['Paused', 'paused'],
      ['Locked', 'refused'],
      ['WrongGeneration', 'generation'],
      ['Closed', 'closed'],
      ['Expired', 'expired'],
      ['UnknownToken', 'refused'],
      ['Feed', 'feed'],
      ['Slippage', 'slippage'],
      ['Cooldown', 'cooldown'],
      ['SoldNotAboveTarget', 'drift'],
      ['BoughtNotBelowTarget', 'drift'],
      ['Overshoot', 'drift'],
      ['BelowMinimum', 'smallest-fill'],
      ['LossBudget', 'loss-budget'],
      ['TurnoverBudget', 'turnover-budget'],
      ['Balance', 'balance'],
      ['Allowance', 'allowance'],
    ]);
    expect(enumOf('OrderState').map((word, state) => [word, kindOf({ state })])).toEqual([
      ['Ok', undefined],
      ...['Malformed', 'WrongHash', 'WrongMaker', 'BadTraits'].map((word) => [word, 'refused']),
      ['WrongEpoch', 'generation'],
      ['Expired', 'expired'],
      ['LifeTooLong', 'refused'],
      ['WrongGeneration', 'generation'],
      ['UnknownToken', 'refused'],
      ['Paused', 'paused'],
      ['BadSignature', 'signature'],
      ['BadExtension', 'refused'],
      ['BadReceiver', 'refused'],
      ['Closed', 'closed'],
    ]);
  });

  it('says a state and a limit of the same kind once, and a word that nobody knows as a refusal', () => {
    expect(judgeOrder(order(), live(order(), { state: 10, limit: 1 }))).toHaveLength(1);
    expect(kindOf({ limit: 99 })).toBe('refused');
  });

  it('takes the sentence with numbers where the block’s numbers say the same', () => {
    const [said] = judgeOrder(order(), live(order(), { limit: 3 }, { generation: 2n }));
    expect(said?.sentence).toBe('It carries generation 1, and the contract is at 2: it is void.');
  });

  it('believes the contract where the reckoning says otherwise', () => {
    expect(judgeOrder(order(), live(order(), {}, { paused: true }))).toEqual([]);
  });

  it('tells the distance to the market, which no contract knows, after what the contract says', () => {
    const one = order(12);
    expect(judgeOrder(one, live(one, { limit: 9 })).map(({ kind }) => kind)).toEqual([
      'cooldown',
      'price-off',
    ]);
  });

  it('is reckoned by the block’s numbers when only the order could not be asked about', () => {
    const silent = { sight: { ...SIGHT, paused: true }, answers: new Map() };
    expect(judgeOrder(order(), silent).map(({ kind }) => kind)).toEqual(['paused']);
  });
});
