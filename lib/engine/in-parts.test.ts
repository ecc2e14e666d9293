import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDecision, decodeSnapshot, encodeDecision, encodeSnapshot } from './codec.ts';
import { decide } from './decide.ts';
import type { Decision, Leg } from './decision.ts';
import { explain } from './explain.ts';
import { type BegunProgramme, partAt, programmesNow } from './in-parts.ts';
import type { Policy } from './policy.ts';
import type { AssetState, Snapshot } from './snapshot.ts';
import { filled, legsOf, NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';

const E18 = 10n ** 18n;

const inParts = (
  parts: number,
  overSeconds: number,
  change: Readonly<Record<string, unknown>> = {},
): Policy =>
  policyOf({
    orderTerms: { spreadBps: 0, walkBpsPerHour: 0, discountBpsMax: 0, inParts: { parts, overSeconds } },
    limits: { minTradeUsd: '0', maxTradeUsd: '1000000', dailyVolumeUsd: '10000000', cooldownSeconds: 0 },
    ...change,
  });

/** 4,000 dollars of ten thousand are in excess. */
const drifted = snapshotOf([
  { usd: 9_000, targetBps: 5_000 },
  { usd: 1_000, targetBps: 5_000 },
]);

/** What the journal, the chain and the clock do between two looks. */
class Run {
  snapshot: Snapshot = drifted;
  readonly trades: { readonly atSeconds: number; readonly usdE18: bigint; readonly leg: Leg }[] = [];
  #begun: readonly BegunProgramme[] = [];
  readonly #policy: Policy;

  constructor(policy: Policy, snapshot: Snapshot = drifted) {
    this.#policy = policy;
    this.snapshot = snapshot;
  }

  look(afterSeconds: number, share: { readonly filled: boolean } = { filled: true }): Decision {
    const nowSeconds = NOW + afterSeconds;
    const programmes = programmesNow(this.#policy.orderTerms.inParts, this.#begun, nowSeconds);
    const assets = this.snapshot.assets.map((asset): AssetState => {
      const { price } = asset;
      return price.ok ? { ...asset, price: { ...price, updatedAtSeconds: nowSeconds } } : asset;
    });
    const { programmes: _, ...before } = this.snapshot;
    this.snapshot = { ...before, assets, nowSeconds, ...(programmes.length === 0 ? {} : { programmes }) };
    const decision = decide(this.snapshot, this.#policy);
    if (decision.plan.kind === 'hold') {
      if (decision.plan.hold.reason === 'in-band') this.#begun = [];
      return decision;
    }
    const legs = legsOf(decision);
    for (const leg of legs) this.#remember(leg, share.filled ? nowSeconds : null);
    if (share.filled) {
      this.snapshot = filled(this.snapshot, legs);
      for (const leg of legs) this.trades.push({ atSeconds: nowSeconds, usdE18: leg.sellValueUsdE18, leg });
    }
    return decision;
  }

  #remember({ sellToken, buyToken, sellUnits, part }: Leg, atSeconds: number | null): void {
    const startedAtSeconds = part?.startedAtSeconds ?? 0;
    const same = (one: BegunProgramme) => one.sellToken === sellToken && one.buyToken === buyToken;
    const known = this.#begun.find((one) => same(one) && one.startedAtSeconds === startedAtSeconds);
    const fills = [
      ...(known?.fills ?? []),
      ...(atSeconds === null ? [] : [{ atSeconds, soldUnits: sellUnits }]),
    ];
    const others = this.#begun.filter((one) => !same(one));
    this.#begun = [...others, { sellToken, buyToken, startedAtSeconds, fills }];
  }

  priced(priceE18: bigint): void {
    this.snapshot = {
      ...this.snapshot,
      assets: this.snapshot.assets.map(
        (asset, index): AssetState =>
          index === 0 && asset.price.ok ? { ...asset, price: { ...asset.price, usdE18: priceE18 } } : asset,
      ),
    };
  }

  get sold(): bigint {
    return this.trades.reduce((sum, { usdE18 }) => sum + usdE18, 0n);
  }
}

describe('a leg in parts', () => {
  it('is traded in equal parts, one after the other at their times, and is done at the end of its time', () => {
    const run = new Run(inParts(4, 3_600));
    for (const at of [0, 900, 1_800, 2_700]) run.look(at);
    expect(run.trades.map(({ usdE18 }) => usdE18 / E18)).toEqual([1_000n, 1_000n, 1_000n, 1_000n]);
    expect(run.trades.map(({ leg }) => leg.part?.number)).toEqual([1, 2, 3, 4]);
    expect(run.look(3_600).plan).toMatchObject({ kind: 'hold', hold: { reason: 'in-band' } });
  });

  it('goes on inside the band to where the plan wanted to go', () => {
    const policy = inParts(4, 3_600, { destination: { kind: 'band-edge', marginBps: 5_000 } });
    // 510 over the target, out of a band of 500: to 250.
    const wishes = [
      { usd: 5_510, targetBps: 5_000 },
      { usd: 4_490, targetBps: 5_000 },
    ];
    const run = new Run(policy, snapshotOf(wishes));
    for (const at of [0, 900, 1_800, 2_700]) run.look(at);
    expect(run.sold / E18).toBe(260n);
    expect(run.trades).toHaveLength(4);
  });

  it('says which part it is, and why nothing is traded until the next one comes', () => {
    const run = new Run(inParts(4, 3_600));
    expect(explain(run.look(0)).why).toContain('sell $ 1,000.00 of A for B, part 1 of 4');
    const waiting = run.look(300);
    expect(waiting.plan).toMatchObject({
      hold: { reason: 'part-traded', lookAgainAt: NOW + 600, limit: { name: 'part', unit: 'usd-e18' } },
    });
    expect(explain(waiting).why).toContain(
      'this part of the trade is done, and the next one comes at its time',
    );
    // Five minutes are the policy's own interval.
    expect(run.look(700).nextLookAt).toBe(NOW + 900);
  });

  it('spreads what a missed look would have traded over the parts that are left, and doubles none', () => {
    const run = new Run(inParts(4, 3_600));
    for (const at of [0, 1_800, 2_700]) run.look(at);
    expect(run.trades.map(({ usdE18 }) => usdE18 / E18)).toEqual([1_000n, 1_500n, 1_500n]);
  });

  it('trades what of its part an order left unfilled within the same part, and no more', () => {
    const run = new Run(inParts(4, 3_600));
    run.look(0, { filled: false });
    expect(run.sold).toBe(0n);
    run.look(300);
    run.look(600);
    expect(run.trades.map(({ usdE18 }) => usdE18 / E18)).toEqual([1_000n]);
    expect(run.trades[0]?.leg.part).toEqual({ startedAtSeconds: NOW, number: 1, of: 4 });
  });

  it('trades what the plan wants now when the market turns, and ends where that is nothing', () => {
    const run = new Run(inParts(4, 3_600));
    run.look(0);
    // 8,000 at half the price: 4,000 beside 2,000 have 1,000 in excess, over three parts.
    run.priced(E18 / 2n);
    run.look(900);
    expect(run.trades[1]?.usdE18).toBe((1_000n * E18) / 3n);
    run.priced((E18 * 315n) / 1_000n);
    expect(run.look(1_800).plan).toMatchObject({ hold: { reason: 'in-band' } });
    run.priced(E18);
    // What comes back is begun anew.
    expect(legsOf(run.look(2_700))[0]?.part).toEqual({ startedAtSeconds: NOW + 2_700, number: 1, of: 4 });
  });

  it('is never less than the smallest trade, nor kept from its cooldown or its day’s volume', () => {
    const limits = { maxTradeUsd: '1000000', dailyVolumeUsd: '1700', cooldownSeconds: 900 };
    const run = new Run(inParts(4, 3_600, { limits: { ...limits, minTradeUsd: '1500' } }));
    run.look(0);
    expect(run.sold / E18).toBe(1_500n);
    run.snapshot = { ...run.snapshot, lastRebalanceAtSeconds: NOW, tradedTodayUsdE18: 1_500n * E18 };
    expect(run.look(899).plan).toMatchObject({ hold: { reason: 'cooldown' } });
    expect(run.look(900).plan).toMatchObject({ hold: { reason: 'over-daily-volume' } });
  });

  it('is swapped at once part by part where the policy trades by proposals', () => {
    const orderTerms = { venue: 'proposal', inParts: { parts: 4, overSeconds: 3_600 } };
    const run = new Run(inParts(4, 3_600, { orderTerms }));
    for (const at of [0, 900, 1_800, 2_700]) run.look(at);
    expect(run.trades.map(({ leg: { venue } }) => venue)).toEqual(Array(4).fill('proposal'));
    expect(run.sold).toBeGreaterThan(3_900n * E18);
  });

  it('is decided by the stored look alone', () => {
    const policy = inParts(4, 3_600);
    const run = new Run(policy);
    run.look(0);
    const decision = run.look(900, { filled: false });
    const snapshot = decodeSnapshot(encodeSnapshot(run.snapshot));
    expect(snapshot.ok && decide(snapshot.value, policy)).toEqual(decision);
    expect(decodeDecision(encodeDecision(decision))).toEqual({ ok: true, value: decision });
  });
});

const looks = fc
  .tuple(
    fc.integer({ min: 2, max: 12 }),
    fc.integer({ min: 720, max: 86_400 }),
    fc.array(fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.boolean()), { maxLength: 40 }),
  )
  .map(([parts, overSeconds, at]) => ({
    terms: { parts, overSeconds },
    looks: [
      [0, true] as const,
      ...at.map(([place, isFilled]) => [Math.floor((place * overSeconds) / 1_000_000), isFilled] as const),
    ].sort(([a], [b]) => a - b),
  }));

describe('whatever looks there are', () => {
  it('parts never sum to more than the leg, and to all of it once the last part is filled', () => {
    fc.assert(
      fc.property(looks, ({ terms, looks: times }) => {
        const run = new Run(inParts(terms.parts, terms.overSeconds));
        for (const [at, isFilled] of times) run.look(at, { filled: isFilled });
        expect(run.sold <= 4_000n * E18).toBe(true);
        run.look(terms.overSeconds - 1);
        expect(4_000n * E18 - run.sold < 1_000n).toBe(true);
      }),
    );
  });

  it('no part trades more than what is left ÷ the parts that are left, however often it is looked at', () => {
    fc.assert(
      fc.property(looks, ({ terms, looks: times }) => {
        const run = new Run(inParts(terms.parts, terms.overSeconds));
        for (const [at, isFilled] of times) run.look(at, { filled: isFilled });
        let left = 4_000n * E18;
        for (let part = 0; part < terms.parts; part += 1) {
          const sold = run.trades
            .filter(({ atSeconds }) => partAt(terms, NOW, atSeconds) === part)
            .reduce((sum, { usdE18 }) => sum + usdE18, 0n);
          expect(sold <= left / BigInt(terms.parts - part) + 1_000n).toBe(true);
          left -= sold;
        }
      }),
    );
  });

  it('a pair is one programme, whose start no later look moves', () => {
    fc.assert(
      fc.property(looks, ({ terms, looks: times }) => {
        const run = new Run(inParts(terms.parts, terms.overSeconds));
        for (const [at] of times) run.look(at);
        for (const { leg } of run.trades)
          expect([leg.sellToken, leg.part?.startedAtSeconds]).toEqual([tokenAt(0), NOW]);
      }),
    );
  });
});
