import { bpsOfDown, E18, mulDivDown } from '../money/fixed-point.ts';
import { failAt, ok, type Result, type UnixSeconds } from '../result.ts';
import { priceNow, usdE18Up } from './ask-deposit.ts';
import type { ListedToken } from './listed-token.ts';
import { SWAP_ENDS, type SwapEnd } from './swap.ts';
import { hasChecksum, whyNoMemo, whyNotThere } from './withdrawal-address.ts';

/** What somebody wants to leave, and where to. */
export type WithdrawalWish = {
  /** The verifier's name of it, which tells the chain that it leaves for. */
  readonly asset: string;
  /** Of the account's whole holding of it, in basis points; 10,000 = all. */
  readonly shareBps: number;
  readonly to: string;
  /** Beside the address, where somebody thinks of one; no quote takes any. */
  readonly memo: string | null;
  /** Its owner has been offered a test, and doesn't want one. */
  readonly withoutTest: boolean;
};

export type WithdrawalPlace = {
  readonly listed: ReadonlyMap<string, ListedToken>;
  /** By the verifier, now. */
  readonly heldUnits: bigint;
  /** Addresses at which the account awaits deposits. */
  readonly ours: readonly string[];
  /** Something of this account has arrived there before. */
  readonly isTried: boolean;
  readonly nowSeconds: UnixSeconds;
};

/** What the provider may give less than it quotes. */
export const WITHDRAWAL_SLIPPAGE_BPS = 100;
/** Up to that much is a test. */
const TEST_USD_MAX = 25n;
/** What has to be there at least, of what leaves: fees of the way are in it, which weigh more on little. */
const KEPT_BPS_MIN = { test: 5_000, rest: 9_700 } as const;
const WHOLE_BPS = 10_000;

/** A withdrawal as it is written down before anything is asked for. */
export type PlannedWithdrawal = {
  readonly token: ListedToken;
  readonly amountUnits: bigint;
  readonly leastOutUnits: bigint;
  readonly isTest: boolean;
  /** By the list's price, rounded up. */
  readonly usdE18: bigint;
};

export const refusedWithdrawal = (field: keyof WithdrawalWish, message: string): Result<never> =>
  failAt(field, 'index-refused', `Nothing is withdrawn. ${message}`);

type TestWish = Pick<WithdrawalWish, 'to' | 'withoutTest'>;

const whyNoTest = (wish: TestWish, { blockchain }: ListedToken): string | null => {
  const words = `Nothing of this account has arrived at ${wish.to} yet: send a test of no more than ${TEST_USD_MAX} USD first`;
  if (!hasChecksum(blockchain, wish.to))
    return `${words}. An address of ${blockchain} as it is written tells no mistyped digit, so a test is needed.`;
  return wish.withoutTest ? null : `${words}, or say that you want none.`;
};

/** The asset that is to leave for that place, or `index-refused` with a sentence. */
export const leavingToken = (
  { asset, to, memo }: Pick<WithdrawalWish, 'asset' | 'to' | 'memo'>,
  { listed, ours }: Pick<WithdrawalPlace, 'listed' | 'ours'>,
): Result<ListedToken> => {
  const token = listed.get(asset);
  if (token === undefined)
    return refusedWithdrawal('asset', `The verifier counts no asset that is called ${asset}.`);
  const nowhere = whyNotThere(token.blockchain, { address: to, memo: null }, ours);
  if (nowhere !== null) return refusedWithdrawal('to', nowhere);
  const noMemo = whyNoMemo(token.blockchain, to, memo);
  return noMemo === null ? ok(token) : refusedWithdrawal('memo', noMemo);
};

/** Whether so much is a test, or `index-refused` with a sentence where a test has to go first. */
export const testedOf = (
  wish: TestWish,
  {
    token,
    usdE18,
    isTried,
  }: { readonly token: ListedToken; readonly usdE18: bigint } & Pick<WithdrawalPlace, 'isTried'>,
): Result<boolean> => {
  const isTest = usdE18 <= TEST_USD_MAX * E18;
  const why = isTest || isTried ? null : whyNoTest(wish, token);
  return why === null ? ok(isTest) : refusedWithdrawal('shareBps', why);
};

/** The least that has to arrive of so much that leaves. */
export const leastArriving = (amountUnits: bigint, isTest: boolean): bigint =>
  bpsOfDown(amountUnits, isTest ? KEPT_BPS_MIN.test : KEPT_BPS_MIN.rest);

/** What may leave, or `index-refused` with a sentence: nothing is signed then, and nothing sent. */
export const planWithdrawal = (
  wish: WithdrawalWish,
  { listed, heldUnits, ours, isTried, nowSeconds }: WithdrawalPlace,
): Result<PlannedWithdrawal> => {
  const leaving = leavingToken(wish, { listed, ours });
  if (!leaving.ok) return leaving;
  const token = leaving.value;
  const amountUnits = mulDivDown(heldUnits, BigInt(wish.shareBps), BigInt(WHOLE_BPS));
  if (amountUnits <= 0n)
    return refusedWithdrawal('asset', `The account holds no ${token.symbol}, by the verifier’s word.`);
  const price = priceNow(token, nowSeconds);
  if (price === null)
    return refusedWithdrawal(
      'asset',
      `${token.symbol} has no price to go by now, so what is lost on the way could not be judged.`,
    );
  const usdE18 = usdE18Up(amountUnits, token, price);
  const isTest = testedOf(wish, { token, usdE18, isTried });
  if (!isTest.ok) return isTest;
  const leastOutUnits = leastArriving(amountUnits, isTest.value);
  return ok({ token, amountUnits, isTest: isTest.value, usdE18, leastOutUnits });
};

/** How far the one swap is by which a withdrawal leaves. */
export const EXIT_STATES = ['asked', 'leaving', 'left', 'came-back', 'not-sent', 'short', 'failed'] as const;
export type ExitState = (typeof EXIT_STATES)[number];

/** What is known of the one swap by which a withdrawal leaves. */
export type ExitFacts = {
  readonly isSigned: boolean;
  readonly end: SwapEnd | null;
  /** What it waits for; null = nothing was noted. */
  readonly why: string | null;
};

const OF_END: Readonly<Record<SwapEnd, ExitState>> = {
  swapped: 'left',
  'swapped-with-refund': 'left',
  'swapped-short': 'short',
  refunded: 'came-back',
  'refunded-too-little': 'came-back',
  'refunded-as-success': 'came-back',
  failed: 'failed',
  'not-sent': 'not-sent',
};

const WORDS: Readonly<Record<ExitState, string>> = {
  asked: 'It is written down, and the next look asks for a quote. Nothing has moved.',
  leaving: 'It is signed and on its way.',
  left: 'It has left, and the provider names its arrival.',
  'came-back': 'It did not leave, and is in the account again as soon as its balance says so.',
  'not-sent': 'Nothing has moved: no quote was good in time, or the verifier never took the transfer.',
  short: SWAP_ENDS['swapped-short'].words,
  failed: SWAP_ENDS.failed.words,
};

/** How far a withdrawal is, from its one swap alone. Pure and total; it is never sent again by itself. */
export const withdrawalState = (
  exit: ExitFacts | null,
): { readonly state: ExitState; readonly words: string } => {
  if (exit === null) return { state: 'asked', words: WORDS.asked };
  const state = exit.end !== null ? OF_END[exit.end] : exit.isSigned ? 'leaving' : 'asked';
  return {
    state,
    words: exit.end === null && exit.why !== null ? `${WORDS[state]} It waits: ${exit.why}.` : WORDS[state],
  };
};
