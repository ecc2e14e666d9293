import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlationOf, regimeOf, type Track, trendOf, volatilityOf } from './track.ts';

const HOUR = 3_600;
const DAY = 86_400;

// F. J. Anscombe (1973), "Graphs in Statistical Analysis": the first of his four, whose figures every textbook prints.
const ANSCOMBE = [
  ...[
    10, 8.04, 8, 6.95, 13, 7.58, 9, 8.81, 11, 8.33, 14, 9.96, 6, 7.24, 4, 4.26, 12, 10.84, 7, 4.82, 5, 5.68,
  ],
];
const pairs = Array.from(
  { length: 11 },
  (_, index) => [ANSCOMBE[2 * index] ?? 0, ANSCOMBE[2 * index + 1] ?? 0] as const,
);

/** Levels that have these returns, an hour each, from 1 on. */
const trackOf = (returns: readonly number[], stepSeconds = HOUR): Track => {
  const track = [{ atSeconds: 0, level: 1 }];
  for (const one of returns)
    track.push({ atSeconds: track.length * stepSeconds, level: (track.at(-1)?.level ?? 1) * (1 + one) });
  return track;
};

/** Of numbers in [0, 1), the same in every run. */
const randomOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, one) => sum + (one - mean(values)) ** 2, 0) / (values.length - 1));

describe('the trend of prices', () => {
  it('is the line of the textbook', () => {
    // The point at the centre changes no line.
    const points = [...pairs, [9, mean(pairs.map(([, y]) => y))] as const].sort(([a], [b]) => a - b);
    const found = trendOf(points.map(([x, y]) => ({ atSeconds: x * DAY, level: Math.exp(y) })));
    expect(Math.log1p(found?.pacePerDay ?? 0)).toBeCloseTo(0.5001, 4);
    expect(found?.fit).toBeCloseTo(0.6665, 4);
    expect(found?.trend).toBe('rising');
  });

  it('is the growth itself where prices grow evenly, and none where they swing or stand', () => {
    const even = (returns: readonly number[]) => trendOf(trackOf(returns, DAY));
    expect(even(Array(20).fill(0.01))).toMatchObject({ trend: 'rising', fit: expect.closeTo(1, 9) });
    expect(even(Array(20).fill(-0.02))?.pacePerDay).toBeCloseTo(-0.02, 9);
    expect(even(Array(20).fill(-0.02))?.trend).toBe('falling');
    expect(even(Array.from({ length: 20 }, (_, day) => (day % 2 ? 0.05 : -0.05)))?.trend).toBe('sideways');
    expect(even(Array(20).fill(0))).toEqual({ trend: 'sideways', pacePerDay: 0, fit: 0 });
    expect(even(Array(6).fill(0.01))).toBeNull();
  });
});

describe('the volatility of prices', () => {
  it('is the sample deviation of the returns by the root of a year', () => {
    const random = randomOf(5);
    for (let run = 0; run < 200; run++) {
      const returns = Array.from({ length: 11 + Math.floor(random() * 200) }, () => (random() - 0.5) / 20);
      const wanted = deviation(returns) * Math.sqrt(365 * 24);
      expect(volatilityOf(trackOf(returns))).toBeCloseTo(wanted, 9);
    }
    expect(volatilityOf(trackOf(Array(6).fill(0.01)))).toBeNull();
  });

  it('makes a regime beside what it was before', () => {
    const swings = (sizes: readonly (readonly [hours: number, size: number])[]) =>
      regimeOf(
        trackOf(
          sizes.flatMap(([hours, size]) =>
            Array.from({ length: hours }, (_, hour) => (hour % 2 ? size : -size)),
          ),
        ),
      );
    const week = 7 * 24;
    expect(
      swings([
        [500, 0.01],
        [week, 0.01],
      ])?.regime,
    ).toBe('usual');
    expect(
      swings([
        [500, 0.01],
        [week, 0.016],
      ])?.regime,
    ).toBe('turbulent');
    expect(
      swings([
        [500, 0.01],
        [week, 0.007],
      ])?.regime,
    ).toBe('calm');
    expect(
      swings([
        [3, 0.01],
        [week, 0.01],
      ]),
    ).toBeNull();
    expect(
      swings([
        [500, 0],
        [week, 0.01],
      ]),
    ).toBeNull();
  });
});

describe('the correlation of two prices', () => {
  it('is that of the textbook', () => {
    const x = trackOf(pairs.map(([one]) => one / 1e3));
    const y = trackOf(pairs.map(([, one]) => one / 1e3));
    expect(correlationOf(x, y)).toEqual({ correlation: expect.closeTo(0.81642, 5), returns: 11 });
  });

  it('is the cosine between the two rows of deviations, whichever stands first', () => {
    const random = randomOf(9);
    for (let run = 0; run < 200; run++) {
      const x = Array.from({ length: 30 }, () => (random() - 0.5) / 10);
      const y = x.map((one) => one * (random() - 0.3) + (random() - 0.5) / 20);
      const [dx, dy] = [x.map((one) => one - mean(x)), y.map((one) => one - mean(y))];
      const wanted =
        dx.reduce((sum, one, index) => sum + one * (dy[index] ?? 0), 0) /
        (Math.hypot(...dx) * Math.hypot(...dy));
      const found = correlationOf(trackOf(x), trackOf(y));
      expect(found?.correlation).toBeCloseTo(wanted, 9);
      expect(correlationOf(trackOf(y), trackOf(x))?.correlation).toBeCloseTo(wanted, 9);
    }
  });

  it('goes by the times that both have, and is not made up of too few or of none that moved', () => {
    const moves = Array.from({ length: 30 }, (_, hour) => ((hour * 7) % 5) / 100 - 0.02);
    const whole = trackOf(moves);
    const holes = whole.filter((_, index) => index % 3 !== 1);
    expect(correlationOf(whole, holes)).toEqual({ correlation: expect.closeTo(1, 9), returns: 20 });
    expect(correlationOf(whole, whole.slice(0, 7))).toBeNull();
    expect(correlationOf(whole, trackOf(Array(30).fill(0)))).toBeNull();
  });

  it('lies between −1 and 1 for any prices', () => {
    const move = fc.double({ min: -0.9, max: 9, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(move, move), { minLength: 12, maxLength: 40 }), (moves) => {
        const found = correlationOf(trackOf(moves.map(([one]) => one)), trackOf(moves.map(([, one]) => one)));
        if (found !== null) expect(Math.abs(found.correlation)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
