import type { Address } from 'viem';
import type { SignDigest } from '../../lib/orders/sign-order.ts';

/** A key as the two things one can do with it, wherever it is kept. */
export type Signer = {
  /** Lower-cased. */
  readonly address: Address;
  readonly sign: SignDigest;
};
