import { base64 } from '@scure/base';
import { concat, type Hex, hexToBytes, keccak256, numberToHex, size, sliceHex, stringToBytes } from 'viem';
import type { UnixSeconds } from '../result.ts';

/** What a nonce is made of. The same leg's intent has the same nonce on any machine: the verifier takes one of them, once. */
export type NonceTerms = {
  /** Four bytes, the verifier's current salt. A nonce of a salt that it has withdrawn counts no more. */
  readonly salt: Hex;
  readonly deadlineSeconds: UnixSeconds;
  /** Whose intent it is: 32 bytes from the leg's content. */
  readonly legId: Hex;
};

const MAGIC = '0x5628f6c6';
const VERSION = '0x00';
const SALT_BYTES = 4;
const OWN_BYTES = 15;
const NANOSECONDS = 1_000_000_000n;
const TAG = '1Balancer intent v1';

/** Eight bytes, the least first. */
const littleEndian = (value: bigint): Hex =>
  `0x${[...hexToBytes(numberToHex(value, { size: 8 }))]
    .reverse()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;

/**
 * A nonce of version 1 in base64: magic ‖ version ‖ salt ‖ deadline in ns ‖ 15 bytes of our own. Source: the verifier's `VersionedNonce`.
 * @throws when the salt has not four bytes: a schema has seen to that
 */
export const intentNonce = ({ salt, deadlineSeconds, legId }: NonceTerms): string => {
  if (size(salt) !== SALT_BYTES) throw new Error(`A salt has ${SALT_BYTES} bytes.`);
  const deadline = littleEndian(BigInt(deadlineSeconds) * NANOSECONDS);
  const own = sliceHex(keccak256(concat([stringToBytes(TAG), hexToBytes(legId)])), 0, OWN_BYTES);
  return base64.encode(hexToBytes(concat([MAGIC, VERSION, salt, deadline, own])));
};
