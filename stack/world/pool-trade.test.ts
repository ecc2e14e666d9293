import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PoolReserves, type PoolTrade, tradeToPrice } from './pool-trade.ts';

/** The pair's own arithmetic: 0.3 % of what comes in buys nothing. */
const after = (pool: PoolReserves, { sells, units }: PoolTrade): PoolReserves => {
  const other = sells === 'asset' ? 'dollar' : 'asset';
  const paid = units * 997n;
  const out = (paid * pool[other]) / (pool[sells] * 1_000n + paid);
  return { asset: 0n, dollar: 0n, [sells]: pool[sells] + units, [other]: pool[other] - out };
};

const offBps = ({ asset, dollar }: PoolReserves, price: bigint): number =>
  Math.abs(Number((dollar * 10n ** 22n) / (asset * price)) - 10_000);

describe('the trade that brings a pool to the market', () => {
  it('is none where the pool is there', () => {
    expect(
      tradeToPrice({ asset: 10n ** 21n, dollar: 10n ** 12n }, { dollars: 10n ** 9n, assets: 10n ** 18n }),
    ).toBeNull();
  });

  it('leaves the middle price within three thousandths of how far it had to come', () => {
    const units = fc.bigInt({ min: 10n ** 19n, max: 10n ** 24n });
    const price = fc.bigInt({ min: 10n ** 7n, max: 10n ** 11n });
    const moveBps = fc.bigInt({ min: 6_000n, max: 16_000n });
    fc.assert(
      fc.property(units, price, moveBps, (asset, was, move) => {
        const pool = { asset, dollar: (asset * was) / 10n ** 18n };
        const now = (was * move) / 10_000n;
        const trade = tradeToPrice(pool, { dollars: now, assets: 10n ** 18n });
        const moved = trade === null ? pool : after(pool, trade);
        expect(offBps(moved, now)).toBeLessThanOrEqual(1 + 0.003 * Math.abs(Number(move) - 10_000));
      }),
    );
  });
});
