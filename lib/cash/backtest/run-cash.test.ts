import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_SECONDS } from '../../time/utc.ts';
import { CASH_DEFAULTS, type CashPolicy, USDC } from '../cash-policy.ts';
import type { CashSnapshot } from '../cash-snapshot.ts';
import { decideCash } from '../decide-cash.ts';
import type { RateHistory } from '../rate-history.ts';
import type { SimulationParameters } from '../simulated-parameters.ts';
import { SIMULATION } from '../simulated-parameters.ts';
import { type SimulatedVault, simulateRates } from '../simulated-rates.ts';
import { percent } from '../testing/cash-builders.ts';
import { type CashStrategy, CHASER, ON_HAND, ours, staying } from './cash-strategies.ts';
import { bestPathUnits } from './hindsight.ts';
import { worldOfCharts, worldOfSimulation } from './rate-world.ts';
import { BACKTEST_RULES, type CashWindow, openingOf, runCash } from './run-cash.ts';

const POLICY: CashPolicy = {
  ...CASH_DEFAULTS,
  lookEverySeconds: DAY_SECONDS,
  chainCaps: [1, 8_453, 42_161].map((chainId) => ({ chainId, capBps: 10_000 })),
};
const SHORT: SimulationParameters = { ...SIMULATION, days: 130 };
const START = 100_000n * USDC;

const windowOf = (vaults: readonly SimulatedVault[], more: Partial<CashWindow> = {}): CashWindow => ({
  world: worldOfSimulation('built', vaults),
  fromDay: 36,
  days: 90,
  startUnits: START,
  policy: POLICY,
  rules: BACKTEST_RULES,
  ...more,
});

/** A strategy that keeps what it was shown. */
const watched = (seen: CashSnapshot[]): CashStrategy => ({
  name: 'watched',
  moves: ({ snapshot }) => {
    seen.push(snapshot);
    const { plan } = decideCash(snapshot, POLICY);
    return plan.kind === 'move' ? plan.moves : [];
  },
});

const seenIn = (window: CashWindow): readonly CashSnapshot[] => {
  const seen: CashSnapshot[] = [];
  runCash(window, [staying('stays', POLICY), watched(seen)]);
  return seen;
};

/** The same world, all of it otherwise from a day on. */
const changedAfter = (vaults: readonly SimulatedVault[], day: number): readonly SimulatedVault[] =>
  vaults.map((vault) => {
    const from = vault.truth[day]?.atSeconds ?? 0;
    const twice = (value: bigint | null): bigint | null => (value === null ? null : value * 2n + 7n);
    const change = (points: RateHistory['points']) =>
      points.map((point) =>
        point.atSeconds <= from
          ? point
          : {
              ...point,
              sharePriceE18: twice(point.sharePriceE18),
              paidE18: twice(point.paidE18),
              tvlUnits: twice(point.tvlUnits),
            },
      );
    return {
      ...vault,
      truth: change(vault.truth),
      told: { ...vault.told, points: change(vault.told.points) },
    };
  });

describe('a walk forward over rates', () => {
  it('never looks ahead: another future leaves every look and every move until then as they were', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 37, max: 60 }), (seed, day) => {
        const vaults = simulateRates(seed, { ...SHORT, days: 70 });
        const days = 33;
        const until = (vaults[0]?.truth[day]?.atSeconds ?? 0) + 1;
        const looksOf = (one: CashWindow) => seenIn(one).filter(({ nowSeconds }) => nowSeconds < until);
        const past = looksOf(windowOf(vaults, { days }));
        expect(past.length).toBeGreaterThan(0);
        expect(looksOf(windowOf(changedAfter(vaults, day), { days }))).toEqual(past);
      }),
      { numRuns: 8 },
    );
  });

  it('gives the same figures each time', () => {
    const window = windowOf(simulateRates(7, SHORT));
    const strategies = [staying('stays', POLICY), ours('ours', POLICY)];
    expect(runCash(window, strategies)).toEqual(runCash(window, strategies));
  });

  it('makes money of nothing but growth: what is on hand stays what it is, and costs are taken', () => {
    const [hand, chaser] = runCash(windowOf(simulateRates(11, SHORT)), [ON_HAND, CHASER]);
    expect(hand).toMatchObject({ endUnits: START, costUnits: 0n, moves: 0 });
    expect(chaser?.costUnits).toBeGreaterThan(0n);
  });

  it('stays where the thirty days before paid most, though all sources are silent on its first day', () => {
    const vaults = simulateRates(18_003, SHORT);
    const silent = vaults.map(({ told, truth, ...vault }) => {
      const [from, to] = [truth[34]?.atSeconds ?? 0, truth[39]?.atSeconds ?? 0];
      const points = told.points.filter(({ atSeconds }) => atSeconds < from || atSeconds > to);
      return { ...vault, truth, told: { ...told, points } };
    });
    const window = windowOf(silent);
    expect(openingOf(window).anchor).toEqual(openingOf({ ...window, fromDay: 34 }).anchor);
    expect(openingOf(window).anchor).toHaveLength(1);
    const [stayed] = runCash(window, [staying('stays', POLICY)]);
    expect(stayed?.moves).toBe(1);
  });

  it('has a best path in hindsight that no way of choosing beats', () => {
    for (const seed of [21, 22, 23]) {
      const window = windowOf(simulateRates(seed, SHORT));
      const best = bestPathUnits(window, { budgeted: false });
      for (const { endUnits } of runCash(window, [staying('stays', POLICY), ours('ours', POLICY), CHASER]))
        expect(endUnits).toBeLessThanOrEqual(best);
    }
  });

  it('moves where it pays, is no worse than the best single venue of the thirty days before, and far better than none', () => {
    const results = Array.from({ length: 12 }, (_, index) => {
      const window = windowOf(simulateRates(18_001 + index, SHORT));
      const [stays, own, hand] = runCash(window, [staying('stays', POLICY), ours('ours', POLICY), ON_HAND]);
      const over = (units: bigint | undefined): number =>
        Number(((units ?? 0n) - (stays?.endUnits ?? 0n)) * 10_000n) / Number(START);
      return { own: over(own?.endUnits), hand: over(hand?.endUnits) };
    });
    for (const { own, hand } of results) {
      expect(own).toBeGreaterThan(-5);
      expect(hand).toBeLessThan(-50);
    }
    // Most windows give no reason to leave; those that do pay for it.
    expect(results.filter(({ own }) => own > 0).length).toBeGreaterThan(results.length / 5);
    expect(results.reduce((sum, { own }) => sum + own, 0) / results.length).toBeGreaterThan(5);
  });
});

describe('recorded charts', () => {
  const chart = (vault: string, rates: readonly (number | null)[]): RateHistory => ({
    key: { chainId: 8_453, vault },
    source: 'DefiLlama',
    points: rates.flatMap((rate, day) =>
      rate === null
        ? []
        : [
            {
              // At a minute before midnight, as such charts have it.
              atSeconds: 1_735_689_600 + (day + 1) * DAY_SECONDS - 60,
              sharePriceE18: null,
              paidE18: percent(rate),
              promisedE18: percent(rate),
              tvlUnits: 100_000_000n * USDC,
              utilisationE18: null,
            },
          ],
    ),
  });

  it('are gone through day by day, over holes too', () => {
    const rates = Array.from({ length: 130 }, (_, day) => (day === 60 || day === 61 ? null : 5));
    const world = worldOfCharts('charts', [
      chart('a', rates),
      chart(
        'b',
        rates.map(() => 3),
      ),
    ]);
    expect(world.days).toBe(129);
    const window = { ...windowOf([]), world };
    const [stays] = runCash(window, [staying('stays', POLICY)]);
    // 5 % a year for ninety days, each day's growth compounded.
    const expected = 100_000 * (1 + 0.05 / 365) ** 90;
    expect(Number(stays?.endUnits) / 1e6).toBeCloseTo(expected, -1);
  });

  it('that take or boast move nothing, and lose nothing', () => {
    const bad = [-5, 60, 20];
    for (const rate of bad) {
      const world = worldOfCharts('charts', [
        chart(
          'a',
          Array.from({ length: 130 }, () => 4),
        ),
        chart(
          'b',
          Array.from({ length: 130 }, (_, day) => (day % 2 === 0 ? rate : 4)),
        ),
      ]);
      const [stays, own] = runCash({ ...windowOf([]), world }, [
        staying('stays', POLICY),
        ours('ours', POLICY),
      ]);
      expect(own?.endUnits).toBeGreaterThanOrEqual(stays?.endUnits ?? 0n);
    }
  });
});
