import { E18 } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { SwapReport } from './swap.ts';

/** A deposit that is awaited at an address of a chain. */
export type AwaitedDeposit = {
  /** Less is sent back. */
  readonly leastUnits: bigint;
  readonly memo: string | null;
  /** When its address was made, and when that dies. */
  readonly fromSeconds: UnixSeconds;
  readonly deadSeconds: UnixSeconds;
  /** Whether the provider had seen nothing yet at a look after the address's death. */
  readonly isLate: boolean;
};

export const DEPOSIT_STATES = [
  ...(['awaited', 'address-dead', 'seen', 'too-little', 'too-late', 'on-its-way', 'arrived'] as const),
  ...(['came-back', 'failed', 'unclear'] as const),
] as const;

/** Of these nothing more is to come. */
export const DEPOSIT_ENDS: readonly (typeof DEPOSIT_STATES)[number][] = ['arrived', 'came-back', 'failed'];

const MINUTE = 60;
const HOUR = 3_600;

/** When an open deposit is looked at again: often while it is awaited, seldom once its address is dead, and never not at all. */
export const depositLookAgainSeconds = (ageSeconds: number, isDead: boolean): number => {
  if (isDead) return ageSeconds < 48 * HOUR ? 10 * MINUTE : 6 * HOUR;
  return ageSeconds < HOUR ? 20 : 2 * MINUTE;
};

/** How far a deposit is, as its owner is told. Nothing of it counts as held: that is what the verifier says. */
export type DepositState = {
  readonly state: (typeof DEPOSIT_STATES)[number];
  readonly words: string;
  /** Since the address was made. */
  readonly ageSeconds: number;
  /** What the provider has seen at the address; null = nothing that it says. */
  readonly seenUnits: bigint | null;
  /** What has come back; null = nothing that it says. */
  readonly backUnits: bigint | null;
};

/** A deposit that the provider doesn't see may have been of another asset, or without its memo: it tells neither. */
const unseen = (memo: string | null): string =>
  `Sent already? What the provider does not see was another asset${memo === null ? '' : `, or had not the memo ${memo}`}: its support can look for it.`;

const LATE = {
  state: 'too-late',
  words:
    'It was seen only after its address had died. The provider sends it back, or its support has to; nothing of it counts.',
} as const;
const isOnTheWay = (report: SwapReport | null): boolean =>
  report !== null && ['KNOWN_DEPOSIT_TX', 'INCOMPLETE_DEPOSIT', 'PROCESSING'].includes(report.status);

const wordsOf = (
  awaited: AwaitedDeposit,
  report: SwapReport | null,
  nowSeconds: UnixSeconds,
): Pick<DepositState, 'state' | 'words'> => {
  const isDead = nowSeconds > awaited.deadSeconds;
  if (awaited.isLate && isOnTheWay(report)) return LATE;
  switch (report?.status) {
    case undefined:
    case 'PENDING_DEPOSIT':
      return isDead
        ? { state: 'address-dead', words: `Send nothing to this address any more. ${unseen(awaited.memo)}` }
        : { state: 'awaited', words: 'Nothing has come yet.' };
    case 'KNOWN_DEPOSIT_TX':
      return { state: 'seen', words: 'It is seen on its chain, and not confirmed yet.' };
    case 'INCOMPLETE_DEPOSIT':
      return {
        state: 'too-little',
        words: `Less than ${awaited.leastUnits} units came. ${isDead ? 'It is being sent back.' : 'What is missing can still be sent; else it comes back after the address’s end.'}`,
      };
    case 'PROCESSING':
      return { state: 'on-its-way', words: 'It is on its way into the account.' };
    case 'SUCCESS':
      // Without an amount or an arrival it was sent back, whatever it is called.
      return report.amountOutUnits && report.arrivals > 0
        ? { state: 'arrived', words: 'It is in the account as soon as its balance says so.' }
        : { state: 'came-back', words: 'The provider sent it back, and calls that a success.' };
    case 'REFUNDED':
      return {
        state: 'came-back',
        words: `${awaited.isLate ? 'It came after its address had died. ' : ''}The provider sent it back.`,
      };
    case 'FAILED':
      return { state: 'failed', words: 'The provider calls it failed and does not say where the money is.' };
    default:
      return { state: 'unclear', words: 'The provider calls its state by a word that is not known here.' };
  }
};

/** How far a deposit is. Pure and total; nothing is an end but what came, came back or failed. */
export const depositState = (
  awaited: AwaitedDeposit,
  report: SwapReport | null,
  nowSeconds: UnixSeconds,
): DepositState => ({
  ...wordsOf(awaited, report, nowSeconds),
  ageSeconds: Math.max(0, nowSeconds - awaited.fromSeconds),
  seenUnits: report?.depositedUnits ?? null,
  backUnits: report?.refundedUnits ?? null,
});

/** What a deposit is judged by before it gets an address; USD in 18 decimals, null = without a usable price. */
export type DepositRoom = {
  readonly capUsdE18: bigint;
  readonly heldUsdE18: bigint | null;
  /** Of deposits whose addresses are alive or whose money is on its way. */
  readonly awaitedUsdE18: bigint | null;
  readonly depositUsdE18: bigint | null;
};

const dollars = (usdE18: bigint): string => `${(usdE18 + E18 - 1n) / E18} USD`;

/**
 * Why a deposit gets no address; null = it gets one. A cap counts what is held, what is awaited and what is to come, and an account that
 * can't be valued takes nothing in.
 */
export const whyNoDeposit = ({
  capUsdE18,
  heldUsdE18,
  awaitedUsdE18,
  depositUsdE18,
}: DepositRoom): string | null => {
  if (heldUsdE18 === null || awaitedUsdE18 === null || depositUsdE18 === null)
    return 'What the account holds can’t be valued now, so nothing is taken in: its cap could not be kept.';
  if (depositUsdE18 <= 0n) return 'A deposit of nothing is none.';
  const after = heldUsdE18 + awaitedUsdE18 + depositUsdE18;
  return after <= capUsdE18
    ? null
    : `With it the account would hold and await ${dollars(after)}, and its cap is ${dollars(capUsdE18)}.`;
};
