import { describe, expect, it } from 'vitest';
import { gapsOf, isOddFlow, jumpsOf } from './anomalies.ts';

const HOUR = 3_600;
const steady = Array.from({ length: 40 }, (_, hour) => ({
  atSeconds: hour * HOUR,
  level: hour % 2 ? 1.002 : 1,
}));

describe('what is out of the ordinary', () => {
  it('is a move far beyond the usual one', () => {
    const jumped = steady.map(({ atSeconds, level }) => ({
      atSeconds,
      level: atSeconds >= 20 * HOUR ? level * 1.1 : level,
    }));
    expect(jumpsOf(jumped)).toEqual([
      { fromSeconds: 19 * HOUR, toSeconds: 20 * HOUR, move: expect.closeTo(1.1 / 1.002 - 1, 12) },
    ]);
    expect(jumpsOf(steady)).toEqual([]);
    expect(jumpsOf(jumped.slice(16, 23))).toEqual([]);
  });

  it('is not a move that took its time, nor a small one where nothing else moves', () => {
    const late = steady.map(({ atSeconds, level }) => ({
      atSeconds: atSeconds >= 20 * HOUR ? atSeconds + 2_000 * HOUR : atSeconds,
      level: atSeconds >= 20 * HOUR ? level * 1.03 : level,
    }));
    expect(jumpsOf(late)).toEqual([]);
    const pegged = steady.map(({ atSeconds }, hour) => ({ atSeconds, level: hour === 20 ? 1.019 : 1 }));
    expect(jumpsOf(pegged)).toEqual([]);
    expect(jumpsOf(pegged.map(({ atSeconds, level }) => ({ atSeconds, level: level ** 2 })))).toHaveLength(2);
  });

  it('is an hour in which nobody looked', () => {
    const points = [
      { atSeconds: 0, observedSeconds: 0 },
      { atSeconds: 86_400, observedSeconds: 86_400 },
      { atSeconds: 172_800, observedSeconds: 172_800 - 3_600 },
      { atSeconds: 259_200, observedSeconds: 259_200 - 3_600 - 3_599 },
    ];
    expect(gapsOf(points)).toEqual([{ fromSeconds: 86_400, toSeconds: 172_800, seconds: 3_600 }]);
  });

  it.each([
    ['a transfer of a quarter of what was there', { kind: 'in', valueUsdE18: 25n, beforeUsdE18: 100n }, true],
    ['one of less', { kind: 'in', valueUsdE18: 24n, beforeUsdE18: 100n }, false],
    ['one out', { kind: 'out', valueUsdE18: -30n, beforeUsdE18: 100n }, true],
    ['the first deposit', { kind: 'in', valueUsdE18: 100n, beforeUsdE18: 0n }, false],
    ['one without a price', { kind: 'in', valueUsdE18: null, beforeUsdE18: 100n }, true],
    ['units that nobody saw come', { kind: 'unread', valueUsdE18: 1n, beforeUsdE18: 100n }, true],
    ['a token that is no longer counted', { kind: 'unlisted', valueUsdE18: -1n, beforeUsdE18: 100n }, true],
    ['one that now is', { kind: 'listed', valueUsdE18: 1n, beforeUsdE18: 100n }, false],
  ] as const)('%s', (_, flow, isOdd) => {
    expect(isOddFlow(flow)).toBe(isOdd);
  });
});
