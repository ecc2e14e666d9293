import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { addReturn, noReturns, sharpeRatio, volatility } from '../performance/return-moments.ts';
import { compoundAnnualGrowth, ratioOf } from '../performance/returns.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { daysFromCivil } from '../time/utc.ts';
import type { BacktestResult } from './backtest-types.ts';
import type { RunStatistics } from './run-statistics.ts';
import { backtested, costsOf, DAY, EVERY_DAY, freePolicy, specOf } from './testing/build-backtest.ts';
import { hasCheckData, readCheckData, SKIP_WORD } from './testing/check-data.ts';

const here = hasCheckData('backtest/expected.json');

type Expected = {
  readonly name: string;
  readonly fee: number;
  readonly final_value: number;
  readonly rebalance_days: number;
  readonly max_drawdown: number;
  readonly daily_sharpe: number;
  readonly cagr: number;
  readonly daily_vol: number;
  readonly total_fees: number;
};

const expected = (name: string, fee: number): Expected => {
  const { runs } = JSON.parse(readCheckData('backtest/expected.json')) as { runs: Expected[] };
  const run = runs.find((one) => one.name === name && one.fee === fee);
  if (run === undefined) throw new Error(`no run ${name} at ${fee}`);
  return run;
};

/** The file writes dates as month/day/year. */
const stockRows = (): PriceRow[] =>
  readCheckData('backtest/stocks.csv')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => {
      const [date = '', ...cells] = line.split(',');
      const [month = 0, day = 0, year = 0] = date.split('/').map(Number);
      const labelSeconds = daysFromCivil({ year, month, day }) * DAY;
      const prices = cells.map((cell) => BigInt(Math.round(Number(cell) * 1e6)) * 10n ** 12n);
      return { labelSeconds, knownAtSeconds: labelSeconds + DAY, prices };
    });

const TRADING_DAYS = { periodsPerYear: 252, riskFreeRate: 0 };
const bandPolicy = () => freePolicy({ triggers: [{ kind: 'relative', bandBps: 1_000 }] });

const run = (policy = freePolicy({ triggers: EVERY_DAY }), feeEachSideBps = 0): BacktestResult =>
  backtested(
    specOf(stockRows(), [50, 30, 20], {
      policy,
      initialUsdE18: 1_000_000n * E18,
      annual: TRADING_DAYS,
      // The other engine pays its commission on the sale and again on the purchase; a leg of ours is both.
      costs: costsOf(2 * feeEachSideBps),
      costSides: 'each',
      openingCosts: feeEachSideBps === 0 ? null : costsOf(feeEachSideBps),
    }),
  );

const finalUsd = ({ finalUsdE18 }: RunStatistics): number => ratioOf(finalUsdE18, E18);
const apart = (actual: number, wanted: number): number => Math.abs(actual / wanted - 1);

describe.skipIf(!here)(`an independent backtester, three stocks over ten years ${SKIP_WORD}`, () => {
  it('agrees on buy and hold to the ninth digit', () => {
    const wanted = expected('buy_and_hold', 0);
    const hold = run().baselines?.hold;
    expect(hold && apart(finalUsd(hold), wanted.final_value)).toBeLessThan(1e-9);
    expect(hold?.drawdown.depth).toBeCloseTo(wanted.max_drawdown, 6);
    expect(hold?.tradeDays).toBe(wanted.rebalance_days);
  });

  it('agrees on the daily run, through the engine and as a baseline', () => {
    const wanted = expected('daily', 0);
    const result = run();
    for (const daily of [result.run, result.baselines?.daily]) {
      expect(daily && apart(finalUsd(daily), wanted.final_value)).toBeLessThan(1e-9);
      expect(daily?.drawdown.depth).toBeCloseTo(wanted.max_drawdown, 6);
      // Their daily run doesn't count the opening day; ours counts it everywhere.
      expect(daily && daily.tradeDays - 1).toBe(wanted.rebalance_days);
    }
  });

  it('agrees on the band run to the ninth digit and to the day', () => {
    // Theirs fires strictly outside, ours at the edge too; no day of this history lies exactly on the edge.
    const wanted = expected('band_rel_0.1', 0);
    const { run: band } = run(bandPolicy());
    expect(apart(finalUsd(band), wanted.final_value)).toBeLessThan(1e-9);
    expect(band.drawdown.depth).toBeCloseTo(wanted.max_drawdown, 6);
    expect(band.tradeDays).toBe(wanted.rebalance_days);
  });

  it('agrees on the band run with fees: value, fees and days', () => {
    const wanted = expected('band_rel_0.1', 0.003);
    const { run: band } = run(bandPolicy(), 30);
    expect(apart(finalUsd(band), wanted.final_value)).toBeLessThan(1e-9);
    expect(apart(ratioOf(band.costUsdE18, E18), wanted.total_fees)).toBeLessThan(1e-9);
    expect(band.drawdown.depth).toBeCloseTo(wanted.max_drawdown, 6);
    expect(band.tradeDays).toBe(wanted.rebalance_days);
  });

  it('agrees on yearly growth, volatility and Sharpe ratio of every run without fees', () => {
    // Theirs starts with one more day, without prices and without a return.
    const daysBefore = DAY;
    for (const [name, policy] of [
      ['daily', freePolicy({ triggers: EVERY_DAY })],
      ['band_rel_0.1', bandPolicy()],
    ] as const) {
      const wanted = expected(name, 0);
      const values: bigint[] = [];
      const spec = specOf(stockRows(), [50, 30, 20], {
        policy,
        initialUsdE18: 1_000_000n * E18,
        baselines: false,
        onRow: ({ navUsdE18 }) => values.push(navUsdE18),
      });
      const { fromSeconds, toSeconds, run: same } = backtested(spec);
      const moments = noReturns();
      addReturn(moments, { value: 0, years: 1 / 252 }, 0);
      for (const [index, value] of values.entries()) {
        const before = values[index - 1];
        if (before !== undefined)
          addReturn(moments, { value: ratioOf(value - before, before), years: 1 / 252 }, 0);
      }
      expect(volatility(moments)).toBeCloseTo(wanted.daily_vol, 12);
      expect(sharpeRatio(moments, 0)).toBeCloseTo(wanted.daily_sharpe, 12);
      const growth = compoundAnnualGrowth({
        startUsdE18: 1_000_000n * E18,
        endUsdE18: same.finalUsdE18,
        fromSeconds: fromSeconds - daysBefore,
        toSeconds,
      });
      expect(growth).toBeCloseTo(wanted.cagr, 12);
    }
  });
});
