import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { SealingKeys } from '../env-sealing.ts';
import { Secret } from '../secret.ts';

/** Where a secret belongs. It is under the seal: moved to another place, it doesn't open. */
export type SecretPlace = { readonly table: string; readonly rowId: string; readonly column: string };

/** A secret as the database holds it. */
export type SealedSecret = {
  /** Names the wrapping key, told by the key itself. */
  readonly keyVersion: string;
  /** The secret's own key under the wrapping key: nonce, bytes, tag. */
  readonly wrappedKey: Buffer;
  /** The secret under its own key: nonce, bytes, tag. */
  readonly sealed: Buffer;
};

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** More than any token or webhook; a page of text is no secret of this kind. */
const SECRET_BYTES_MAX = 16_384;

const keyOf = (hex: Secret): Buffer => Buffer.from(hex.reveal(), 'hex');

/** The first eight bytes of the key's HMAC over a fixed word: the same key has the same version, and nobody has to count. */
const keyVersionOf = (key: Secret): string =>
  createHmac('sha256', keyOf(key)).update('1Balancer key version 1').digest('hex').slice(0, 16);

/** What is authenticated beside the bytes; JSON keeps the parts apart. */
const associated = (tag: 'key' | 'secret', { table, rowId, column }: SecretPlace, keyVersion = ''): Buffer =>
  Buffer.from(JSON.stringify(['1Balancer secrets 1', tag, table, rowId, column, keyVersion]));

const encrypt = (key: Buffer, plain: Buffer, beside: Buffer): Buffer => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(beside);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

/** Null when a bit of the bytes, of what stands beside them or of the key is another. */
const decrypt = (key: Buffer, box: Buffer, beside: Buffer): Buffer | null => {
  if (box.length < NONCE_BYTES + TAG_BYTES) return null;
  const nonce = box.subarray(0, NONCE_BYTES);
  const tag = box.subarray(box.length - TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(beside)
    .setAuthTag(tag);
  try {
    return Buffer.concat([
      decipher.update(box.subarray(NONCE_BYTES, box.length - TAG_BYTES)),
      decipher.final(),
    ]);
  } catch {
    // The library's own words would be about bytes that nobody should see.
    return null;
  }
};

const NO_KEY = fail('not-configured', 'SECRETS_KEY is missing: secrets can be neither kept nor read.');

/** The version that is sealed with. Fails with `not-configured` without a key. */
export const currentKeyVersion = ({ current }: SealingKeys): Result<string> =>
  current === null ? NO_KEY : ok(keyVersionOf(current));

const unreadable = ({ table, rowId, column }: SecretPlace, why: string): Result<never> =>
  fail('secret-unreadable', `The secret ${table}.${column} of ${rowId} can't be opened: ${why}.`);

const sealedWith = (
  keys: SealingKeys,
  place: SecretPlace,
  { plain, ownKey }: { readonly plain: Buffer; readonly ownKey: Buffer },
): Result<SealedSecret> => {
  if (keys.current === null) return NO_KEY;
  if (plain.length > SECRET_BYTES_MAX)
    return fail('value-refused', `The secret is longer than ${SECRET_BYTES_MAX} bytes.`);
  const keyVersion = keyVersionOf(keys.current);
  return ok({
    keyVersion,
    wrappedKey: encrypt(keyOf(keys.current), ownKey, associated('key', place, keyVersion)),
    sealed: encrypt(ownKey, plain, associated('secret', place)),
  });
};

/**
 * Seals what must not be a string for a moment, since nobody can wipe one: the bytes are zeros afterwards, whatever came of it. Fails like
 * {@link sealSecret}.
 */
export const sealBytes = (keys: SealingKeys, place: SecretPlace, plain: Buffer): Result<SealedSecret> => {
  const ownKey = randomBytes(KEY_BYTES);
  try {
    return sealedWith(keys, place, { plain, ownKey });
  } finally {
    plain.fill(0);
    ownKey.fill(0);
  }
};

/** Seals a secret for one place. Fails with `not-configured` without a key, and with `value-refused` beyond 16 KiB. */
export const sealSecret = (keys: SealingKeys, place: SecretPlace, secret: Secret): Result<SealedSecret> =>
  sealBytes(keys, place, Buffer.from(secret.reveal(), 'utf8'));

const unwrap = (keys: SealingKeys, place: SecretPlace, kept: SealedSecret): Result<Buffer> => {
  if (keys.current === null) return NO_KEY;
  const wrapping = [keys.current, keys.previous].find(
    (key) => key !== null && keyVersionOf(key) === kept.keyVersion,
  );
  if (wrapping == null)
    return unreadable(
      place,
      `its key is version ${kept.keyVersion}, which is neither SECRETS_KEY nor SECRETS_KEY_PREVIOUS`,
    );
  const ownKey = decrypt(keyOf(wrapping), kept.wrappedKey, associated('key', place, kept.keyVersion));
  return ownKey?.length === KEY_BYTES
    ? ok(ownKey)
    : unreadable(place, 'it was changed, or belongs elsewhere');
};

/** Opens a secret at its place. Fails with `not-configured` or `secret-unreadable`, naming the place and nothing of what is in it. */
export const openSecret = (keys: SealingKeys, place: SecretPlace, kept: SealedSecret): Result<Secret> => {
  const ownKey = unwrap(keys, place, kept);
  if (!ownKey.ok) return ownKey;
  const plain = decrypt(ownKey.value, kept.sealed, associated('secret', place));
  ownKey.value.fill(0);
  if (plain === null) return unreadable(place, 'it was changed, or belongs elsewhere');
  const secret = new Secret(plain.toString('utf8'));
  plain.fill(0);
  return ok(secret);
};

/** The same secret under the current key: only its own key is wrapped anew. Fails like {@link openSecret}; what can't be opened stays as it is. */
export const rewrapSecret = (
  keys: SealingKeys,
  place: SecretPlace,
  kept: SealedSecret,
): Result<SealedSecret> => {
  const opened = openSecret(keys, place, kept);
  if (!opened.ok) return opened;
  const ownKey = unwrap(keys, place, kept);
  if (!ownKey.ok) return ownKey;
  if (keys.current === null) return NO_KEY;
  const keyVersion = keyVersionOf(keys.current);
  const wrappedKey = encrypt(keyOf(keys.current), ownKey.value, associated('key', place, keyVersion));
  return ok({ ...kept, keyVersion, wrappedKey });
};
