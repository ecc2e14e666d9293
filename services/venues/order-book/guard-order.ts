import type { AssetState } from '../../../lib/engine/snapshot.ts';
import type { FailureCode } from '../../../lib/failure-code.ts';
import type { Observation } from '../../../lib/ledger/look.ts';
import { BPS_WHOLE, valueUsdE18Down, valueUsdE18Up } from '../../../lib/money/fixed-point.ts';
import { wordToAddress } from '../../../lib/orders/limit-order.ts';
import { buildMakerTraits, readMakerTraits } from '../../../lib/orders/maker-traits.ts';
import { isBoundTo, type PublicBookTerms, saltGeneration } from '../../../lib/orders/order-terms.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';

/** What somebody wants signed, or shown once signed. */
export type GuardedBody = Pick<OrderBody, 'order' | 'extension'> & {
  /** What 1inch's public book is known to ask of it; null for our own book, which asks nothing. */
  readonly publicBook: PublicBookTerms | null;
};

type Checked = GuardedBody & Observation & { readonly sell: AssetState; readonly buy: AssetState };

/** A statement that must hold; the first that doesn't is the refusal. */
type Rule = {
  readonly name: string;
  readonly holds: (given: Checked) => boolean;
  /** Of the refusal, where it is nobody's fault. */
  readonly code?: FailureCode;
};

const expiryOf = ({ order }: GuardedBody): number => readMakerTraits(order.makerTraits).expiresAtSeconds;

const sellValueUp = ({ order, sell }: Checked): bigint | null =>
  sell.price.ok
    ? valueUsdE18Up(order.makingAmount, { priceUsdE18: sell.price.usdE18, decimals: sell.decimals })
    : null;
const buyValueDown = ({ order, buy }: Checked): bigint | null =>
  buy.price.ok
    ? valueUsdE18Down(order.takingAmount, { priceUsdE18: buy.price.usdE18, decimals: buy.decimals })
    : null;

const pricedWithinSlippage = (given: Checked): boolean => {
  const [sold, bought] = [sellValueUp(given), buyValueDown(given)];
  if (sold === null || bought === null) return false;
  const slippageBps = Math.min(given.policy.limits.slippageBpsMax, given.snapshot.guard.maxSlippageBps);
  // One basis point more than the limit: rounding to raw units of a coarse token is no loss worth a refusal.
  return bought * BigInt(BPS_WHOLE) >= sold * BigInt(BPS_WHOLE - slippageBps - 1);
};

/** Whatever was decided by, the contract values both sides by its own feeds, and refuses what loses more than its guard allows. */
const borneOutByFeeds = ({ order, sell, buy, snapshot, feedPrices }: Checked): boolean => {
  const [sellPrice, buyPrice] = [feedPrices.get(sell.token), feedPrices.get(buy.token)];
  if (sellPrice === undefined || buyPrice === undefined) return false;
  const sold = valueUsdE18Up(order.makingAmount, { priceUsdE18: sellPrice, decimals: sell.decimals });
  const bought = valueUsdE18Down(order.takingAmount, { priceUsdE18: buyPrice, decimals: buy.decimals });
  // The same basis point for rounding as above.
  return bought * BigInt(BPS_WHOLE) >= sold * BigInt(BPS_WHOLE - snapshot.guard.maxSlippageBps - 1);
};

const withinMaxTrade = ({ order, sell, policy }: Checked): boolean =>
  sell.price.ok &&
  valueUsdE18Down(order.makingAmount, { priceUsdE18: sell.price.usdE18, decimals: sell.decimals }) <=
    policy.limits.maxTradeUsdE18;

/** Default deny: an order is signed only if every line holds. Most of these the contract checks again; it has the last word. */
const RULES: readonly Rule[] = [
  { name: 'the portfolio may trade', holds: ({ snapshot: s }) => !s.paused && !s.halted && !s.chainLagging },
  { name: 'our key is its signer', holds: ({ snapshot }) => snapshot.signerAuthorised },
  {
    name: 'the maker is the portfolio',
    holds: (g) => wordToAddress(g.order.maker) === g.snapshot.account.address,
  },
  {
    name: 'the proceeds go to the portfolio',
    holds: ({ order, publicBook }) => order.receiver === BigInt(publicBook?.feeTaker ?? 0),
  },
  {
    name: 'it carries no extension but the one its venue asks for',
    holds: ({ extension, publicBook }) => extension === (publicBook?.extension ?? '0x'),
  },
  {
    name: 'its extension is bound to it',
    holds: ({ order, publicBook }) => publicBook === null || isBoundTo(order.salt, publicBook.extension),
  },
  {
    name: 'the contract is open to the public book',
    holds: ({ sell, publicBook }) => publicBook === null || sell.allowanceUnits !== null,
  },
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
  {
    name: 'it carries the current generation',
    holds: (g) => saltGeneration(g.order.salt) === g.snapshot.generation,
  },
  { name: 'it has not expired', holds: (g) => expiryOf(g) > g.snapshot.nowSeconds },
  {
    name: 'it lives no longer than the contract allows',
    holds: (g) => expiryOf(g) <= g.snapshot.nowSeconds + g.snapshot.guard.orderTtlMaxSeconds,
  },
  {
    name: 'its traits are exactly the ones we make',
    holds: (g) =>
      g.order.makerTraits ===
      buildMakerTraits({
        ...{ expiresAtSeconds: expiryOf(g), fillMode: g.fillMode, hasExtension: g.publicBook !== null },
      }),
  },
  { name: 'it is not above the largest trade', holds: withinMaxTrade },
  { name: 'its price is within the slippage allowed', holds: pricedWithinSlippage },
  // Sources and feeds may be apart by what the policy allows, which is the market's doing.
  {
    name: "the contract's own feeds bear its price out",
    holds: borneOutByFeeds,
    code: 'order-not-fillable',
  },
];

const refuse = (rule: string, code: FailureCode = 'guard-refused'): Result<never> =>
  fail(code, `The order is refused, since this does not hold: ${rule}.`, { when: 'next-tick' });

/** Says whether an order may be signed, or shown once signed. Whatever isn't expressly right is refused, with the rule's name. */
export const guardOrder = (body: GuardedBody, observation: Observation): Result<null> => {
  const assetOf = (word: bigint): AssetState | undefined =>
    observation.snapshot.assets.find(({ token }) => token === wordToAddress(word));
  const sell = assetOf(body.order.makerAsset);
  const buy = assetOf(body.order.takerAsset);
  if (sell === undefined || buy === undefined || sell === buy)
    return refuse('both tokens are assets of the portfolio, and differ');
  if (expiryOf(body) === 0) return refuse('it has an expiry');
  const given = { ...body, ...observation, sell, buy };
  const broken = RULES.find(({ holds }) => !holds(given));
  return broken === undefined ? ok(null) : refuse(broken.name, broken.code);
};
