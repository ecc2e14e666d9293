import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { compoundAnnualGrowth, timeWeightedReturn, type ValuePoint } from './returns.ts';
import { addToDrawdown, maxDrawdown, startDrawdown } from './risk.ts';

const SERIES = 1_000;
const DAY = 86_400;

/** The same numbers in every run, from 0 up to 1. */
const randomOf = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};

const cents = (amount: number): bigint => BigInt(Math.round(amount * 100)) * (E18 / 100n);

/** Each figure from its formula as books print it, over the whole series at hand: no running sums, no shared code. */
describe('a thousand random series', () => {
  it('have the time-weighted return of the exact fraction', () => {
    const random = randomOf(11);
    for (let run = 0; run < SERIES; run++) {
      const points: ValuePoint[] = [];
      let held = 0n;
      for (let index = 0; index < 2 + random() * 20; index++) {
        const valueUsdE18 = (held * BigInt(Math.round(random() * 2_000))) / 1_000n;
        const choice = random();
        const flowUsdE18 =
          choice < 0.2 ? -valueUsdE18 : choice < 0.6 ? cents(random() * 1e6) : -valueUsdE18 / 3n;
        points.push({ atSeconds: index * DAY, valueUsdE18, flowUsdE18 });
        held = valueUsdE18 + flowUsdE18;
      }
      let [above, below] = [1n, 1n];
      let periods = 0;
      for (const [index, { valueUsdE18: before, flowUsdE18: flow }] of points.slice(0, -1).entries()) {
        if (before + flow === 0n) continue;
        periods += 1;
        above *= points[index + 1]?.valueUsdE18 ?? 0n;
        below *= before + flow;
      }
      const got = timeWeightedReturn(points);
      if (periods === 0) expect(got).toBeNull();
      else {
        const wanted = Number((above * 10n ** 20n) / below) / 1e20 - 1;
        expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThan(1e-12 * Math.max(wanted + 1, 1));
      }
    }
  });

  it('have a drawdown that no other pair of peak and trough exceeds, and a growth that compounds to the end', () => {
    const random = randomOf(13);
    for (let run = 0; run < SERIES; run++) {
      const values = Array.from({ length: 2 + Math.floor(random() * 40) }, () => cents(1 + random() * 1e5));
      const [first = 1n] = values;
      const tracker = startDrawdown({ atSeconds: 0, valueUsdE18: first });
      for (const [index, valueUsdE18] of values.entries())
        if (index > 0) addToDrawdown(tracker, { atSeconds: index, valueUsdE18 });
      let deepest = 0;
      for (const [from, peak] of values.entries())
        for (const trough of values.slice(from))
          deepest = Math.min(deepest, Number(trough) / Number(peak) - 1);
      expect(maxDrawdown(tracker).depth).toBeCloseTo(deepest, 12);
      const years = 1 + random() * 20;
      const end = values.at(-1) ?? 1n;
      const toSeconds = Math.round(years * 365.25 * DAY);
      const growth = compoundAnnualGrowth({ startUsdE18: first, endUsdE18: end, fromSeconds: 0, toSeconds });
      const wanted = Math.expm1(Math.log(Number(end) / Number(first)) / (toSeconds / (365.25 * DAY)));
      expect(growth).toBeCloseTo(wanted, 9);
    }
  });
});
