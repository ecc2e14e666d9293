import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivingUnitsDown, feeShareE7Up, feeUnitsUp, maxFeeUnitsUp } from './fee.ts';

const USDC = 1_000_000n;

describe('a fee asked of Circle', () => {
  it.each([
    ['0', 0n],
    ['1', 1_000n],
    ['1.3', 1_300n],
    ['1.30', 1_300n],
    ['0.0001', 1n],
    ['1.0001', 1_001n],
    ['1e1', 10_000n],
    ['1.5e-1', 150n],
    ['10000', 10_000_000n],
  ])('of %s bps is %s ten-millionths of the amount, rounded up', (text, share) => {
    expect(feeShareE7Up(text)).toEqual({ ok: true, value: share });
  });

  it.each(['', '-1', '1,3', '0x1', 'NaN', 'Infinity', '10000.001', '1e9', '1e99', '.5', '1.', ' 1'])(
    'of %j bps is refused',
    (text) => {
      expect(feeShareE7Up(text)).toMatchObject({ error: { code: 'venue-malformed' } });
    },
  );

  it('is let be a fifth more, rounded up, and never 0', () => {
    expect(feeUnitsUp(100n * USDC, 1_300n)).toBe(13_000n);
    expect(maxFeeUnitsUp(100n * USDC, 1_300n)).toEqual({ ok: true, value: 15_600n });
    expect(maxFeeUnitsUp(10_000_001n, 1n)).toEqual({ ok: true, value: 2n });
    expect(maxFeeUnitsUp(100n * USDC, 0n)).toEqual({ ok: true, value: 1n });
  });

  it('that takes all of the amount is refused', () => {
    expect(maxFeeUnitsUp(1n, 0n)).toMatchObject({ error: { code: 'venue-refused' } });
    expect(maxFeeUnitsUp(100n, 10_000_000n)).toMatchObject({ error: { code: 'venue-refused' } });
  });

  it('is never below what the messenger asks, and never the whole amount', () => {
    const amount = fc.bigInt({ min: 2n, max: 10n ** 15n });
    fc.assert(
      fc.property(amount, fc.bigInt({ min: 0n, max: 10_000_000n }), (units, share) => {
        const most = maxFeeUnitsUp(units, share);
        if (!most.ok) return;
        // What the messenger itself works out, rounded down and 1 at least where there is a fee.
        const asked = (units * share) / 10_000_000n;
        expect(most.value).toBeGreaterThanOrEqual(asked);
        expect(most.value).toBeGreaterThanOrEqual(1n);
        expect(arrivingUnitsDown({ amount: units, maxFee: most.value })).toBeGreaterThan(0n);
      }),
    );
  });
});
