import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { type CostedOrder, costBpsOf, costSplitOf, fillsAgainstMid } from './cost-split.ts';

const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 1e6)) * (E18 / 1_000_000n);

/** An order that gave and got so many dollars at its decision's prices, all fills of it so many basis points under the mid. */
const order = (given: number, got: number, bps: number | null, isSwap = false): CostedOrder => ({
  execution: { givenUsdE18: usd(given), expectedUsdE18: usd(given), gotUsdE18: usd(got) },
  fills: { count: 1, unpriced: bps === null ? 1 : 0, averageBps: bps, bestBps: bps, worstBps: bps },
  isSwap,
});

const inBps = (orders: readonly CostedOrder[]) => {
  const sum = (part: 'givenUsdE18' | 'gotUsdE18') =>
    orders.reduce((total, { execution }) => total + execution[part], 0n);
  const traded = sum('givenUsdE18');
  return costBpsOf({ ...costSplitOf(orders), tradedUsdE18: traded, costUsdE18: traded - sum('gotUsdE18') });
};

describe('the cost of trading, by its causes', () => {
  it('is spread to takers, impact in pools, and for the rest what prices moved meanwhile', () => {
    // 1,000 for 996: 10 bps to the taker, 30 by the market. 3,000 for 2,991: 25 bps in the pool, 5 by the market.
    const orders = [order(1_000, 996, 10), order(3_000, 2_991, 25, true)];
    expect(costSplitOf(orders)).toEqual({
      spreadUsdE18: { value: usd(1), absent: null },
      impactUsdE18: { value: usd(7.5), absent: null },
      movedUsdE18: { value: usd(4.5), absent: null },
    });
    // 13 of 4,000 dollars.
    expect(inBps(orders)).toMatchObject({
      ...{ wholeBps: 32.5, spreadBps: { value: 2.5 } },
      ...{ impactBps: { value: 18.75 }, movedBps: { value: 11.25 } },
    });
  });

  it('is not taken apart where a fill has no price, and still told as a whole', () => {
    const told = inBps([order(1_000, 990, null), order(1_000, 1_000, 1)]);
    expect(told).toMatchObject({ wholeBps: 50, spreadBps: { value: null, absent: 'price-missing' } });
    expect(told?.movedBps).toEqual({ value: null, absent: 'price-missing' });
  });

  it('is nothing per dollar where nothing was traded', () => {
    expect(inBps([])).toBeNull();
  });

  it('adds up as it is shown, whatever was traded', () => {
    const orders = fc.array(
      fc
        .tuple(
          fc.integer({ min: 1, max: 1e6 }),
          fc.double({ min: -0.05, max: 0.05, noNaN: true }),
          fc.double({ min: -300, max: 300, noNaN: true }),
          fc.boolean(),
        )
        .map(([given, lost, bps, swap]) =>
          order(given, given * (1 - lost), Math.round(bps * 100) / 100, swap),
        ),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(orders, (some) => {
        const told = inBps(some);
        const hundredths = (bps: number | null | undefined): number => Math.round((bps ?? Number.NaN) * 100);
        expect(
          hundredths(told?.spreadBps.value) +
            hundredths(told?.impactBps.value) +
            hundredths(told?.movedBps.value),
        ).toBe(hundredths(told?.wholeBps));
      }),
    );
  });
});

describe('fills against the mid', () => {
  it('are averaged by what was sold, and know the best and the worst', () => {
    expect(fillsAgainstMid([order(1_000, 1_000, 10), order(3_000, 3_000, -2), order(5, 5, null)])).toEqual({
      ...{ count: 3, unpriced: 1 },
      // (1,000 × 10 − 3,000 × 2) ÷ 4,000
      averageBps: { value: 1, absent: null },
      bestBps: { value: -2, absent: null },
      worstBps: { value: 10, absent: null },
    });
  });

  it('are none where there were none, or none has a price', () => {
    expect(fillsAgainstMid([])).toMatchObject({ count: 0, averageBps: { absent: 'nothing-traded' } });
    expect(fillsAgainstMid([order(1, 1, null)])).toMatchObject({ averageBps: { absent: 'price-missing' } });
  });
});
