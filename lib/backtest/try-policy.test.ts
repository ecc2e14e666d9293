import { describe, expect, test } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { GUARD_PRESETS } from '../policy/guard-presets.ts';
import { PRESETS } from '../policy/policy-presets.ts';
import { heldRows } from '../prices/held-rows.ts';
import { tryPolicy } from './try-policy.ts';

const HOUR = 3_600;
const START = 1_750_000_000;
const said = (hours: number, usd: number) => ({
  updatedAtSeconds: START + hours * HOUR,
  usdE18: BigInt(Math.round(usd * 100)) * 10n ** 16n,
});

describe('answers on one grid', () => {
  test('at each instant the last one known, never one of later', () => {
    const held = heldRows(
      [
        [said(0, 1), said(2, 3)],
        [said(0, 10), said(1, 20), said(4, 40)],
      ],
      {
        rowsMax: 5,
        rowsMin: 2,
      },
    );
    expect(held?.stepSeconds).toBe(HOUR);
    expect(held?.rows.map(({ prices }) => prices.map((price) => Number((price ?? 0n) / E18)))).toEqual([
      [1, 10],
      [1, 20],
      [3, 20],
      [3, 20],
      [3, 40],
    ]);
  });

  test('it begins where the youngest history does', () => {
    const held = heldRows([[said(0, 1), said(10, 2)], [said(6, 5)]], { rowsMax: 5, rowsMin: 2 });
    expect(held?.rows[0]?.labelSeconds).toBe(START + 6 * HOUR);
  });

  test.each([
    ['a feed without a past', [[said(0, 1), said(9, 1)], []]],
    ['one answer each', [[said(0, 1)], [said(0, 1)]]],
  ])('%s is none', (_, histories) => {
    expect(heldRows(histories, { rowsMax: 5, rowsMin: 2 })).toBeNull();
  });
});

const trial = (falls: (hour: number) => number) => ({
  assets: [
    { symbol: 'X', targetBps: 5_000, history: Array.from({ length: 201 }, (_, hour) => said(hour, 1)) },
    {
      symbol: 'X',
      targetBps: 5_000,
      history: Array.from({ length: 201 }, (_, hour) => said(hour, falls(hour))),
    },
  ],
  policy: PRESETS.index,
  contract: GUARD_PRESETS.index,
  initialUsdE18: 10_000n * E18,
  costBps: 10,
});

test('a policy is tried on what was said, and pays for what it trades', () => {
  const tried = tryPolicy(trial((hour) => 100 - hour / 4));
  if (!tried.ok) throw new Error(tried.error.message);
  const { run, baselines } = tried.value.result;
  expect(tried.value.values.length).toBe(tried.value.result.rows + 1);
  expect(run.rebalances).toBeGreaterThan(0);
  expect(run.costUsdE18).toBeGreaterThan(0n);
  // The grid of 200 rows ends at the answer of hour 199: half is held at 1, half at 50.25 of 100.
  expect(baselines?.hold.finalUsdE18).toBe(75_125n * 10n ** 17n);
});

test('still prices trade nothing and cost nothing', () => {
  const tried = tryPolicy(trial(() => 100));
  if (!tried.ok) throw new Error(tried.error.message);
  expect(tried.value.result.run).toMatchObject({ rebalances: 0, costUsdE18: 0n, finalUsdE18: 10_000n * E18 });
});

test('a past that is too short says so', () => {
  const { assets, ...rest } = trial(() => 1);
  const short = assets.map((asset) => ({ ...asset, history: asset.history.slice(0, 1) }));
  expect(tryPolicy({ ...rest, assets: short })).toMatchObject({
    ok: false,
    error: { message: 'the past that the feeds share is too short to say anything' },
  });
});
