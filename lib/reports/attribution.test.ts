import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { absent, figure } from '../performance/figure.ts';
import type { SeriesPoint } from '../performance/series-point.ts';
import { attributeToAssets, attributeToCost } from './attribution.ts';

type Held = readonly [symbol: string, units: number, holdUnits: number, price: number];

/** A point at which so many tokens are held, and would be if they had been left alone, at prices in dollars. */
const point = (...held: readonly Held[]): SeriesPoint => {
  const worth = (of: (one: Held) => number): bigint =>
    held.reduce((sum, one) => sum + BigInt(of(one) * 1_000) * 10n ** 15n, 0n);
  return {
    ...{ snapshotId: '1', blockNumber: 1n, timeSeconds: 1, growth: 1, holdGrowth: 1, indexGrowth: 1 },
    ...{ trackingErrorBps: 0, worstTrackingErrorBps: 0, looks: 1, observedSeconds: 1 },
    ...{ driftSeconds: 1, driftBpsSeconds: 0 },
    valueUsdE18: worth(([, units, , price]) => units * price),
    holdUsdE18: worth(([, , hold, price]) => hold * price),
    assets: held.map(([symbol, units, hold, price]) => ({
      ...{ token: `0x${symbol}`, symbol, decimals: 18, driftBps: 0, indexUnits: 0n },
      ...{ units: BigInt(units) * E18, holdUnits: BigInt(hold) * E18 },
      price: { usdE18: BigInt(price * 1_000) * 10n ** 15n, atSeconds: 1 },
    })),
  };
};

describe('the gain against holding, by asset', () => {
  it('adds up to the whole, as worked out by hand', () => {
    // Held 8 A and 120 B instead of 10 and 100; before, 9 and 110.
    const start = point(['A', 9, 10, 10], ['B', 110, 100, 1]);
    const end = point(['A', 8, 10, 12.5], ['B', 120, 100, 1]);
    const { value } = attributeToAssets({ start, end });
    // A: −2 × 12.5 − (−1 × 10) = −15. B: 20 − 10 = 10.
    expect(value).toEqual([
      { token: '0xA', symbol: 'A', usdE18: -15n * E18 },
      { token: '0xB', symbol: 'B', usdE18: 10n * E18 },
    ]);
    const whole = end.valueUsdE18 - (end.holdUsdE18 ?? 0n) - (start.valueUsdE18 - (start.holdUsdE18 ?? 0n));
    expect(value?.reduce((sum, { usdE18 }) => sum + usdE18, 0n)).toBe(whole);
  });

  it('tells of what is held no more, too', () => {
    const start = point(['A', 2, 1, 3]);
    const end = point(['B', 1, 1, 5]);
    expect(attributeToAssets({ start, end }).value).toMatchObject([
      { symbol: 'B', usdE18: 0n },
      { usdE18: -3n * E18 },
    ]);
  });

  it('is not told where the basket has no price', () => {
    const end = { ...point(['A', 1, 1, 1]), holdUsdE18: null };
    expect(attributeToAssets({ start: null, end })).toEqual(absent('price-missing'));
  });
});

describe('the difference to the target index', () => {
  it('is cost of the mean value, and drift the rest', () => {
    // 3 of a mean of 1,500 is 20 bps.
    expect(
      attributeToCost({
        ...{ versusIndex: -0.005, costUsdE18: figure(3n * E18) },
        values: [1_000n * E18, 2_000n * E18],
      }),
    ).toEqual({ wholeBps: -50, costBps: figure(-20), driftBps: figure(-30) });
  });

  it('is not taken apart where gas isn’t known, or nothing was held', () => {
    const values = [E18];
    expect(attributeToCost({ versusIndex: 0, costUsdE18: absent('gas-unknown'), values }).driftBps).toEqual(
      absent('gas-unknown'),
    );
    expect(attributeToCost({ versusIndex: 0, costUsdE18: figure(1n), values: [] }).costBps).toEqual(
      absent('nothing-held'),
    );
  });
});
