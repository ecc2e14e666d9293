import type { Address } from 'viem';
import { mulDivDown, mulDivUp, smaller } from '../money/fixed-point.ts';
import type { Policy } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import type { Position } from './survey.ts';

const WHOLE = 10_000n;
/** How much more than asked an order may demand because its tokens cannot be divided finely enough. */
const COARSE_BPS_MAX = 100n;

/**
 * The price asked now, above (+) or below (−) the mid. A limit order starts at the policy's spread and walks down with the time the pair
 * has been asked for; a proposal gives up its whole slippage at once. Never below the policy's or the contract's limit.
 */
export const askedSpreadBps = (
  { snapshot, policy }: { readonly snapshot: Snapshot; readonly policy: Policy },
  sellToken: Address,
  buyToken: Address,
): number => {
  const { orderTerms, limits } = policy;
  const slippageBps = Math.min(limits.slippageBpsMax, snapshot.guard.maxSlippageBps);
  if (orderTerms.venue === 'proposal') return -slippageBps;
  const floorBps = -Math.min(orderTerms.discountBpsMax, slippageBps);
  if (snapshot.asking.length === 0) return Math.max(orderTerms.spreadBps, floorBps);
  const since = snapshot.asking.find(
    (one) => one.sellToken === sellToken && one.buyToken === buyToken,
  )?.sinceSeconds;
  const ageSeconds = since === undefined ? 0 : Math.max(snapshot.nowSeconds - since, 0);
  const walkedBps = Math.floor((ageSeconds * orderTerms.walkBpsPerHour) / 3_600);
  return Math.max(orderTerms.spreadBps - walkedBps, floorBps);
};

export type OrderAmounts = {
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  readonly sellValueUsdE18: bigint;
};

/** What an order is made of before it has units. */
export type OrderWish = {
  readonly sell: Position;
  readonly buy: Position;
  /** Most to give, USD in 18 decimals. */
  readonly sellUsdE18: bigint;
  /** Most the bought asset may grow by, USD in 18 decimals. */
  readonly buyUsdE18Max: bigint;
  readonly spreadBps: number;
};

/**
 * Raw units of an order: never more given than wished, never more asked than the bought asset has room for, and the price never below the
 * asked one. Null when the tokens cannot be divided finely enough.
 */
export const orderAmounts = (wish: OrderWish): OrderAmounts | null => {
  const { sell, buy } = wish;
  const asked = WHOLE + BigInt(wish.spreadBps);
  const buyUsdE18 = smaller(mulDivDown(wish.sellUsdE18, asked, WHOLE), wish.buyUsdE18Max);
  const buyUnitsMax = mulDivDown(buyUsdE18, buy.unitsPerToken, buy.priceUsdE18);
  let sellUnits = mulDivDown(wish.sellUsdE18, sell.unitsPerToken, sell.priceUsdE18);
  // {buy units} = {sell units} × {usd/sell token} / {units/sell token} × asked / {usd/buy token} × {units/buy token}
  const up = sell.priceUsdE18 * buy.unitsPerToken * asked;
  const down = buy.priceUsdE18 * sell.unitsPerToken * WHOLE;
  let buyUnits = mulDivUp(sellUnits, up, down);
  if (buyUnits > buyUnitsMax) {
    buyUnits = buyUnitsMax;
    sellUnits = mulDivDown(buyUnits, down, up);
  }
  if (sellUnits === 0n || buyUnits === 0n) return null;
  const tooCoarse = buyUnits * down * WHOLE > sellUnits * up * (WHOLE + COARSE_BPS_MAX);
  return tooCoarse
    ? null
    : { sellUnits, buyUnits, sellValueUsdE18: mulDivDown(sellUnits, sell.priceUsdE18, sell.unitsPerToken) };
};
