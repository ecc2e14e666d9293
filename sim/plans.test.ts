import { describe, expect, it } from 'vitest';
import { AIMS, POINTS_DRAWN, planOf } from './plans.ts';
import { SEEDS_MAX } from './planted-bar.ts';

describe('what befalls a seed', () => {
  it('is the same however often it is asked for', () => {
    for (const seed of [1, 259, 297, 381, 450, 501]) expect(planOf(seed)).toEqual(planOf(seed));
  });

  it('is of one aim alone, and within a search for a planted bug', () => {
    const aimed = AIMS.flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, more) => from + more),
    );
    expect(new Set(aimed).size).toBe(aimed.length);
    expect(Math.max(...aimed)).toBeLessThanOrEqual(SEEDS_MAX);
  });

  it('strikes calls that ticks make', () => {
    for (let seed = 1; seed <= SEEDS_MAX; seed += 1)
      for (const { point } of planOf(seed).strikes) expect(point).toBeLessThan(POINTS_DRAWN);
  });
});
