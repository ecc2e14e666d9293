import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Snapshot } from './snapshot.ts';
import { type AssetWish, filled, NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

const USD = 10n ** 18n;
const LIMITS = { minTradeUsd: '0', maxTradeUsd: '1000000', dailyVolumeUsd: '1000000', cooldownSeconds: 0 };
const aiming = (destination: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  policyOf({ triggers: [{ kind: 'absolute', bandBps: 500 }], destination, limits: LIMITS, ...more });
const portfolio = (wishes: readonly AssetWish[], more: Partial<Snapshot> = {}) => snapshotOf(wishes, more);
const trades = ({ plan }: Decision): string[] =>
  plan.kind === 'act'
    ? plan.legs.map((leg) => `${nameOf(leg.sellToken)}→${nameOf(leg.buyToken)} ${leg.sellValueUsdE18 / USD}`)
    : [plan.hold.reason];
const nameOf = (token: string): string => String.fromCharCode(64 + Number(BigInt(token)));

const drifted = portfolio([
  { usd: 4_800, targetBps: 4_000 },
  { usd: 2_700, targetBps: 3_000 },
  { usd: 2_500, targetBps: 3_000 },
]);

describe('the destination', () => {
  it('target: brings every asset to its target', () => {
    expect(trades(decide(drifted, aiming({ kind: 'target' })))).toEqual(['A→C 500', 'A→B 300']);
  });

  it('band edge: brings those outside so far in as the margin says, the others only as counterparties', () => {
    expect(trades(decide(drifted, aiming({ kind: 'band-edge', marginBps: 5_000 })))).toEqual([
      'A→C 500',
      'A→B 50',
    ]);
    expect(trades(decide(drifted, aiming({ kind: 'band-edge', marginBps: 1_000 })))).toEqual(['A→C 350']);
  });

  it('fraction: goes part of the way, and at least to the margin inside the band', () => {
    const two = portfolio([
      { usd: 5_000, targetBps: 4_000 },
      { usd: 5_000, targetBps: 6_000 },
    ]);
    expect(trades(decide(two, aiming({ kind: 'fraction', fractionBps: 7_500, marginBps: 1_000 })))).toEqual([
      'A→B 750',
    ]);
    expect(trades(decide(two, aiming({ kind: 'fraction', fractionBps: 2_500, marginBps: 1_000 })))).toEqual([
      'A→B 550',
    ]);
  });

  it('fraction without any band goes exactly that part of the way', () => {
    const two = portfolio([
      { usd: 5_000, targetBps: 4_000 },
      { usd: 5_000, targetBps: 6_000 },
    ]);
    const policy = aiming(
      { kind: 'fraction', fractionBps: 2_500 },
      { triggers: [{ kind: 'calendar', intervalSeconds: 3_600 }] },
    );
    expect(trades(decide(two, policy))).toEqual(['A→B 250']);
  });

  it.each([
    { kind: 'target' },
    { kind: 'band-edge', marginBps: 100 },
    { kind: 'fraction', fractionBps: 1, marginBps: 100 },
  ])('does not fire again after $kind', (destination) => {
    const policy = aiming(destination);
    const first = decide(drifted, policy);
    if (first.plan.kind !== 'act') throw new Error('expected a trade');
    expect(trades(decide(filled(drifted, first.plan.legs), policy))).toEqual(['in-band']);
  });

  it('needs half the turnover at the edge for the same risk bound', () => {
    const two = portfolio([
      { usd: 4_500, targetBps: 4_000 },
      { usd: 5_500, targetBps: 6_000 },
    ]);
    expect(trades(decide(two, aiming({ kind: 'target' })))).toEqual(['A→B 500']);
    expect(trades(decide(two, aiming({ kind: 'band-edge', marginBps: 5_000 })))).toEqual(['A→B 250']);
  });
});

describe('a locked asset', () => {
  const locked = (lock: AssetWish['lock'], at: number) =>
    portfolio(
      [
        { usd: 4_800, targetBps: 4_000 },
        { usd: 2_700, targetBps: 3_000 },
        { usd: 2_500, targetBps: 3_000 },
      ].map((wish, index) => (index === at && lock !== undefined ? { ...wish, lock } : wish)),
    );
  const policy = aiming({ kind: 'target' });

  it('is neither sold nor bought against its lock, and the others make do', () => {
    expect(trades(decide(locked('no-buy', 2), policy))).toEqual(['A→B 300']);
    expect(trades(decide(locked('unhealthy', 2), policy))).toEqual(['A→B 300']);
    expect(trades(decide(locked('no-sell', 2), policy))).toEqual(['A→C 500', 'A→B 300']);
  });

  it('leaves the smaller surpluses where the locked side cannot take everything', () => {
    const four = portfolio([
      { usd: 2_800, targetBps: 2_500 },
      { usd: 3_000, targetBps: 2_500 },
      { usd: 2_100, targetBps: 2_500 },
      { usd: 2_100, targetBps: 2_500, lock: 'no-buy' },
    ]);
    expect(trades(decide(four, policy))).toEqual(['B→C 400']);
  });

  it('names the hold when nothing is left to trade', () => {
    expect(trades(decide(locked('no-sell', 0), policy))).toEqual(['asset-locked']);
    expect(trades(decide(locked('unhealthy', 0), policy))).toEqual(['asset-unhealthy']);
  });

  it('is left out of value and targets when excluded', () => {
    const decision = decide(locked('excluded', 2), policy);
    expect(decision.navUsdE18).toBe(7_500n * USD);
    // 4,000 : 3,000 of 7,500 is 4,285.71 : 3,214.29.
    expect(trades(decision)).toEqual(['A→B 514']);
    expect(decision.assets.find(({ token }) => token === tokenAt(2))?.hold?.reason).toBe('asset-locked');
  });

  it('may also be locked by the policy', () => {
    const ruled = aiming({ kind: 'target' }, { assetRules: [{ token: tokenAt(2), lock: 'no-buy' }] });
    expect(trades(decide(drifted, ruled))).toEqual(['A→B 300']);
  });
});

describe('the maximum weight', () => {
  it('stops a purchase exactly at the limit', () => {
    const capped = (weightBpsMax: number) =>
      aiming({ kind: 'target' }, { limits: { ...LIMITS, weightBpsMax } });
    const two = portfolio([
      { usd: 5_000, targetBps: 4_000 },
      { usd: 5_000, targetBps: 6_000 },
    ]);
    expect(trades(decide(two, capped(5_500)))).toEqual(['A→B 500']);
    expect(trades(decide(two, capped(6_000)))).toEqual(['A→B 1000']);
    const stopped = decide(two, capped(5_000));
    expect(trades(stopped)).toEqual(['asset-locked']);
    expect(stopped.assets[1]?.hold?.limit).toEqual({
      name: 'weight-max',
      unit: 'bps',
      actual: 5_000n,
      allowed: 5_000n,
    });
  });
});

describe("the contract's cooldown of an asset", () => {
  const policy = aiming({ kind: 'target' });
  const two = (a: Partial<AssetWish>, b: Partial<AssetWish>) =>
    portfolio([
      { usd: 5_000, targetBps: 4_000, ...a },
      { usd: 5_000, targetBps: 6_000, ...b },
    ]);
  it('keeps what was just bought from being sold, to the second', () => {
    const held = decide(two({ lastBoughtAtSeconds: NOW - 599 }, {}), policy);
    expect([trades(held), held.nextLookAt]).toEqual([['cooldown'], NOW + 1]);
    expect(trades(decide(two({ lastBoughtAtSeconds: NOW - 600 }, {}), policy))).toEqual(['A→B 1000']);
  });
  it('keeps what was just sold from being bought, and lets it be sold again', () => {
    expect(trades(decide(two({}, { lastSoldAtSeconds: NOW - 599 }), policy))).toEqual(['cooldown']);
    expect(
      trades(decide(two({ lastSoldAtSeconds: NOW - 1 }, { lastBoughtAtSeconds: NOW - 1 }), policy)),
    ).toEqual(['A→B 1000']);
  });
});

describe('an open order', () => {
  const order = {
    orderHash: '0x01',
    sellToken: tokenAt(0),
    buyToken: tokenAt(2),
    remainingSellUnits: 500n * USD,
    remainingBuyUnits: 500n * USD,
    expiresAtSeconds: NOW + 100,
  } as const;
  it('counts at its destination, so that its assets are in band and the order is what is waited for', () => {
    const decision = decide({ ...drifted, openOrders: [order] }, aiming({ kind: 'target' }));
    expect(decision.assets.map(({ valueUsdE18 }) => (valueUsdE18 ?? 0n) / USD)).toEqual([
      4_300n,
      2_700n,
      3_000n,
    ]);
    expect(decision.assets.map(({ inFlightUsdE18 }) => inFlightUsdE18 / USD)).toEqual([-500n, 0n, 500n]);
    expect(trades(decision)).toEqual(['order-open']);
  });
  it('keeps its tokens from a second order, and is looked at again when it ends', () => {
    const wide = portfolio([
      { usd: 5_600, targetBps: 4_000 },
      { usd: 1_900, targetBps: 3_000 },
      { usd: 2_500, targetBps: 3_000 },
    ]);
    const decision = decide({ ...wide, openOrders: [order] }, aiming({ kind: 'target' }));
    expect([trades(decision), decision.nextLookAt]).toEqual([['order-open'], NOW + 100]);
  });
  it('arrives from another chain as well', () => {
    const decision = decide(
      { ...drifted, inFlight: [{ token: tokenAt(2), units: 500n * USD, arrivesBySeconds: NOW + 60 }] },
      aiming({ kind: 'target' }),
    );
    expect(decision.navUsdE18).toBe(10_500n * USD);
  });
});
