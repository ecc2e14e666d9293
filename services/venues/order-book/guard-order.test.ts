import type { Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { Observation } from '../../../lib/ledger/look.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import { TRAIT_FLAG } from '../../../lib/orders/maker-traits.ts';
import { ok } from '../../../lib/result.ts';
import { type GuardedBody, guardOrder } from './guard-order.ts';
import { ASKS_NOTHING, prepareOrders } from './prepare-orders.ts';

const ID = `0x${'ab'.repeat(32)}` as const;
const FILL_MODE = { kind: 'parts', series: 1n, epoch: 3n } as const;
const snapshot = snapshotOf([
  { usd: 7_000, targetBps: 5_000 },
  { usd: 3_000, targetBps: 5_000 },
]);
const policy = policyOf();

/** The order the bot itself would make. */
const { plan } = decide(snapshot, policy);
const intents = plan.kind === 'act' ? plan.legs.map((leg) => ({ id: ID, leg })) : [];
const SIGNER = '0x00000000000000000000000000000000000000b0' as const;
const observation = {
  snapshot,
  policy,
  signer: SIGNER,
  fillMode: FILL_MODE,
  swapping: null,
  feedPrices: feedPricesOf(snapshot),
};
const prepared = await prepareOrders(intents, observation, {
  signAs: () => async () => ok<Hex>(`0x${'11'.repeat(65)}`),
  askPublicBook: ASKS_NOTHING,
});
const [good] = prepared.ok ? prepared.value.map(({ body }) => ({ ...body, publicBook: null })) : [];
if (good === undefined) throw new Error('nothing was planned');

const verdict = (change: Partial<GuardedBody & Observation>): string => {
  const result = guardOrder({ ...good, ...change }, { ...observation, ...change });
  return result.ok ? 'passed' : result.error.message;
};
const withFeeds = (change: (usdE18: bigint) => bigint | undefined) => {
  const [sold] = snapshot.assets;
  const prices = new Map(feedPricesOf(snapshot));
  const changed = sold?.price.ok ? change(sold.price.usdE18) : undefined;
  if (sold !== undefined && changed === undefined) prices.delete(sold.token);
  if (sold !== undefined && changed !== undefined) prices.set(sold.token, changed);
  return verdict({ feedPrices: prices });
};
const withOrder = (change: Partial<GuardedBody['order']>) => verdict({ order: { ...good.order, ...change } });
const withSnapshot = (change: Partial<Observation['snapshot']>) =>
  verdict({ snapshot: { ...snapshot, ...change } });

describe('the signing policy', () => {
  it('passes the order the bot itself makes', () => {
    expect(verdict({})).toBe('passed');
  });

  const expiry = (seconds: number) =>
    (good.order.makerTraits & ~(((1n << 40n) - 1n) << 80n)) | (BigInt(seconds) << 80n);
  it.each([
    ['another maker', () => withOrder({ maker: 1n }), /maker is the portfolio/],
    [
      'a maker with dirty upper bits',
      () => withOrder({ maker: good.order.maker | (1n << 200n) }),
      /maker is the portfolio/,
    ],
    ['proceeds to somebody', () => withOrder({ receiver: 1n }), /proceeds/],
    ['a token that is no asset', () => withOrder({ makerAsset: 0xdeadn }), /assets of the portfolio/],
    ['the same token twice', () => withOrder({ takerAsset: good.order.makerAsset }), /differ/],
    ['more than is held', () => withOrder({ makingAmount: 10n ** 30n }), /holds what it gives/],
    ['something for nothing', () => withOrder({ takingAmount: 0n }), /gives and asks/],
    [
      'a price below the slippage allowed',
      () => withOrder({ takingAmount: (good.order.takingAmount * 98n) / 100n }),
      /slippage/,
    ],
    [
      'a trade above the largest',
      () => verdict({ policy: policyOf({ limits: { maxTradeUsd: '100' } }) }),
      /largest trade/,
    ],
    [
      'what sells below the feeds',
      () => withFeeds((usdE18) => (usdE18 * 103n) / 100n),
      /feeds bear its price out/,
    ],
    ['what the feeds have no price for', () => withFeeds(() => undefined), /feeds bear its price out/],
    ['no expiry', () => withOrder({ makerTraits: expiry(0) }), /expiry/],
    ['an expiry in the past', () => withOrder({ makerTraits: expiry(snapshot.nowSeconds) }), /expired/],
    [
      'a longer life than the contract allows',
      () => withOrder({ makerTraits: expiry(snapshot.nowSeconds + 3_601) }),
      /lives no longer/,
    ],
    [
      'traits without a hook',
      () => withOrder({ makerTraits: good.order.makerTraits & ~TRAIT_FLAG.postInteraction }),
      /traits/,
    ],
    ['another epoch', () => verdict({ fillMode: { ...FILL_MODE, epoch: 4n } }), /traits/],
    ['an extension', () => verdict({ extension: '0xab' }), /extension/],
    ['another generation', () => withSnapshot({ generation: 2n }), /generation/],
    ['a paused portfolio', () => withSnapshot({ paused: true }), /may trade/],
    ['a halted system', () => withSnapshot({ halted: true }), /may trade/],
    ['a head that lags', () => withSnapshot({ chainLagging: true }), /may trade/],
    ['another signer', () => withSnapshot({ signerAuthorised: false }), /signer/],
  ])('refuses %s', (_, judged, expected) => {
    expect(judged()).toMatch(expected);
  });

  it('refuses an order of an asset without a price, since nobody can say what it gives away', () => {
    const assets = snapshot.assets.map((asset) => ({
      ...asset,
      price: { ok: false, fault: 'missing', detail: '' } as const,
    }));
    expect(withSnapshot({ assets })).toMatch(/largest trade|slippage/);
  });

  it('refuses an order of an asset that is locked against it', () => {
    const locked = (lock: 'no-sell' | 'unhealthy') =>
      snapshot.assets.map((asset, index) => (index === 0 ? { ...asset, lock } : asset));
    expect(withSnapshot({ assets: locked('no-sell') })).toMatch(/locked/);
    expect(withSnapshot({ assets: locked('unhealthy') })).toMatch(/unhealthy/);
  });

  it('lets a life of exactly the limit, and a sale of exactly the holding, through', () => {
    expect(withOrder({ makerTraits: expiry(snapshot.nowSeconds + 3_600) })).toBe('passed');
    const units = snapshot.assets[0]?.units ?? 0n;
    expect(withOrder({ makingAmount: units, takingAmount: units })).toBe('passed');
  });
});
