import type { KMSClient } from '@aws-sdk/client-kms';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { KeyService } from './signer.ts';

export type AwsKey = {
  /** Id, ARN or alias. */
  readonly keyId: string;
  readonly region: string;
};

const ATTEMPTS_MAX = 3;
/** All attempts of one question together; KMS answers in some ten milliseconds. */
const ANSWER_MS_MAX = 5_000;

/** What only a person can change: the key, or who may use it. Everything else passes: throttling, time-outs, faults of the service. */
const REFUSALS: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'CredentialsProviderError',
  'DisabledException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidArnException',
  'InvalidClientTokenId',
  'InvalidGrantTokenException',
  'InvalidKeyUsageException',
  'InvalidSignatureException',
  'KMSInvalidStateException',
  'MissingAuthenticationTokenException',
  'NotFoundException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
  'UnsupportedOperationException',
  'ValidationException',
]);

/** The name of an error is all that is told: its words may hold account, role and credentials. */
const nameOf = (error: unknown): string => {
  const name = error instanceof Error ? error.name : '';
  return /^[A-Za-z]{1,64}$/.test(name) ? name : 'an unknown error';
};

const asked = async <T>(ask: () => Promise<T>): Promise<Result<T>> => {
  try {
    return ok(await ask());
  } catch (error) {
    const name = nameOf(error);
    return REFUSALS.has(name)
      ? fail('not-configured', `AWS KMS refuses the key: ${name}.`, { when: 'next-tick' })
      : fail('signer-unavailable', `AWS KMS did not answer: ${name}.`, { when: 'next-tick' });
  }
};

const NOTHING = fail('signer-unavailable', 'AWS KMS answered without what was asked for.', {
  when: 'next-tick',
});

/**
 * A key of spec ECC_SECG_P256K1 in AWS KMS, by its official client, which finds credentials where AWS's tools do. The client is loaded
 * here and nowhere else: who has no such key doesn't pay for it.
 */
export const awsKms = ({ keyId, region }: AwsKey): KeyService => {
  let loading: Promise<{
    readonly client: KMSClient;
    readonly sdk: typeof import('@aws-sdk/client-kms');
  }> | null = null;
  const load = async () => {
    const sdk = await import('@aws-sdk/client-kms');
    return { sdk, client: new sdk.KMSClient({ region, maxAttempts: ATTEMPTS_MAX }) };
  };
  const loaded = () => {
    loading ??= load();
    return loading;
  };
  const inTime = () => ({ abortSignal: AbortSignal.timeout(ANSWER_MS_MAX) });
  return {
    describe: async () => {
      const answer = await asked(async () => {
        const { client, sdk } = await loaded();
        return client.send(new sdk.GetPublicKeyCommand({ KeyId: keyId }), inTime());
      });
      if (!answer.ok) return answer;
      const { PublicKey: publicKey, KeySpec, KeyUsage } = answer.value;
      if (publicKey === undefined) return NOTHING;
      return ok({ publicKey, canSign: KeySpec === 'ECC_SECG_P256K1' && KeyUsage === 'SIGN_VERIFY' });
    },
    sign: async (digest) => {
      const answer = await asked(async () => {
        const { client, sdk } = await loaded();
        const request = {
          KeyId: keyId,
          Message: digest,
          MessageType: 'DIGEST',
          SigningAlgorithm: 'ECDSA_SHA_256',
        } as const;
        return client.send(new sdk.SignCommand(request), inTime());
      });
      if (!answer.ok) return answer;
      return answer.value.Signature === undefined ? NOTHING : ok(answer.value.Signature);
    },
  };
};
