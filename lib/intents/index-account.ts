import type { Address, Hex } from 'viem';
import { publicKeyToAddress } from 'viem/accounts';

/** An account inside the verifier whose key is one of secp256k1: that key's address, lower-cased. It needs no registration. */
export type IndexAccount = Address;

/** The account of a public key of 65 bytes, uncompressed (0x04 ‖ x ‖ y). Source: the verifier's `to_implicit_account_id`. */
export const indexAccountOf = (publicKey: Hex): IndexAccount =>
  publicKeyToAddress(publicKey).toLowerCase() as Address;
