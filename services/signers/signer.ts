import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { SignDigest } from '../../lib/orders/sign-order.ts';
import { fail, ok } from '../../lib/result.ts';
import type { Secret } from '../secret.ts';

/** A key as the two things one can do with it, wherever it is kept. */
export type Signer = {
  /** Lower-cased. */
  readonly address: Address;
  readonly sign: SignDigest;
};

/** Signs with a key held in this process: deterministic (RFC 6979), low s. The key itself stays in here. */
export const keySigner = (key: Secret): Signer => {
  const account = privateKeyToAccount(key.reveal() as Hex);
  return {
    address: account.address.toLowerCase() as Address,
    sign: async (digest) => {
      try {
        return ok(await account.sign({ hash: digest }));
      } catch {
        // What the library throws may quote what it was given.
        return fail('signer-unavailable', 'The key did not sign.', { when: 'next-tick' });
      }
    },
  };
};
