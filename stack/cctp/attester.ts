import { concatHex, type Hex, keccak256, serializeSignature } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { type BurnMessage, decodeBurnMessage, encodeBurnMessage } from '../../lib/cctp/message.ts';

/** What the attester writes into a message that was emitted without it. */
export type Written = Pick<BurnMessage, 'nonce' | 'finalityThresholdExecuted'> &
  Pick<BurnMessage['body'], 'feeExecuted' | 'expirationBlock'>;

export type Attested = { readonly message: Hex; readonly attestation: Hex };

/** Signatures over keccak256 of the message, 65 bytes each, by signers of ascending addresses. */
export const signMessage = async (message: Hex, keys: readonly Hex[]): Promise<Hex> => {
  const byAddress = keys
    .map((privateKey) => ({ privateKey, address: privateKeyToAccount(privateKey).address.toLowerCase() }))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  const hash = keccak256(message);
  const signatures = await Promise.all(
    byAddress.map(async ({ privateKey }) => serializeSignature(await sign({ hash, privateKey }))),
  );
  return concatHex(signatures);
};

/** An emitted message as Circle's attesters hand it out. @throws for what is no burn message. */
export const attest = async (emitted: Hex, written: Written, keys: readonly Hex[]): Promise<Attested> => {
  const read = decodeBurnMessage(emitted);
  if (!read.ok) throw new Error(read.error.message);
  const { nonce, finalityThresholdExecuted, ...ofBody } = written;
  const { body, ...header } = read.value;
  const filled = encodeBurnMessage({
    ...{ ...header, nonce, finalityThresholdExecuted },
    body: { ...body, ...ofBody },
  });
  if (!filled.ok) throw new Error(filled.error.message);
  return { message: filled.value, attestation: await signMessage(filled.value, keys) };
};
