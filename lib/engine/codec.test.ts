import { describe, expect, it } from 'vitest';
import { decodeDecision, decodeSnapshot, encodeLook, namedDecision, namedSnapshot } from './codec.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { ASSET_SHAPE_2, DECISION_SHAPE_4, SNAPSHOT_SHAPE_2, SNAPSHOT_SHAPE_3 } from './look-shapes.ts';
import type { Snapshot } from './snapshot.ts';
import { type AssetWish, policyOf, snapshotOf } from './testing/builders.ts';

const policy = policyOf({});
const onTarget: readonly AssetWish[] = Array.from({ length: 5 }, () => ({ usd: 1_000, targetBps: 2_000 }));
const offTarget: readonly AssetWish[] = [
  { usd: 9_000, targetBps: 5_000 },
  { usd: 1_000, targetBps: 5_000 },
];

const storedOf = (snapshot: Snapshot) => {
  const decision = decide(snapshot, policy);
  const stored = encodeLook(snapshot, decision);
  return { snapshot, decision, stored, bytes: JSON.stringify(stored).length };
};

describe('a stored look', () => {
  it('is brief where nothing is to be done, and is read back to the same values', () => {
    const { snapshot, decision, stored, bytes } = storedOf(snapshotOf(onTarget));
    expect(stored).toMatchObject({ snapshot: { codec: 2 }, decision: { codec: 4 } });
    expect(decodeSnapshot(stored.snapshot)).toEqual({ ok: true, value: snapshot });
    expect(decodeDecision(stored.decision)).toEqual({ ok: true, value: decision });
    const named = JSON.stringify([namedSnapshot(stored.snapshot), namedDecision(stored.decision)]).length;
    expect(bytes).toBeLessThan(named / 2);
  });

  it('is brief where its prices walk at the market’s pace, which all presets’ do', () => {
    const [first] = snapshotOf(onTarget).assets;
    const volatility = [{ token: first?.token ?? '0x', annualBps: 5_500 }];
    const market = { blockSeconds: 12.5, clockSeconds: 300, volatility };
    const { snapshot, decision, stored } = storedOf(snapshotOf(onTarget, { market }));
    expect(stored).toMatchObject({ snapshot: { codec: 3 }, decision: { codec: 4 } });
    expect(decodeSnapshot(stored.snapshot)).toEqual({ ok: true, value: snapshot });
    expect(decodeDecision(stored.decision)).toEqual({ ok: true, value: decision });
  });

  it('keeps every letter of a name', () => {
    const symbols = ['a"b', 'a\\b', 'a\u2028', 'é', ''];
    const assets = snapshotOf(onTarget).assets.map((one, index) => ({
      ...one,
      symbol: symbols[index] ?? '',
    }));
    const { snapshot, decision, stored } = storedOf(snapshotOf(onTarget, { assets }));
    expect(stored).toMatchObject({ snapshot: { codec: 2 }, decision: { codec: 4 } });
    expect(decodeSnapshot(stored.snapshot)).toEqual({ ok: true, value: snapshot });
    expect(decodeDecision(stored.decision)).toEqual({ ok: true, value: decision });
  });

  it('keeps the names of its fields where it acts', () => {
    const { stored, decision } = storedOf(snapshotOf(offTarget));
    expect(decision.plan.kind).toBe('act');
    expect(stored).toMatchObject({ snapshot: { paused: false }, decision: { codec: 3 } });
  });

  it('is stored whole where anything of its decision does not follow from the rest', () => {
    const { snapshot, decision } = storedOf(snapshotOf(onTarget));
    const [first, ...others] = decision.assets;
    const hold = first?.hold;
    const limit = hold?.limit;
    if (first === undefined || !hold || !limit) throw new Error('no asset in its band');
    const odd: readonly Decision[] = [
      { ...decision, trigger: 'absolute' },
      { ...decision, trackingErrorAfterE18: 7n },
      { ...decision, expectedCostUsdE18: 1n },
      { ...decision, assets: [{ ...first, weightE18: 1n }, ...others] },
      { ...decision, assets: [{ ...first, hold: null }, ...others] },
      { ...decision, assets: [{ ...first, plannedUsdE18: 1n }, ...others] },
      {
        ...decision,
        assets: [{ ...first, hold: { ...hold, lookAgainAt: hold.lookAgainAt + 1 } }, ...others],
      },
      { ...decision, assets: [{ ...first, hold: { ...hold, limit: { ...limit, actual: 1n } } }, ...others] },
      {
        ...decision,
        assets: [{ ...first, hold: { ...hold, limit: { ...limit, name: 'lock' } } }, ...others],
      },
      { ...decision, plan: { kind: 'hold', hold: { ...hold, limit } } },
      { ...decision, plan: { kind: 'hold', hold: { ...hold, limit: null, detail: 'as it were' } } },
      { ...decision, trackingErrorBps: 7 },
      { ...decision, nextLookAt: decision.nextLookAt + 1 },
    ];
    for (const each of odd) {
      const stored = encodeLook(snapshot, each);
      expect(stored.decision).toMatchObject({ codec: 3 });
      expect(decodeDecision(stored.decision)).toEqual({ ok: true, value: each });
    }
  });

  const rare: readonly (readonly [string, Partial<Snapshot>])[] = [
    ['why it is withheld', { withheld: { reason: 'no-key', detail: null } }],
    [
      'why an asset is unhealthy',
      { assets: snapshotOf(onTarget).assets.map((one) => ({ ...one, lockDetail: 'it is paused' })) },
    ],
    [
      'a price that is missing',
      {
        assets: snapshotOf(onTarget).assets.map((one) => ({
          ...one,
          price: { ok: false, fault: 'missing', detail: 'nobody knows it' },
        })),
      },
    ],
  ];
  it.each(rare)('loses nothing that is rarely there: %s', (_, more) => {
    const { snapshot, decision, stored } = storedOf(snapshotOf(onTarget, more));
    expect(decodeSnapshot(stored.snapshot)).toEqual({ ok: true, value: snapshot });
    expect(decodeDecision(stored.decision)).toEqual({ ok: true, value: decision });
    expect(stored.snapshot).not.toHaveProperty('values');
  });

  it.each([
    ['no values', { codec: 2 }],
    ['values that are none', { codec: 2, values: 7 }],
    ['text that is no JSON', { codec: 2, values: '[[' }],
    ['too few values', { codec: 2, values: '[[]]' }],
    ['a list where an object stands', { codec: 2, values: JSON.stringify(Array(21).fill([1])) }],
  ])('is invalid, and no bug, with %s', (_, json) => {
    expect(decodeSnapshot(json)).toMatchObject({ ok: false, error: { code: 'snapshot-invalid' } });
    expect(decodeDecision({ ...json, codec: 4 })).toMatchObject({
      ok: false,
      error: { code: 'decision-invalid' },
    });
  });

  // Rows are stored in this order for good, and SQL reads some of it by place.
  it('has its fields where they have always been', () => {
    expect(Object.keys(ASSET_SHAPE_2).join()).toBe(
      'token,symbol,decimals,units,targetBps,price,priceAgeSecondsMax,lock,lastBoughtAtSeconds,lastSoldAtSeconds,allowanceUnits',
    );
    expect(Object.keys(ASSET_SHAPE_2.price).join()).toBe('ok,usdE18,updatedAtSeconds,source,disagreementBps');
    expect(Object.keys(SNAPSHOT_SHAPE_2).join()).toBe(
      'assets,account,blockNumber,blockHash,nowSeconds,generation,openOrders,inFlight,guard,buckets,paused,halted,signerAuthorised,chainLagging,venues,lastRebalanceAtSeconds,tradedTodayUsdE18,cashFlows,recentVolatilityBps,costs,asking',
    );
    expect(Object.keys(SNAPSHOT_SHAPE_3).join()).toBe(`${Object.keys(SNAPSHOT_SHAPE_2).join()},market`);
    expect(Object.keys(SNAPSHOT_SHAPE_3.market).join()).toBe('blockSeconds,clockSeconds,volatility');
    expect(Object.keys(SNAPSHOT_SHAPE_3.market.volatility[0]).join()).toBe('token,annualBps');
    expect(Object.keys(DECISION_SHAPE_4).join()).toBe(
      'assets,navUsdE18,engineVersion,trackingErrorE18,decidedAt,nextLookAt',
    );
    expect(Object.keys(DECISION_SHAPE_4.assets[0]).join()).toBe(
      'token,symbol,valueUsdE18,inFlightUsdE18,targetE18,bandE18',
    );
  });
});
