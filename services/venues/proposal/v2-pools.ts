import type { Address } from 'viem';
import { BPS, E18, mulDivUp, powerOfTen } from '../../../lib/money/fixed-point.ts';

/** What a pool holds of its two tokens, lower-cased, at one block. */
export type Pool = {
  readonly router: Address;
  readonly tokens: readonly [Address, Address];
  readonly reserves: readonly [bigint, bigint];
};

/** The pools of one account's tokens at one block. */
export type PoolsOf = readonly Pool[];

/** A token whose reserves can be valued. */
export type Valued = { readonly token: Address; readonly decimals: number; readonly usdE18: bigint };

/** One way from a token to another: the tokens that it goes through, by one router. */
export type Way = { readonly router: Address; readonly path: readonly Address[] };

/** What V2's own pools keep of each swap. What a fork keeps, its router's quote says. */
const FEE_BPS_PER_HOP = 30;
/** More impact than any limit allows: nothing of any size passes. */
const IMPASSABLE_BPS = 1_000_000_000;
const TEN_THOUSAND_USD_E18 = 10_000n * E18;

type Hop = { readonly given: bigint; readonly taken: bigint };

const hopOf = (pools: PoolsOf, router: Address, [from, to]: readonly [Address, Address]): Hop | null => {
  for (const pool of pools) {
    if (pool.router !== router) continue;
    const [[a, b], [ofA, ofB]] = [pool.tokens, pool.reserves];
    if (a === from && b === to) return { given: ofA, taken: ofB };
    if (b === from && a === to) return { given: ofB, taken: ofA };
  }
  return null;
};

const hopsOf = (pools: PoolsOf, { router, path }: Way): readonly Hop[] | null => {
  const hops: Hop[] = [];
  for (const [index, to] of path.slice(1).entries()) {
    const from = path[index];
    const hop = from === undefined ? null : hopOf(pools, router, [from, to]);
    if (hop === null || hop.given === 0n || hop.taken === 0n) return null;
    hops.push(hop);
  }
  return hops;
};

/** Every way from one token to another that has pools: straight, or through one of the tokens in the middle. */
export const waysOf = (
  pools: PoolsOf,
  { sellToken, buyToken }: { readonly sellToken: Address; readonly buyToken: Address },
  middles: readonly Address[],
): readonly Way[] => {
  const routers = [...new Set(pools.map(({ router }) => router))];
  const paths = [
    [sellToken, buyToken],
    ...middles
      .filter((middle) => middle !== sellToken && middle !== buyToken)
      .map((middle) => [sellToken, middle, buyToken]),
  ];
  return routers
    .flatMap((router) => paths.map((path) => ({ router, path })))
    .filter((way) => hopsOf(pools, way) !== null);
};

/** What a trade by a way is expected to cost against the prices that are decided on. */
export type WayCost = {
  readonly spreadBps: number;
  readonly feeBps: number;
  readonly impactBpsPer10kUsd: number;
};

const NO_WAY: WayCost = { spreadBps: 0, feeBps: 0, impactBpsPer10kUsd: IMPASSABLE_BPS };

/** {usd} = {units} × {usd/token} ÷ 10^decimals, rounded down. */
const usdOf = (units: bigint, { usdE18, decimals }: Valued): bigint =>
  (units * usdE18) / powerOfTen(decimals);

/**
 * A constant product pays dy = y·dx ÷ (x + dx): dx ÷ (x + dx) less than its middle price, never more than dx ÷ x. The rate is that bound,
 * summed over the hops, each pool's x counted in dollars of what is sold. Source: Uniswap V2 whitepaper, 3.2.
 */
const costOf = (hops: readonly Hop[], sell: Valued, buy: Valued): WayCost => {
  let rate = 0n;
  // {sell units per unit of the token in hand} = numerator ÷ denominator
  let [numerator, denominator] = [1n, 1n];
  for (const { given, taken } of hops) {
    const depthUsdE18 = usdOf((given * numerator) / denominator, sell);
    if (depthUsdE18 === 0n) return NO_WAY;
    rate += mulDivUp(TEN_THOUSAND_USD_E18, BPS, depthUsdE18);
    [numerator, denominator] = [numerator * given, denominator * taken];
  }
  // A whole sold token brings {1/sell units} × denominator ÷ numerator of the bought one.
  const soldUsdE18 = usdOf(numerator, sell);
  const paidUsdE18 = usdOf(denominator, buy);
  const belowBps = soldUsdE18 <= paidUsdE18 ? 0n : mulDivUp(soldUsdE18 - paidUsdE18, BPS, soldUsdE18);
  return {
    spreadBps: Number(belowBps),
    feeBps: FEE_BPS_PER_HOP * hops.length,
    impactBpsPer10kUsd: rate > BigInt(IMPASSABLE_BPS) ? IMPASSABLE_BPS : Number(rate),
  };
};

/** What a small trade and the impact of 10,000 dollars cost together. */
const totalOf = ({ spreadBps, feeBps, impactBpsPer10kUsd }: WayCost): number =>
  spreadBps + feeBps + impactBpsPer10kUsd;

/** The cheapest way's cost at 10,000 dollars; without a way, more impact than any limit allows. */
export const pairCostBy = (
  pools: PoolsOf,
  pair: { readonly sell: Valued; readonly buy: Valued },
  middles: readonly Address[],
): WayCost => {
  const { sell, buy } = pair;
  let best = NO_WAY;
  for (const way of waysOf(pools, { sellToken: sell.token, buyToken: buy.token }, middles)) {
    const hops = hopsOf(pools, way);
    const cost = hops === null ? NO_WAY : costOf(hops, sell, buy);
    if (totalOf(cost) < totalOf(best)) best = cost;
  }
  return best;
};
