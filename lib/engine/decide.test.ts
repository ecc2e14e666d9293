import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { Snapshot } from './snapshot.ts';
import { NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

const E18 = 10n ** 18n;
const drifted = (more: Partial<Snapshot> = {}, wish: Record<string, unknown> = {}): Snapshot =>
  snapshotOf(
    [
      { usd: 6_000, targetBps: 5_000, ...wish },
      { usd: 4_000, targetBps: 5_000 },
    ],
    more,
  );
const reason = ({ plan }: Decision) => (plan.kind === 'act' ? 'act' : plan.hold.reason);
const look = (snapshot: Snapshot, json: Record<string, unknown> = {}) => decide(snapshot, policyOf(json));

describe('a hold for the whole portfolio', () => {
  it.each([
    ['halted', { halted: true }],
    ['paused', { paused: true }],
    ['chain-lagging', { chainLagging: true }],
    ['signer-not-authorised', { signerAuthorised: false }],
    ['venue-unavailable', { venues: { 'order-book': false, proposal: true } }],
  ] as const)('%s, with every number still there', (expected, more) => {
    const decision = look(drifted(more));
    expect(reason(decision)).toBe(expected);
    expect([decision.navUsdE18, decision.trackingErrorBps]).toEqual([10_000n * E18, 1_000]);
    expect(decision.assets.map((one) => [one.action, one.hold?.reason])).toEqual([
      ['hold', expected],
      ['hold', expected],
    ]);
  });

  it.each([
    ['at the time when who failed may be asked again', [NOW + 40], NOW + 40],
    ['when the last of several may be', [NOW + 40, NOW + 90], NOW + 90],
    ['at the regular look, where one of them doesn’t say', [NOW + 40, undefined], NOW + 300],
    ['at the regular look, where that is sooner', [NOW + 9_000], NOW + 300],
    ['after now, where that time has passed', [NOW - 40], NOW + 1],
    ['at the regular look, where it is no time', [Number.NaN], NOW + 300],
  ])('for a missing price looks again %s', (_, times, nextLookAt) => {
    const { assets, ...rest } = drifted();
    const unpriced = assets.map((asset, index) => {
      const at = times[index];
      const none = { ok: false, fault: 'missing', detail: 'away' } as const;
      if (index >= times.length) return asset;
      return { ...asset, price: at === undefined ? none : { ...none, retryAtSeconds: at } };
    });
    const decision = look({ ...rest, assets: unpriced }, { lookEverySeconds: 300 });
    expect([reason(decision), decision.nextLookAt]).toEqual(['price-missing', nextLookAt]);
    expect(decision.plan.kind === 'hold' && decision.plan.hold.lookAgainAt).toBe(nextLookAt);
  });

  it('acts on the venue that is there', () => {
    expect(
      reason(
        look(drifted({ venues: { 'order-book': false, proposal: true } }), {
          orderTerms: { venue: 'proposal' },
        }),
      ),
    ).toBe('act');
  });

  it('says unfunded for a portfolio without value, and for one without assets', () => {
    expect(reason(look(snapshotOf([{ targetBps: 5_000 }, { targetBps: 5_000 }])))).toBe('unfunded');
    expect(reason(look(snapshotOf([])))).toBe('unfunded');
  });

  it('names the stop rather than the price when both stand in the way', () => {
    const state = { ok: false, fault: 'missing', detail: '' } as const;
    expect(reason(look(drifted({ paused: true }, { state })))).toBe('paused');
  });

  it('needs no price of an asset that is neither held nor targeted', () => {
    const state = { ok: false, fault: 'missing', detail: '' } as const;
    const snapshot = snapshotOf([
      { usd: 6_000, targetBps: 5_000 },
      { usd: 4_000, targetBps: 5_000 },
      { state },
    ]);
    expect(reason(look(snapshot))).toBe('act');
  });
});

describe('a snapshot that contradicts itself', () => {
  it.each([
    ['targets that do not sum', drifted({}, { targetBps: 4_999 })],
    ['an asset twice', drifted({}, { token: tokenAt(1) })],
    [
      'impossible decimals',
      { ...drifted(), assets: drifted().assets.map((one) => ({ ...one, decimals: 37 })) },
    ],
    ['negative units', { ...drifted(), assets: drifted().assets.map((one) => ({ ...one, units: -1n })) }],
    [
      'exact targets that do not sum',
      { ...drifted(), assets: drifted().assets.map((one) => ({ ...one, targetExactE18: E18 })) },
    ],
    [
      'exact targets for some',
      {
        ...drifted(),
        assets: drifted().assets.map((one, at) => (at === 0 ? { ...one, targetExactE18: E18 } : one)),
      },
    ],
    ['no time', { ...drifted(), nowSeconds: Number.NaN }],
  ])('is not decided on: %s', (_, snapshot) => {
    const decision = look(snapshot);
    expect([reason(decision), decision.navUsdE18]).toEqual(['snapshot-contradiction', null]);
    expect(decision.plan.kind === 'hold' ? decision.plan.hold.detail : null).toMatch(/^[^.]+[^.]$/);
  });
});

describe('exact targets', () => {
  it('are used where basis points are too coarse', () => {
    const third = E18 / 3n;
    const snapshot = snapshotOf([
      { usd: 1_001, targetBps: 3_334, targetExactE18: third + 1n },
      { usd: 1_000, targetBps: 3_333, targetExactE18: third },
      { usd: 999, targetBps: 3_333, targetExactE18: third },
    ]);
    const policy = policyOf({
      triggers: [{ kind: 'calendar', intervalSeconds: 60 }],
      limits: { minTradeUsd: '0.01', cooldownSeconds: 0 },
    });
    const { plan } = decide(snapshot, policy);
    expect(
      plan.kind === 'act' && plan.legs.map(({ sellValueUsdE18 }) => (sellValueUsdE18 * 1_000n) / E18),
    ).toEqual([999n]);
  });
});

describe('an act', () => {
  it('asks the mid plus the spread and expects what the pair usually costs', () => {
    const snapshot = drifted({
      costs: { gasPerLegUsdE18: E18, pair: { spreadBps: 10, feeBps: 20, impactBpsPer10kUsd: 30 }, pairs: [] },
    });
    const decision = look(snapshot, {
      orderTerms: { spreadBps: 10 },
      destination: { kind: 'band-edge', marginBps: 5_000 },
    });
    if (decision.plan.kind !== 'act') throw new Error('expected a trade');
    const [leg] = decision.plan.legs;
    // 750 USD: 0.75 spread, 1.50 fee, 2.25 bps impact = 0.16875, 1 gas.
    expect(leg).toMatchObject({
      sellUnits: 750n * E18,
      buyUnits: (75_075n * E18) / 100n,
      expectedBuyUnits: 750n * E18 - (341_875n * E18) / 100_000n,
      referencePriceE18: E18,
      limit: { spreadBps: 10, expiresInSeconds: 900 },
      slice: { number: 1, of: 1 },
    });
    expect(decision.expectedCostUsdE18).toBe((341_875n * E18) / 100_000n);
    expect(decision.trackingErrorBps).toBe(1_000);
    expect((decision.trackingErrorAfterE18 ?? 0n) / 10n ** 14n).toBe(251n);
  });

  it('chooses the cheaper pairs where pairs differ', () => {
    const snapshot = snapshotOf([
      { usd: 3_100, targetBps: 2_500 },
      { usd: 2_800, targetBps: 2_500 },
      { usd: 2_150, targetBps: 2_500 },
      { usd: 1_950, targetBps: 2_500 },
    ]);
    const at = (from: number, to: number, feeBps: number) => ({
      sellToken: tokenAt(from),
      buyToken: tokenAt(to),
      spreadBps: 0,
      feeBps,
      impactBpsPer10kUsd: 0,
    });
    const pairs = [at(0, 2, 5), at(0, 3, 50), at(1, 2, 50), at(1, 3, 5)];
    const priced = { ...snapshot, costs: { ...snapshot.costs, pairs } };
    const { plan } = decide(priced, policyOf());
    expect(
      plan.kind === 'act' &&
        plan.legs.map(
          (leg) => `${BigInt(leg.sellToken)}→${BigInt(leg.buyToken)} ${leg.sellValueUsdE18 / E18}`,
        ),
    ).toEqual(['1→3 350', '2→4 300', '1→4 250']);
  });

  it('carries its block time and a look no later than its orders end', () => {
    const decision = look(drifted(), { orderTerms: { expiresInSeconds: 60 }, lookEverySeconds: 3_600 });
    expect([decision.decidedAt, decision.nextLookAt]).toEqual([NOW, NOW + 60]);
  });
});
