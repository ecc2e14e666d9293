import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import type { Happening } from '../performance/series-point.ts';
import { A, B, type Entry, entriesOf, storyOf } from '../performance/testing/ledger.ts';
import { type AttributedFill, type AttributedSpan, contributionsOf } from './contributions.ts';
import { rebalanceEffectsOf } from './rebalance-effects.ts';

type Fill = Extract<Happening, { readonly kind: 'fill' }>;
/** Prices of a decision in cents, by token. */
type Decided = { readonly id: string; readonly cents: readonly number[] };

const cent = (amount: number): bigint => (BigInt(amount) * E18) / 100n;

/** A leg of exactly this fill, at the decision's prices. */
const attributed = (fill: Fill, decided: Decided | undefined): AttributedFill => {
  const priceOf = (token: string): bigint => cent(decided?.cents[token === A ? 0 : 1] ?? 0);
  return {
    ...fill,
    decisionId: decided?.id ?? null,
    quote:
      decided === undefined
        ? null
        : {
            sellUnits: fill.sellUnits,
            expectedBuyUnits: fill.buyUnits,
            sellValueUsdE18: (fill.sellUnits * priceOf(fill.sellToken)) / E18,
            buyPriceUsdE18: priceOf(fill.buyToken),
            buyDecimals: 18,
          },
  };
};

/** From the point after so many looks (0: from the beginning) to the last; decisions in the order of the fills. */
const spanOf = (
  entries: readonly Entry[],
  { decided = [], from = 0 }: { readonly decided?: readonly Decided[]; readonly from?: number } = {},
): AttributedSpan => {
  const { points, flows, end } = storyOf(entries);
  const start = from === 0 ? null : (points[from - 1] ?? null);
  const after = start?.blockNumber ?? -1n;
  const fills = entriesOf(entries)
    .happenings.filter((one) => one.kind === 'fill')
    .map((fill, index) => attributed(fill, decided[index]));
  return {
    ...{ start, end },
    flows: flows.filter(({ blockNumber }) => blockNumber > after),
    fills: fills.filter(({ blockNumber }) => blockNumber > after),
  };
};

const contributed = (span: AttributedSpan) => {
  const { value, absent } = contributionsOf(span);
  return value === null
    ? absent
    : {
        ...Object.fromEntries([...value.assets].map(([token, usd]) => [token === A ? 'A' : 'B', usd])),
        trading: value.tradingUsdE18,
        gain: value.gainUsdE18,
      };
};
const effects = (span: AttributedSpan) => {
  const { value, absent } = rebalanceEffectsOf(span);
  return value === null
    ? absent
    : {
        ...Object.fromEntries(value.effects),
        held: value.heldUsdE18,
        unmoved: value.unmovedUsdE18,
        gain: value.gainUsdE18,
      };
};

describe('what each asset and each rebalance brought', () => {
  it('is its rise while it was held, and what trading cost stands by itself', () => {
    // 10 A at 100.00 and 1,000 B at 1.00. Decided at 110.00: 1 A for 109 B, a dollar lost. At the end A is 120.00, B 0.99.
    const span = spanOf(
      [
        { look: [10, 1_000], prices: [10_000, 100] },
        { sell: [0, 1], buy: [1, 109] },
        { look: [9, 1_109], prices: [12_000, 99] },
      ],
      { from: 1, decided: [{ id: '1', cents: [11_000, 100] }] },
    );
    // A: 9 × 120 − 10 × 100 + 110 = 190. B: 1,109 × 0.99 − 1,000 − 109 = −11.09. Trading: 109 − 110 = −1. All: 177.91.
    expect(contributed(span)).toEqual({
      A: cent(19_000),
      B: cent(-1_109),
      trading: cent(-100),
      gain: cent(17_791),
    });
    // The rebalance: 109 × 0.99 − 120 = −12.09. Without it: 10 × 20 − 1,000 × 0.01 = 190.
    expect(effects(span)).toEqual({ 1: cent(-1_209), held: cent(19_000), unmoved: 0n, gain: cent(17_791) });
  });

  it('leaves out what was put in and taken out, before, between and after trades', () => {
    // 10 A at 100.00. 5 A come in at 100.00, decided at 105.00: 4 A for 410 B. 2 A go out at 100.00 (the last known price). End: 90.00 and 1.01.
    const span = spanOf(
      [
        { look: [10, 0], prices: [10_000, 100] },
        { flow: [5, 0] },
        { sell: [0, 4], buy: [1, 410] },
        { flow: [-2, 0] },
        { look: [9, 410], prices: [9_000, 101] },
      ],
      { from: 1, decided: [{ id: '7', cents: [10_500, 100] }] },
    );
    // A: 810 − 1,000 − 500 + 200 + 420 = −70. B: 414.10 − 410 = 4.10. Trading: 410 − 420 = −10. All: 1,224.10 − 1,000 − 500 + 200 = −75.90.
    expect(contributed(span)).toEqual({
      A: cent(-7_000),
      B: cent(410),
      trading: cent(-1_000),
      gain: cent(-7_590),
    });
    // The rebalance: 414.10 − 4 × 90 = 54.10. Without it: 13 × 90 − 1,000 − 500 + 200 = −130.
    expect(effects(span)).toEqual({ 7: cent(5_410), held: cent(-13_000), unmoved: 0n, gain: cent(-7_590) });
  });

  it('goes through a portfolio that is closed and opened again', () => {
    // 3 A for 300. At 130.00 all of it goes out (at the last look's 120.00); later 2 A come back (at 120.00), and rise to 150.00.
    const span = spanOf([
      { look: [3, 0], prices: [10_000, 100] },
      { look: [3, 0], prices: [12_000, 100] },
      { flow: [-3, 0] },
      { look: [0, 0], prices: [13_000, 100] },
      { flow: [2, 0] },
      { look: [2, 0], prices: [15_000, 100] },
    ]);
    // In at 300, out at 360; in again at 2 × 130 (known at the look before), worth 300 at the end: 60 + 40.
    expect(contributed(span)).toEqual({ A: cent(10_000), B: 0n, trading: 0n, gain: cent(10_000) });
    expect(effects(span)).toEqual({ held: cent(10_000), unmoved: 0n, gain: cent(10_000) });
  });

  it('splits a lot over partial fills without losing a unit', () => {
    // 1 A of 100.00 is sold in three parts for 33.333333, 33.333333 and 33.333334 B; at the end A is 100.01, B 1.00.
    const decided = ['5', '5', '6'].map((id) => ({ id, cents: [10_000, 100] }));
    const span = spanOf(
      [
        { look: [1, 0], prices: [10_000, 100] },
        { sell: [0, 0.333333], buy: [1, 33.333333] },
        { sell: [0, 0.333333], buy: [1, 33.333333] },
        { sell: [0, 0.333334], buy: [1, 33.333334] },
        { look: [0, 100], prices: [10_001, 100] },
      ],
      { from: 1, decided },
    );
    const micro = (amount: bigint): bigint => amount * 10n ** 12n;
    // A: −100 + (33.3333 + 33.3333 + 33.3334) = 0. B: 100 − 100 = 0: both at the decision's prices.
    // Trading: 33.333333 − 33.3333 twice and 33.333334 − 33.3334: 66 − 66 millionths = 0.
    expect(contributed(span)).toEqual({ A: 0n, B: 0n, trading: 0n, gain: 0n });
    // The first two: 2 × (33.333333 − 0.333333 × 100.01) = 2 × −0.00330033 + … to the last unit: 66.666666 − 66.67326666 = −0.00660066.
    // The last: 33.333334 − 33.33673334 = −0.00339934. Without: 100.01 − 100.
    expect(effects(span)).toEqual({
      ...{ 5: micro(-660066n) / 100n, 6: micro(-339934n) / 100n },
      ...{ held: cent(1), unmoved: 0n, gain: 0n },
    });
  });

  it('rounds each part so that nothing is left over', () => {
    const asset = { symbol: 'X', decimals: 0, targetPart: 1n, driftBps: null, holdUnits: 0n, indexUnits: 0n };
    const point = (units: bigint, usdE18: bigint) => ({
      ...storyOf([{ look: [1, 0], prices: [100, 100] }]).end,
      blockNumber: units,
      valueUsdE18: (units * usdE18) / 10n ** 6n,
      assets: [{ ...asset, token: A, decimals: 6, units, price: { usdE18, atSeconds: 1 } }],
    });
    // 7 millionths of a token at 1.5 units a millionth: worth 10 (10.5). Two decisions sell 1 and 2 of them for nothing: 10 → 9 → 6.
    const fill = (id: string, sellUnits: bigint, blockNumber: bigint): AttributedFill => ({
      ...{ decisionId: id, quote: null, blockNumber, sellToken: A, sellUnits, buyToken: A, buyUnits: 0n },
    });
    const span = {
      ...{ start: point(7n, 1_500_000n), end: { ...point(4n, 1_500_000n), blockNumber: 9n }, flows: [] },
      fills: [fill('1', 1n, 8n), fill('2', 2n, 9n)],
    };
    expect(effects(span)).toEqual({ 1: -1n, 2: -3n, held: 0n, unmoved: 0n, gain: -4n });
  });

  it('is not known where a flow has no price, a fill no decision, or a token none at the end', () => {
    const entries: readonly Entry[] = [
      { look: [10, 1_000], prices: [10_000, 100] },
      { sell: [0, 1], buy: [1, 100] },
      { look: [9, 1_100], prices: [10_000, 100] },
    ];
    const span = spanOf(entries, { from: 1 });
    expect(contributed(span)).toBe('not-recorded');
    expect(rebalanceEffectsOf(span).value?.unrecordedUsdE18).toBe(0n);
    const unpriced = { ...span, flows: [{ blockNumber: 2n, token: B, units: 1n, valueUsdE18: null }] };
    expect([contributed(unpriced), effects(unpriced)]).toEqual(['flow-unpriced', 'flow-unpriced']);
    const gone = { ...span, end: { ...span.end, assets: span.end.assets.slice(0, 1) } };
    expect(effects(gone)).toBe('price-missing');
  });
});

const amount = fc.integer({ min: 0, max: 4_000_000 }).map((millionths) => millionths / 1e6);
/** No leg sells nothing. */
const sold = fc.integer({ min: 1, max: 4_000_000 }).map((millionths) => millionths / 1e6);
const price = fc.integer({ min: 1, max: 100_000 });
const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ look: fc.tuple(amount, amount), prices: fc.tuple(price, price) }),
  fc.tuple(amount, amount).map((flow) => ({ flow: flow.map((one) => one - 1) })),
  fc
    .tuple(sold, amount, fc.boolean())
    .map(
      ([given, bought, turned]): Entry => ({ sell: [turned ? 1 : 0, given], buy: [turned ? 0 : 1, bought] }),
    ),
);

describe('any story', () => {
  it('has parts that add up to its gain, to the last unit', () => {
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 20 }),
        price,
        fc.nat({ max: 3 }),
        (before, cents, from) => {
          const entries = [...before, { look: [1, 1], prices: [cents, 100] }];
          const decided = before.map((_, index) => ({ id: `${index % 3}`, cents: [cents, 77] }));
          const looks = entries.filter((one) => 'look' in one).length;
          const span = spanOf(entries, { decided, from: Math.min(from, looks - 1) });
          const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((all, one) => all + one, 0n);
          const assets = contributionsOf(span).value;
          if (assets !== null)
            expect(sum([...assets.assets.values(), assets.tradingUsdE18])).toBe(assets.gainUsdE18);
          const trades = rebalanceEffectsOf(span).value;
          if (trades !== null)
            expect(sum([...trades.effects.values(), trades.heldUsdE18, trades.unmovedUsdE18])).toBe(
              trades.gainUsdE18,
            );
          // The gain itself, from what is at both ends and every flow's own worth.
          const flowed = sum(span.flows.map(({ valueUsdE18 }) => valueUsdE18 ?? 0n));
          if (trades !== null)
            expect(trades.gainUsdE18).toBe(span.end.valueUsdE18 - (span.start?.valueUsdE18 ?? 0n) - flowed);
        },
      ),
      { numRuns: 200 },
    );
  });
});
