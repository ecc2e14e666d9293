import { describe, expect, it } from 'vitest';
import { decide } from '../engine/decide.ts';
import { policyOf, snapshotOf, tokenAt } from '../engine/testing/builders.ts';
import { E18 } from '../money/fixed-point.ts';
import { executionOf } from './execution.ts';
import { rebalanceRecord } from './rebalance-record.ts';
import { outcomeOf, type RebalanceOrder, rebalanceStatistics } from './rebalance-statistics.ts';

const DAY = 86_400;
const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 1e6)) * (E18 / 1_000_000n);

const order = (decisionId: string, more: Partial<RebalanceOrder> = {}): RebalanceOrder => ({
  ...{ decisionId, triggeredAtSeconds: 0, isLive: false, sellUnits: 10n, filledSellUnits: 10n },
  execution: { givenUsdE18: usd(1_000), expectedUsdE18: usd(998), gotUsdE18: usd(997) },
  fills: { count: 1, unpriced: 0, averageBps: 2, bestBps: 2, worstBps: 2 },
  ...{ offeredUsdE18: usd(1_000), isSwap: false, lastFillAtSeconds: 60, isGasFree: true },
  ...more,
});
const NOTHING = {
  filledSellUnits: 0n,
  lastFillAtSeconds: null,
  execution: { givenUsdE18: 0n, expectedUsdE18: 0n, gotUsdE18: 0n },
  fills: { count: 0, unpriced: 0, averageBps: null, bestBps: null, worstBps: null },
};

describe('the rebalances of a span', () => {
  it('count by decision, and succeed when every order of it was filled whole', () => {
    const { count, outcomes, successBps } = rebalanceStatistics([
      order('1'),
      order('1'),
      order('2'),
      order('2', { filledSellUnits: 4n }),
      order('3', NOTHING),
      order('4', { ...NOTHING, isLive: true }),
    ]);
    expect({ count, outcomes }).toEqual({
      count: 4,
      outcomes: { filled: 1, 'partly-filled': 1, unfilled: 1, open: 1 },
    });
    expect(successBps.value).toBe(3_333);
  });

  it('cost what was given beyond what was got, and never look cheaper by rounding', () => {
    const got = rebalanceStatistics([
      order('1'),
      order('2', { execution: { givenUsdE18: usd(500), expectedUsdE18: usd(501), gotUsdE18: usd(502.99) } }),
    ]);
    expect(got).toMatchObject({
      ...{ tradedUsdE18: usd(1_500), costUsdE18: usd(0.01) },
      // 0.0667 bps, and 0.0067 expected: a cost that small is still one.
      ...{ costBps: { value: 1 }, expectedSlippageBps: { value: 7 } },
      ...{ gasUsdE18: { value: 0n }, gasBps: { value: 0 } },
    });
    const paid = rebalanceStatistics([
      order('1', {
        execution: { givenUsdE18: usd(1_000), expectedUsdE18: usd(1_000), gotUsdE18: usd(1_000.19) },
      }),
    ]);
    expect(paid.costBps.value).toBe(-1);
  });

  it('took as long as from the trigger to the last fill, by the day of that fill', () => {
    const { days } = rebalanceStatistics([
      order('1', { triggeredAtSeconds: 100, lastFillAtSeconds: 160 }),
      order('1', { triggeredAtSeconds: 130, lastFillAtSeconds: 400 }),
      order('2', { triggeredAtSeconds: 500, lastFillAtSeconds: 510 }),
      order('3', { triggeredAtSeconds: DAY - 10, lastFillAtSeconds: DAY + 10 }),
      order('4', NOTHING),
    ]);
    expect(days).toEqual([
      { dayStartSeconds: 0, rebalances: 2, medianSeconds: 10, longestSeconds: 300 },
      { dayStartSeconds: DAY, rebalances: 1, medianSeconds: 20, longestSeconds: 20 },
    ]);
  });

  it('say why a figure is missing', () => {
    const none = rebalanceStatistics([]);
    expect(none).toMatchObject({
      count: 0,
      successBps: { absent: 'nothing-closed' },
      costBps: { absent: 'nothing-traded' },
      days: [],
    });
    expect(rebalanceStatistics([order('1', { isGasFree: false })]).gasUsdE18).toEqual({
      value: null,
      absent: 'gas-unknown',
    });
    expect(rebalanceStatistics([order('1', { ...NOTHING, isGasFree: false })]).gasUsdE18.value).toBe(0n);
  });

  it('are open as long as anybody may fill one order, and unfilled without any', () => {
    expect(outcomeOf([])).toBe('unfilled');
    expect(outcomeOf([order('1'), order('1', { isLive: true })])).toBe('open');
  });
});

describe('one rebalance as an auditor reads it', () => {
  // A: 6,000 USD at 2 USD, 18 decimals; B: 4,000 USD at 1 USD, 6 decimals.
  const snapshot = snapshotOf(
    [
      { usd: 6_000, price: 2n * E18, targetBps: 5_000 },
      { usd: 4_000, decimals: 6, targetBps: 5_000 },
    ],
    { asking: [{ sellToken: tokenAt(0), buyToken: tokenAt(1), sinceSeconds: 1_794_970_000 }] },
  );
  const policy = policyOf();
  const decision = decide(snapshot, policy);
  const filled = (sellUnits: bigint, buyUnits: bigint) => ({
    ...{
      legIndex: 0,
      sellToken: tokenAt(0),
      buyToken: tokenAt(1),
      filledSellUnits: sellUnits,
      filledBuyUnits: buyUnits,
    },
  });
  const look = { snapshot, decision, rules: policy };

  it('has weights before, planned and after at the prices of the decision, and what takers paid', () => {
    // Half of the 1,000 USD, for 1 % more than they are worth.
    const record = rebalanceRecord(look, [filled(250n * E18, 505_000_000n)]);
    expect(record).toMatchObject({
      ...{ trigger: 'absolute', triggeredAtSeconds: 1_794_970_000, decidedAtSeconds: snapshot.nowSeconds },
      ...{ trackingErrorBeforeBps: 1_000, trackingErrorPlannedBps: 0, trackingErrorAfterBps: 497 },
      weights: [
        { symbol: 'A', targetBps: 5_000, beforeBps: 6_000, plannedBps: 5_000, afterBps: 5_497 },
        { symbol: 'B', targetBps: 5_000, beforeBps: 4_000, plannedBps: 5_000, afterBps: 4_502 },
      ],
      total: { givenUsdE18: usd(500), expectedUsdE18: usd(500), gotUsdE18: usd(505) },
    });
  });

  it('without a fill ends where it began', () => {
    const { weights, total } = rebalanceRecord(look, [filled(0n, 0n)]);
    expect(weights.map(({ beforeBps, afterBps }) => [beforeBps, afterBps])).toEqual([
      [6_000, 6_000],
      [4_000, 4_000],
    ]);
    expect(total).toEqual({ givenUsdE18: 0n, expectedUsdE18: 0n, gotUsdE18: 0n });
  });

  it('of an order whose leg the plan doesn’t have is told without figures for it', () => {
    expect(rebalanceRecord(look, [{ ...filled(1n, 1n), legIndex: 7 }]).executions).toEqual([null]);
  });
});

describe('an execution', () => {
  it('is worth what the decision’s prices say, each part rounded down', () => {
    const leg = {
      sellUnits: 3n,
      expectedBuyUnits: 2n,
      sellValueUsdE18: 10n,
      buyPriceUsdE18: 7n,
      buyDecimals: 1,
    };
    expect(executionOf(leg, { sellUnits: 2n, buyUnits: 2n })).toEqual({
      givenUsdE18: 6n,
      expectedUsdE18: 0n,
      gotUsdE18: 1n,
    });
  });
});
