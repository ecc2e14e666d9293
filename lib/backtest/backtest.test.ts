import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../engine/decision.ts';
import { absolute, E18 } from '../money/fixed-point.ts';
import { PRESETS } from '../policy/policy-presets.ts';
import {
  backtested,
  costsOf,
  DAY,
  dailyRows,
  EVERY_DAY,
  FIRST_LABEL,
  freePolicy,
  refusalOf,
  specOf,
} from './testing/build-backtest.ts';

const usd = (amount: number): bigint => BigInt(amount) * E18;
const DUST = 1_000n;

describe('a backtest', () => {
  it('rebalances at the close: two halves, one doubles, both halves double again', () => {
    const { run, baselines, rebalancingAlpha } = backtested(
      specOf(
        dailyRows([
          [1, 1],
          [2, 1],
          [2, 2],
        ]),
        [50, 50],
      ),
    );
    expect(absolute(run.finalUsdE18 - usd(2_250))).toBeLessThan(DUST);
    expect(baselines?.hold.finalUsdE18).toBe(usd(2_000));
    expect(rebalancingAlpha).toBeCloseTo(0.125, 12);
    expect(run.turnover).toBeCloseTo(1 / 6 + 1 / 6, 12);
    expect(run).toMatchObject({ legs: 2, rebalances: 2, tradeDays: 3, costUsdE18: 0n });
  });

  it('shows the engine each row at label + step and nothing of the rows behind it', () => {
    const seen: Decision[] = [];
    const rows = dailyRows([
      [1, 1],
      [1.2, 1],
      [0.9, 1.1],
      [1, 1.3],
    ]);
    backtested(specOf(rows, [50, 50], { onDecision: (decision) => seen.push(decision) }));
    expect(seen.map(({ decidedAt }) => decidedAt)).toEqual(
      rows.slice(1).map(({ labelSeconds }) => labelSeconds + DAY),
    );
    for (let cut = 2; cut <= rows.length; cut++) {
      const early: Decision[] = [];
      backtested(specOf(rows.slice(0, cut), [50, 50], { onDecision: (decision) => early.push(decision) }));
      expect(early).toEqual(seen.slice(0, cut - 1));
    }
  });

  it('charges every leg what the model says, and loses exactly that', () => {
    const costs = {
      gasPerLegUsdE18: usd(2),
      pair: { spreadBps: 5, feeBps: 10, impactBpsPer10kUsd: 20 },
      pairs: [],
    };
    const rows = dailyRows([
      [1, 1],
      [3, 1],
    ]);
    const { run } = backtested(specOf(rows, [50, 50], { costs, initialUsdE18: usd(10_000) }));
    // 5,000 → 15,000 and 5,000: 5,000 are sold. 5 bps, 10 bps, 20 bps per 10,000 USD on 5,000, and gas.
    expect(run.costs).toEqual({
      spreadUsdE18: usd(5) / 2n,
      feeUsdE18: usd(5),
      impactUsdE18: usd(5),
      gasUsdE18: usd(2),
    });
    expect(absolute(usd(20_000) - run.costUsdE18 - run.finalUsdE18)).toBeLessThan(DUST);
  });

  it('trades in parts over days where the policy says so: as much as at once, with a quarter of the impact', () => {
    const rows = dailyRows([[1, 1], ...Array.from({ length: 6 }, (): [number, number] => [3, 1])]);
    const costs = { ...costsOf(0), pair: { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: 20 } };
    const runIn = (inParts: unknown) => {
      const policy = freePolicy({
        triggers: [{ kind: 'absolute', bandBps: 100 }],
        orderTerms: { spreadBps: 0, inParts },
      });
      return backtested(specOf(rows, [50, 50], { costs, policy, initialUsdE18: usd(10_000) })).run;
    };
    const [whole, parts] = [runIn(null), runIn({ parts: 4, overSeconds: 4 * DAY })];
    expect([whole.legs, parts.legs]).toEqual([1, 4]);
    expect(parts.turnover).toBeCloseTo(whole.turnover, 3);
    const ratio = Number(parts.costUsdE18) / Number(whole.costUsdE18);
    expect(ratio).toBeCloseTo(0.25, 2);
    expect(parts.finalUsdE18).toBeGreaterThan(whole.finalUsdE18);
  });

  it('never sells more than is held, whoever bears the costs', () => {
    const rows = dailyRows([
      [1, 1],
      [9, 1],
      [9, 9],
    ]);
    const least: bigint[] = [];
    const { run } = backtested(
      specOf(rows, [1, 99], {
        costs: costsOf(4_000),
        costSides: 'each',
        onRow: ({ weightsE18 }) => least.push(...weightsE18),
      }),
    );
    expect(least.every((weight) => weight >= 0n)).toBe(true);
    expect(run.finalUsdE18).toBeGreaterThan(0n);
  });

  it('invents no value on any history: what is there at the end is the start moved by prices, less the costs', () => {
    const close = fc.integer({ min: 400, max: 2_500 }).map((thousandths) => thousandths / 1_000);
    const history = fc.array(fc.tuple(close, close, close), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(history, fc.integer({ min: 0, max: 300 }), fc.boolean(), (closes, feeBps, each) => {
        let previous: bigint | null = null;
        let weights: readonly bigint[] = [];
        let costUsdE18 = 0n;
        const rows = dailyRows(closes);
        const result = backtested(
          specOf(rows, [50, 30, 20], {
            costs: costsOf(feeBps),
            openingCosts: costsOf(feeBps),
            costSides: each ? 'each' : 'bought',
            onRow: (row) => {
              const index = Math.round((row.knownAtSeconds - FIRST_LABEL) / DAY) - 1;
              if (previous !== null) {
                const [before, now] = [rows[index - 1], rows[index]];
                const grown = weights.reduce((sum, weight, asset) => {
                  const [from, to] = [before?.prices[asset] ?? 1n, now?.prices[asset] ?? 1n];
                  return sum + (weight * (previous ?? 0n) * to) / (from * E18);
                }, 0n);
                const lost = grown - row.navUsdE18;
                const rounding = 10_000n + row.navUsdE18 / 10n ** 16n;
                expect(absolute(lost - (row.costUsdE18 - costUsdE18))).toBeLessThan(rounding);
              }
              [previous, weights, costUsdE18] = [row.navUsdE18, row.weightsE18, row.costUsdE18];
            },
          }),
        );
        expect(Number.isFinite(result.run.totalReturn)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('holds with a reason over a hole, values it at the last close, and trades again after it', () => {
    const decisions: Decision[] = [];
    const navs: bigint[] = [];
    const { holds, run } = backtested(
      specOf(
        dailyRows([
          [1, 1],
          [2, null],
          [2, 1],
        ]),
        [50, 50],
        { onDecision: (one) => decisions.push(one), onRow: ({ navUsdE18 }) => navs.push(navUsdE18) },
      ),
    );
    expect(decisions[0]?.plan).toMatchObject({ kind: 'hold', hold: { reason: 'price-missing' } });
    expect(navs[1]).toBe(usd(1_500));
    expect([...holds]).toEqual([['price-missing', 1]]);
    expect(run.legs).toBe(1);
  });

  it('believes a jump by more than ten times only when the next row confirms it', () => {
    const runOf = (second: number, third: number) => {
      const decisions: Decision[] = [];
      const result = backtested(
        specOf(
          dailyRows([
            [1, 1],
            [second, 1],
            [third, 1],
          ]),
          [50, 50],
          { onDecision: (one) => decisions.push(one) },
        ),
      );
      return { kinds: decisions.map(({ plan }) => plan.kind), final: result.run.finalUsdE18 };
    };
    expect(runOf(10, 10).kinds).toEqual(['act', 'hold']);
    expect(runOf(10.1, 10.1).kinds).toEqual(['hold', 'act']);
    expect(runOf(1_000, 1)).toEqual({ kinds: ['hold', 'hold'], final: usd(1_000) });
    expect(runOf(0.05, 0.05).kinds).toEqual(['hold', 'act']);
  });

  it('goes to target on new UTC days and months only, in the baselines', () => {
    const closes = Array.from({ length: 32 }, (_, index) => [1 + index / 10, 1]);
    const { baselines } = backtested(specOf(dailyRows(closes), [50, 50]));
    // Rows known on 2024-01-02 … 2024-02-02: one new month among them.
    expect(baselines?.monthly.rebalances).toBe(1);
    expect(baselines?.daily.rebalances).toBe(31);
    expect(baselines?.hold.rebalances).toBe(0);
    const hourly = dailyRows(closes).map((row, index) => ({
      ...row,
      labelSeconds: FIRST_LABEL + index * 3_600,
      knownAtSeconds: FIRST_LABEL + (index + 1) * 3_600,
    }));
    expect(backtested(specOf(hourly, [50, 50])).baselines?.daily.rebalances).toBe(1);
  });

  it('keeps what a daily limit held back, by reason', () => {
    const policy = freePolicy({ triggers: EVERY_DAY, limits: { dailyVolumeUsd: '100' } });
    const { heldBackUsdE18, run } = backtested(
      specOf(
        dailyRows([
          [1, 1],
          [2, 1],
        ]),
        [50, 50],
        { policy },
      ),
    );
    expect(absolute(run.soldUsdE18 - usd(100))).toBeLessThan(DUST);
    expect(absolute((heldBackUsdE18.get('over-daily-volume') ?? 0n) - usd(150))).toBeLessThan(DUST);
  });

  it('measures time out of band as found, before the trade that ends it', () => {
    const rows = dailyRows([
      [1, 1],
      [1.5, 1],
      [1.5, 1],
      [1.5, 1],
    ]);
    const policy = freePolicy({ triggers: [{ kind: 'absolute', bandBps: 1_000 }] });
    const { run, baselines } = backtested(specOf(rows, [50, 50], { policy }));
    expect(run.outOfBandShare).toBeCloseTo(1 / 3, 12);
    expect(baselines?.hold.outOfBandShare).toBe(1);
    expect(run.trackingErrorMax).toBeCloseTo(0.1, 12);
    expect(run.trackingErrorMean).toBeCloseTo(0.1 / 3, 12);
  });

  it('widens and narrows a volatility-scaled band by the past returns only', () => {
    const closes = Array.from({ length: 60 }, (_, index) => [1 + (index % 2) * (index < 30 ? 0.02 : 0.3), 1]);
    const trigger = {
      kind: 'volatility-band',
      band: { kind: 'absolute', bandBps: 300 },
      referenceVolatilityBps: 2_000,
      scaleBpsMin: 1_000,
      scaleBpsMax: 30_000,
    };
    const runOf = (triggers: readonly object[]) =>
      backtested(specOf(dailyRows(closes), [50, 50], { policy: freePolicy({ triggers }) })).run.legs;
    const scaled = runOf([trigger]);
    expect(scaled).not.toBe(runOf([trigger.band]));
    expect(scaled).toBeGreaterThan(0);
  });

  it('refuses what cannot be run, naming the field, or the row and the asset', () => {
    const rows = dailyRows([
      [1, 1],
      [1, 1],
    ]);
    expect(refusalOf(specOf(rows, [50, 49]))).toBe('targets: they sum to 99 % instead of 100 %');
    expect(refusalOf(specOf(rows, [120, -20]))).toBe('targets: B is below zero');
    expect(refusalOf(specOf(rows, [], {}))).toBe('targets: name at least one asset');
    expect(refusalOf(specOf(rows, [50, 50], { initialUsdE18: 0n }))).toBe('initial: must be above zero');
    const opening = (gasUsd: number) => ({ openingCosts: costsOf(0, gasUsd), initialUsdE18: 100n * E18 });
    expect(refusalOf(specOf(rows, [60, 40], opening(40)))).toBe(
      'initial: the share of B is less than what buying it costs',
    );
    expect(backtested(specOf(rows, [60, 40], opening(39))).run.costUsdE18).toBe(78n * E18);
    expect(refusalOf(specOf(dailyRows([[1, null]]), [50, 50]))).toBe(
      'row 2024-01-01, B: no price to open at',
    );
    expect(refusalOf(specOf(rows.slice(0, 1), [50, 50]))).toContain('only one row');
    expect(refusalOf(specOf([], [50, 50]))).toContain('no rows');
  });

  it('gives the same figures for whole basis points and for the same targets as exact shares', () => {
    const rows = dailyRows([
      [1, 1, 1],
      [1.4, 1, 0.8],
      [1.1, 1.3, 0.9],
    ]);
    const third = E18 / 3n;
    const exact = ['A', 'B', 'C'].map((symbol, index) => ({
      symbol,
      targetE18: index === 0 ? E18 - 2n * third : third,
    }));
    const { run } = backtested(specOf(rows, [], { assets: exact }));
    const { run: nearly } = backtested(specOf(rows, [34, 33, 33]));
    expect(run.legs).toBe(nearly.legs);
    expect(run.trackingErrorMax).not.toBe(nearly.trackingErrorMax);
  });

  it('runs every preset on a wild history without a refusal or an undefined number', () => {
    const closes = Array.from({ length: 200 }, (_, index) => [
      1 + Math.abs(Math.sin(index)) * 5,
      1 + Math.abs(Math.cos(index * 1.7)),
      1,
    ]);
    for (const policy of Object.values(PRESETS)) {
      const { run } = backtested(
        specOf(dailyRows(closes), [50, 30, 20], {
          policy,
          initialUsdE18: usd(100_000),
          costs: costsOf(10, 2),
        }),
      );
      for (const figure of [run.totalReturn, run.cagr, run.volatility, run.sharpe, run.turnover])
        expect(figure === null || Number.isFinite(figure)).toBe(true);
      expect(run.finalUsdE18).toBeGreaterThan(0n);
    }
  });

  it('begins with what is held: nothing is bought, no calendar waits for what was never traded, and holding on is measured by the same', () => {
    const rows = dailyRows([
      [1, 1],
      [1, 1],
      [2, 1],
    ]);
    const trades: bigint[] = [];
    const { run, baselines } = backtested(
      specOf(rows, [50, 50], {
        heldUnits: [900n * E18, 100n * E18],
        initialUsdE18: 0n,
        policy: freePolicy({ triggers: [{ kind: 'calendar', intervalSeconds: 7 * DAY }] }),
        onTrades: (row) => trades.push(...row.map(({ sellUsdE18 }) => sellUsdE18)),
      }),
    );
    expect(trades).toEqual([400n * E18]);
    expect(run.finalUsdE18).toBe(1_500n * E18);
    expect(baselines?.hold.finalUsdE18).toBe(1_900n * E18);
  });

  it('refuses to begin with nothing held', () => {
    expect(refusalOf(specOf(dailyRows([[1], [1]]), [100], { heldUnits: [0n] }))).toBe(
      'held: nothing is held',
    );
  });
});
