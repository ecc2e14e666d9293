import { bpsOfDown, E18, mulDivDown, mulDivUp, parseDecimal, powerOfTen } from '../money/fixed-point.ts';
import { failAt, ok, type Result, type UnixSeconds } from '../result.ts';
import type { IndexAccount } from './index-account.ts';
import { judgeQuote } from './judge-quote.ts';
import type { ListedToken } from './listed-token.ts';
import { type AskedSwap, depositModeOf, type OfferedQuote } from './quote.ts';
import { isSignedBy } from './quote-signature.ts';
import { whyNotThere } from './withdrawal-address.ts';

/** What somebody wants to send in. */
export type DepositWish = {
  /** The verifier's name of what is sent, which tells the chain as well. */
  readonly asset: string;
  /** What it is to be once it is there; the same, or another that it is swapped for on its way in. */
  readonly into: string;
  /** Of whole ones, as a plain decimal. */
  readonly amount: string;
  /** On the chain that it is sent from: where it goes when it can't come in. */
  readonly refundTo: string;
};

/** How long an address is asked for: time enough for a slow chain. */
const ADDRESS_SECONDS = 6 * 3_600;
/** A price that is older tells nothing of today. */
const PRICE_AGE_SECONDS_MAX = 900;
/** Clocks differ by so much. */
const AHEAD_SECONDS_MAX = 300;
const SLIPPAGE_BPS = 100;
/** Of the value by the list's prices, so much has to come in: fees of the way are in it. */
const KEPT_BPS_MIN = 9_700;

const refused = (field: keyof DepositWish, message: string): Result<never> =>
  failAt(field, 'index-refused', `No address is given. ${message}`);

/** USD of a whole one in 18 decimals, if its price is one to go by now. */
export const priceNow = ({ price }: ListedToken, nowSeconds: UnixSeconds): bigint | null => {
  if (typeof price === 'string') return null;
  const age = nowSeconds - price.updatedAtSeconds;
  return age > PRICE_AGE_SECONDS_MAX || age < -AHEAD_SECONDS_MAX ? null : price.usdE18;
};

/** USD of units in 18 decimals, rounded up: what a cap is kept by is never told too small. */
export const usdE18Up = (units: bigint, token: ListedToken, priceE18: bigint): bigint =>
  mulDivUp(units, priceE18, powerOfTen(token.decimals));

/** A deposit that may be asked for. */
export type PlannedDeposit = {
  readonly asked: AskedSwap;
  readonly token: ListedToken;
  /** By the list's price, rounded up. */
  readonly usdE18: bigint;
};

export type DepositPlace = {
  readonly account: IndexAccount;
  readonly listed: ReadonlyMap<string, ListedToken>;
  /** Addresses at which the account awaits deposits: a refund to one of them would go in a circle. */
  readonly ours: readonly string[];
  readonly nowSeconds: UnixSeconds;
};

/** What to ask the provider for, or `index-refused` with a sentence: nothing is asked then. */
export const planDeposit = (
  { asset, into, amount, refundTo }: DepositWish,
  { account, listed, ours, nowSeconds }: DepositPlace,
): Result<PlannedDeposit> => {
  const [token, target] = [listed.get(asset), listed.get(into)];
  if (token === undefined || target === undefined)
    return refused(
      token === undefined ? 'asset' : 'into',
      `The verifier counts no asset that is called ${token === undefined ? asset : into}.`,
    );
  const units = parseDecimal(amount, token.decimals);
  if (units === null)
    return refused('amount', `${token.symbol} has no more than ${token.decimals} decimals.`);
  if (units <= 0n) return refused('amount', 'A deposit of nothing is none.');
  const nowhere = whyNotThere(token.blockchain, { address: refundTo, memo: null }, ours);
  if (nowhere !== null) return refused('refundTo', `A refund could not go there: ${nowhere}`);
  const [price, targetPrice] = [priceNow(token, nowSeconds), priceNow(target, nowSeconds)];
  if (price === null || targetPrice === null)
    return refused(
      price === null ? 'asset' : 'into',
      `${(price === null ? token : target).symbol} has no price to go by now, so its cap could not be kept.`,
    );
  const fullOut = mulDivDown(
    units * price,
    powerOfTen(target.decimals),
    targetPrice * powerOfTen(token.decimals),
  );
  return ok({
    token,
    usdE18: usdE18Up(units, token, price),
    asked: {
      ...{ originAsset: asset, destinationAsset: into, amountUnits: units, slippageBps: SLIPPAGE_BPS },
      ...{ depositType: 'ORIGIN_CHAIN', refundType: 'ORIGIN_CHAIN', recipientType: 'INTENTS' },
      depositMode: depositModeOf(token.blockchain),
      ...{ leastOutUnits: bpsOfDown(fullOut, KEPT_BPS_MIN), refundTo, recipient: account },
      deadlineSeconds: nowSeconds + ADDRESS_SECONDS,
    },
  });
};

/**
 * Everything for which the address of a quote is shown to nobody; empty = it may be. An address that needs a memo is never shown
 * without one.
 */
export const depositFaults = (
  { asked, token }: PlannedDeposit,
  quote: OfferedQuote,
  { quoteKey, nowSeconds }: { readonly quoteKey: string; readonly nowSeconds: UnixSeconds },
): readonly string[] => {
  const faults = [
    ...judgeQuote(asked, quote, nowSeconds),
    ...(asked.depositMode === 'MEMO' && quote.depositMemo === null
      ? [`Money for ${token.blockchain} needs a memo, and the quote has none.`]
      : []),
    ...(quote.depositMemo !== null && !/^[\x21-\x7e]{1,100}$/.test(quote.depositMemo)
      ? ['Its memo is none that can be shown.']
      : []),
    ...(/^[\x21-\x7e]{2,200}$/.test(quote.depositAddress ?? '')
      ? []
      : ['Its address is none that can be shown.']),
  ];
  return faults.length === 0 && !isSignedBy(quote, quoteKey)
    ? ['The quote is not signed by the provider’s key.']
    : faults;
};

const CENT_E18 = E18 / 100n;
/** Whole cents, rounded up. */
export const centsUp = (usdE18: bigint): bigint => (usdE18 + CENT_E18 - 1n) / CENT_E18;
export const centsToE18 = (cents: bigint): bigint => cents * CENT_E18;
