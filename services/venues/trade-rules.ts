import type { AssetState } from '../../lib/engine/snapshot.ts';
import type { FailureCode } from '../../lib/failure-code.ts';
import type { Observation } from '../../lib/ledger/look.ts';
import { BPS_WHOLE, valueUsdE18Down, valueUsdE18Up } from '../../lib/money/fixed-point.ts';
import { type LimitOrder, wordToAddress } from '../../lib/orders/limit-order.ts';
import { fail, ok, type Result } from '../../lib/result.ts';

/** What every action gives and asks for, whoever carries it out. */
export type TradeAmounts = Pick<
  LimitOrder,
  'maker' | 'makerAsset' | 'takerAsset' | 'makingAmount' | 'takingAmount'
>;

/** An action beside the portfolio as it was seen, and the assets that it is about. */
export type Judged<Given> = Given & Observation & { readonly sell: AssetState; readonly buy: AssetState };

/** A statement that must hold; the first that doesn't is the refusal. */
export type Rule<Given> = {
  readonly name: string;
  readonly holds: (given: Judged<Given>) => boolean;
  /** Of the refusal, where it is nobody's fault. */
  readonly code?: FailureCode;
};

/** What is to be signed, or shown once signed. */
type Traded = { readonly order: TradeAmounts };

const sellValueUp = ({ order, sell }: Judged<Traded>): bigint | null =>
  sell.price.ok
    ? valueUsdE18Up(order.makingAmount, { priceUsdE18: sell.price.usdE18, decimals: sell.decimals })
    : null;
const buyValueDown = ({ order, buy }: Judged<Traded>): bigint | null =>
  buy.price.ok
    ? valueUsdE18Down(order.takingAmount, { priceUsdE18: buy.price.usdE18, decimals: buy.decimals })
    : null;

const pricedWithinSlippage = (given: Judged<Traded>): boolean => {
  const [sold, bought] = [sellValueUp(given), buyValueDown(given)];
  if (sold === null || bought === null) return false;
  const slippageBps = Math.min(given.policy.limits.slippageBpsMax, given.snapshot.guard.maxSlippageBps);
  // One basis point more than the limit: rounding to raw units of a coarse token is no loss worth a refusal.
  return bought * BigInt(BPS_WHOLE) >= sold * BigInt(BPS_WHOLE - slippageBps - 1);
};

/** Whatever was decided by, the contract values both sides by its own feeds, and refuses what loses more than its guard allows. */
const borneOutByFeeds = ({ order, sell, buy, snapshot, feedPrices }: Judged<Traded>): boolean => {
  const [sellPrice, buyPrice] = [feedPrices.get(sell.token), feedPrices.get(buy.token)];
  if (sellPrice === undefined || buyPrice === undefined) return false;
  const sold = valueUsdE18Up(order.makingAmount, { priceUsdE18: sellPrice, decimals: sell.decimals });
  const bought = valueUsdE18Down(order.takingAmount, { priceUsdE18: buyPrice, decimals: buy.decimals });
  // The same basis point for rounding as above.
  return bought * BigInt(BPS_WHOLE) >= sold * BigInt(BPS_WHOLE - snapshot.guard.maxSlippageBps - 1);
};

const withinMaxTrade = ({ order, sell, policy }: Judged<Traded>): boolean =>
  sell.price.ok &&
  valueUsdE18Down(order.makingAmount, { priceUsdE18: sell.price.usdE18, decimals: sell.decimals }) <=
    policy.limits.maxTradeUsdE18;

/** Who may trade, and what, before anything of its form. */
export const STANDING: readonly Rule<Traded>[] = [
  { name: 'the portfolio may trade', holds: ({ snapshot: s }) => !s.paused && !s.halted && !s.chainLagging },
  { name: 'our key is its signer', holds: ({ snapshot }) => snapshot.signerAuthorised },
  {
    name: 'the maker is the portfolio',
    holds: (g) => wordToAddress(g.order.maker) === g.snapshot.account.address,
  },
];

/** What it gives and takes. */
export const HOLDINGS: readonly Rule<Traded>[] = [
  {
    name: 'it gives and asks for something',
    holds: (g) => g.order.makingAmount > 0n && g.order.takingAmount > 0n,
  },
  { name: 'the portfolio holds what it gives', holds: (g) => g.order.makingAmount <= g.sell.units },
  {
    name: 'neither asset is locked against it',
    holds: ({ sell, buy }) => sell.lock !== 'no-sell' && buy.lock !== 'no-buy',
  },
  {
    name: 'neither asset is excluded or unhealthy',
    holds: (g) => [g.sell, g.buy].every(({ lock }) => lock !== 'excluded' && lock !== 'unhealthy'),
  },
];

/** How much, and at which price. */
export const PRICING: readonly Rule<Traded>[] = [
  { name: 'it is not above the largest trade', holds: withinMaxTrade },
  { name: 'its price is within the slippage allowed', holds: pricedWithinSlippage },
  // Sources and feeds may be apart by what the policy allows, which is the market's doing.
  {
    name: "the contract's own feeds bear its price out",
    holds: borneOutByFeeds,
    code: 'order-not-fillable',
  },
];

/** The refusal of what doesn't hold. */
export const refuse = (rule: string, code: FailureCode = 'guard-refused'): Result<never> =>
  fail(code, `The order is refused, since this does not hold: ${rule}.`, { when: 'next-tick' });

/** Default deny: passes only when every rule holds; else the first that doesn't is the refusal. */
export const judge = <Given extends Traded>(
  given: Given,
  observation: Observation,
  rules: readonly Rule<Given>[],
): Result<null> => {
  const assetOf = (word: bigint): AssetState | undefined =>
    observation.snapshot.assets.find(({ token }) => token === wordToAddress(word));
  const sell = assetOf(given.order.makerAsset);
  const buy = assetOf(given.order.takerAsset);
  if (sell === undefined || buy === undefined || sell === buy)
    return refuse('both tokens are assets of the portfolio, and differ');
  const judged = { ...given, ...observation, sell, buy };
  const broken = rules.find(({ holds }) => !holds(judged));
  return broken === undefined ? ok(null) : refuse(broken.name, broken.code);
};
