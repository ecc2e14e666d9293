import { describe, expect, it } from 'vitest';
import { type Frame, pathOf, xOf, yOf } from './plot.ts';

const FRAME: Frame = { width: 100, height: 52, fromSeconds: 1_000, toSeconds: 2_000, low: 0, high: 10 };
const at = (timeSeconds: number, value: number | null, isAfterGap = false) => ({
  timeSeconds,
  value,
  isAfterGap,
});

describe('a plot', () => {
  it('has the first time at the left, the last at the right, small values below large ones', () => {
    expect([xOf(FRAME, 1_000), xOf(FRAME, 1_500), xOf(FRAME, 2_000)]).toEqual([0, 50, 100]);
    expect([yOf(FRAME, 0), yOf(FRAME, 5), yOf(FRAME, 10)]).toEqual([46, 26, 6]);
  });

  it('keeps what lies beyond its frame at the edge', () => {
    expect([yOf(FRAME, -1), yOf(FRAME, 11)]).toEqual([46, 6]);
  });

  it('draws no line across a missing value or a time in which nobody looked', () => {
    expect(pathOf([at(1_000, 0), at(1_250, 10)], FRAME)).toBe('M0.0 46.0h0L25.0 6.0');
    expect(pathOf([at(1_000, 0), at(1_250, null), at(1_500, 10)], FRAME)).toBe('M0.0 46.0h0M50.0 6.0h0');
    expect(pathOf([at(1_000, 0), at(1_500, 10, true)], FRAME)).toBe('M0.0 46.0h0M50.0 6.0h0');
  });

  it('stands in one frame when nothing changes in it', () => {
    const flat = { ...FRAME, low: 5, high: 5, toSeconds: 1_000 };
    expect(xOf(flat, 1_000)).toBe(0);
    expect(yOf(flat, 5)).toBe(46);
  });
});
