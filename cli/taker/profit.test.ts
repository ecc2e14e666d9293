import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorthIt, profitUsdE18, type Trade, usdText, valueUsdE18Down, valueUsdE18Up } from './profit.ts';

const E18 = 10n ** 18n;

/** 1 WBTC at 20,000 USD for 19,900 USDC, gas 0.001 ether at 1,500 USD. */
const trade: Trade = {
  makingAmount: 100_000_000n,
  making: { priceUsdE18: 20_000n * E18, decimals: 8 },
  takingAmount: 19_900_000_000n,
  taking: { priceUsdE18: E18, decimals: 6 },
  gasWei: 10n ** 15n,
  native: { priceUsdE18: 1_500n * E18, decimals: 18 },
};

const arbitraryValuation = fc.record({
  priceUsdE18: fc.bigInt({ min: 1n, max: 10n ** 27n }),
  decimals: fc.integer({ min: 0, max: 27 }),
});
const arbitraryTrade: fc.Arbitrary<Trade> = fc.record({
  makingAmount: fc.bigInt({ min: 1n, max: 10n ** 30n }),
  making: arbitraryValuation,
  takingAmount: fc.bigInt({ min: 1n, max: 10n ** 30n }),
  taking: arbitraryValuation,
  gasWei: fc.bigInt({ min: 0n, max: 10n ** 19n }),
  native: arbitraryValuation,
});

describe("the taker's profit", () => {
  it('is what comes in less what goes out less gas, exactly', () => {
    expect(usdText(profitUsdE18(trade))).toBe('98.5');
    expect(usdText(profitUsdE18({ ...trade, takingAmount: 20_100_000_000n }))).toBe('-101.5');
  });

  it('is never rounded up', () => {
    fc.assert(
      fc.property(arbitraryTrade, (any) => {
        // The exact value is a fraction; scaled by both token scales it is a whole number.
        const [makingScale, takingScale, nativeScale] = [any.making, any.taking, any.native].map(
          ({ decimals }) => 10n ** BigInt(decimals),
        ) as [bigint, bigint, bigint];
        const exact =
          any.makingAmount * any.making.priceUsdE18 * takingScale * nativeScale -
          any.takingAmount * any.taking.priceUsdE18 * makingScale * nativeScale -
          any.gasWei * any.native.priceUsdE18 * makingScale * takingScale;
        expect(profitUsdE18(any) * makingScale * takingScale * nativeScale <= exact).toBe(true);
      }),
    );
  });

  it('is worth it from exactly zero on, and from exactly the wanted edge on', () => {
    const even = { ...trade, takingAmount: 19_998_500_000n };
    expect(profitUsdE18(even)).toBe(0n);
    expect(isWorthIt(even, 0)).toBe(true);
    expect(isWorthIt({ ...even, takingAmount: even.takingAmount + 1n }, 0)).toBe(false);
    // 198.019802 USD are left, and 1 % of 19,801.980198 USD is 198.01980198 USD.
    const edge = { ...trade, gasWei: 0n, takingAmount: 19_801_980_198n };
    expect(isWorthIt(edge, 100)).toBe(true);
    expect(isWorthIt({ ...edge, takingAmount: edge.takingAmount + 1n }, 100)).toBe(false);
  });

  it('must reach a wanted edge that is rounded up', () => {
    const single = { priceUsdE18: 1n, decimals: 0 };
    const tiny: Trade = {
      ...trade,
      making: single,
      taking: single,
      takingAmount: 10_001n,
      makingAmount: 10_002n,
      gasWei: 0n,
    };
    // 1 bps of 10,001 is 1.0001, so 1 is not enough.
    expect(isWorthIt(tiny, 1)).toBe(false);
    expect(isWorthIt({ ...tiny, makingAmount: 10_003n }, 1)).toBe(true);
  });

  it('is never a loss that is worth it', () => {
    fc.assert(
      fc.property(arbitraryTrade, fc.integer({ min: 0, max: 10_000 }), (any, edgeBps) => {
        if (isWorthIt(any, edgeBps)) expect(profitUsdE18(any) >= 0n).toBe(true);
      }),
    );
  });
});

describe('values', () => {
  it('bracket the exact one by less than one unit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), arbitraryValuation, (units, valuation) => {
        const difference = valueUsdE18Up(units, valuation) - valueUsdE18Down(units, valuation);
        expect(difference === 0n || difference === 1n).toBe(true);
      }),
    );
  });

  it('are written out exactly', () => {
    expect([0n, 1n, -1n, 15n * 10n ** 17n, -25n * 10n ** 16n].map(usdText)).toEqual([
      '0',
      '0.000000000000000001',
      '-0.000000000000000001',
      '1.5',
      '-0.25',
    ]);
  });
});
