import { type Address, type Hex, keccak256, recoverAddress, size, sliceHex } from 'viem';
import { fail, ok, type Result } from '../result.ts';
import { type BurnMessage, decodeBurnMessage, encodeBurnMessage } from './message.ts';
import type { Attested } from './transfer.ts';

/** A message and its signatures, as the attestation API hands them out; null while it is not attested. */
export type Offered = { readonly message: Hex; readonly attestation: Hex } | null;

const SIGNATURE_BYTES = 65;

/** The message without what the attester writes. */
const emittedOf = (message: BurnMessage): Result<Hex> =>
  encodeBurnMessage({
    ...{ ...message, nonce: `0x${'0'.repeat(64)}`, finalityThresholdExecuted: 0 },
    body: { ...message.body, feeExecuted: 0n, expirationBlock: 0n },
  });

const refuse = (what: string): Result<never> => fail('venue-malformed', what, { when: 'next-tick' });

/** What is wrong with what the attester has written; null = nothing. */
const faultOf = (message: BurnMessage, attestation: Hex): string | null => {
  const { nonce, minFinalityThreshold, finalityThresholdExecuted, body } = message;
  if (BigInt(nonce) === 0n) return 'nonce of the attested message is 0.';
  if (finalityThresholdExecuted < minFinalityThreshold)
    return `finalityThresholdExecuted is ${finalityThresholdExecuted}, below ${minFinalityThreshold}.`;
  if (body.feeExecuted > body.maxFee) return `feeExecuted is ${body.feeExecuted}, above ${body.maxFee}.`;
  const bytes = size(attestation);
  return bytes === 0 || bytes % SIGNATURE_BYTES !== 0
    ? `attestation has ${bytes} bytes, which are no signatures of ${SIGNATURE_BYTES}.`
    : null;
};

/**
 * Takes an attested message for the burnt one, if it is that one but for the nonce, the finality executed, the fee executed and the
 * expiration, and these are within their bounds. Null = another message, or none yet. Fails with `venue-malformed` and the name of the field
 * that is out of bounds. Whether the signatures are the attesters', only the destination can say.
 */
export const takeAttested = (emitted: Hex, offered: Offered): Result<Attested | null> => {
  if (offered === null) return ok(null);
  const read = decodeBurnMessage(offered.message);
  if (!read.ok) return ok(null);
  const bare = emittedOf(read.value);
  if (!bare.ok) return bare;
  if (bare.value !== emitted.toLowerCase()) return ok(null);
  const fault = faultOf(read.value, offered.attestation);
  if (fault !== null) return refuse(fault);
  const { nonce, body } = read.value;
  const { feeExecuted, expirationBlock } = body;
  return ok({
    ...{ message: offered.message.toLowerCase() as Hex, attestation: offered.attestation },
    ...{ nonce, feeExecuted, expirationBlock },
  });
};

/** The first of several that is the burnt one: what else the transaction has emitted is passed over. */
export const pickAttested = (emitted: Hex, offers: readonly Offered[]): Result<Attested | null> => {
  for (const offered of offers) {
    const taken = takeAttested(emitted, offered);
    if (!taken.ok || taken.value !== null) return taken;
  }
  return ok(null);
};

/** Whose signatures the destination asks for. Addresses lower-cased. */
export type Attesters = { readonly addresses: ReadonlySet<string>; readonly threshold: number };

/** Who signed a message, in the order of the signatures; null = bytes that are no signatures. */
const signersOf = async ({
  message,
  attestation,
}: NonNullable<Offered>): Promise<readonly Address[] | null> => {
  const hash = keccak256(message);
  const signers: Address[] = [];
  for (let at = 0; at < size(attestation); at += SIGNATURE_BYTES) {
    const signature = sliceHex(attestation, at, at + SIGNATURE_BYTES);
    try {
      signers.push((await recoverAddress({ hash, signature })).toLowerCase() as Address);
    } catch {
      return null;
    }
  }
  return signers;
};

/** Whether a message is signed as the destination asks: by so many attesters, in ascending order, none twice. */
export const isSignedBy = async (
  offered: NonNullable<Offered>,
  { addresses, threshold }: Attesters,
): Promise<boolean> => {
  if (size(offered.attestation) !== SIGNATURE_BYTES * threshold) return false;
  const signers = await signersOf(offered);
  if (signers === null) return false;
  return signers.every((signer, index) => addresses.has(signer) && (signers[index - 1] ?? '0x') < signer);
};
