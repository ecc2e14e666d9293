import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { ratioOf } from '../performance/returns.ts';
import { PRESETS } from '../policy/policy-presets.ts';
import { parseUtcDate } from '../time/utc.ts';
import { type BacktestRequest, planBacktest } from './backtest-request.ts';
import type { BacktestResult } from './backtest-types.ts';
import { backtested } from './testing/build-backtest.ts';
import { hasCheckData, readCheckPrices, SKIP_WORD } from './testing/check-data.ts';

const here = hasCheckData('prices/daily.csv');

const TARGETS = 'BTC=40,ETH=30,SOL=15,LINK=15';

const request = (path: string, more: Partial<BacktestRequest>): BacktestRequest => ({
  file: readCheckPrices(path),
  targets: TARGETS,
  policy: PRESETS.index,
  fromSeconds: null,
  toSeconds: null,
  initialUsdE18: 100_000n * E18,
  costBps: 10,
  gasPerLegUsdE18: 2n * E18,
  costSides: 'bought',
  openingPaid: true,
  riskFreeRate: 0,
  periodsPerYear: null,
  ...more,
});

const planned = (wanted: BacktestRequest) => {
  const plan = planBacktest(wanted);
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
};

const DAILY = { fromSeconds: parseUtcDate('2020-10-15'), toSeconds: parseUtcDate('2025-12-31') };

/** The same in doubles and in ten lines: what is held, and what daily rebalancing by one-sided cost makes of it. */
const plainly = (costBps: number): { readonly hold: number; readonly daily: number } => {
  const { market } = planned(request('prices/daily.csv', DAILY));
  const weights = [0.4, 0.3, 0.15, 0.15];
  const closes = market.rows.map(({ prices }) => prices.map((price) => ratioOf(price ?? 0n, E18)));
  const [first = []] = closes;
  const start = weights.map(
    (weight, index) => (100_000 * weight * (1 - costBps / 10_000)) / (first[index] ?? 1),
  );
  const value = (units: readonly number[], row: readonly number[]): number[] =>
    units.map((held, index) => held * (row[index] ?? 0));
  const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
  let units = start;
  for (const row of closes.slice(1)) {
    const values = value(units, row);
    const nav = sum(values);
    // The buyers bear the cost, each in proportion to what it buys.
    units = values.map((one, index) => {
      const missing = nav * (weights[index] ?? 0) - one;
      return (one + (missing > 0 ? missing * (1 - costBps / 10_000) : missing)) / (row[index] ?? 1);
    });
  }
  const last = closes.at(-1) ?? [];
  return { hold: sum(value(start, last)), daily: sum(value(units, last)) };
};

const finalUsd = (result: BacktestResult, which: 'hold' | 'daily'): number =>
  ratioOf(result.baselines?.[which].finalUsdE18 ?? 0n, E18);

describe.skipIf(!here)(`real prices ${SKIP_WORD}`, () => {
  it('give the baselines that a plain loop of doubles gives, with and without costs', () => {
    for (const costBps of [0, 10]) {
      const wanted = request('prices/daily.csv', { ...DAILY, costBps, gasPerLegUsdE18: 0n });
      const result = backtested(planned(wanted).spec);
      const { hold, daily } = plainly(costBps);
      expect(finalUsd(result, 'hold') / hold).toBeCloseTo(1, 9);
      expect(finalUsd(result, 'daily') / daily).toBeCloseTo(1, 9);
      expect(result.rows).toBe(1_903);
    }
  });

  it('make the index preset trade a tenth of the days of daily rebalancing, and follow its targets', () => {
    const { run, baselines } = backtested(planned(request('prices/daily.csv', DAILY)).spec);
    expect(run.tradeDays).toBeLessThan((baselines?.daily.tradeDays ?? 0) / 10);
    expect(run.trackingErrorMean).toBeLessThan(0.05);
    expect(baselines?.hold.trackingErrorMean).toBeGreaterThan(0.3);
  });

  it('hour by hour through the crash of 19 May 2021, never trade more in a day than the policy allows', () => {
    const byDay = new Map<number, bigint>();
    const { spec } = planned(
      request('prices/hourly.csv', {
        policy: PRESETS.aggressive,
        initialUsdE18: 2_000_000n * E18,
        fromSeconds: parseUtcDate('2021-05-10'),
        toSeconds: parseUtcDate('2021-05-31'),
      }),
    );
    const result = backtested({
      ...spec,
      onDecision: ({ plan, decidedAt }) => {
        if (plan.kind === 'hold') return;
        const day = Math.floor(decidedAt / 86_400);
        for (const leg of plan.legs) byDay.set(day, (byDay.get(day) ?? 0n) + leg.sellValueUsdE18);
      },
    });
    expect(byDay.size).toBeGreaterThan(10);
    for (const sold of byDay.values()) expect(sold).toBeLessThanOrEqual(50_000n * E18);
    expect(result.heldBackUsdE18.get('over-daily-volume') ?? 0n).toBeGreaterThan(0n);
    // Six hours must pass between two rebalances.
    expect(result.run.rebalances).toBeLessThanOrEqual(22 * 4);
  });

  it.each([
    ['prices/hourly_2020-03.csv', 'BTC=50,ETH=30,LINK=20'],
    ['prices/hourly_2022-11.csv', 'BTC=40,ETH=30,SOL=15,LINK=15'],
  ])('of the crash in %s run under every preset without an undefined figure', (path, targets) => {
    for (const policy of Object.values(PRESETS)) {
      const { run } = backtested(planned(request(path, { policy, targets })).spec);
      for (const figure of [run.totalReturn, run.volatility, run.sharpe, run.sortino, run.turnover])
        expect(Number.isFinite(figure)).toBe(true);
    }
  });
});
