import { base58 } from '@scure/base';
import { type Hex, hashMessage, hexToBytes, hexToNumber, size, sliceHex } from 'viem';

/** Half of the group's order: the verifier takes the lower s alone. Source: SEC 2, secp256k1. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** The digest that is signed of a text (ERC-191, personal_sign). */
export const intentDigest = (text: string): Hex => hashMessage(text);

/** An intent's name at the verifier, known before anybody has it. Source: the verifier's `Erc191::prehash`, in base58. */
export const intentHash = (text: string): string => base58.encode(hexToBytes(intentDigest(text)));

/**
 * A signature as the verifier reads it: `secp256k1:` and base58 of r ‖ s ‖ 0 or 1.
 * @param signature 65 bytes r ‖ s ‖ v, v 27 or 28
 * @returns null where s is the higher one, or v is another
 */
export const intentSignature = (signature: Hex): string | null => {
  if (size(signature) !== 65) return null;
  const parity = hexToNumber(sliceHex(signature, 64)) - 27;
  const s = BigInt(sliceHex(signature, 32, 64));
  if ((parity !== 0 && parity !== 1) || s === 0n || s > HALF_ORDER) return null;
  return `secp256k1:${base58.encode(Uint8Array.from([...hexToBytes(sliceHex(signature, 0, 64)), parity]))}`;
};
