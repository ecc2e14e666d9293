import { describe, expect, it } from 'vitest';
import { sliceValue } from './slices.ts';

describe('slices', () => {
  it('are as few as the maximum allows, and equal', () => {
    expect(sliceValue(100n, 100n, 0n)).toEqual({ count: 1, usdE18: 100n });
    expect(sliceValue(101n, 100n, 0n)).toEqual({ count: 2, usdE18: 50n });
    expect(sliceValue(900n, 100n, 0n)).toEqual({ count: 9, usdE18: 100n });
  });

  it('are full ones when equal ones would be too small', () => {
    expect(sliceValue(110n, 100n, 60n)).toEqual({ count: 1, usdE18: 100n });
    expect(sliceValue(120n, 100n, 60n)).toEqual({ count: 2, usdE18: 60n });
  });

  it('stay within the maximum even when there are more than anyone can place', () => {
    expect(sliceValue(10n ** 40n, 1n, 0n)).toEqual({ count: 1_000_000, usdE18: 1n });
  });
});
