import { type Address, type Hex, hexToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { SignDigest } from '../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { Secret } from '../secret.ts';
import { addressOfSpki, recoverableSignature } from './key-service-answers.ts';
import { signDigest } from './native-secp256k1.ts';

/** A key as the two things one can do with it, wherever it is kept. */
export type Signer = {
  /** Lower-cased. */
  readonly address: Address;
  readonly sign: SignDigest;
};

/** Signs with a key held in this process: deterministic (RFC 6979), low s. The key itself stays in here. */
export const keySigner = (key: Secret): Signer => {
  return {
    address: privateKeyToAccount(key.reveal() as Hex).address.toLowerCase() as Address,
    sign: async (digest) => {
      try {
        return ok(await signDigest(digest, key.reveal() as Hex));
      } catch {
        // What the library throws may quote what it was given.
        return fail('signer-unavailable', 'The key did not sign.', { when: 'next-tick' });
      }
    },
  };
};

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

/** Whoever asks meanwhile gets the last failure at once: a batch must not wait for a service that is away once per order. */
const REST_MS = 5_000;

export type ServiceOptions = {
  readonly service: KeyService;
  readonly monotonicMs: () => number;
};

const signerOf = (address: Address, { service, monotonicMs }: ServiceOptions): Signer => {
  let resting: { readonly untilMs: number; readonly why: string } | null = null;
  const unavailable = (why: string): Result<never> => fail('signer-unavailable', why, { when: 'next-tick' });
  return {
    address,
    sign: async (digest) => {
      if (resting !== null && monotonicMs() < resting.untilMs) return unavailable(resting.why);
      const der = await service.sign(hexToBytes(digest));
      if (!der.ok) {
        resting = { untilMs: monotonicMs() + REST_MS, why: der.error.message };
        return unavailable(resting.why);
      }
      resting = null;
      const signature = await recoverableSignature(der.value, { digest, address });
      return signature === null
        ? unavailable('The key service answered what is no signature of its key.')
        : ok(signature);
    },
  };
};

/**
 * A signer over a key service. What the service answers is normalised to low s and leaves only once it is proven to be the key's.
 * Fails with `not-configured` for a key that is none of secp256k1 or is not there to sign, and as the service does.
 */
export const openKeyService = async (options: ServiceOptions): Promise<Result<Signer>> => {
  const key = await options.service.describe();
  if (!key.ok) return key;
  const address = key.value.canSign ? addressOfSpki(key.value.publicKey) : null;
  return address === null
    ? fail('not-configured', 'The key is none of spec ECC_SECG_P256K1 that is there to sign.')
    : ok(signerOf(address, options));
};
