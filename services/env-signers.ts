import { z } from 'zod';
import { Secret } from './secret.ts';

/** Curve order of secp256k1: a private key lies strictly between 0 and this. */
const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** Where one of the bot's keys is kept. `variable` names it wherever something is wrong with it. */
export type SignerSource =
  | { readonly kind: 'key'; readonly variable: string; readonly key: Secret }
  | {
      readonly kind: 'keystore';
      readonly variable: string;
      readonly file: string;
      readonly passwordFile: string;
    }
  | { readonly kind: 'kms'; readonly variable: string; readonly keyId: string; readonly region: string };

const privateKey = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'must be a private key: 0x and 64 hex digits')
  .refine((text) => {
    const key = /^0x[0-9a-fA-F]{64}$/.test(text) ? BigInt(text) : 1n;
    return key > 0n && key < SECP256K1_ORDER;
  }, 'must lie in the range of the curve')
  .transform((text) => new Secret(text));

const path = z.string().max(4_096, 'must be a path of a file');

const kmsKeyId = z.string().regex(/^[A-Za-z0-9:/_-]{1,2048}$/, 'must be the id, ARN or alias of a key');
const awsRegion = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/, 'must be a region, such as eu-central-1');

/** The variables of the bot's keys. Each may stand once for the key in use and once, with `_NEXT`, for the one that follows it. */
export const SIGNER_VARIABLES = {
  BOT_SIGNER_PK: privateKey.optional(),
  BOT_SIGNER_KEYSTORE_FILE: path.optional(),
  BOT_SIGNER_KEYSTORE_PASSWORD_FILE: path.optional(),
  BOT_SIGNER_KMS_KEY_ID: kmsKeyId.optional(),
  BOT_SIGNER_KMS_REGION: awsRegion.optional(),
  BOT_SIGNER_PK_NEXT: privateKey.optional(),
  BOT_SIGNER_KEYSTORE_FILE_NEXT: path.optional(),
  BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT: path.optional(),
  BOT_SIGNER_KMS_KEY_ID_NEXT: kmsKeyId.optional(),
  BOT_SIGNER_KMS_REGION_NEXT: awsRegion.optional(),
};

type SignerVariable = keyof typeof SIGNER_VARIABLES;
type SignerVariables = z.output<z.ZodObject<typeof SIGNER_VARIABLES>>;

type Given<T> = { readonly name: SignerVariable; readonly value: T | undefined };
const given = <T>(name: SignerVariable, value: T | undefined): Given<T> => ({ name, value });

/** The variables of one key by what they hold. */
type Slot = {
  readonly key: Given<Secret>;
  readonly file: Given<string>;
  readonly password: Given<string>;
  readonly keyId: Given<string>;
  readonly region: Given<string>;
};

const slotsOf = (parsed: SignerVariables): readonly Slot[] => [
  {
    key: given('BOT_SIGNER_PK', parsed.BOT_SIGNER_PK),
    file: given('BOT_SIGNER_KEYSTORE_FILE', parsed.BOT_SIGNER_KEYSTORE_FILE),
    password: given('BOT_SIGNER_KEYSTORE_PASSWORD_FILE', parsed.BOT_SIGNER_KEYSTORE_PASSWORD_FILE),
    keyId: given('BOT_SIGNER_KMS_KEY_ID', parsed.BOT_SIGNER_KMS_KEY_ID),
    region: given('BOT_SIGNER_KMS_REGION', parsed.BOT_SIGNER_KMS_REGION),
  },
  {
    key: given('BOT_SIGNER_PK_NEXT', parsed.BOT_SIGNER_PK_NEXT),
    file: given('BOT_SIGNER_KEYSTORE_FILE_NEXT', parsed.BOT_SIGNER_KEYSTORE_FILE_NEXT),
    password: given('BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT', parsed.BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT),
    keyId: given('BOT_SIGNER_KMS_KEY_ID_NEXT', parsed.BOT_SIGNER_KMS_KEY_ID_NEXT),
    region: given('BOT_SIGNER_KMS_REGION_NEXT', parsed.BOT_SIGNER_KMS_REGION_NEXT),
  },
];

type SignerFault = { readonly name: SignerVariable; readonly problem: string };

const missingPart = (whole: Given<string>, part: Given<string>): readonly SignerFault[] => {
  if ((whole.value === undefined) === (part.value === undefined)) return [];
  return part.value === undefined
    ? [{ name: part.name, problem: `is missing: ${whole.name} is of no use without it` }]
    : [{ name: part.name, problem: `is of no use: ${whole.name} is not set` }];
};

/** What contradicts itself: a key that is given twice, or the half of one. */
export const signerFaults = (parsed: SignerVariables): readonly SignerFault[] =>
  slotsOf(parsed).flatMap(({ key, file, password, keyId, region }) => {
    const [first, ...others] = [key, file, keyId].filter(({ value }) => value !== undefined);
    const twice = others.map(({ name }) => ({
      name,
      problem: `must not be set beside ${first?.name}: one key each; the one that is to follow has the variables in _NEXT`,
    }));
    return [...twice, ...missingPart(file, password), ...missingPart(keyId, region)];
  });

/** The bot's keys, the one in use first. */
export const signersOf = (parsed: SignerVariables): readonly SignerSource[] =>
  slotsOf(parsed).flatMap(({ key, file, password, keyId, region }): readonly SignerSource[] => {
    if (key.value !== undefined) return [{ kind: 'key', variable: key.name, key: key.value }];
    if (file.value !== undefined && password.value !== undefined)
      return [{ kind: 'keystore', variable: file.name, file: file.value, passwordFile: password.value }];
    if (keyId.value !== undefined && region.value !== undefined)
      return [{ kind: 'kms', variable: keyId.name, keyId: keyId.value, region: region.value }];
    return [];
  });
