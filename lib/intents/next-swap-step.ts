import type { UnixSeconds } from '../result.ts';
import { instantText } from './instants.ts';
import type { ReportedStatus, SignedSwap, SwapEnd, SwapReport } from './swap.ts';

/** What was seen for a swap; nothing else decides. */
export type SwapFacts = {
  /** Whether the verifier has used up the intent's nonce, in a final block of `verifierSeconds`; null = it didn't answer. */
  readonly isNonceUsed: boolean | null;
  readonly verifierSeconds: UnixSeconds;
  /** `none` = the API knows of nothing at the deposit address; null = it didn't answer. */
  readonly report: SwapReport | 'none' | null;
  /** What the verifier holds at the deposit address in that block; null = not known. Asked for where {@link asksWhatIsHeld} says so. */
  readonly heldUnits: bigint | null;
  readonly nowSeconds: UnixSeconds;
};

export type SwapStep =
  /** The same signed bytes are handed in, once more where they were before: the verifier takes their nonce once. */
  | { readonly kind: 'submit' }
  | { readonly kind: 'wait'; readonly why: string }
  | { readonly kind: 'end'; readonly end: SwapEnd };

/** Who hands in later than that before its deadline hands in for nothing. */
const SUBMIT_MARGIN_SECONDS = 5;

const wait = (why: string): SwapStep => ({ kind: 'wait', why });
const end = (how: SwapEnd): SwapStep => ({ kind: 'end', end: how });

const OPEN_WORDS: Readonly<Record<Exclude<ReportedStatus, 'SUCCESS' | 'REFUNDED' | 'FAILED'>, string>> = {
  KNOWN_DEPOSIT_TX: 'its deposit is known and not confirmed yet',
  PENDING_DEPOSIT: 'the verifier has moved it, and the provider has not seen it yet',
  INCOMPLETE_DEPOSIT: 'less than the least is deposited; it comes back after the deadline',
  PROCESSING: 'it is being swapped',
  unknown: 'the provider calls its state by a word that is not known here',
};

/** A success that names no amount, or no arrival, was a refund: 49,600 USDT once. */
const ofSuccess = (swap: SignedSwap, report: SwapReport): SwapStep => {
  const { amountInUnits, amountOutUnits, refundedUnits, arrivals } = report;
  if (amountInUnits === null || !amountOutUnits || arrivals === 0) return end('refunded-as-success');
  if (amountOutUnits < swap.minAmountOutUnits) return end('swapped-short');
  return end((refundedUnits ?? 0n) > 0n ? 'swapped-with-refund' : 'swapped');
};

/** Only a refund that names what has come back is final. */
const ofRefund = (swap: SignedSwap, { depositedUnits, refundedUnits }: SwapReport): SwapStep => {
  if (!refundedUnits) return wait('the provider speaks of a refund and names no amount');
  return end(
    depositedUnits !== null && depositedUnits < swap.minAmountInUnits ? 'refunded-too-little' : 'refunded',
  );
};

const ofTaken = (swap: SignedSwap, report: SwapFacts['report']): SwapStep => {
  if (report === null || report === 'none')
    return wait('the verifier has moved it, and the provider says nothing of it');
  if (report.status === 'SUCCESS') return ofSuccess(swap, report);
  if (report.status === 'REFUNDED') return ofRefund(swap, report);
  return report.status === 'FAILED' ? end('failed') : wait(OPEN_WORDS[report.status]);
};

/** Whether the end of a swap hangs on what its deposit address holds: the verifier may have forgotten a nonce from its deadline on. */
export const asksWhatIsHeld = (
  { intentDeadlineSeconds }: SignedSwap,
  { isNonceUsed, verifierSeconds }: Pick<SwapFacts, 'isNonceUsed' | 'verifierSeconds'>,
): boolean => isNonceUsed === false && verifierSeconds > intentDeadlineSeconds;

/**
 * By a final block beyond the deadline, from which on the verifier may forget a nonce that was used (its `cleanup_nonces`): the provider's
 * word counts where it tells of a deposit. Where it tells of none it may be behind, and then the money lies at the deposit address still,
 * so nothing is called unsent before the verifier has said that it doesn't.
 */
const ofOver = (swap: SignedSwap, report: SwapFacts['report'], heldUnits: bigint | null): SwapStep => {
  if (report === null)
    return wait('its deadline is over, and the provider does not say whether anything came');
  if (report !== 'none' && report.status !== 'PENDING_DEPOSIT') return ofTaken(swap, report);
  if (heldUnits === null)
    return wait('its deadline is over, and the verifier does not say what its deposit address holds');
  return heldUnits < swap.amountUnits
    ? end('not-sent')
    : wait('it lies at its deposit address, and the provider has not seen it yet');
};

/** Whoever holds the signed bytes may hand them in until their deadline: only a final block beyond it says that nobody will. */
const ofNotTaken = (swap: SignedSwap, facts: SwapFacts): SwapStep => {
  const { nowSeconds, report, heldUnits } = facts;
  const { intentDeadlineSeconds } = swap;
  if (asksWhatIsHeld(swap, facts)) return ofOver(swap, report, heldUnits);
  const status = report === null || report === 'none' ? report : report.status;
  const isAwaited = status === 'none' || status === 'PENDING_DEPOSIT';
  if (status !== null && status !== 'unknown' && !isAwaited)
    return wait('the provider tells of a deposit that is in no final block of the verifier');
  return nowSeconds < intentDeadlineSeconds - SUBMIT_MARGIN_SECONDS
    ? { kind: 'submit' }
    : wait(`until ${instantText(intentDeadlineSeconds)} it may still be taken`);
};

/**
 * The next step of a swap whose intent is signed, from its row and from what the verifier and the API say. Pure and total. Two witnesses
 * are needed for every end: the verifier says whether money left the account, the API what became of it; the API alone says both once the
 * verifier may have forgotten. Nothing is ever signed again here.
 */
export const nextSwapStep = (swap: SignedSwap, facts: SwapFacts): SwapStep => {
  if (facts.isNonceUsed === null) return wait('the verifier does not answer');
  return facts.isNonceUsed ? ofTaken(swap, facts.report) : ofNotTaken(swap, facts);
};

const OVERDUE_SECONDS = 600;

/** Whether a person should know that a swap is open still. Ends nothing: two of them sat forty hours beyond their deadline and came back. */
export const isOverdue = (swap: SignedSwap, nowSeconds: UnixSeconds): boolean =>
  nowSeconds > swap.quoteDeadlineSeconds + OVERDUE_SECONDS;

const MINUTE = 60;
const HOUR = 3_600;

/** When it is looked at again: often while it is fresh, ever more seldom, and never not at all. */
export const swapLookAgainSeconds = (ageSeconds: number): number => {
  if (ageSeconds < 2 * MINUTE) return 4;
  if (ageSeconds < 30 * MINUTE) return 15;
  return ageSeconds < 6 * HOUR ? MINUTE : 10 * MINUTE;
};
