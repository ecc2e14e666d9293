import { expect, it } from 'vitest';
import { spanRisk } from './span-risk.ts';

const DAY = 86_400;
/** A dollar's growth, a point a day. */
const daily = (...growths: readonly number[]) =>
  growths.map((growth, day) => ({ timeSeconds: 1_700_000_000 + day * DAY, growth }));

it('of daily returns is the yearly deviation and the mean over it, worked out by the textbook', () => {
  const growths = [1, 1.02, 0.99, 1.01, 1.04, 1.03, 1.05, 1.02, 1.06];
  const returns = growths.slice(1).map((after, index) => after / (growths[index] ?? 1) - 1);
  const mean = returns.reduce((sum, one) => sum + one, 0) / returns.length;
  const squares = returns.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (returns.length - 1);
  const short = returns.reduce((sum, one) => sum + Math.min(one, 0) ** 2, 0) / returns.length;
  const risk = spanRisk(daily(...growths));
  expect(risk.volatility.value).toBeCloseTo(Math.sqrt(squares * 365), 10);
  expect(risk.sharpe.value).toBeCloseTo((mean / Math.sqrt(squares)) * Math.sqrt(365), 10);
  expect(risk.sortino.value).toBeCloseTo((mean / Math.sqrt(short)) * Math.sqrt(365), 10);
});

it('falls deepest from peak to trough, and says when it was made good', () => {
  const { drawdown } = spanRisk(daily(1, 1.2, 0.9, 1.1, 1.2, 1.15, 1.3));
  expect(drawdown.value?.depth).toBeCloseTo(0.9 / 1.2 - 1, 12);
  expect(drawdown.value).toMatchObject({
    peakAtSeconds: 1_700_000_000 + DAY,
    troughAtSeconds: 1_700_000_000 + 2 * DAY,
    recoveredAtSeconds: 1_700_000_000 + 4 * DAY,
  });
});

it('counts a return over a gap for the time that it took', () => {
  const even = daily(1, 1.01, 1.02, 1.05, 1.06, 1.04, 1.07, 1.1, 1.08);
  const holed = even.filter((_, day) => day !== 2);
  const steps = holed.slice(1).map(({ timeSeconds, growth }, index) => {
    const before = holed[index];
    return {
      part: growth / (before?.growth ?? 1) - 1,
      years: (timeSeconds - (before?.timeSeconds ?? 0)) / (365 * DAY),
    };
  });
  const sum = (of: (step: (typeof steps)[number]) => number) =>
    steps.reduce((all, step) => all + of(step), 0);
  const mean = sum(({ part }) => part) / sum(({ years }) => years);
  const squares = sum(({ part, years }) => (part - mean * years) ** 2 / years);
  expect(spanRisk(holed).volatility.value).toBeCloseTo(Math.sqrt(squares / (steps.length - 1)), 10);
  expect(spanRisk(holed).drawdown).toEqual(spanRisk(even).drawdown);
});

it('of a few days has no yearly figure, and of what never varied no ratio', () => {
  expect(spanRisk(daily(1, 1.1, 1.2))).toMatchObject({
    ...{ sharpe: { absent: 'under-seven-days' }, drawdown: { value: { depth: 0 } } },
  });
  expect(spanRisk([])).toMatchObject({ drawdown: { absent: 'never-valued' } });
  expect(spanRisk(daily(...Array.from({ length: 9 }, () => 1)))).toMatchObject({
    ...{ volatility: { value: 0 }, sharpe: { absent: 'no-deviation' }, sortino: { absent: 'no-deviation' } },
  });
});
