import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../lib/backtest/backtest.ts';
import type { BacktestRow } from '../../lib/backtest/backtest-types.ts';
import { DEMO_ROWS } from '../../lib/demo/demo-market.ts';
import { DEMO_TEMPLATES } from '../../lib/demo/demo-templates.ts';
import { type DemoRun, type DemoSetting, demoSpec, runDemo } from '../../lib/demo/run-demo.ts';
import { cents } from './asset-dtos.ts';
import { demoViewOf } from './demo-view-of.ts';
import { DEMO_PRESETS, DEMO_START } from './first-demo.ts';

const { setting } = DEMO_START;
const SHOCKED: DemoSetting = {
  ...setting,
  shocks: [
    { afterRow: 100, symbol: 'ETH', moveBps: -1_500 },
    { afterRow: 300, symbol: 'ETH', moveBps: -1_500 },
  ],
};

const runOf = (of: DemoSetting): DemoRun => {
  const run = runDemo(of);
  if (!run.ok) throw new Error(run.error.message);
  return run.value;
};

/** The last row of a back-test that ends at this one, as the simulator itself reports it. */
const endedAt = (of: DemoSetting, row: number): BacktestRow => {
  const spec = demoSpec(of);
  const seen: BacktestRow[] = [];
  const rows = [...spec.rows].slice(0, row + 1);
  if (!runBacktest({ ...spec, rows, onRow: (each) => seen.push(each) }).ok) throw new Error('refused');
  const last = seen.at(-1);
  if (last === undefined) throw new Error('no row');
  return last;
};

describe('the demo', () => {
  it('shows the same figures for the same seed, and others for another', () => {
    expect(demoViewOf(runOf(setting), setting.policy, 700)).toEqual(
      demoViewOf(runOf(setting), setting.policy, 700),
    );
    expect(demoViewOf(runOf({ ...setting, seed: 2 }), setting.policy, 700).valueUsd).not.toBe(
      demoViewOf(runOf(setting), setting.policy, 700).valueUsd,
    );
  });

  it.each([1, 24, 376, 377, 899, DEMO_ROWS])('scrubbed to row %i is a back-test that ends there', (row) => {
    for (const of of [setting, SHOCKED]) {
      const view = demoViewOf(runOf(of), of.policy, row);
      const ended = endedAt(of, row);
      expect(view.row).toBe(row);
      expect(view.valueUsd).toBe(cents(ended.navUsdE18));
      expect(view.holdUsd).toBe(cents(ended.baselinesUsdE18?.hold ?? 0n));
      expect(view.costUsd).toBe(cents(ended.costUsdE18));
      expect(view.series.points.at(-1)?.valueUsd).toBe(view.valueUsd);
      expect(runOf(of).looks[row - 1]?.after).toEqual(ended);
    }
  });

  it('runs every template by every policy, and each trades at least once', () => {
    for (const { id } of DEMO_TEMPLATES)
      for (const { policy, contract } of DEMO_PRESETS) {
        const view = demoViewOf(runOf({ ...setting, template: id, policy, contract }), policy, DEMO_ROWS);
        expect(view.rebalances).toBeGreaterThan(0);
        expect(view.plan.contradictions).toEqual([]);
      }
  });

  it('changes nothing before a shock, and every price of its asset after it', () => {
    const [calm, shocked] = [runOf(setting), runOf(SHOCKED)];
    expect(shocked.looks.slice(0, 100)).toEqual(calm.looks.slice(0, 100));
    const priceAt = (run: DemoRun, row: number): bigint => {
      const price = run.looks[row - 1]?.snapshot.assets.find(({ symbol }) => symbol === 'ETH')?.price;
      return price?.ok === true ? price.usdE18 : 0n;
    };
    expect(priceAt(shocked, 101)).toBe((priceAt(calm, 101) * 85n) / 100n);
    expect(priceAt(shocked, 301)).toBe((((priceAt(calm, 301) * 85n) / 100n) * 85n) / 100n);
  });

  it('tells each fill with what was sold, bought and paid, and counts them all', () => {
    const run = runOf(setting);
    const { nextTradeRow } = demoViewOf(run, setting.policy, 1);
    const view = demoViewOf(run, setting.policy, nextTradeRow ?? 0);
    const trades = run.looks[view.row - 1]?.trades ?? [];
    expect(view.state).toBe('order-open');
    expect(view.filledNow.map(({ valueUsd, costUsd }) => ({ valueUsd, costUsd }))).toEqual(
      trades.map(({ sellUsdE18, costUsdE18 }) => ({
        valueUsd: cents(sellUsdE18),
        costUsd: cents(costUsdE18),
      })),
    );
    expect(view.filledNow.every(({ buyUnits }) => Number(buyUnits) > 0)).toBe(true);
    expect(view.fillCount).toBe(trades.length);
  });
});
