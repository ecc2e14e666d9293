import { expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { type StrategyOrder, strategiesOf } from './strategies.ts';

const order = (decisionId: string, more: Partial<StrategyOrder>): StrategyOrder => ({
  ...{ decisionId, triggeredAtSeconds: 0, isLive: false, sellUnits: 10n, filledSellUnits: 10n },
  execution: { givenUsdE18: 1_000n * E18, expectedUsdE18: 999n * E18, gotUsdE18: 999n * E18 },
  fills: { count: 1, unpriced: 0, averageBps: 2, bestBps: 2, worstBps: 2 },
  ...{ offeredUsdE18: 1_000n * E18, isSwap: false, lastFillAtSeconds: 60, isGasFree: true },
  ...{ trigger: 'absolute', venue: 'order-book' },
  ...more,
});
const NOTHING = {
  filledSellUnits: 0n,
  lastFillAtSeconds: null,
  execution: { givenUsdE18: 0n, expectedUsdE18: 0n, gotUsdE18: 0n },
};

it('ways of rebalancing stand by what a dollar traded cost, and those that traded nothing last', () => {
  const dear = { givenUsdE18: 1_000n * E18, expectedUsdE18: 999n * E18, gotUsdE18: 995n * E18 };
  expect(
    strategiesOf([
      order('1', { trigger: 'calendar', ...NOTHING }),
      order('2', { venue: 'proposal', execution: dear }),
      order('3', {}),
      order('3', {}),
      order('4', { filledSellUnits: 3n }),
    ]).map(({ trigger, venue, count, costBps, successBps }) => [
      trigger,
      venue,
      count,
      costBps.value,
      successBps.value,
    ]),
  ).toEqual([
    ['absolute', 'order-book', 2, 10, 5_000],
    ['absolute', 'proposal', 1, 50, 10_000],
    ['calendar', 'order-book', 1, null, 0],
  ]);
  expect(strategiesOf([])).toEqual([]);
});
