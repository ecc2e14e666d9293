/** What a pool of Uniswap V2 holds, raw units: of an asset, and of the dollar that it is priced in. */
export type PoolReserves = { readonly asset: bigint; readonly dollar: bigint };

/** So many dollars, raw units, for so many raw units of the asset. */
export type PoolPrice = { readonly dollars: bigint; readonly assets: bigint };

/** What somebody sells into a pool. */
export type PoolTrade = { readonly sells: keyof PoolReserves; readonly units: bigint };

/** The largest whole number whose square is not above `value`. Newton's method from above. */
const rootDown = (value: bigint): bigint => {
  if (value < 2n) return value;
  let root = 1n << BigInt(Math.ceil(value.toString(2).length / 2));
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};

/**
 * The trade that brings a pool's middle price to the market's, its fee aside; null when it is there already, to a tenth of a basis
 * point of what the pool holds. With x·y = k the pool then holds √(k · price) dollars.
 */
export const tradeToPrice = (pool: PoolReserves, price: PoolPrice): PoolTrade | null => {
  const product = pool.asset * pool.dollar;
  const dollars = rootDown((product * price.dollars) / price.assets);
  const assets = rootDown((product * price.assets) / price.dollars);
  const trade: PoolTrade =
    dollars > pool.dollar
      ? { sells: 'dollar', units: dollars - pool.dollar }
      : { sells: 'asset', units: assets - pool.asset };
  return trade.units <= pool[trade.sells] / 100_000n ? null : trade;
};
