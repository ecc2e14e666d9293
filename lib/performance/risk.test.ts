import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { addToDrawdown, maxDrawdown, startDrawdown } from './drawdown.ts';
import {
  addReturn,
  calmarRatio,
  noReturns,
  sharpeRatio,
  sortinoRatio,
  volatility,
} from './return-moments.ts';

const YEARLY = { periodsPerYear: 1, riskFreeRate: 0 };

const momentsOf = (returns: readonly number[], annual = YEARLY) => {
  const moments = noReturns();
  for (const value of returns) addReturn(moments, value, annual);
  return moments;
};

/** T. Rollinger, S. Hoffman, "Sortino: A 'Sharper' Ratio": eight yearly returns, target 0 %. */
const PUBLISHED = [0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04];

describe('risk of a series of returns', () => {
  it('has the published Sortino ratio of 4.417, over a downside deviation of 2.264 %', () => {
    const moments = momentsOf(PUBLISHED);
    expect(moments.mean).toBeCloseTo(0.1, 12);
    expect(Math.sqrt(moments.downsideSquares / moments.count)).toBeCloseTo(0.02264, 5);
    expect(sortinoRatio(moments, YEARLY)).toBeCloseTo(4.417, 3);
  });

  it('measures shortfalls against the risk-free rate, not against zero', () => {
    const annual = { periodsPerYear: 1, riskFreeRate: 0.1 };
    expect(sortinoRatio(momentsOf([0.15, 0.05], annual), annual)).toBeCloseTo(0, 12);
    expect(sharpeRatio(momentsOf([0.25, 0.15], annual), annual)).toBeCloseTo(0.1 / Math.sqrt(0.005), 12);
  });

  it('scales a deviation of n − 1 by the root of the periods', () => {
    const daily = { periodsPerYear: 365, riskFreeRate: 0 };
    expect(volatility(momentsOf([0.01, -0.01], daily), daily)).toBeCloseTo(
      Math.sqrt(0.0002) * Math.sqrt(365),
      12,
    );
  });

  it('is not defined without risk: equal returns give null, never infinity', () => {
    const moments = momentsOf([0.01, 0.01, 0.01]);
    expect(sharpeRatio(moments, YEARLY)).toBeNull();
    expect(sortinoRatio(moments, YEARLY)).toBeNull();
    expect(sharpeRatio(momentsOf([0.5]), YEARLY)).toBeNull();
    expect(volatility(noReturns(), YEARLY)).toBeNull();
  });

  it('keeps its digits on a million returns around a large mean', () => {
    const moments = noReturns();
    for (let index = 0; index < 1_000_000; index++)
      addReturn(moments, index % 2 === 0 ? 1_000.5 : 999.5, YEARLY);
    expect(volatility(moments, YEARLY)).toBeCloseTo(0.5, 6);
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
