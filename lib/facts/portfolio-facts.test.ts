import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW } from '../engine/testing/builders.ts';
import { E18 } from '../money/fixed-point.ts';
import type { RebalanceOrder } from '../performance/rebalance-statistics.ts';
import { A, B, type Entry, entriesOf, storyOf } from '../performance/testing/ledger.ts';
import { recordedSource } from '../prices/price-points.ts';
import { FACT_MEASURES, type Facts } from './fact.ts';
import { Markets, type PriceTrack } from './markets.ts';
import { portfolioFacts } from './portfolio-facts.ts';
import type { LastLook, PortfolioRead } from './portfolio-read.ts';

const HOUR = 3_600;
const about = {
  chainId: 31_337,
  address: '0x00000000000000000000000000000000000000aa',
  portfolioId: '4',
  name: 'Mine',
};
const cent = (amount: number): bigint => (BigInt(amount) * E18) / 100n;

const LOOK: LastLook = {
  ...{ decisionId: '12', snapshotId: '9', atSeconds: NOW + 400 },
  assets: [
    { token: A, symbol: 'A', targetBps: 6_000, source: 'feed' },
    { token: B, symbol: 'B', targetBps: 4_000, source: 'feed' },
  ],
  guard: { lossBpsPerDay: 100, turnoverBpsPerDay: 2_000 },
  buckets: { lossLeftE18: (E18 * 25n) / 10_000n - 1n, turnoverLeftE18: E18 },
};

/** A story as it is read back from the point after so many looks on. */
const readOf = (
  entries: readonly Entry[],
  { from = 1, more = {} }: { readonly from?: number; readonly more?: Partial<PortfolioRead> } = {},
): PortfolioRead => {
  const { points, flows, end } = storyOf(entries);
  const start = points[from - 1] ?? null;
  const after = start?.blockNumber ?? -1n;
  const fills = entriesOf(entries).happenings.flatMap((one) =>
    one.kind === 'fill' && one.blockNumber > after ? [{ ...one, decisionId: null, quote: null }] : [],
  );
  const steps = points.slice(Math.max(from - 1, 0)).map(({ timeSeconds, observedSeconds, growth }) => ({
    ...{ atSeconds: timeSeconds, observedSeconds, growth },
  }));
  return {
    ...{ about, end, start, isIndexed: true, steps, fills, orders: [], look: LOOK },
    flows: flows.filter(({ blockNumber }) => blockNumber > after),
    ...more,
  };
};

const track = (asset: string, levels: readonly number[]): PriceTrack => ({
  ...{ asset, source: recordedSource(31_337, 'feed') },
  track: levels.map((level, hour) => ({ atSeconds: NOW - (levels.length - hour) * HOUR, level })),
});

const waves = Array.from({ length: 24 * 20 }, (_, hour) => 100 + Math.sin(hour / 3) + hour / 20);
const MARKETS = new Markets([
  track('A', waves),
  track(
    'B',
    waves.map((level) => 200 - level),
  ),
]);

const amounts = ({ facts, missing }: Facts): Readonly<Record<string, unknown>> =>
  Object.fromEntries([
    ...facts.map(({ id, value }) => [
      id,
      value.unit === 'word' ? value.word : value.unit === 'time' ? value.at : value.amount,
    ]),
    ...missing.map(({ id, why }) => [id, why]),
  ]);

const QUIET: readonly Entry[] = [
  { look: [6, 400], prices: [10_000, 100] },
  { flow: [0, 100] },
  { look: [6, 500], prices: [11_000, 100] },
];

describe('facts of a portfolio', () => {
  it('say what is held, what it should be and what of the limits is used', () => {
    expect(amounts(portfolioFacts(readOf(QUIET), MARKETS, '30d'))).toMatchObject({
      'value.now': cent(116_000),
      'held.now:A': 6n * E18,
      'price.now:A': cent(11_000),
      'value.now:B': cent(50_000),
      // 660 and 500 of 1,160.
      'weight.now:A': 5_689.66,
      'weight.now:B': 4_310.34,
      'target.now:A': 6_000,
      'looks.now': 2,
      // A hair more than 25 basis points, rounded up.
      'loss-used.now': 25.01,
      'loss-limit.now': 100,
      'turnover-used.now': 0,
      'turnover-limit.now': 2_000,
    });
  });

  it('say what became of it, by asset and by what was done', () => {
    expect(amounts(portfolioFacts(readOf(QUIET), MARKETS, '30d'))).toMatchObject({
      'deposited.30d': cent(10_000),
      'withdrawn.30d': 0n,
      'gain.30d': cent(6_000),
      'contribution.30d:A': cent(6_000),
      'contribution.30d:B': 0n,
      'trading-effect.30d': 0n,
      // 60 of 1,100 dollars.
      'contribution-share.30d:A': 545.45,
      'gain-share.30d': 545.45,
      'held-effect.30d': cent(6_000),
      'unmoved-effect.30d': 0n,
      'versus-hold-value.30d': 0n,
      // 1,160 ÷ 1,100.
      'return.30d': 545.45,
      'versus-hold.30d': 0,
      'price-change.30d:A': 1_000,
      'price-change.30d:B': 0,
      'cost.30d': 'nothing-traded',
      'rebalances.30d': 0,
      'anomalies.30d': 0,
    });
  });

  it('say how prices moved, and with each other', () => {
    const found = amounts(portfolioFacts(readOf(QUIET), MARKETS, '30d'));
    expect(found).toMatchObject({
      'trend.30d:A': 'rising',
      'trend.30d:B': 'falling',
      'regime.30d:A': 'usual',
      'correlation.30d:A/B': expect.toSatisfy((ratio: number) => ratio < -9_500),
      'trend.30d': 'too-few-looks',
    });
  });

  it('say each rebalance by its decision, and each cost by its cause', () => {
    const entries: readonly Entry[] = [
      { look: [10, 1_000], prices: [10_000, 100] },
      { sell: [0, 1], buy: [1, 109] },
      { look: [9, 1_109], prices: [12_000, 99] },
    ];
    const read = readOf(entries);
    const quote = {
      ...{ sellUnits: E18, expectedBuyUnits: 109n * E18, sellValueUsdE18: cent(11_000) },
      ...{ buyPriceUsdE18: E18, buyDecimals: 18 },
    };
    const fills = read.fills.map((fill) => ({ ...fill, decisionId: '31', quote }));
    const order: RebalanceOrder = {
      ...{ decisionId: '31', triggeredAtSeconds: NOW, isLive: false, sellUnits: E18, filledSellUnits: E18 },
      execution: { givenUsdE18: cent(11_000), expectedUsdE18: cent(10_900), gotUsdE18: cent(10_900) },
      ...{ offeredUsdE18: cent(11_000), lastFillAtSeconds: NOW + 120, isSwap: false, isGasFree: true },
      fills: { count: 1, unpriced: 0, averageBps: 50, bestBps: 50, worstBps: 50 },
    };
    const facts = portfolioFacts({ ...read, fills, orders: [order] }, MARKETS, '7d');
    expect(amounts(facts)).toMatchObject({
      'rebalance-effect.7d:31': cent(-1_209),
      'trading-effect.7d': cent(-100),
      'traded.7d': cent(11_000),
      'cost.7d': cent(100),
      'cost-share.7d': 90.91,
      'cost-spread.7d': cent(55),
      'cost-moved.7d': cent(45),
      'cost-gas.7d': 0n,
      'cost-fee.7d': 'not-recorded',
    });
    expect(facts.facts.find(({ measure }) => measure === 'rebalance-effect')?.rows[0]).toEqual({
      kind: 'decision',
      id: '31',
    });
  });

  it('name what is out of the ordinary', () => {
    const jumped = new Markets([
      track(
        'A',
        waves.map((level, hour) => (hour > 300 ? level * 2 : level)),
      ),
    ]);
    const entries: readonly Entry[] = [
      { look: [6, 400], prices: [10_000, 100] },
      { flow: [0, 400] },
      { look: [6, 800], prices: [10_000, 100], lateSeconds: 5 * HOUR },
    ];
    const found = portfolioFacts(readOf(entries), jumped, '30d');
    const odd = found.facts.filter(({ measure }) => ['price-jump', 'look-gap', 'odd-flow'].includes(measure));
    expect(odd.map(({ measure, subject }) => [measure, subject])).toEqual([
      ['price-jump', 'A'],
      ['look-gap', null],
      ['odd-flow', 'B'],
    ]);
    expect(amounts(found)).toMatchObject({ 'anomalies.30d': 3, 'trend.30d:B': 'too-few-prices' });
  });

  it('are named as missing where nothing is known', () => {
    const none = { ...readOf(QUIET), end: null, look: null };
    expect(portfolioFacts(none, MARKETS, '30d')).toEqual({
      ...{ about, asOf: 0, facts: [] },
      missing: [{ id: 'value.now', why: 'never-valued' }],
    });
    const unread = amounts(portfolioFacts(readOf(QUIET, { more: { look: null } }), MARKETS, '30d'));
    expect(unread).toMatchObject({ 'loss-used.now': 'no-limits-read', 'target.now:A': 'no-targets' });
    const flows = readOf(QUIET).flows.map((flow) => ({ ...flow, valueUsdE18: null }));
    expect(amounts(portfolioFacts(readOf(QUIET, { more: { flows } }), MARKETS, '30d'))).toMatchObject({
      ...{
        'gain.30d': 'flow-unpriced',
        'contribution.30d': 'flow-unpriced',
        'held-effect.30d': 'flow-unpriced',
      },
    });
  });
});

const amount = fc.integer({ min: 0, max: 4_000 });
const price = fc.integer({ min: 1, max: 100_000 });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ look: fc.tuple(amount, amount), prices: fc.tuple(price, price) }),
  fc.tuple(amount, amount).map((flow) => ({ flow: flow.map((one) => one - 1_000) })),
  fc.tuple(amount, amount).map(([sold, bought]): Entry => ({ sell: [0, sold], buy: [1, bought] })),
);

describe('facts of any story', () => {
  it('have ids of their own, units of their measure, whole hundredths, and no age below nothing', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 14 }), fc.nat({ max: 3 }), (before, from) => {
        const entries: readonly Entry[] = [...before, { look: [1, 1], prices: [100, 100] }];
        const { facts, missing } = portfolioFacts(readOf(entries, { from }), MARKETS, '30d');
        const ids = [...facts.map(({ id }) => id), ...missing.map(({ id }) => id)];
        expect(new Set(ids).size).toBe(ids.length);
        for (const { measure, value, quality, span } of facts) {
          expect(FACT_MEASURES[measure]).toContain(value.unit);
          expect(quality.ageSeconds).toBeGreaterThanOrEqual(0);
          if (span !== null) expect(span.to).toBeGreaterThanOrEqual(span.from);
          if (value.unit === 'bps') expect(value.amount).toBe(Math.round(value.amount * 100) / 100);
        }
        const sumOf = (wanted: string, ...parts: readonly string[]): void => {
          const amountsOf = (measures: readonly string[]): readonly bigint[] =>
            facts.flatMap(({ measure, value }) =>
              measures.includes(measure) && value.unit === 'usdE18' ? [value.amount] : [],
            );
          const [whole] = amountsOf([wanted]);
          const found = amountsOf(parts);
          if (whole !== undefined && found.length > 1)
            expect(found.reduce((sum, one) => sum + one, 0n)).toBe(whole);
        };
        sumOf('gain', 'rebalance-effect', 'held-effect', 'unmoved-effect');
        sumOf('gain', 'contribution', 'trading-effect');
      }),
      { numRuns: 150 },
    );
  });
});
