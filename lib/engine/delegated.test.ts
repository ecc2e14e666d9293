import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot } from './codec.ts';
import { decide } from './decide.ts';
import { explain } from './explain.ts';
import { DELEGATION_REASONS } from './reasons.ts';
import type { Delegated, Snapshot } from './snapshot.ts';
import { limitedPolicy, limitedSnapshot } from './testing/arbitraries.ts';
import { NOW, policyOf, snapshotOf } from './testing/builders.ts';

const GOOD: Delegated = { ok: true, leftUnits: 10n ** 30n, renewsAtSeconds: NOW + 1_000 };

/** 700 dollars of one beside 300 of the other, half of each wanted: the first is to be sold. */
const seen = (first: Delegated | null, second: Delegated | null = null): Snapshot => {
  const snapshot = snapshotOf([
    { usd: 700, targetBps: 5_000, symbol: 'WETH' },
    { usd: 300, targetBps: 5_000, symbol: 'USDC' },
  ]);
  const [sold, bought] = snapshot.assets;
  if (sold === undefined || bought === undefined) throw new Error('two assets');
  const granted = (delegated: Delegated | null) => (delegated === null ? {} : { delegated });
  return {
    ...snapshot,
    account: { ...snapshot.account, kind: 'delegated' },
    assets: [
      { ...sold, ...granted(first) },
      { ...bought, ...granted(second) },
    ],
    venues: { 'order-book': true, proposal: true },
  };
};
const policy = policyOf({ triggers: [{ kind: 'absolute', bandBps: 100 }] });
const planOf = (snapshot: Snapshot) => decide(snapshot, policy).plan;
const holdOf = (snapshot: Snapshot) => {
  const plan = planOf(snapshot);
  return plan.kind === 'hold' ? plan.hold : null;
};

describe('an account that trades by its delegations', () => {
  it('sells by a proposal, never by the book, whatever its policy names and whichever venue is open', () => {
    for (const venue of ['order-book', 'oneinch', 'proposal'] as const) {
      const plan = decide(
        seen(GOOD),
        policyOf({ triggers: [{ kind: 'absolute', bandBps: 100 }], orderTerms: { venue } }),
      ).plan;
      expect(plan.kind === 'act' ? plan.legs.map((leg) => leg.venue) : plan).toEqual(['proposal']);
    }
    const away = { ...seen(GOOD), venues: { 'order-book': true, proposal: false, oneinch: true as const } };
    expect(holdOf(away)?.reason).toBe('venue-unavailable');
  });

  it('keeps to the day’s volume of its policy as every portfolio does, to the dollar, and then holds until the next', () => {
    const limited = policyOf({
      triggers: [{ kind: 'absolute', bandBps: 100 }],
      limits: { dailyVolumeUsd: '500' },
    });
    const after = (tradedUsd: bigint) =>
      decide({ ...seen(GOOD), tradedTodayUsdE18: tradedUsd * 10n ** 18n }, limited).plan;
    const soldOf = (plan: ReturnType<typeof after>) =>
      plan.kind === 'act'
        ? plan.legs.map(({ sellValueUsdE18 }) => sellValueUsdE18 / 10n ** 18n)
        : plan.hold.reason;
    expect([0n, 450n, 500n].map((traded) => soldOf(after(traded)))).toEqual([
      [200n],
      [50n],
      'over-daily-volume',
    ]);
  });

  it.each(DELEGATION_REASONS)('holds with %s, which its owner is told with what is left out', (reason) => {
    const why: Delegated = { ok: false, reason, detail: 'of its own', untilSeconds: NOW + 77 };
    const decision = decide(seen(why), policy);
    expect(decision.plan).toMatchObject({
      kind: 'hold',
      hold: { reason, detail: 'WETH, of its own', lookAgainAt: NOW + 77 },
    });
    expect(explain(decision).why).toContain(': WETH, of its own.');
  });

  it('holds where nothing is known of a delegation: what was not granted is not sold', () => {
    expect(holdOf(seen(null, GOOD))?.reason).toBe('delegation-missing');
  });

  it('needs nothing to be granted of what it buys', () => {
    const none: Delegated = { ok: false, reason: 'delegation-missing', detail: null, untilSeconds: null };
    expect(planOf(seen(GOOD, none)).kind).toBe('act');
  });

  it('never looks again in the past, however long ago a cause was to end', () => {
    const why: Delegated = { ok: false, reason: 'delegation-exhausted', detail: null, untilSeconds: NOW - 5 };
    expect(holdOf(seen(why))?.lookAgainAt).toBe(NOW + 1);
  });

  it('sells no more than what is left of the period, and says what that held back', () => {
    const whole = planOf(seen(GOOD));
    const wanted = whole.kind === 'act' ? (whole.legs[0]?.sellUnits ?? 0n) : 0n;
    expect(wanted).toBeGreaterThan(0n);
    const leftUnits = wanted / 3n;
    const decision = decide(seen({ ...GOOD, ok: true, leftUnits, renewsAtSeconds: NOW + 9 }), policy);
    const { plan } = decision;
    expect(plan.kind === 'act' ? plan.legs[0]?.sellUnits : null).toBeLessThanOrEqual(leftUnits);
    expect(plan.kind === 'act' ? plan.legs[0]?.sellUnits : null).toBeGreaterThan(
      leftUnits - leftUnits / 1_000n - 2n,
    );
    expect(decision.dropped).toMatchObject([
      {
        hold: { reason: 'delegation-exhausted', limit: { name: 'delegation-period' }, lookAgainAt: NOW + 9 },
      },
    ]);
  });

  it('draws on the period with each slice, so that slicing sells no more of it', () => {
    const sliced = policyOf({
      triggers: [{ kind: 'absolute', bandBps: 100 }],
      limits: { maxTradeUsd: '40', minTradeUsd: '1' },
    });
    const whole = decide(seen(GOOD), sliced).plan;
    const legs = whole.kind === 'act' ? whole.legs : [];
    expect(legs.length).toBeGreaterThan(3);
    const leftUnits = legs.reduce((sum, leg) => sum + leg.sellUnits, 0n) / 2n;
    const { plan } = decide(seen({ ok: true, leftUnits, renewsAtSeconds: NOW + 9 }), sliced);
    const sold = plan.kind === 'act' ? plan.legs.reduce((sum, leg) => sum + leg.sellUnits, 0n) : -1n;
    expect(sold).toBeLessThanOrEqual(leftUnits);
    expect(sold).toBeGreaterThan(leftUnits / 2n);
  });

  it('is stored and read again with what it was decided on', () => {
    const why: Delegated = { ok: false, reason: 'delegation-revoked', detail: null, untilSeconds: null };
    for (const snapshot of [seen(GOOD, why), seen(why)])
      expect(decodeSnapshot(encodeSnapshot(snapshot))).toEqual({ ok: true, value: snapshot });
  });

  it('whatever is held, wanted and granted, sells by proposals alone, only what is granted, and no more of it in all', () => {
    const grants = fc.oneof(
      fc.record({
        ok: fc.constant(true as const),
        leftUnits: fc.oneof(fc.bigInt(0n, 10n ** 6n), fc.bigInt(0n, 10n ** 24n)),
        renewsAtSeconds: fc.integer({ min: NOW - 5, max: NOW + 90_000 }),
      }),
      fc.record({
        ok: fc.constant(false as const),
        reason: fc.constantFrom(...DELEGATION_REASONS),
        detail: fc.constantFrom(null, 'why'),
        untilSeconds: fc.constantFrom(null, NOW - 5, NOW + 500),
      }),
      fc.constant(undefined),
    );
    let acted = 0;
    let cut = 0;
    fc.assert(
      fc.property(
        limitedSnapshot,
        limitedPolicy,
        fc.array(grants, { minLength: 12, maxLength: 12 }),
        (drawn, own, list) => {
          const assets = drawn.assets.map((asset, index) => {
            const delegated = list[index % list.length];
            return delegated === undefined ? asset : { ...asset, delegated };
          });
          const snapshot: Snapshot = { ...drawn, account: { ...drawn.account, kind: 'delegated' }, assets };
          const decision = decide(snapshot, own);
          if (decision.dropped.some(({ hold }) => hold.limit?.name === 'delegation-period')) cut += 1;
          for (const { hold } of decision.dropped)
            expect(hold.lookAgainAt).toBeGreaterThan(snapshot.nowSeconds);
          if (decision.plan.kind === 'hold') return;
          acted += 1;
          const sold = new Map<string, bigint>();
          for (const leg of decision.plan.legs) {
            expect(leg.venue).toBe('proposal');
            sold.set(leg.sellToken, (sold.get(leg.sellToken) ?? 0n) + leg.sellUnits);
          }
          for (const [token, units] of sold) {
            const granted = assets.find((one) => one.token === token)?.delegated;
            expect(granted?.ok === true && units <= granted.leftUnits).toBe(true);
          }
        },
      ),
      { numRuns: Number(env['PROPERTY_CASES'] ?? '2000') },
    );
    expect(acted).toBeGreaterThan(0);
    expect(cut).toBeGreaterThan(0);
  });
});
