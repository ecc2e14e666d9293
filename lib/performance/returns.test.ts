import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { parseUtcDate } from '../time/utc.ts';
import { compoundAnnualGrowth, timeWeightedReturn, totalReturn } from './returns.ts';

const at = (date: string): number => {
  const seconds = parseUtcDate(date);
  if (seconds === null) throw new Error(date);
  return seconds;
};
const usd = (amount: number): bigint => BigInt(amount) * E18;

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

  const pointsOf = (rows: readonly (readonly [value: number, flow: number])[]) =>
    rows.map(([value, flow], index) => ({
      atSeconds: index,
      valueUsdE18: usd(value),
      flowUsdE18: usd(flow),
    }));

  // Π value after ÷ (value before + flow) − 1, over the periods in which something was held.
  it.each([
    [
      'closed after a gain',
      [
        [1_000, 0],
        [1_300, -1_300],
        [0, 0],
      ],
      0.3,
    ],
    [
      'closed, reopened, and gained again',
      [
        [1_000, 0],
        [1_300, -1_300],
        [0, 500],
        [550, 0],
      ],
      1.3 * 1.1 - 1,
    ],
    [
      'empty for a while before the first deposit',
      [
        [0, 0],
        [0, 1_000],
        [1_100, 0],
      ],
      0.1,
    ],
    [
      'opened by its first deposit',
      [
        [0, 1_000],
        [1_100, 0],
      ],
      0.1,
    ],
    [
      'a total loss, whatever is put in later',
      [
        [1_000, 0],
        [0, 500],
        [600, 0],
      ],
      -1,
    ],
    [
      'a deposit that is lost as a whole',
      [
        [1_000, 500],
        [0, 0],
      ],
      -1,
    ],
    [
      'never anything but empty',
      [
        [0, 0],
        [0, 0],
      ],
      null,
    ],
    [
      'a value that nobody had put in',
      [
        [0, 0],
        [5, 0],
      ],
      null,
    ],
    [
      'more taken out than there was',
      [
        [1_000, -1_500],
        [0, 0],
      ],
      null,
    ],
    ['a single point', [[1_000, 0]], null],
  ] as const)('of a portfolio: %s', (_, rows, wanted) => {
    const found = timeWeightedReturn(pointsOf(rows));
    if (wanted === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(wanted, 12);
  });
});

describe('yearly growth', () => {
  it('is the rate that compounds to the total return over years of 365.25 days', () => {
    const span = { startUsdE18: usd(100), endUsdE18: usd(200), fromSeconds: 0, toSeconds: 4 * 31_557_600 };
    expect(totalReturn(span)).toBe(1);
    expect(compoundAnnualGrowth(span)).toBeCloseTo(2 ** 0.25 - 1, 15);
  });

  it('is −100 % when everything is lost and not defined when no time passed', () => {
    const span = { startUsdE18: usd(100), endUsdE18: 0n, fromSeconds: 0, toSeconds: 366 * 86_400 };
    expect(compoundAnnualGrowth(span)).toBe(-1);
    expect(compoundAnnualGrowth({ ...span, toSeconds: 0 }, true)).toBeNull();
    const day = { startUsdE18: 1n, endUsdE18: 500n, fromSeconds: 0, toSeconds: 86_400 };
    expect(compoundAnnualGrowth(day, true)).toBeNull();
  });

  it('is not made of less than a year, unless somebody asks for it', () => {
    const span = { startUsdE18: usd(100), endUsdE18: usd(135), fromSeconds: 0, toSeconds: 365 * 86_400 - 1 };
    expect(compoundAnnualGrowth(span)).toBeNull();
    expect(compoundAnnualGrowth(span, true)).toBeCloseTo(1.35 ** (365.25 / 365) - 1, 7);
    expect(compoundAnnualGrowth({ ...span, toSeconds: 365 * 86_400 })).toBeCloseTo(
      1.35 ** (365.25 / 365) - 1,
      9,
    );
  });
});
