import { expect, it } from 'vitest';
import { snapshotOf } from '../engine/testing/builders.ts';
import { E18 } from '../money/fixed-point.ts';
import { watchedFigures } from './watched-figures.ts';

const HALVES = [
  { usd: 70, targetBps: 5_000 },
  { usd: 30, targetBps: 5_000 },
] as const;

it('the drift is of the asset furthest from its target, in shares of the target, whichever way', () => {
  expect(watchedFigures(snapshotOf(HALVES)).driftBps).toBe(4_000);
  expect(
    watchedFigures(
      snapshotOf([
        { usd: 96, targetBps: 9_000 },
        { usd: 4, targetBps: 1_000 },
      ]),
    ).driftBps,
  ).toBe(6_000);
});

it('the drift is not known where a price is missing', () => {
  const blind = snapshotOf([
    HALVES[0],
    { ...HALVES[1], state: { ok: false, fault: 'missing', detail: 'none' } },
  ]);
  expect(watchedFigures(blind).driftBps).toBeNull();
});

it('the budget is the scarcer of loss and turnover, and whole where the contract has no limit', () => {
  const left = (lossLeftE18: bigint, turnoverLeftE18: bigint, lossBpsPerDay = 100) => {
    const { guard, buckets } = snapshotOf(HALVES);
    return watchedFigures(
      snapshotOf(HALVES, {
        guard: { ...guard, lossBpsPerDay },
        buckets: { ...buckets, lossLeftE18, turnoverLeftE18 },
      }),
    ).budgetLeftBps;
  };
  expect(left(E18 / 200n, E18)).toBe(5_000);
  expect(left(E18 / 200n, E18 / 5n)).toBe(1_000);
  expect(left(0n, 2n * E18, 0)).toBe(10_000);
  expect(left(0n, E18)).toBe(0);
});
