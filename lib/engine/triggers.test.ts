import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Decision, Leg } from './decision.ts';
import type { Snapshot } from './snapshot.ts';
import { type AssetWish, NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

/** 40/60 with the first asset `over` dollars above its 4,000 of 10,000. */
const forty = (over: number, more: Partial<Snapshot> = {}): Snapshot =>
  snapshotOf(
    [
      { usd: 4_000 + over, targetBps: 4_000 },
      { usd: 6_000 - over, targetBps: 6_000 },
    ],
    more,
  );
const triggerOf = (...triggers: readonly Record<string, unknown>[]) =>
  policyOf({ triggers, limits: { minTradeUsd: '0', cooldownSeconds: 0 }, lookEverySeconds: 300 });
const outcome = ({ plan, trigger }: Decision) => (plan.kind === 'act' ? trigger : plan.hold.reason);
const legs = ({ plan }: Decision): readonly Leg[] => (plan.kind === 'act' ? plan.legs : []);

describe('the absolute band', () => {
  const policy = triggerOf({ kind: 'absolute', bandBps: 500 });
  it('fires exactly at its edge, not a dollar before, on either side', () => {
    expect(outcome(decide(forty(500), policy))).toBe('absolute');
    expect(outcome(decide(forty(499), policy))).toBe('in-band');
    expect(outcome(decide(forty(-500), policy))).toBe('absolute');
    expect(outcome(decide(forty(-499), policy))).toBe('in-band');
  });
});

describe('the relative band', () => {
  const policy = triggerOf({ kind: 'relative', bandBps: 1_500 });
  it('fires exactly at its share of the target', () => {
    expect(outcome(decide(forty(600), policy))).toBe('relative');
    expect(outcome(decide(forty(599), policy))).toBe('in-band');
  });
  it('fires for a holding without a target from the smallest trade on, and not for dust anyone can send', () => {
    const policyWithMinimum = policyOf({
      triggers: [{ kind: 'relative', bandBps: 1_500 }],
      limits: { minTradeUsd: '50' },
    });
    const stray = (usd: number) =>
      snapshotOf([
        { usd: 5_000, targetBps: 10_000 },
        { usd, targetBps: 0 },
      ]);
    expect(outcome(decide(stray(50), policyWithMinimum))).toBe('relative');
    expect(outcome(decide(stray(49), policyWithMinimum))).toBe('in-band');
  });
  it('fires for a target not yet held', () => {
    expect(outcome(decide(snapshotOf([{ usd: 5_000, targetBps: 9_900 }, { targetBps: 100 }]), policy))).toBe(
      'relative',
    );
  });
});

describe('the hybrid band', () => {
  const policy = triggerOf({ kind: 'hybrid', relativeBps: 2_000, floorBps: 100 });
  const small = (over: number) =>
    snapshotOf([
      { usd: 200 + over, targetBps: 200 },
      { usd: 9_800 - over, targetBps: 9_800 },
    ]);
  it('is the share of a large target', () => {
    expect(outcome(decide(forty(800), policy))).toBe('hybrid');
    expect(outcome(decide(forty(799), policy))).toBe('in-band');
  });
  it('is the floor of a small one: 20 % of 2 % would be 0.4 points', () => {
    expect(outcome(decide(small(100), policy))).toBe('hybrid');
    expect(outcome(decide(small(99), policy))).toBe('in-band');
  });
});

describe('the calendar', () => {
  const policy = triggerOf({ kind: 'calendar', intervalSeconds: 86_400 });
  it('fires exactly when its interval has passed, however small the drift', () => {
    expect(outcome(decide(forty(1, { lastRebalanceAtSeconds: NOW - 86_400 }), policy))).toBe('calendar');
    expect(outcome(decide(forty(1, { lastRebalanceAtSeconds: NOW - 86_399 }), policy))).toBe('in-band');
  });
  it('fires for a portfolio that was never rebalanced', () => {
    expect(outcome(decide(forty(1), policy))).toBe('calendar');
  });
  it('holds until it comes due, and is looked at as often as its policy says all the same', () => {
    const waiting = decide(forty(1, { lastRebalanceAtSeconds: NOW - 1_000 }), policy);
    expect(waiting.plan).toMatchObject({ hold: { lookAgainAt: NOW + 85_400 } });
    expect(waiting.nextLookAt).toBe(NOW + policy.lookEverySeconds);
  });
});

describe('the calendar with a band', () => {
  const policy = triggerOf({
    kind: 'calendar-band',
    intervalSeconds: 86_400,
    band: { kind: 'absolute', bandBps: 500 },
  });
  it('needs both', () => {
    expect(outcome(decide(forty(500, { lastRebalanceAtSeconds: NOW - 86_400 }), policy))).toBe(
      'calendar-band',
    );
    expect(outcome(decide(forty(499, { lastRebalanceAtSeconds: NOW - 86_400 }), policy))).toBe('in-band');
    expect(outcome(decide(forty(500, { lastRebalanceAtSeconds: NOW - 86_399 }), policy))).toBe('in-band');
  });
});

describe('the volatility-scaled band', () => {
  const policy = triggerOf({
    kind: 'volatility-band',
    band: { kind: 'absolute', bandBps: 400 },
    referenceVolatilityBps: 6_000,
    scaleBpsMin: 5_000,
    scaleBpsMax: 20_000,
  });
  const at = (over: number, recentVolatilityBps: number | null) =>
    outcome(decide(forty(over, { recentVolatilityBps }), policy));
  it('is wider when the market moves more, in proportion', () => {
    expect(at(600, 9_000)).toBe('volatility-band');
    expect(at(599, 9_000)).toBe('in-band');
  });
  it('is clamped at both ends', () => {
    expect(at(800, 60_000)).toBe('volatility-band');
    expect(at(799, 60_000)).toBe('in-band');
    expect(at(200, 1)).toBe('volatility-band');
    expect(at(199, 1)).toBe('in-band');
  });
  it('is as given while there is too little history', () => {
    expect(at(400, null)).toBe('volatility-band');
    expect(at(399, null)).toBe('in-band');
  });
});

describe('the cash flow', () => {
  const policy = triggerOf({ kind: 'cash-flow', flowBpsMin: 500 });
  const E18 = 10n ** 18n;
  const three = (values: readonly number[], flow: { readonly at: number; readonly usd: number }) =>
    snapshotOf(
      values.map((usd, index): AssetWish => ({ usd, targetBps: index === 0 ? 4_000 : 3_000 })),
      {
        cashFlows: [{ token: tokenAt(flow.at), units: BigInt(flow.usd) * E18 }],
      },
    );
  it('fires exactly at its share of NAV', () => {
    expect(outcome(decide(three([4_500, 3_000, 2_500], { at: 0, usd: 500 }), policy))).toBe('cash-flow');
    expect(outcome(decide(three([4_500, 3_000, 2_500], { at: 0, usd: 499 }), policy))).toBe('in-band');
  });
  it('sells only what was deposited, and no more of it', () => {
    const found = legs(decide(three([4_700, 3_500, 1_800], { at: 0, usd: 600 }), policy));
    expect(
      found.map(({ sellToken, buyToken, sellValueUsdE18 }) => [sellToken, buyToken, sellValueUsdE18]),
    ).toEqual([[tokenAt(0), tokenAt(2), 600n * E18]]);
  });
  it('buys only what was withdrawn', () => {
    const found = legs(decide(three([3_300, 3_900, 2_800], { at: 0, usd: -600 }), policy));
    expect(
      found.map(({ sellToken, buyToken, sellValueUsdE18 }) => [sellToken, buyToken, sellValueUsdE18]),
    ).toEqual([[tokenAt(1), tokenAt(0), 600n * E18]]);
  });
  it('yields to a band that fires as well', () => {
    const both = triggerOf({ kind: 'cash-flow', flowBpsMin: 100 }, { kind: 'absolute', bandBps: 500 });
    expect(outcome(decide(three([4_700, 3_500, 1_800], { at: 0, usd: 600 }), both))).toBe('absolute');
  });
  it('trades nothing when the flow already brought the weights closer', () => {
    expect(outcome(decide(three([3_900, 3_100, 3_000], { at: 0, usd: 600 }), policy))).toBe('in-band');
  });
});

describe('several triggers', () => {
  it('fire when any one does, in the order of the policy', () => {
    const policy = triggerOf(
      { kind: 'calendar', intervalSeconds: 86_400 },
      { kind: 'absolute', bandBps: 500 },
    );
    expect(outcome(decide(forty(500, { lastRebalanceAtSeconds: NOW - 1_000 }), policy))).toBe('absolute');
    expect(outcome(decide(forty(10, { lastRebalanceAtSeconds: NOW - 90_000 }), policy))).toBe('calendar');
    expect(outcome(decide(forty(10, { lastRebalanceAtSeconds: NOW - 1_000 }), policy))).toBe('in-band');
  });
});
