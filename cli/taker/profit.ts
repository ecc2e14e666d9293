import { encodeAbiParameters, type Hex, keccak256 } from 'viem';

/** One USD in 18 decimals. */
const E18 = 10n ** 18n;

/** What turns raw units of a token into dollars, by the taker's own opinion. */
export type Valuation = {
  /** USD per whole token, 18 decimals, above zero. */
  readonly priceUsdE18: bigint;
  readonly decimals: number;
};

/** Value in USD (18 decimals), rounded down: what the taker gets. */
export const valueUsdE18Down = (units: bigint, { priceUsdE18, decimals }: Valuation): bigint =>
  (units * priceUsdE18) / 10n ** BigInt(decimals);

/** Value in USD (18 decimals), rounded up: what the taker gives. */
export const valueUsdE18Up = (units: bigint, { priceUsdE18, decimals }: Valuation): bigint => {
  const scale = 10n ** BigInt(decimals);
  return (units * priceUsdE18 + scale - 1n) / scale;
};

/** Exact dollars as plain decimal text: 1500000000000000000n → "1.5". */
export const usdText = (valueUsdE18: bigint): string => {
  const magnitude = valueUsdE18 < 0n ? -valueUsdE18 : valueUsdE18;
  const cents = (magnitude % E18).toString().padStart(18, '0').replace(/0+$/, '');
  const text = cents === '' ? `${magnitude / E18}` : `${magnitude / E18}.${cents}`;
  return valueUsdE18 < 0n ? `-${text}` : text;
};

/** A trade as the taker sees it. */
export type Trade = {
  /** Raw units received. */
  readonly makingAmount: bigint;
  readonly making: Valuation;
  /** Raw units paid. */
  readonly takingAmount: bigint;
  readonly taking: Valuation;
  /** Native coin burnt for gas, in wei (18 decimals). */
  readonly gasWei: bigint;
  readonly native: Valuation;
};

/** Profit in USD (18 decimals) at the taker's own prices: what comes in rounded down, what goes out rounded up. */
export const profitUsdE18 = (trade: Trade): bigint =>
  valueUsdE18Down(trade.makingAmount, trade.making) -
  valueUsdE18Up(trade.takingAmount, trade.taking) -
  valueUsdE18Up(trade.gasWei, trade.native);

/** What the taker wants to earn for its trouble: a share of what it pays, in basis points, rounded up. */
const wantedUsdE18 = (trade: Trade, edgeBps: number): bigint => {
  const paid = valueUsdE18Up(trade.takingAmount, trade.taking);
  return (paid * BigInt(edgeBps) + 9_999n) / 10_000n;
};

/** Profitable enough: what is wanted is never below zero, so neither is what is found worth it. */
export const isWorthIt = (trade: Trade, edgeBps: number): boolean =>
  profitUsdE18(trade) >= wantedUsdE18(trade, edgeBps);

const E6 = 1_000_000n;

export type FillWish = {
  readonly orderHash: Hex;
  /** What the order still has, raw units. */
  readonly remaining: bigint;
  /** The most that can be filled now and that the taker can pay, raw units. */
  readonly fillable: bigint;
  readonly allowsParts: boolean;
  /** How often only a part is taken, 0…1. */
  readonly partialRate: number;
  readonly seed: number;
};

/**
 * How much to take. Chance is derived from seed, order and what remains: a taker that was killed decides the same again,
 * and after a part was filled the question is a new one. A part is 30–70 % of what can be filled.
 */
export const fillAmount = (wish: FillWish): bigint => {
  const { fillable, remaining } = wish;
  if (!wish.allowsParts) return fillable < remaining ? 0n : remaining;
  const most = fillable < remaining ? fillable : remaining;
  const dice = BigInt(
    keccak256(
      encodeAbiParameters(
        [{ type: 'uint256' }, { type: 'bytes32' }, { type: 'uint256' }],
        [BigInt(wish.seed), wish.orderHash, remaining],
      ),
    ),
  );
  if (dice % E6 >= BigInt(Math.round(wish.partialRate * 1_000_000))) return most;
  const shareE6 = 300_000n + ((dice / E6) % 400_001n);
  const part = (most * shareE6) / E6;
  return part > 0n ? part : most;
};
