import type { Address } from 'viem';
import { BPS, mulDivDown, mulDivUp, smaller } from '../money/fixed-point.ts';
import { measuredSpreadBps } from './measured-walk.ts';
import type { Policy } from './policy.ts';
import type { Snapshot } from './snapshot.ts';
import type { Position } from './survey.ts';
import { isAtOnce } from './venue-id.ts';

/** How much more than asked an order may demand because its tokens cannot be divided finely enough. */
const COARSE_BPS_MAX = 100n;

/** Most that may be given up below the mid, by policy and contract. */
export const slippageBpsMax = ({
  snapshot,
  policy,
}: {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
}): number => Math.min(policy.limits.slippageBpsMax, snapshot.guard.maxSlippageBps);

/**
 * The price asked now, above (+) or below (−) the mid. A limit order starts at the policy's spread and walks down with the time the pair
 * has been asked for, or at the market's pace; a proposal gives up its whole slippage at once. Never below the policy's or the contract's limit.
 */
export const askedSpreadBps = (
  { snapshot, policy }: { readonly snapshot: Snapshot; readonly policy: Policy },
  sellToken: Address,
  buyToken: Address,
): number => {
  const { orderTerms } = policy;
  const slippageBps = slippageBpsMax({ snapshot, policy });
  if (isAtOnce(orderTerms.venue)) return 0 - slippageBps;
  // A subtraction: the negation of zero is −0, which is stored as 0 and then differs from what was computed.
  const floorBps = 0 - Math.min(orderTerms.discountBpsMax, slippageBps);
  const measuredBps =
    orderTerms.walk === 'measured' ? measuredSpreadBps(snapshot, sellToken, buyToken) : null;
  if (measuredBps !== null) return Math.max(measuredBps, floorBps);
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
  /** Rounded down. */
  readonly sellValueUsdE18: bigint;
  readonly buyValueUsdE18Up: bigint;
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

/** From this many units on, rounding one of them changes a price by a tenth of a percent at most. */
const FINE_UNITS = 1_000n;

/**
 * Raw units of an order: never more given than wished, never more asked than the bought asset has room for, and the price never below the
 * asked one. Null when the tokens cannot be divided finely enough.
 */
export const orderAmounts = ({
  sell,
  buy,
  sellUsdE18,
  buyUsdE18Max,
  spreadBps,
}: OrderWish): OrderAmounts | null => {
  const asked = BPS + BigInt(spreadBps);
  const sellUnits = mulDivDown(sellUsdE18, sell.unitsPerToken, sell.priceUsdE18);
  const product = sellUnits * sell.priceUsdE18;
  const sellValueUsdE18 = product / sell.unitsPerToken;
  // Valued up to the next 1e-18 USD, so that the price asked is never below the wished one.
  const valueUp = sellValueUsdE18 * sell.unitsPerToken === product ? sellValueUsdE18 : sellValueUsdE18 + 1n;
  const given = { sellUnits, sellValueUsdE18, valueUpTimesAsked: valueUp * asked };
  const amounts =
    amountsAsGiven(buy, buyUsdE18Max, given) ??
    cappedAmounts({
      sell,
      buy,
      buyUsdE18Max: smaller(buyUsdE18Max, mulDivDown(sellUsdE18, asked, BPS)),
      asked,
    });
  if (amounts.sellUnits >= FINE_UNITS && amounts.buyUnits >= FINE_UNITS) return amounts;
  if (amounts.sellUnits === 0n || amounts.buyUnits === 0n) return null;
  return isTooCoarse(sell, buy, { amounts, asked }) ? null : amounts;
};

type Given = {
  readonly sellUnits: bigint;
  readonly sellValueUsdE18: bigint;
  /** The value rounded up × what is asked for it, in 10,000ths. */
  readonly valueUpTimesAsked: bigint;
};

/** An order that asks for what is given; null when that is more than there is room for, or few units, which are sized from the other side. */
const amountsAsGiven = (
  buy: Position,
  buyUsdE18Max: bigint,
  { sellUnits, sellValueUsdE18, valueUpTimesAsked }: Given,
): OrderAmounts | null => {
  // Rounding up only adds: what is too much before it need not be worked out.
  if (valueUpTimesAsked > buyUsdE18Max * BPS) return null;
  // {buy units} = {usd} × asked × {units/buy token} / {usd/buy token}
  const buyUnits = mulDivUp(valueUpTimesAsked, buy.unitsPerToken, buy.priceUsdE18 * BPS);
  const buyValueUsdE18Up = mulDivUp(buyUnits, buy.priceUsdE18, buy.unitsPerToken);
  return buyUnits >= FINE_UNITS && buyValueUsdE18Up <= buyUsdE18Max
    ? { sellUnits, buyUnits, sellValueUsdE18, buyValueUsdE18Up }
    : null;
};

/** An order as large as the bought asset has room for; what is given for it is rounded down. */
const cappedAmounts = ({
  sell,
  buy,
  buyUsdE18Max,
  asked,
}: Omit<OrderWish, 'sellUsdE18' | 'spreadBps'> & { readonly asked: bigint }): OrderAmounts => {
  const buyUnits = mulDivDown(buyUsdE18Max, buy.unitsPerToken, buy.priceUsdE18);
  const up = sell.priceUsdE18 * buy.unitsPerToken * asked;
  const sellUnits = mulDivDown(buyUnits, buy.priceUsdE18 * sell.unitsPerToken * BPS, up);
  return {
    sellUnits,
    buyUnits,
    sellValueUsdE18: mulDivDown(sellUnits, sell.priceUsdE18, sell.unitsPerToken),
    buyValueUsdE18Up: mulDivUp(buyUnits, buy.priceUsdE18, buy.unitsPerToken),
  };
};

const isTooCoarse = (
  sell: Position,
  buy: Position,
  { amounts, asked }: { readonly amounts: OrderAmounts; readonly asked: bigint },
): boolean => {
  const { sellUnits, buyUnits } = amounts;
  const given = sellUnits * sell.priceUsdE18 * buy.unitsPerToken * asked;
  const taken = buyUnits * buy.priceUsdE18 * sell.unitsPerToken * BPS;
  return taken * BPS > given * (BPS + COARSE_BPS_MAX);
};
