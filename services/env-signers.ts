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
    };

const privateKey = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, 'must be a private key: 0x and 64 hex digits')
  .refine((text) => {
    const key = /^0x[0-9a-fA-F]{64}$/.test(text) ? BigInt(text) : 1n;
    return key > 0n && key < SECP256K1_ORDER;
  }, 'must lie in the range of the curve')
  .transform((text) => new Secret(text));

const path = z.string().max(4_096, 'must be a path of a file');

/** The variables of the bot's keys. Each may stand once for the key in use and once, with `_NEXT`, for the one that follows it. */
export const SIGNER_VARIABLES = {
  BOT_SIGNER_PK: privateKey.optional(),
  BOT_SIGNER_KEYSTORE_FILE: path.optional(),
  BOT_SIGNER_KEYSTORE_PASSWORD_FILE: path.optional(),
  BOT_SIGNER_PK_NEXT: privateKey.optional(),
  BOT_SIGNER_KEYSTORE_FILE_NEXT: path.optional(),
  BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT: path.optional(),
};

type SignerVariable = keyof typeof SIGNER_VARIABLES;
type SignerVariables = z.output<z.ZodObject<typeof SIGNER_VARIABLES>>;

/** The variables of one key by what they hold. */
type Slot = {
  readonly names: {
    readonly key: SignerVariable;
    readonly file: SignerVariable;
    readonly password: SignerVariable;
  };
  readonly key: Secret | undefined;
  readonly file: string | undefined;
  readonly password: string | undefined;
};

const slotsOf = (parsed: SignerVariables): readonly Slot[] => [
  {
    names: {
      key: 'BOT_SIGNER_PK',
      file: 'BOT_SIGNER_KEYSTORE_FILE',
      password: 'BOT_SIGNER_KEYSTORE_PASSWORD_FILE',
    },
    key: parsed.BOT_SIGNER_PK,
    file: parsed.BOT_SIGNER_KEYSTORE_FILE,
    password: parsed.BOT_SIGNER_KEYSTORE_PASSWORD_FILE,
  },
  {
    names: {
      key: 'BOT_SIGNER_PK_NEXT',
      file: 'BOT_SIGNER_KEYSTORE_FILE_NEXT',
      password: 'BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT',
    },
    key: parsed.BOT_SIGNER_PK_NEXT,
    file: parsed.BOT_SIGNER_KEYSTORE_FILE_NEXT,
    password: parsed.BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT,
  },
];

/** What contradicts itself: a key that is given twice, a file without its password. */
export const signerFaults = (
  parsed: SignerVariables,
): readonly { readonly name: SignerVariable; readonly problem: string }[] =>
  slotsOf(parsed).flatMap(({ names, key, file, password }) => {
    const given = [...(key === undefined ? [] : [names.key]), ...(file === undefined ? [] : [names.file])];
    const twice = given.slice(1).map((name) => ({
      name,
      problem: `must not be set beside ${given[0]}: one key each; the key that is to follow has the variables in _NEXT`,
    }));
    const open =
      file !== undefined && password === undefined
        ? [{ name: names.password, problem: `is missing: ${names.file} can't be opened without it` }]
        : [];
    const idle =
      file === undefined && password !== undefined
        ? [{ name: names.password, problem: `opens nothing: ${names.file} is not set` }]
        : [];
    return [...twice, ...open, ...idle];
  });

/** The bot's keys, the one in use first. */
export const signersOf = (parsed: SignerVariables): readonly SignerSource[] =>
  slotsOf(parsed).flatMap(({ names, key, file, password }): readonly SignerSource[] => {
    if (key !== undefined) return [{ kind: 'key', variable: names.key, key }];
    if (file !== undefined && password !== undefined)
      return [{ kind: 'keystore', variable: names.file, file, passwordFile: password }];
    return [];
  });
