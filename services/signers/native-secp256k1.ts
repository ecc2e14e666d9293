import { createRequire } from 'node:module';
import { type Hex, hexToBytes } from 'viem';
import { sign as signPortable } from 'viem/accounts';
import { z } from 'zod';

/** What the compiled library gives: 64 bytes r ‖ s, low s, and the parity. */
const signedSchema = z.object({ signature: z.instanceof(Uint8Array), recid: z.number().int().min(0).max(1) });
type SignNative = (digest: Uint8Array, key: Uint8Array) => unknown;
const librarySchema = z.object({ ecdsaSign: z.custom<SignNative>((value) => typeof value === 'function') });

const PROBE = { digest: `0x${'5a'.repeat(32)}`, key: `0x${'11'.repeat(32)}` } as const;

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** 65 bytes r ‖ s ‖ v, v 27 or 28. */
const signatureBy = (sign: SignNative, digest: Hex, key: Uint8Array): Hex => {
  const { signature, recid } = signedSchema.parse(sign(hexToBytes(digest), key));
  return `0x${hexOf(signature)}${recid === 0 ? '1b' : '1c'}`;
};

/** The compiled part alone: where there is none for the machine, the package would go on with a slower library of its own. */
const loadNative = (): SignNative | null => {
  try {
    return librarySchema.parse(createRequire(import.meta.url)('secp256k1/bindings.js')).ecdsaSign;
  } catch {
    return null;
  }
};

/** Taken only where it writes the very bytes that the portable one writes. */
const checked = async (native: SignNative | null): Promise<SignNative | null> => {
  if (native === null) return null;
  try {
    const portable = await signPortable({ hash: PROBE.digest, privateKey: PROBE.key, to: 'hex' });
    return signatureBy(native, PROBE.digest, hexToBytes(PROBE.key)) === portable ? native : null;
  } catch {
    return null;
  }
};

let native: Promise<SignNative | null> | undefined;

/**
 * Signs 32 bytes with a key: RFC 6979, low s, 65 bytes r ‖ s ‖ v. By libsecp256k1 where a build of it is installed, else in JavaScript: the
 * same bytes, about ten times slower. @throws when the key is none, without saying what it was given
 */
export const signDigest = async (digest: Hex, key: Hex): Promise<Hex> => {
  native ??= checked(loadNative());
  const fast = await native;
  if (fast === null) return signPortable({ hash: digest, privateKey: key, to: 'hex' });
  return signatureBy(fast, digest, hexToBytes(key));
};

/** Whether {@link signDigest} has a compiled library on this machine. */
export const isNativeInstalled = async (): Promise<boolean> => (await checked(loadNative())) !== null;
