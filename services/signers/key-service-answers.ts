import { secp256k1 } from '@noble/curves/secp256k1';
import { type Address, bytesToHex, type Hex, hexToBytes, recoverAddress, toHex } from 'viem';
import { publicKeyToAddress } from 'viem/accounts';

/** SubjectPublicKeyInfo of an uncompressed point on secp256k1 (RFC 5480), up to the point: the one DER spelling there is. */
const SPKI_HEAD = '0x3056301006072a8648ce3d020106052b8104000a034200';
const POINT_BYTES = 65;

/** The address of a DER public key (X.509 SubjectPublicKeyInfo), lower-cased; null when it is none of secp256k1. */
export const addressOfSpki = (der: Uint8Array): Address | null => {
  const hex = bytesToHex(der);
  if (!hex.startsWith(SPKI_HEAD)) return null;
  const point = der.subarray((SPKI_HEAD.length - 2) / 2);
  if (point.length !== POINT_BYTES) return null;
  try {
    // Throws for what is no point of the curve.
    const key = secp256k1.ProjectivePoint.fromHex(point).toRawBytes(false);
    return publicKeyToAddress(bytesToHex(key)).toLowerCase() as Address;
  } catch {
    return null;
  }
};

const signatureOf = (der: Uint8Array) => {
  try {
    // Strict: no byte too many, no negative number, no padding.
    return secp256k1.Signature.fromDER(der).normalizeS();
  } catch {
    return null;
  }
};

/**
 * The 65 bytes that the protocol wants (r ‖ s ‖ v, low s) of a DER signature, whichever of its two s the key service chose. Nothing
 * in DER tells the recovery id: it is the one that gives the address. Null when none does, or when it is no signature.
 */
export const recoverableSignature = async (
  der: Uint8Array,
  { digest, address }: { readonly digest: Hex; readonly address: Address },
): Promise<Hex | null> => {
  const low = signatureOf(der);
  if (low === null) return null;
  for (const v of [27, 28]) {
    const signature = `${bytesToHex(low.toCompactRawBytes())}${toHex(v).slice(2)}` as const;
    const signer = await recoverAddress({ hash: hexToBytes(digest), signature }).catch(() => null);
    if (signer?.toLowerCase() === address) return signature;
  }
  return null;
};
