import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../engine/decide.ts';
import { NOW, policyOf, snapshotOf, tokenAt } from '../../engine/testing/builders.ts';
import type { JournaledDecision } from '../../facts/decision-facts.ts';
import type { Fact, FactMeasure, Facts, FactValue } from '../../facts/fact.ts';
import { correlationOf, type Track, volatilityOf } from '../../facts/track.ts';
import { judgeWarning, type WatchedAmount } from './judge-warning.ts';
import { raiseWarnings } from './raise-warnings.ts';
import { WARNED_SECONDS, WARNING_KINDS, type Warning, type WarningKind } from './warning.ts';
import { verdictSentence, warningSentence } from './warning-sentences.ts';

const CASES = Number(env['PROPERTY_CASES'] ?? 1_000) / 5;
const E18 = 10n ** 18n;
const HOUR = 3_600;
const DAY = 86_400;

/** WETH, WBTC and USDC in their bands of 5 points. */
const newest: JournaledDecision = (() => {
  const snapshot = snapshotOf([
    { usd: 4_000, targetBps: 4_000, price: 2_000n * E18, symbol: 'WETH' },
    { usd: 3_000, targetBps: 3_000, price: 60_000n * E18, symbol: 'WBTC' },
    { usd: 3_000, targetBps: 3_000, symbol: 'USDC' },
  ]);
  return { decisionId: '77', snapshotId: '78', snapshot, decision: decide(snapshot, policyOf()) };
})();

const bps = (amount: number): FactValue => ({ unit: 'bps', amount });
const ratio = (amount: number): FactValue => ({ unit: 'ratioE4', amount });
const count = (amount: number): FactValue => ({ unit: 'count', amount });

type Wish = { readonly ageSeconds?: number; readonly samples?: number };
const fact = (id: string, value: FactValue, { ageSeconds = 60, samples = 168 }: Wish = {}): Fact => ({
  ...{ id, measure: id.split('.')[0] as FactMeasure, subject: null, against: null, span: null, value },
  ...{ quality: { ageSeconds, samples, sources: ['chain-31337:built'] }, rows: [] },
});
const factsOf = (facts: readonly Fact[]): Facts => ({
  ...{ about: { chainId: 31_337, address: tokenAt(1), portfolioId: '1', name: 'x' }, asOf: NOW, missing: [] },
  facts,
});

/** What each kind is raised on, and by which change of one fact it is not any more. */
const RAISED: Readonly<Record<WarningKind, readonly Fact[]>> = {
  // A week moves 40 % by one deviation of 0.24 × 60 % × √(7 ÷ 365.25), 199.35 bps, and 134.46 of them with even odds.
  'band-left': [
    fact('drift.now:WETH', bps(366)),
    fact('weight.now:WETH', bps(4_000)),
    fact('volatility.7d:WETH', bps(6_000)),
  ],
  'volatility-high': [
    fact('volatility.7d:WBTC', bps(9_000)),
    fact('volatility.90d:WBTC', bps(5_500)),
    fact('volatility-usual.90d:WBTC', bps(5_000.25)),
    fact('regime.90d:WBTC', { unit: 'word', word: 'turbulent' }),
  ],
  'correlation-high': [
    fact('volatility.90d:WETH', bps(5_500)),
    fact('volatility.90d:WBTC', bps(5_500)),
    fact('correlation.7d:WETH/WBTC', ratio(8_000)),
    fact('correlation.90d:WETH/WBTC', ratio(7_000)),
  ],
  'budget-low': [
    ...[fact('loss-used.now', bps(0)), fact('loss-limit.now', bps(100))],
    ...[fact('turnover-used.now', bps(1_501)), fact('turnover-limit.now', bps(10_000))],
  ],
  'cost-high': [
    ...[fact('cost-share.7d', bps(12.01)), fact('cost-share.90d', bps(6))],
    ...[fact('rebalances-filled.7d', count(3)), fact('rebalances-filled.90d', count(6))],
  ],
};

const raised = (facts: readonly Fact[], decision: JournaledDecision | null = newest) =>
  raiseWarnings({ week: factsOf(facts), quarter: factsOf([]), newest: decision });
const changed = (kind: WarningKind, id: string, value: FactValue, wish?: Wish) =>
  raised(RAISED[kind].map((one) => (one.id === id ? fact(id, value, wish) : one)));

describe('a warning', () => {
  it.each(WARNING_KINDS)(
    '%s is raised on facts that say so, with what it rests on, for seven days',
    (kind) => {
      const [warning, ...more] = raised(RAISED[kind]);
      expect(more).toEqual([]);
      expect(warning?.kind).toBe(kind);
      expect([warning?.raisedAtSeconds, warning?.dueAtSeconds]).toEqual([NOW, NOW + WARNED_SECONDS]);
      const known = new Set([...RAISED[kind].map(({ id }) => id), 'limit-allowed:77:WETH']);
      expect(warning?.factIds.filter((id) => !known.has(id))).toEqual([]);
      expect(warning?.factIds.length).toBeGreaterThan(0);
    },
  );

  const NOT: readonly (readonly [string, WarningKind, string, FactValue, Wish])[] = [
    ['further from the edge than even odds', 'band-left', 'drift.now:WETH', bps(365), {}],
    ['at the edge already', 'band-left', 'drift.now:WETH', bps(500), {}],
    ['as near on the other side, and calm', 'band-left', 'volatility.7d:WETH', bps(5_979), {}],
    ['of a few prices', 'band-left', 'volatility.7d:WETH', bps(6_000), { samples: 23 }],
    ['of an old weight', 'band-left', 'weight.now:WETH', bps(4_000), { ageSeconds: 7_201 }],
    ['as restless as usual', 'volatility-high', 'regime.90d:WBTC', { unit: 'word', word: 'usual' }, {}],
    ['of an old price', 'volatility-high', 'volatility.7d:WBTC', bps(9_000), { ageSeconds: 7_201 }],
    ['less together', 'correlation-high', 'correlation.7d:WETH/WBTC', ratio(7_999), {}],
    ['as much together as usual', 'correlation-high', 'correlation.90d:WETH/WBTC', ratio(7_001), {}],
    ['with enough left', 'budget-low', 'turnover-used.now', bps(1_500), {}],
    ['with little left already, which its alert tells', 'budget-low', 'turnover-used.now', bps(3_001), {}],
    ['at twice the usual cost', 'cost-high', 'cost-share.7d', bps(12), {}],
    ['at a cost that takers pay', 'cost-high', 'cost-share.90d', bps(-1), {}],
    ['of two rebalances', 'cost-high', 'rebalances-filled.7d', count(2), {}],
    ['without more that were usual', 'cost-high', 'rebalances-filled.90d', count(5), {}],
  ];
  it.each(NOT)('is not raised %s', (_, kind, id, value, wish) => {
    expect(raised(RAISED[kind])).toHaveLength(1);
    expect(changed(kind, id, value, wish)).toEqual([]);
  });

  it('is not raised of a band without a decision that holds within it, nor of nothing', () => {
    const snapshot = snapshotOf([
      { usd: 9_000, targetBps: 4_000, symbol: 'WETH' },
      { usd: 1_000, targetBps: 6_000, symbol: 'WBTC' },
    ]);
    const acting = { ...newest, snapshot, decision: decide(snapshot, policyOf()) };
    expect([raised(RAISED['band-left'], acting), raised(RAISED['band-left'], null), raised([])]).toEqual([
      ...[[], [], []],
    ]);
  });

  it('of a band tells its edge in whole basis points, so that kept points can show it', () => {
    const decision = decide(newest.snapshot, policyOf({ triggers: [{ kind: 'relative', bandBps: 1_111 }] }));
    // 11.11 % of 40 %: 444.4 bps.
    const [warning] = raised(
      RAISED['band-left'].map((one) => (one.id === 'drift.now:WETH' ? fact(one.id, bps(-400)) : one)),
      { ...newest, decision },
    );
    expect([warning?.threshold, warning?.seen]).toEqual([445, 400]);
  });
});

const [from, to] = [NOW, NOW + WARNED_SECONDS];
const warningOf = (kind: WarningKind, threshold: number): Warning => ({
  ...{ kind, threshold, seen: 1, factIds: ['x'], raisedAtSeconds: from, dueAtSeconds: to },
  assets: ['WETH', 'WBTC'].map((name) => ({ token: tokenAt(1), name, symbol: name, source: 's' })),
});
/** A look every so many hours, up to the end. */
const watched = (amounts: (hour: number) => number | null, everyHours = 6): readonly WatchedAmount[] =>
  Array.from({ length: (7 * 24) / everyHours }, (_, index) => {
    const hour = (index + 1) * everyHours;
    return { atSeconds: from + hour * HOUR, amount: amounts(hour) };
  });
const looks = (all: readonly WatchedAmount[], newestSeconds = to) =>
  ({ kind: 'looks', looks: all, newestSeconds }) as const;
const trackOf = (levels: readonly number[]): Track =>
  levels.map((level, index) => ({ atSeconds: from + (index + 1) * HOUR, level }));

describe('a warning whose seven days are over', () => {
  it('came true by one look that found it, whatever is missing beside, and at that look', () => {
    const judged = judgeWarning(
      warningOf('band-left', 500),
      looks([{ atSeconds: from + DAY * 3, amount: 500 }]),
    );
    expect(judged).toEqual({ outcome: 'came-true', amount: 500, atSeconds: from + DAY * 3 });
    const low = judgeWarning(warningOf('budget-low', 2_000), looks([{ atSeconds: from + 9, amount: 1_999 }]));
    expect(low).toEqual({ outcome: 'came-true', amount: 1_999, atSeconds: from + 9 });
  });

  it('did not where looks of every day found less, and tells the furthest', () => {
    const all = watched((hour) => (hour === 30 ? 499 : 10));
    expect(judgeWarning(warningOf('band-left', 500), looks(all))).toEqual({
      ...{ outcome: 'did-not', amount: 499, atSeconds: from + 30 * HOUR },
    });
    const left = watched((hour) => (hour === 36 ? 2_000 : 5_000));
    expect(judgeWarning(warningOf('budget-low', 2_000), looks(left))).toMatchObject({
      ...{ outcome: 'did-not', amount: 2_000, atSeconds: from + 36 * HOUR },
    });
  });

  it('can’t be judged where more than a day has no look that tells, at its beginning, its end or between', () => {
    const without = (gone: (hour: number) => boolean) =>
      judgeWarning(warningOf('band-left', 500), looks(watched((hour) => (gone(hour) ? null : 10))));
    const WHY = { outcome: 'not-judged', why: 'not-watched' };
    expect(without((hour) => hour > 48 && hour < 72)).toMatchObject({ outcome: 'did-not' });
    expect(without((hour) => hour > 48 && hour < 78)).toEqual(WHY);
    expect(without((hour) => hour < 30)).toEqual(WHY);
    expect(without((hour) => hour > 138)).toEqual(WHY);
    expect(judgeWarning(warningOf('band-left', 500), looks([]))).toEqual(WHY);
  });

  it('can’t be said not to have come a day later, when looks are thinned out', () => {
    const all = watched(() => 10);
    expect(judgeWarning(warningOf('band-left', 500), looks(all, to + DAY))).toMatchObject({
      outcome: 'did-not',
    });
    expect(judgeWarning(warningOf('band-left', 500), looks(all, to + DAY + 1))).toEqual({
      ...{ outcome: 'not-judged', why: 'judged-late' },
    });
  });

  it('is measured by what was traded, and can’t be where nothing was', () => {
    const judged = (shareBps: number | null) =>
      judgeWarning(warningOf('cost-high', 12), { kind: 'costs', shareBps });
    expect([judged(12.01), judged(12), judged(null)]).toMatchObject([
      ...[
        { outcome: 'came-true', amount: 12.01 },
        { outcome: 'did-not', amount: 12 },
      ],
      { outcome: 'not-judged', why: 'nothing-traded' },
    ]);
  });

  it('is measured by prices as facts are, and can’t be where a day of them is missing', () => {
    const levels = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 168, maxLength: 168 });
    fc.assert(
      fc.property(levels, levels, fc.integer({ min: -9_000, max: 90_000 }), (one, other, threshold) => {
        const tracks = [trackOf(one), trackOf(other)];
        const [volatility, correlation] = [
          (volatilityOf(trackOf(one)) ?? 0) * 10_000,
          (correlationOf(trackOf(one), trackOf(other))?.correlation ?? 0) * 10_000,
        ];
        for (const [kind, actual] of [
          ['volatility-high', volatility],
          ['correlation-high', correlation],
        ] as const) {
          if (Math.abs(actual - threshold) < 1) continue;
          const { outcome } = judgeWarning(warningOf(kind, threshold), { kind: 'tracks', tracks });
          expect(outcome).toBe(actual > threshold ? 'came-true' : 'did-not');
        }
      }),
      { numRuns: CASES },
    );
    const holed = trackOf(Array.from({ length: 168 }, (_, hour) => 1 + (hour % 5) / 10)).filter(
      ({ atSeconds }) => atSeconds < from + 50 * HOUR || atSeconds > from + 74 * HOUR,
    );
    expect(judgeWarning(warningOf('volatility-high', 1), { kind: 'tracks', tracks: [holed] })).toEqual({
      ...{ outcome: 'not-judged', why: 'too-few-prices' },
    });
    expect(judgeWarning(warningOf('volatility-high', 1), { kind: 'tracks', tracks: [[]] })).toMatchObject({
      why: 'too-few-prices',
    });
  });
});

describe('a warning in words', () => {
  it('says until when what would make it come true, and what was seen', () => {
    const told = WARNING_KINDS.map((kind) => raised(RAISED[kind])[0]).map((one) =>
      one === undefined ? '' : warningSentence(one),
    );
    const [until, now] = ['Until 2026-11-25 04:00 UTC', '2026-11-18 04:00 UTC'];
    expect(told).toEqual([
      `${until} a look will find WETH 5.00 pp or more away from its target, which is the edge of its band. On ${now} it was 3.66 pp away.`,
      `${until} the volatility of WBTC will be above 50.00 %, which is its usual one. In the 7 days up to ${now} it was 90.00 %.`,
      `${until} the correlation of WETH with WBTC will be above 0.70, which is the usual one. In the 7 days up to ${now} it was 0.80.`,
      `${until} a look will find less than 20.00 % of the contract’s loss or turnover of a day left. On ${now} 34.99 % was left.`,
      `${until} what is traded will cost more than 12.00 bps, which is twice the usual. In the 7 days up to ${now} it was 12.01 bps.`,
    ]);
  });

  it('says what became of it, the bad ones too', () => {
    const said = (kind: WarningKind, verdict: Parameters<typeof verdictSentence>[1]) =>
      verdictSentence({ kind }, verdict);
    expect([
      said('band-left', { outcome: 'came-true', amount: 521, atSeconds: NOW }),
      said('budget-low', { outcome: 'did-not', amount: 2_100, atSeconds: NOW }),
      said('volatility-high', { outcome: 'did-not', amount: 4_000, atSeconds: null }),
      said('cost-high', { outcome: 'not-judged', why: 'nothing-traded' }),
    ]).toEqual([
      'It came true: the furthest was 5.21 pp, 2026-11-18 04:00 UTC.',
      'It did not come true: the least was 21.00 %, 2026-11-18 04:00 UTC.',
      'It did not come true: it was 40.00 %.',
      'It can’t be judged: nothing was traded.',
    ]);
  });

  it('fits into an alert with what became of it, whatever the names', () => {
    const name = `0x${'f'.repeat(40)}`;
    const assets = [name, `${name.slice(0, -1)}e`].map((one) => ({
      ...{ token: tokenAt(1), name: one, symbol: one, source: null },
    }));
    for (const kind of WARNING_KINDS) {
      const warning = { ...warningOf(kind, 123_456.78), assets };
      const verdict = { outcome: 'did-not', amount: 123_456.78, atSeconds: NOW } as const;
      const all = `${warningSentence(warning)} ${verdictSentence(warning, verdict)}`;
      expect(all.length).toBeLessThan(500);
    }
  });
});
