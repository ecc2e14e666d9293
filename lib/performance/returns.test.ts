import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { parseUtcDate } from '../time/utc.ts';
import { moneyWeightedReturn } from './money-weighted.ts';
import { compoundAnnualGrowth, timeWeightedReturn, totalReturn } from './returns.ts';

const at = (date: string): number => {
  const seconds = parseUtcDate(date);
  if (seconds === null) throw new Error(date);
  return seconds;
};
const usd = (amount: number): bigint => BigInt(amount) * E18;
const flows = (rows: readonly (readonly [string, number])[]) =>
  rows.map(([date, amount]) => ({ atSeconds: at(date), amountUsdE18: usd(amount) }));

describe('time-weighted return', () => {
  // Investopedia, "Time-Weighted Rate of Return", scenarios 1 and 2: 9.79 % for the investor who adds and for the one who takes out.
  it.each([
    ['adds', 100_000, 1_192_328],
    ['takes out', -100_000, 1_003_440],
  ])('of the published investor who %s 100,000 is 9.79 percent', (_, flow, end) => {
    const points = [
      { atSeconds: at('2021-12-31'), valueUsdE18: usd(1_000_000), flowUsdE18: 0n },
      { atSeconds: at('2022-08-15'), valueUsdE18: usd(1_162_484), flowUsdE18: usd(flow) },
      { atSeconds: at('2022-12-31'), valueUsdE18: usd(end), flowUsdE18: 0n },
    ];
    expect(timeWeightedReturn(points)).toBeCloseTo(0.0979, 4);
  });

  it('is not defined from a single point, or when a period starts with nothing', () => {
    const one = { atSeconds: 0, valueUsdE18: usd(5), flowUsdE18: usd(-5) };
    expect(timeWeightedReturn([one])).toBeNull();
    expect(timeWeightedReturn([one, { ...one, atSeconds: 1 }])).toBeNull();
  });
});

describe('money-weighted return', () => {
  it('is 37.3362535 % in the published example of the XIRR function', () => {
    const example = flows([
      ['2008-01-01', -10_000],
      ['2008-03-01', 2_750],
      ['2008-10-30', 4_250],
      ['2009-02-15', 3_250],
      ['2009-04-01', 2_750],
    ]);
    expect(moneyWeightedReturn(example)).toBeCloseTo(0.373362535, 7);
  });

  it('finds a loss of all but a thousandth and a hundredfold gain', () => {
    const loss = flows([
      ['2023-01-01', -1_000_000],
      ['2024-01-01', 1_000],
    ]);
    expect(moneyWeightedReturn(loss)).toBeCloseTo(-0.999, 9);
    const gain = flows([
      ['2023-01-01', -1],
      ['2024-01-01', 100],
    ]);
    expect(moneyWeightedReturn(gain)).toBeCloseTo(99, 6);
  });

  it('is not defined when money only went one way', () => {
    expect(moneyWeightedReturn(flows([['2023-01-01', -1]]))).toBeNull();
    expect(moneyWeightedReturn([])).toBeNull();
  });
});

describe('yearly growth', () => {
  it('is the rate that compounds to the total return over years of 365.25 days', () => {
    const span = { startUsdE18: usd(100), endUsdE18: usd(200), fromSeconds: 0, toSeconds: 4 * 31_557_600 };
    expect(totalReturn(span)).toBe(1);
    expect(compoundAnnualGrowth(span)).toBeCloseTo(2 ** 0.25 - 1, 15);
  });

  it('is −100 % when everything is lost and not defined when no time passed', () => {
    const span = { startUsdE18: usd(100), endUsdE18: 0n, fromSeconds: 0, toSeconds: 86_400 };
    expect(compoundAnnualGrowth(span)).toBe(-1);
    expect(compoundAnnualGrowth({ ...span, toSeconds: 0 })).toBeNull();
    const day = { startUsdE18: 1n, endUsdE18: 500n, fromSeconds: 0, toSeconds: 86_400 };
    expect(compoundAnnualGrowth(day)).toBeNull();
  });
});
