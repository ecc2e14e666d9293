import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { parseUtcDate } from '../time/utc.ts';
import { moneyWeightedReturn } from './money-weighted.ts';

const at = (date: string): number => {
  const seconds = parseUtcDate(date);
  if (seconds === null) throw new Error(date);
  return seconds;
};
const usd = (amount: number): bigint => BigInt(amount) * E18;
const flows = (rows: readonly (readonly [string, number])[]) =>
  rows.map(([date, amount]) => ({ atSeconds: at(date), amountUsdE18: usd(amount) }));

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

  it('is not defined when nothing was paid in, or nothing came back and nobody says what is left', () => {
    expect(moneyWeightedReturn(flows([['2023-01-01', -1]]))).toBeNull();
    expect(moneyWeightedReturn(flows([['2023-01-01', 1]]))).toBeNull();
    expect(moneyWeightedReturn([])).toBeNull();
  });

  const DAY = 86_400;
  const onDays = (rows: readonly (readonly [day: number, amount: number])[]) =>
    rows.map(([day, amount]) => ({
      atSeconds: day * DAY,
      amountUsdE18: BigInt(Math.round(amount * 100)) * 10n ** 16n,
    }));

  // One flow in and one out after d days: out ÷ in = (1 + rate)^(d ÷ 365), so rate = (out ÷ in)^(365 ÷ d) − 1.
  it.each([
    [
      'a loss of 60 % in a fortnight is just above −1',
      [
        [0, -1_000],
        [14, 400],
      ],
      0.4 ** (365 / 14) - 1,
    ],
    [
      'half of it lost in ten days',
      [
        [0, -1_000],
        [10, 500],
      ],
      0.5 ** 36.5 - 1,
    ],
    [
      'a doubling in a week',
      [
        [0, -1_000],
        [7, 2_000],
      ],
      2 ** (365 / 7) - 1,
    ],
    [
      'a total loss',
      [
        [0, -1_000],
        [100, 0],
      ],
      -1,
    ],
    [
      'a total loss of several deposits',
      [
        [0, -1_000],
        [50, -10],
        [100, 0],
      ],
      -1,
    ],
    [
      'two opposite flows at one instant',
      [
        [0, -1_000],
        [0, 1_000],
      ],
      null,
    ],
    [
      'the same, and nothing else at any time',
      [
        [0, -1_000],
        [0, 1_000],
        [9, 0],
      ],
      null,
    ],
    [
      'two rates in one bracket, of which the nearer to no growth',
      [
        [0, -1_000],
        [365, 2_300],
        [730, -1_320],
      ],
      0.1,
    ],
    [
      'a gain within an hour that a year of is beyond any number',
      [
        [0, -1],
        [1 / 24, 2],
      ],
      null,
    ],
  ] as const)('%s', (_, rows, wanted) => {
    const found = moneyWeightedReturn(onDays(rows));
    if (wanted === null) expect(found).toBeNull();
    else
      expect(Math.abs((found ?? Number.NaN) - wanted)).toBeLessThanOrEqual(
        1e-9 * Math.max(1, Math.abs(wanted)),
      );
  });

  it('is no total loss while anything came back, however fast the rest was lost', () => {
    const day = moneyWeightedReturn(
      onDays([
        [0, -1_000],
        [1, 1],
      ]),
    );
    expect(day).toBeGreaterThan(-1);
    expect(day).toBeLessThan(-0.999_999_999);
  });

  it('takes payments that cancel at the last instant for no word about what is left', () => {
    const rows = onDays([
      [0, -1_000],
      [9, 500],
      [9, -500],
    ]);
    expect(moneyWeightedReturn(rows)).toBeNull();
    expect(moneyWeightedReturn([...rows, { atSeconds: 9 * DAY, amountUsdE18: 0n }])).toBe(-1);
  });

  // With growth q a year: −1 + (a + b) ÷ q − a × b ÷ q² has the roots a and b.
  it.each([
    [1.11, 1.12, 0.11],
    [0.95, 1.2, -0.05],
    [1.1, 1.1, 0.1],
    [0.5, 1.4, 0.4],
  ])('of the two solutions %d and %d is the one nearer to no growth', (a, b, wanted) => {
    const rate = moneyWeightedReturn(
      onDays([
        [0, -1_000_000],
        [365, 1_000_000 * (a + b)],
        [730, -1_000_000 * a * b],
      ]),
    );
    expect(rate).toBeCloseTo(wanted, 6);
  });

  it('answers at once for years of daily saving with withdrawals between, and for money that goes in and out by turns', () => {
    const saving = Array.from({ length: 3_000 }, (_, day): [number, number] => [
      day,
      day % 1_000 === 999 ? 5_000 : -100,
    ]);
    const turns = Array.from({ length: 240 }, (_, month): [number, number] => [
      month * 30,
      month % 2 === 0 ? -1_000 : 400,
    ]);
    for (const rows of [
      [...saving, [3_000, 400_000] as [number, number]],
      [...turns, [7_200, 120_000] as [number, number]],
    ]) {
      const rate = moneyWeightedReturn(onDays(rows)) ?? Number.NaN;
      const worth = rows.reduce((sum, [day, amount]) => sum + amount / (1 + rate) ** (day / 365), 0);
      expect(Math.abs(worth)).toBeLessThan(1e-4);
    }
    // Going through the terms one by one took more than a minute.
  });

  it('is the same in whatever order the flows are given', () => {
    const rows = onDays([
      [0, -76.73],
      [148, -458.24],
      [158, -292.42],
      [215, -550.07],
      [345, -984.9],
      [371, 362.72],
    ]);
    expect(moneyWeightedReturn(rows)).toBeCloseTo(-0.99999923, 8);
    expect(moneyWeightedReturn([...rows].reverse())).toBe(moneyWeightedReturn(rows));
  });

  it('makes the flows worth nothing, and no rate nearer to zero does, in 1,000 random histories', () => {
    // Σ flow ÷ (1 + rate)^(days ÷ 365), as the definition has it; the sum of absolute parts is the yardstick of its rounding.
    const worth = (rows: readonly (readonly [number, number])[], rate: number) => {
      const parts = rows.map(([day, amount]) => amount / (1 + rate) ** (day / 365));
      const size = parts.reduce((sum, part) => sum + Math.abs(part), 0);
      return parts.reduce((sum, part) => sum + part, 0) / size;
    };
    const history = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 3_650 }), fc.integer({ min: -10_000, max: 10_000 })), {
        minLength: 2,
        maxLength: 12,
      })
      .map((rows) => [...rows].sort((a, b) => a[0] - b[0]));
    let found = 0;
    fc.assert(
      fc.property(history, (rows) => {
        const rate = moneyWeightedReturn(onDays(rows));
        // So near a total loss, 1 + rate itself has no digits left to check with.
        if (rate === null || rate < -0.999 || rate > 1e6) return;
        found += 1;
        expect(Math.abs(worth(rows, rate))).toBeLessThan(1e-6);
        // Between the rate and no growth the worth never changes its sign.
        const signs = Array.from({ length: 50 }, (_, step) => worth(rows, (rate * step) / 50)).filter(
          (value) => Math.abs(value) > 1e-9,
        );
        expect(new Set(signs.map(Math.sign)).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(400);
  });
});
