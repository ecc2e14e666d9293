import { createDecipheriv, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { keccak256 } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { Secret } from '../secret.ts';
import { readKeystoreFile, SCRYPT_MEMORY_BYTES_MAX, type SealedKey } from './keystore-file.ts';

const derive = promisify(
  (
    password: string,
    { kdfparams, kdf }: SealedKey,
    done: (error: Error | null, key: Buffer) => void,
  ): void => {
    const { salt, dklen } = kdfparams;
    if (kdf === 'pbkdf2') pbkdf2(password, salt, kdfparams.c, dklen, 'sha256', done);
    else {
      const { n, r, p } = kdfparams;
      // The block being mixed comes on top of the table.
      const maxmem = SCRYPT_MEMORY_BYTES_MAX + 128 * r * (p + 2);
      scrypt(password, salt, dklen, { N: n, r, p, maxmem }, done);
    }
  },
);

/** The cipher's key, once the password is proven to be the one the file was sealed with; null when it is another. */
const cipherKeyOf = async (sealed: SealedKey, password: string): Promise<Buffer | null> => {
  const derived = await derive(password, sealed);
  const mac = keccak256(Buffer.concat([derived.subarray(16, 32), sealed.ciphertext]), 'bytes');
  return timingSafeEqual(mac, sealed.mac) ? derived.subarray(0, 16) : null;
};

/** Libraries disagree on letters that can be written in two ways: geth and web3 take the bytes, ethers their NFKC form. */
const spellingsOf = (password: string): readonly string[] => [
  ...new Set([password, password.normalize('NFKC')]),
];

/**
 * The private key of a V3 keystore. Fails with `not-configured`, naming the field and never a value, when the file is malformed, asks
 * for more than is given, was sealed with another password or altered, or holds another key than it says.
 */
export const openKeystore = async (text: string, password: Secret): Promise<Result<Secret>> => {
  const file = readKeystoreFile(text);
  if (!file.ok) return file;
  const { part, sealed, address } = file.value;
  for (const spelling of spellingsOf(password.reveal())) {
    const cipherKey = await cipherKeyOf(sealed, spelling);
    if (cipherKey === null) continue;
    const decipher = createDecipheriv('aes-128-ctr', cipherKey, sealed.cipherparams.iv);
    const key = Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]);
    const hex = `0x${key.toString('hex')}` as const;
    const found = addressOf(hex);
    if (found === null) return fail('not-configured', `${part}.ciphertext holds no private key of the curve`);
    if (address !== null && found !== `0x${address.toString('hex')}`)
      return fail('not-configured', `address is not the one of the key in ${part}.ciphertext`);
    return ok(new Secret(hex));
  }
  return fail(
    'not-configured',
    `${part}.mac does not match: the password is another one, or the file was altered`,
  );
};

const addressOf = (key: `0x${string}`): string | null => {
  try {
    return privateKeyToAddress(key).toLowerCase();
  } catch {
    return null;
  }
};
