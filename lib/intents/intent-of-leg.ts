import type { Hex } from 'viem';
import { BPS_WHOLE } from '../money/fixed-point.ts';
import { fail, ok, type Result, type UnixSeconds } from '../result.ts';
import type { IndexAccount } from './index-account.ts';
import { secondsOfInstant } from './instants.ts';
import { intentNonce } from './intent-nonce.ts';
import { judgeQuote } from './judge-quote.ts';
import type { AskedSwap, OfferedQuote } from './quote.ts';
import { isSignedBy } from './quote-signature.ts';
import { type TransferIntent, transferFaults } from './transfer-intent.ts';

/** A leg with the quote that it is to be sent by. */
export type QuotedLeg = {
  readonly account: IndexAccount;
  /** 32 bytes from its content: whoever plans the same leg of the same decision has the same. */
  readonly legId: Hex;
  readonly asked: AskedSwap;
  readonly quote: OfferedQuote;
  /** The verifier's current one. */
  readonly salt: Hex;
  /** Until when the verifier may take the intent. */
  readonly deadlineSeconds: UnixSeconds;
};

/** Whoever holds signed bytes may use them for so long, and no longer. */
export const INTENT_SECONDS_MAX = 120;
/** What the verifier takes at its last second is at the deposit address before that dies. */
export const DEPOSIT_MARGIN_SECONDS = 30;

const legFaults = ({ account, asked, legId, salt }: QuotedLeg): readonly string[] => [
  ...(asked.depositType === 'INTENTS' ? [] : ['It is no leg of money that is inside the verifier.']),
  ...(asked.refundType === 'INTENTS' && asked.refundTo === account
    ? []
    : ['A refund would not come back to the account.']),
  ...(asked.recipientType === 'INTENTS' && asked.recipient !== account
    ? ['What is bought would not come to the account.']
    : []),
  ...(Number.isSafeInteger(asked.slippageBps) && asked.slippageBps >= 0 && asked.slippageBps <= BPS_WHOLE
    ? []
    : ['Its slippage is none from 0 to 100 %.']),
  ...(/^0x[0-9a-f]{64}$/.test(legId) ? [] : ['The leg has no name of 32 bytes.']),
  ...(/^0x[0-9a-f]{8}$/.test(salt) ? [] : ['The verifier’s salt has not four bytes.']),
];

const deadlineFaults = (
  { quote, deadlineSeconds }: QuotedLeg,
  nowSeconds: UnixSeconds,
): readonly string[] => {
  const deadAt = secondsOfInstant(quote.deadline ?? '') ?? 0;
  return [
    ...(Number.isSafeInteger(deadlineSeconds) && deadlineSeconds > nowSeconds
      ? []
      : ['The intent’s time is over.']),
    ...(deadlineSeconds > nowSeconds + INTENT_SECONDS_MAX
      ? [`The intent would hold for more than ${INTENT_SECONDS_MAX} s.`]
      : []),
    ...(deadlineSeconds > deadAt - DEPOSIT_MARGIN_SECONDS
      ? ['The intent would hold until the deposit address dies, or longer.']
      : []),
  ];
};

/**
 * The one intent that may be signed for a leg, or `guard-refused` with everything that forbids it: the quote isn't what was asked for, isn't
 * signed by the provider's pinned key, would send elsewhere, or would hold too long.
 */
export const intentOfLeg = (
  leg: QuotedLeg,
  { quoteKey, nowSeconds }: { readonly quoteKey: string; readonly nowSeconds: UnixSeconds },
): Result<TransferIntent> => {
  const unplanned = legFaults(leg);
  if (unplanned.length > 0) return fail('guard-refused', `Nothing is signed. ${unplanned.join(' ')}`);
  const faults = [...judgeQuote(leg.asked, leg.quote, nowSeconds), ...deadlineFaults(leg, nowSeconds)];
  // The dear part, for what has passed the rest alone.
  if (faults.length === 0 && !isSignedBy(leg.quote, quoteKey))
    faults.push('The quote is not signed by the provider’s key.');
  if (faults.length > 0) return fail('guard-refused', `Nothing is signed. ${faults.join(' ')}`);
  const terms: TransferIntent = {
    ...{ signer: leg.account, receiver: leg.quote.depositAddress ?? '', token: leg.asked.originAsset },
    ...{ amountUnits: leg.asked.amountUnits, deadlineSeconds: leg.deadlineSeconds },
    nonce: intentNonce(leg),
  };
  const unfit = transferFaults(terms);
  return unfit.length === 0 ? ok(terms) : fail('guard-refused', `Nothing is signed. ${unfit.join(' ')}`);
};
