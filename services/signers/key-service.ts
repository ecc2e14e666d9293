import type { Result } from '../../lib/result.ts';

/** What a key service says of a key. */
export type ServiceKey = {
  /** DER, X.509 SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  /** False when it is of another curve, or not there to sign. */
  readonly canSign: boolean;
};

/** A service that keeps a key and never gives it out. Fails with `signer-unavailable`, or `not-configured` for what only a person can change. */
export type KeyService = {
  readonly describe: () => Promise<Result<ServiceKey>>;
  /** Signs 32 bytes as they are; the answer is DER, of either s, and may be another one each time. */
  readonly sign: (digest: Uint8Array) => Promise<Result<Uint8Array>>;
};
