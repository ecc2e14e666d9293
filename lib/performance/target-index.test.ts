import { describe, expect, it } from 'vitest';
import { type Entry, storyOf } from './testing/ledger.ts';

const indexOf = (entries: readonly Entry[]): number | null => storyOf(entries).end.indexGrowth;

describe('a dollar held exactly at the targets', () => {
  it('is spread over them at every look: 1.5 × 0.75 where one asset doubles and comes back', () => {
    const looks: Entry[] = [
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { look: [50, 50], prices: [200, 100] },
      { look: [50, 50], prices: [100, 100] },
    ];
    expect(indexOf(looks)).toBeCloseTo(1.5 * 0.75, 14);
    // What is held goes back to where it was: nobody rebalanced it.
    expect(storyOf(looks).end.growth).toBe(1);
  });

  it('does not care what is held, only what is wanted', () => {
    const end = indexOf([
      { flow: [100, 0] },
      { look: [100, 0], prices: [100, 100], targets: [2_500, 7_500] },
      { look: [100, 0], prices: [300, 200], targets: [2_500, 7_500] },
    ]);
    // ¼ × 3 + ¾ × 2
    expect(end).toBeCloseTo(2.25, 14);
  });

  it('changes hands at the look that sees other targets', () => {
    const end = indexOf([
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { look: [50, 50], prices: [200, 100], targets: [10_000, 0] },
      { look: [50, 50], prices: [400, 100], targets: [10_000, 0] },
    ]);
    expect(end).toBeCloseTo(1.5 * 2, 14);
  });

  it('stands still from the withdrawal of everything to the next deposit', () => {
    const end = indexOf([
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { look: [50, 50], prices: [200, 200] },
      { flow: [-50, -50] },
      { look: [0, 0], prices: [900, 900] },
      { look: [0, 0], prices: [100, 100] },
      { flow: [10, 10] },
      { look: [10, 10], prices: [100, 100] },
      { look: [10, 10], prices: [150, 150] },
    ]);
    expect(end).toBeCloseTo(2 * 1.5, 14);
  });

  it('is not moved by deposits and withdrawals', () => {
    const end = indexOf([
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { flow: [500, 0] },
      { look: [550, 50], prices: [200, 100] },
      { flow: [-540, 0] },
      { look: [10, 50], prices: [200, 200] },
    ]);
    expect(end).toBeCloseTo(1.5 * 1.5, 14);
  });

  it('is nothing before the first look', () => {
    expect(indexOf([{ look: [0, 0], prices: [100, 100] }])).toBe(1);
  });
});
