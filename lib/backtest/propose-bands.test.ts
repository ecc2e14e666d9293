import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { HISTORY_SECONDS_MIN, proposeBands } from './propose-bands.ts';
import { policyOfCell } from './sweep.ts';
import { costsOf, freePolicy } from './testing/build-backtest.ts';

const HOUR = 3_600;
const FROM = 1_700_000_000;

/** A price every six hours for so many days. */
const history = (days: number, at: (step: number) => number) =>
  Array.from({ length: days * 4 + 1 }, (_, step) => ({
    updatedAtSeconds: FROM + step * 6 * HOUR,
    usdE18: BigInt(Math.round(at(step) * 1e6)) * 10n ** 12n,
  }));
const wave = (step: number): number => 100 * (1 + 0.12 * Math.sin(step / 3));
const question = (days: number, bandBps: number) => ({
  assets: [
    { symbol: 'A', targetE18: E18 / 2n, history: history(days, wave) },
    { symbol: 'B', targetE18: E18 / 2n, history: history(days, () => 1) },
  ],
  policy: freePolicy({ triggers: [{ kind: 'absolute', bandBps }] }),
  contract: { turnoverBpsPerDay: 10_000, lossBpsPerDay: 10_000 },
  costs: costsOf(20),
  initialUsdE18: 100_000n * E18,
});
const tableOf = (days: number, bandBps: number) => {
  const table = proposeBands(question(days, bandBps));
  if (!table.ok) throw new Error(table.error.message);
  return table.value;
};

describe('bands that are tried on a recorded history', () => {
  it('cost and drift as the sweep of the back-test says, cell by cell', () => {
    const { tried, current, fromSeconds, toSeconds, stepSeconds } = tableOf(30, 300);
    expect(fromSeconds).toBe(FROM);
    expect(FROM + 30 * 24 * HOUR - toSeconds).toBeLessThan(stepSeconds);
    expect(tried).toHaveLength(18);
    const same = tried.find((one) => one.bandBps === 300 && one.intervalSeconds === 0);
    // The policy as it is stands among those that are tried, with the same figures.
    expect(same).toEqual({ bandBps: 300, intervalSeconds: 0, ...current });
    const wide = tried.find((one) => one.bandBps === 1_000 && one.intervalSeconds === 0);
    expect(wide?.costUsdE18).toBeLessThan(current.costUsdE18);
  });

  it('propose the cheapest of those that cost less and were no further from target', () => {
    for (const bandBps of [20, 100, 300, 1_000]) {
      const { tried, current, proposed } = tableOf(30, bandBps);
      const better = tried.filter(
        (one) =>
          one.costUsdE18 < current.costUsdE18 && one.trackingErrorMeanBps <= current.trackingErrorMeanBps,
      );
      const least = better.reduce<bigint | null>(
        (low, { costUsdE18 }) => (low === null || costUsdE18 < low ? costUsdE18 : low),
        null,
      );
      const found = tried.find(
        (one) => one.bandBps === proposed?.bandBps && one.intervalSeconds === proposed.intervalSeconds,
      );
      expect(found?.costUsdE18 ?? null).toBe(least);
    }
  });

  it('are refused where too little was recorded, and where a target has no price', () => {
    const short = (HISTORY_SECONDS_MIN - 1) / 86_400;
    expect(proposeBands(question(Math.floor(short), 300))).toMatchObject({
      ...{ ok: false, error: { message: expect.stringContaining('fourteen days') } },
    });
    expect(proposeBands(question(1, 300))).toMatchObject({ ok: false });
    const { assets, ...rest } = question(30, 300);
    expect(proposeBands({ ...rest, assets: assets.slice(1) })).toMatchObject({
      ...{ ok: false, error: { message: expect.stringContaining('do not add up') } },
    });
  });

  it('keep the policy’s own kind of band', () => {
    const base = question(30, 300);
    const policy = freePolicy({ triggers: [{ kind: 'relative', bandBps: 2_000 }] });
    const table = proposeBands({ ...base, policy });
    if (!table.ok) throw new Error(table.error.message);
    const [first] = table.value.tried;
    expect(policyOfCell(policy, first ?? { bandBps: 1, intervalSeconds: 0 }).triggers).toEqual([
      { kind: 'relative', bandBps: first?.bandBps },
    ]);
  });
});
