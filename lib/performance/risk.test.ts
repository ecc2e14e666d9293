import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import {
  addReturn,
  calmarRatio,
  noReturns,
  sharpeRatio,
  sortinoRatio,
  volatility,
} from './return-moments.ts';
import { addToDrawdown, maxDrawdown, startDrawdown } from './risk.ts';

/** Moments of returns that took a year each, or the part of one that is named. */
const momentsOf = (returns: readonly number[], { years = 1, riskFreeRate = 0 } = {}) => {
  const moments = noReturns();
  for (const value of returns) addReturn(moments, { value, years }, riskFreeRate);
  return moments;
};

/** T. Rollinger, S. Hoffman, "Sortino: A 'Sharper' Ratio": eight yearly returns, target 0 %. */
const PUBLISHED = [0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04];

describe('risk of a series of returns', () => {
  it('has the published Sortino ratio of 4.417, over a downside deviation of 2.264 %', () => {
    const moments = momentsOf(PUBLISHED);
    expect(moments.meanPerYear).toBeCloseTo(0.1, 12);
    expect(Math.sqrt(moments.downsideSquares / moments.count)).toBeCloseTo(0.02264, 5);
    expect(sortinoRatio(moments, 0)).toBeCloseTo(4.417, 3);
  });

  it('measures shortfalls against the risk-free rate, not against zero', () => {
    const rate = { riskFreeRate: 0.1 };
    expect(sortinoRatio(momentsOf([0.15, 0.05], rate), 0.1)).toBeCloseTo(0, 12);
    expect(sharpeRatio(momentsOf([0.25, 0.15], rate), 0.1)).toBeCloseTo(0.1 / Math.sqrt(0.005), 12);
  });

  it('scales a deviation of n − 1 by the root of the periods', () => {
    expect(volatility(momentsOf([0.01, -0.01], { years: 1 / 365 }))).toBeCloseTo(
      Math.sqrt(0.0002) * Math.sqrt(365),
      12,
    );
  });

  it('of the same closes grows with the root of their spacing: hourly, 4-hourly, daily, weekly, monthly', () => {
    const returns = [0.01, -0.02, 0.015, 0.004, -0.007];
    const hour = 1 / 8_760;
    const hourly = volatility(momentsOf(returns, { years: hour })) ?? Number.NaN;
    for (const hours of [4, 24, 168, 730])
      expect(volatility(momentsOf(returns, { years: hours * hour }))).toBeCloseTo(
        hourly / Math.sqrt(hours),
        12,
      );
  });

  it('counts a gap of k steps as one observation of k steps', () => {
    // Deviation over Σ (return − mean × years)² ÷ years, mean = Σ return ÷ Σ years: the formula, written out.
    const periods = [
      { value: 0.01, years: 1 },
      { value: -0.03, years: 3 },
      { value: 0.02, years: 1 },
    ];
    const mean = 0 / 5;
    const squares = 0.01 ** 2 / 1 + 0.03 ** 2 / 3 + 0.02 ** 2 / 1;
    const moments = noReturns();
    for (const period of periods) addReturn(moments, period, 0);
    expect(moments.meanPerYear).toBeCloseTo(mean, 15);
    expect(volatility(moments)).toBeCloseTo(Math.sqrt(squares / 2), 15);
  });

  it('equals two passes over 1,000 random series of uneven spacing', () => {
    const series = fc.array(
      fc.record({
        value: fc.double({ min: -0.9, max: 3, noNaN: true }),
        years: fc.double({ min: 1e-4, max: 2, noNaN: true }),
      }),
      { minLength: 2, maxLength: 60 },
    );
    fc.assert(
      fc.property(series, fc.double({ min: 0, max: 0.1, noNaN: true }), (periods, riskFree) => {
        const moments = noReturns();
        for (const period of periods) addReturn(moments, period, riskFree);
        const years = periods.reduce((sum, period) => sum + period.years, 0);
        const mean = periods.reduce((sum, { value }) => sum + value, 0) / years;
        const squares = periods.reduce(
          (sum, { value, years: own }) => sum + (value - mean * own) ** 2 / own,
          0,
        );
        const deviation = Math.sqrt(squares / (periods.length - 1));
        const short = periods.reduce(
          (sum, { value, years: own }) => sum + Math.min(value - riskFree * own, 0) ** 2 / own,
          0,
        );
        const near = (found: number | null, wanted: number) =>
          expect(Math.abs((found ?? Number.NaN) - wanted)).toBeLessThanOrEqual(
            1e-8 * Math.max(1, Math.abs(wanted)),
          );
        near(volatility(moments), deviation);
        if (deviation > 1e-6) near(sharpeRatio(moments, riskFree), (mean - riskFree) / deviation);
        if (short > 1e-6)
          near(sortinoRatio(moments, riskFree), (mean - riskFree) / Math.sqrt(short / periods.length));
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not defined without risk: equal returns give null, never infinity', () => {
    const moments = momentsOf([0.01, 0.01, 0.01]);
    expect(sharpeRatio(moments, 0)).toBeNull();
    expect(sortinoRatio(moments, 0)).toBeNull();
    expect(sharpeRatio(momentsOf([0.5]), 0)).toBeNull();
    expect(volatility(noReturns())).toBeNull();
  });

  it('keeps its digits on a million returns around a large mean', () => {
    const moments = noReturns();
    for (let index = 0; index < 1_000_000; index++)
      addReturn(moments, { value: index % 2 === 0 ? 1_000.5 : 999.5, years: 1 }, 0);
    expect(volatility(moments)).toBeCloseTo(0.5, 6);
  });
});

describe('drawdown', () => {
  const track = (values: readonly number[]) => {
    const points = values.map((value, index) => ({ atSeconds: index, valueUsdE18: BigInt(value) * E18 }));
    const [first, ...rest] = points;
    if (first === undefined) throw new Error('no values');
    const tracker = startDrawdown(first);
    for (const point of rest) addToDrawdown(tracker, point);
    return maxDrawdown(tracker);
  };

  it('is the deepest fall from a peak, with the dates of peak, trough and recovery', () => {
    expect(track([100, 120, 90, 130, 65, 100, 130, 120])).toEqual({
      depth: -0.5,
      peakAtSeconds: 3,
      troughAtSeconds: 4,
      recoveredAtSeconds: 6,
    });
  });

  it('has no recovery date while the old peak is not reached', () => {
    expect(track([100, 50, 99]).recoveredAtSeconds).toBeNull();
  });

  it('compares falls as shares of their own peaks', () => {
    expect(track([100, 50, 200, 99])).toMatchObject({ depth: -0.505, peakAtSeconds: 2, troughAtSeconds: 3 });
    expect(track([100, 50, 200, 101]).troughAtSeconds).toBe(1);
  });

  it('keeps the earlier of two equally deep falls', () => {
    expect(track([100, 80, 100, 80]).troughAtSeconds).toBe(1);
  });

  it('is zero for a series that never falls', () => {
    expect(track([1, 1, 2, 3]).depth).toBe(0);
  });

  it('gives Calmar as yearly growth over its depth, and none without a fall', () => {
    expect(calmarRatio(0.2, -0.5)).toBeCloseTo(0.4, 12);
    expect(calmarRatio(0.2, 0)).toBeNull();
    expect(calmarRatio(null, -0.5)).toBeNull();
  });
});
