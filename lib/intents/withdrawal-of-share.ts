import { type Hex, keccak256, stringToBytes } from 'viem';
import { BPS_WHOLE, bpsOfDown, E18, mulDivDown, powerOfTen } from '../money/fixed-point.ts';
import { ok, type Result } from '../result.ts';
import { priceNow, usdE18Up } from './ask-deposit.ts';
import type { ListedToken } from './listed-token.ts';
import {
  leavingToken,
  refusedWithdrawal,
  testedOf,
  type WithdrawalPlace,
  type WithdrawalWish,
} from './withdrawal.ts';

/** Of the value by the list's prices, so much has to come of a sell. */
const KEPT_BPS_MIN = 9_700;
/** Less than that of an asset stays where it is: no provider swaps dust. */
const SELL_USD_MIN = 1n;

export type SharePlace = Omit<WithdrawalPlace, 'heldUnits'> & {
  /** By the verifier, now: units of each asset that the account holds some of. */
  readonly holdings: ReadonlyMap<string, bigint>;
  /** What the account's index is to hold; empty = it has none. */
  readonly ofIndex: ReadonlySet<string>;
};

/** A sell of one asset's share for the asset that leaves. */
export type PlannedSell = {
  readonly token: ListedToken;
  readonly amountUnits: bigint;
  readonly leastOutUnits: bigint;
  readonly usdE18: bigint;
};

/** A withdrawal of a share of everything, as it is written down before anything is asked for. */
export type PlannedShare = {
  readonly token: ListedToken;
  /** Of the asset that leaves: what is given of it as it is, and what is held of it before the sells. */
  readonly ownUnits: bigint;
  readonly heldUnits: bigint;
  readonly sells: readonly PlannedSell[];
  readonly isTest: boolean;
  /** Of all of it by the list's prices, rounded up. */
  readonly usdE18: bigint;
};

type Leaving = { readonly token: ListedToken; readonly priceE18: bigint };

/** What that value is of the asset that leaves, less what may be lost on the way; rounded down. */
const leastOf = (
  { token, units, priceE18 }: { token: ListedToken; units: bigint; priceE18: bigint },
  into: Leaving,
): bigint =>
  bpsOfDown(
    mulDivDown(units * priceE18, powerOfTen(into.token.decimals), into.priceE18 * powerOfTen(token.decimals)),
    KEPT_BPS_MIN,
  );

const priceless = ({ symbol }: ListedToken): string =>
  `${symbol} has no price to go by now, so what it is sold for could not be judged.`;

/** Null = none of it is sold: dust, or what nobody prices and the index doesn't want, which anybody may have sent. */
const sellOf = (
  { token, units }: { readonly token: ListedToken; readonly units: bigint },
  into: Leaving,
  { ofIndex, nowSeconds }: SharePlace,
): Result<PlannedSell | null> => {
  const priceE18 = priceNow(token, nowSeconds);
  if (priceE18 === null)
    return ofIndex.size === 0 || ofIndex.has(token.assetId)
      ? refusedWithdrawal('asset', priceless(token))
      : ok(null);
  const usdE18 = usdE18Up(units, token, priceE18);
  const leastOutUnits = leastOf({ token, units, priceE18 }, into);
  if (usdE18 < SELL_USD_MIN * E18 || leastOutUnits <= 0n) return ok(null);
  return ok({ token, amountUnits: units, leastOutUnits, usdE18 });
};

const sellsOf = (wish: WithdrawalWish, into: Leaving, place: SharePlace): Result<readonly PlannedSell[]> => {
  const sells: PlannedSell[] = [];
  for (const [asset, held] of place.holdings) {
    const token = place.listed.get(asset);
    const units = mulDivDown(held, BigInt(wish.shareBps), BigInt(BPS_WHOLE));
    if (token === undefined || asset === wish.asset || units <= 0n) continue;
    const sell = sellOf({ token, units }, into, place);
    if (!sell.ok) return sell;
    if (sell.value !== null) sells.push(sell.value);
  }
  return ok(sells);
};

/**
 * What of everything that the account holds may be sold for one asset that leaves, or `index-refused` with a sentence: nothing is signed then,
 * and nothing sent. Never more than the share of anything.
 */
export const planShareWithdrawal = (wish: WithdrawalWish, place: SharePlace): Result<PlannedShare> => {
  const leaving = leavingToken(wish, place);
  if (!leaving.ok) return leaving;
  const token = leaving.value;
  const priceE18 = priceNow(token, place.nowSeconds);
  if (priceE18 === null) return refusedWithdrawal('asset', priceless(token));
  const sells = sellsOf(wish, { token, priceE18 }, place);
  if (!sells.ok) return sells;
  const heldUnits = place.holdings.get(wish.asset) ?? 0n;
  const ownUnits = mulDivDown(heldUnits, BigInt(wish.shareBps), BigInt(BPS_WHOLE));
  if (ownUnits === 0n && sells.value.length === 0)
    return refusedWithdrawal(
      'shareBps',
      `Of that share nothing is worth a dollar, by the verifier’s word and the provider’s prices.`,
    );
  const own = usdE18Up(ownUnits, token, priceE18);
  const usdE18 = sells.value.reduce((sum, sell) => sum + sell.usdE18, own);
  const isTest = testedOf(wish, { token, usdE18, isTried: place.isTried });
  if (!isTest.ok) return isTest;
  return ok({ token, ownUnits, heldUnits, sells: sells.value, isTest: isTest.value, usdE18 });
};

const TAG = '1Balancer index sell v1';

/** Its sell of that asset has this id, on any machine: the same sell is one row. */
export const sellIdOf = (withdrawalId: Hex, asset: string): Hex =>
  keccak256(stringToBytes(JSON.stringify([TAG, withdrawalId, asset])));
