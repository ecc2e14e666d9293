import { z } from 'zod';
import { fail, ok, type Result } from '../../lib/result.ts';

/** Memory that deriving one key may take: twice what ethers writes by default, and what geth's standard needs. */
export const SCRYPT_MEMORY_BYTES_MAX = 2 ** 28;
/** n × r × p; geth's standard is 2^21. */
const SCRYPT_WORK_MAX = 2 ** 22;
const PBKDF2_ROUNDS_MAX = 10_000_000;

const hexBytes = (bytes: { readonly min: number; readonly max: number }) =>
  z
    .string()
    .regex(
      new RegExp(`^(0x)?([0-9a-fA-F]{2}){${bytes.min},${bytes.max}}$`),
      bytes.min === bytes.max
        ? `must be ${bytes.min} bytes in hex`
        : `must be ${bytes.min} to ${bytes.max} bytes in hex`,
    )
    .transform((text) => Buffer.from(text.replace(/^0x/, ''), 'hex'));

const whole = (max: number) =>
  z.int('must be a whole number').min(1, 'must be positive').max(max, `must be at most ${max}`);
const salt = hexBytes({ min: 1, max: 256 });
const dklen = z.literal(32, 'must be 32');

const scrypt = z.object({
  kdf: z.literal('scrypt'),
  kdfparams: z
    .object({
      dklen,
      salt,
      n: whole(2 ** 24).refine(
        (n) => n > 1 && Number.isInteger(Math.log2(n)),
        'must be a power of two above one',
      ),
      r: whole(64),
      p: whole(1_024),
    })
    .superRefine(({ n, r, p }, context) => {
      const bad = (message: string) => context.addIssue({ code: 'custom', path: ['n'], message });
      if (128 * n * r > SCRYPT_MEMORY_BYTES_MAX)
        bad(
          `and r would take ${Math.ceil((n * r) / 8_192)} MiB of memory: at most ${SCRYPT_MEMORY_BYTES_MAX / 2 ** 20} MiB is given`,
        );
      else if (n * r * p > SCRYPT_WORK_MAX)
        bad(`with r and p asks for too much work: n × r × p must be at most ${SCRYPT_WORK_MAX}`);
    }),
});

const pbkdf2 = z.object({
  kdf: z.literal('pbkdf2'),
  kdfparams: z.object({
    dklen,
    salt,
    c: whole(PBKDF2_ROUNDS_MAX),
    prf: z.literal('hmac-sha256', 'must be hmac-sha256'),
  }),
});

const sealed = z.object({
  cipher: z.literal('aes-128-ctr', 'must be aes-128-ctr'),
  cipherparams: z.object({ iv: hexBytes({ min: 16, max: 16 }) }),
  ciphertext: hexBytes({ min: 32, max: 32 }),
  mac: hexBytes({ min: 32, max: 32 }),
});

const cryptoPart = z.discriminatedUnion(
  'kdf',
  [sealed.extend(scrypt.shape), sealed.extend(pbkdf2.shape)],
  'must be scrypt or pbkdf2',
);

/** An encrypted key, as Web3 Secret Storage writes it. */
export type SealedKey = z.output<typeof cryptoPart>;

const outer = z.looseObject({
  version: z.literal(3, 'must be 3: only Web3 Secret Storage version 3 is read'),
  address: hexBytes({ min: 20, max: 20 }).nullish(),
});

export type KeystoreFile = {
  /** As the file spells it. */
  readonly part: 'crypto' | 'Crypto';
  readonly sealed: SealedKey;
  /** 20 bytes; null when the file doesn't say whose key it holds. */
  readonly address: Buffer | null;
};

/** Names the first bad field, in the file's own spelling. A value is never told: it may be what somebody pasted into the wrong place. */
const refused = ({ issues }: z.ZodError, above: readonly string[]): Result<never> => {
  const [issue] = issues;
  const field = [...above, ...(issue?.path ?? [])].join('.');
  const absent = issue?.code === 'invalid_type' ? 'is missing, or of another type' : issue?.message;
  return fail('not-configured', field === '' ? 'is no JSON object' : `${field} ${absent}`);
};

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Reads a V3 keystore as the usual libraries write it: geth and web3 spell its part `crypto`, ethers `Crypto`. What else stands in the
 * file (ethers' encrypted phrase, say) is left alone. Fails with `not-configured`, naming the field.
 */
export const readKeystoreFile = (text: string): Result<KeystoreFile> => {
  const json = parsedJson(text);
  if (json === undefined) return fail('not-configured', 'is no JSON');
  const file = outer.safeParse(json);
  if (!file.success) return refused(file.error, []);
  const [name, ...others] = (['crypto', 'Crypto'] as const).filter(
    (spelling) => file.data[spelling] !== undefined,
  );
  if (name === undefined) return fail('not-configured', 'crypto is missing');
  if (others.length > 0) return fail('not-configured', 'has both crypto and Crypto');
  const sealedKey = cryptoPart.safeParse(file.data[name]);
  if (!sealedKey.success) return refused(sealedKey.error, [name]);
  return ok({ part: name, sealed: sealedKey.data, address: file.data.address ?? null });
};
