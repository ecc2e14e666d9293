import { NOW } from '../../engine/testing/builders.ts';
import type { Fact, FactMeasure, Facts, FactValue, Span } from '../../facts/fact.ts';

const E18 = 10n ** 18n;
const DAY = 86_400;

/** The spans of built facts. */
export const SPANS = {
  '24h': { from: NOW - DAY, to: NOW },
  '30d': { from: NOW - 30 * DAY, to: NOW },
} as const satisfies Readonly<Record<string, Span>>;

type Wish = {
  readonly measure: FactMeasure;
  readonly value: FactValue;
  readonly of?: string;
  readonly with?: string;
  readonly in?: keyof typeof SPANS;
};

/** A fact of a day's looks, an hour old at most. */
export const factOf = (wish: Wish): Fact => {
  const time = wish.in ?? 'now';
  const whose = [wish.of, wish.with].filter((name) => name !== undefined).map((name) => `:${name}`);
  return {
    id: `${wish.measure}.${time}${whose.join('')}`,
    ...{ measure: wish.measure, subject: wish.of ?? null, against: wish.with ?? null, value: wish.value },
    span: wish.in === undefined ? null : SPANS[wish.in],
    quality: { ageSeconds: 300, samples: 288, sources: ['chainlink'] },
    rows: [{ kind: 'point', id: '1' }],
  };
};

/** Dollars and cents. */
export const usd = (cents: number): FactValue => ({ unit: 'usdE18', amount: (BigInt(cents) * E18) / 100n });
export const bps = (amount: number): FactValue => ({ unit: 'bps', amount });
export const count = (amount: number): FactValue => ({ unit: 'count', amount });
export const ratio = (amount: number): FactValue => ({ unit: 'ratioE4', amount });
export const seconds = (amount: number): FactValue => ({ unit: 'seconds', amount });
const word = (one: 'rising' | 'falling' | 'sideways' | 'calm' | 'usual' | 'turbulent'): FactValue => ({
  ...{ unit: 'word', word: one },
});

const inSpan = (time: keyof typeof SPANS, plus: number): readonly Fact[] =>
  (
    [
      { measure: 'return', value: bps(310 + plus) },
      { measure: 'hold-return', value: bps(255 + plus) },
      { measure: 'versus-hold', value: bps(54 - plus) },
      { measure: 'gain', value: usd(140_233 + plus) },
      { measure: 'deposited', value: usd(50_000 + plus) },
      { measure: 'withdrawn', value: usd(12_345 + plus) },
      { measure: 'drawdown', value: bps(721 + plus) },
      { measure: 'drawdown-now', value: bps(133 + plus) },
      { measure: 'volatility', value: bps(2_345 + plus) },
      { measure: 'tracking-error-average', value: bps(88 + plus) },
      { measure: 'rebalances', value: count(12 + plus) },
      { measure: 'rebalances-filled', value: count(9 + plus) },
      { measure: 'traded', value: usd(1_845_201 + plus) },
      { measure: 'cost', value: usd(3_304 + plus) },
      { measure: 'cost-spread', value: usd(1_204 + plus) },
      { measure: 'cost-gas', value: usd(802 + plus) },
      { measure: 'cost-impact', value: usd(-317 - plus) },
      { measure: 'cost-share', value: bps(17.91 + plus) },
      { measure: 'anomalies', value: count(2 + plus) },
      { measure: 'look-gap', value: seconds(7_300 * (plus + 1)) },
      { measure: 'contribution', of: 'WETH', value: usd(190_011 + plus) },
      { measure: 'contribution', of: 'WBTC', value: usd(-60_540 - plus) },
      { measure: 'contribution', of: 'USDC', value: usd(212 + plus) },
      { measure: 'price-change', of: 'WETH', value: bps(612 + plus) },
      { measure: 'price-change', of: 'WBTC', value: bps(-287 - plus) },
      { measure: 'price-change', of: 'USDC', value: bps(1 + plus) },
      { measure: 'volatility', of: 'WETH', value: bps(6_120 + plus) },
      { measure: 'volatility', of: 'WBTC', value: bps(4_470 + plus) },
      { measure: 'correlation', of: 'WETH', with: 'WBTC', value: ratio(8_123 + 100 * plus) },
      { measure: 'trend', of: 'WETH', value: word(plus === 0 ? 'sideways' : 'rising') },
      { measure: 'trend', of: 'WBTC', value: word(plus === 0 ? 'rising' : 'falling') },
      { measure: 'regime', of: 'WETH', value: word(plus === 0 ? 'usual' : 'turbulent') },
      { measure: 'regime', of: 'WBTC', value: word(plus === 0 ? 'turbulent' : 'calm') },
    ] as const
  ).map((wish) => factOf({ ...wish, in: time }));

/** Three assets over two spans: every unit, both signs, ties nowhere. */
export const FACTS: Facts = {
  about: { chainId: 31_337, address: `0x${'11'.repeat(20)}`, portfolioId: '1', name: 'Ether and dollars' },
  asOf: NOW,
  missing: [],
  facts: [
    ...(
      [
        { measure: 'value', value: usd(4_961_512) },
        { measure: 'tracking-error', value: bps(202) },
        { measure: 'loss-used', value: bps(12.5) },
        { measure: 'loss-limit', value: bps(100) },
        { measure: 'turnover-used', value: bps(1_940) },
        { measure: 'turnover-limit', value: bps(20_000) },
        { measure: 'weight', of: 'WETH', value: bps(4_312) },
        { measure: 'weight', of: 'WBTC', value: bps(2_798) },
        { measure: 'weight', of: 'USDC', value: bps(2_890) },
        { measure: 'target', of: 'WETH', value: bps(4_000) },
        { measure: 'target', of: 'WBTC', value: bps(3_000) },
        { measure: 'target', of: 'USDC', value: bps(3_050) },
        { measure: 'drift', of: 'WETH', value: bps(312) },
        { measure: 'drift', of: 'WBTC', value: bps(-202) },
        { measure: 'drift', of: 'USDC', value: bps(-160) },
        { measure: 'price', of: 'WETH', value: usd(300_012) },
        { measure: 'price', of: 'WBTC', value: usd(9_120_055) },
        { measure: 'price', of: 'USDC', value: { unit: 'usdE18', amount: (E18 * 9_998n) / 10_000n } },
        {
          measure: 'held',
          of: 'WETH',
          value: { unit: 'units', amount: (E18 * 7_131n) / 1_000n, decimals: 18 },
        },
        { measure: 'held', of: 'WBTC', value: { unit: 'units', amount: 15_221_000n, decimals: 8 } },
        { measure: 'held', of: 'USDC', value: { unit: 'units', amount: 14_341_230_000n, decimals: 6 } },
      ] as const
    ).map(factOf),
    ...inSpan('24h', 0),
    ...inSpan('30d', 7),
  ],
};
