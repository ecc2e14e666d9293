import type { UnixSeconds } from '../result.ts';
import type { IndexAccount } from './index-account.ts';
import { instantText } from './instants.ts';
import { AMOUNT_END, isAccountName, isTokenId, VERIFIER } from './names.ts';

/** The one thing that an index account signs: so much of one token, to one deposit address, until a time. */
export type TransferIntent = {
  readonly signer: IndexAccount;
  readonly receiver: string;
  readonly token: string;
  readonly amountUnits: bigint;
  readonly deadlineSeconds: UnixSeconds;
  /** Base64, 32 bytes. */
  readonly nonce: string;
};

/** Why these are the terms of no intent that may be signed, each in a sentence; empty = none. */
export const transferFaults = (terms: TransferIntent): readonly string[] => {
  const { signer, receiver, token, amountUnits, nonce } = terms;
  return [
    ...(/^0x[0-9a-f]{40}$/.test(signer) ? [] : [`${signer} is no account of a key of ours.`]),
    ...(isAccountName(receiver) ? [] : ['The deposit address is no account of the verifier.']),
    ...(receiver === signer ? ['The deposit address is the account itself.'] : []),
    ...(receiver === VERIFIER ? ['The deposit address is the verifier’s own account.'] : []),
    ...(isTokenId(token) ? [] : ['The token is none that the verifier counts.']),
    ...(amountUnits > 0n && amountUnits < AMOUNT_END ? [] : [`An amount of ${amountUnits} can’t be moved.`]),
    ...(/^[A-Za-z0-9+/]{43}=$/.test(nonce) ? [] : ['The nonce has not 32 bytes.']),
  ];
};

/**
 * The intent as the text that is signed, always the same for the same terms: the verifier reads it as JSON, and the signer compares it to
 * the byte. The terms have no faults.
 */
export const transferText = (terms: TransferIntent): string =>
  JSON.stringify({
    signer_id: terms.signer,
    verifying_contract: VERIFIER,
    deadline: instantText(terms.deadlineSeconds),
    nonce: terms.nonce,
    intents: [
      {
        intent: 'transfer',
        receiver_id: terms.receiver,
        tokens: { [terms.token]: terms.amountUnits.toString() },
      },
    ],
  });
