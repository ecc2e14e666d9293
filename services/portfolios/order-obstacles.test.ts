import { describe, expect, it } from 'vitest';
import type { Obstacle } from '../../lib/api/portfolio-dto.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { NOW, snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import type { OrderRecord } from '../../lib/ledger/fleet-record.ts';
import { samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import type { OrderBody } from '../../lib/orders/sign-order.ts';
import { askedBy, orderObstacles } from './order-obstacles.ts';

const E18 = 10n ** 18n;

/** Sells 100 A, worth a dollar each, for B, worth a dollar each; asks as much more as `aboveBps` says. */
const order = (aboveBps: number, more: Partial<OrderRecord<OrderBody>> = {}): OrderRecord<OrderBody> => {
  const { leg, body, ...action } = samplePlaced(1);
  return {
    ...action,
    ...{ status: 'open', generation: 1n, filledSellUnits: 0n },
    part: { decisionId: '12', sliceNumber: 1, sliceOf: 1 },
    ...{ signedAtSeconds: NOW, closedAtSeconds: null },
    leg: { ...leg, sellToken: tokenAt(0), buyToken: tokenAt(1) },
    body: {
      ...body,
      order: {
        ...body.order,
        makingAmount: 100n * E18,
        takingAmount: (100n * E18 * BigInt(10_000 + aboveBps)) / 10_000n,
      },
      expiresAtSeconds: NOW + 600,
    },
    ...more,
  };
};

const seen = (more: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(
    [
      { usd: 5_100, targetBps: 5_000 },
      { usd: 4_900, targetBps: 5_000 },
    ],
    more,
  );

const kindsOf = (one: OrderRecord, snapshot: Snapshot): readonly Obstacle[] =>
  orderObstacles(one, snapshot).map(({ kind }) => kind);

const withAsset = (index: number, more: object): Snapshot => {
  const snapshot = seen();
  return {
    ...snapshot,
    assets: snapshot.assets.map((asset, at) => (at === index ? { ...asset, ...more } : asset)),
  };
};

describe('why an order is not filled', () => {
  it('has no reason for one that asks no more than the market', () => {
    expect(kindsOf(order(0), seen())).toEqual([]);
    expect(kindsOf(order(-5), seen())).toEqual([]);
  });

  it.each<readonly [string, OrderRecord, Snapshot, Obstacle]>([
    ['the portfolio is paused', order(0), seen({ paused: true }), 'paused'],
    ['its generation is over', order(0), seen({ generation: 2n }), 'generation'],
    ['it has expired', order(0), seen({ nowSeconds: NOW + 601 }), 'expired'],
    [
      'an asset has no price',
      order(0),
      withAsset(1, { price: { ok: false, fault: 'stale', detail: 'feed stopped' } }),
      'feed',
    ],
    ['less is held than is on sale', order(0), withAsset(0, { units: 99n * E18 }), 'balance'],
    ['less is allowed than is on sale', order(0), withAsset(0, { allowanceUnits: 1n }), 'allowance'],
    ['it gives away more than the contract allows', order(-101), seen(), 'slippage'],
    [
      'the turnover budget is used up',
      order(0),
      seen({ buckets: { ...seen().buckets, turnoverLeftE18: 0n } }),
      'turnover-budget',
    ],
    [
      'it would cost, and the loss budget is used up',
      order(-5),
      seen({ buckets: { ...seen().buckets, lossLeftE18: 0n } }),
      'loss-budget',
    ],
    ['the sold asset was just bought', order(0), withAsset(0, { lastBoughtAtSeconds: NOW - 1 }), 'cooldown'],
    ['the bought asset was just sold', order(0), withAsset(1, { lastSoldAtSeconds: NOW - 599 }), 'cooldown'],
    ['it was hidden', order(0, { status: 'unfillable', statusReason: 'hidden' }), seen(), 'hidden'],
    ['it asks more than the market', order(12), seen(), 'price-off'],
  ])('says that %s', (_title, one, snapshot, kind) => {
    expect(kindsOf(one, snapshot)).toEqual([kind]);
  });

  it('lets pass what lies exactly on a limit', () => {
    expect(kindsOf(order(0), seen({ nowSeconds: NOW + 600 }))).toEqual([]);
    expect(kindsOf(order(-100), seen())).toEqual([]);
    expect(kindsOf(order(0), withAsset(0, { units: 100n * E18 }))).toEqual([]);
    expect(kindsOf(order(0), withAsset(0, { lastBoughtAtSeconds: NOW - 600 }))).toEqual([]);
  });

  it('counts what is filled as no longer on sale', () => {
    expect(kindsOf(order(0, { filledSellUnits: 60n * E18 }), withAsset(0, { units: 40n * E18 }))).toEqual([]);
  });

  it('puts the gravest first and says the distance in numbers', () => {
    const said = orderObstacles(order(12), seen({ paused: true, generation: 2n }));
    expect(said.map(({ kind }) => kind)).toEqual(['paused', 'generation', 'price-off']);
    expect(said[2]?.sentence).toMatch(/^It asks 12 bps more than the market/);
  });

  it('compares whole tokens, whatever their decimals', () => {
    const coarse = snapshotOf([
      { usd: 5_000, targetBps: 5_000, price: 2_000n * E18 },
      { usd: 5_000, targetBps: 5_000, decimals: 6 },
    ]);
    const one = order(0);
    const asked = askedBy(
      {
        ...one,
        body: { ...one.body, order: { ...one.body.order, makingAmount: E18, takingAmount: 2_020_000_000n } },
      },
      coarse,
    );
    expect(asked).toEqual({
      limitPriceE18: 2_020n * E18,
      marketPriceE18: 2_000n * E18,
      distanceBps: 100,
    });
  });
});
