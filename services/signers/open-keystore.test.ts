import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { privateKeyToAddress } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { Secret } from '../secret.ts';
import { openKeystore } from './open-keystore.ts';

const ADDRESS = '0x2c7536E3605D9C16a7a3D7b1898e529396a65c23';
const PASSWORD = 'correct horse — batterie n°9';
const textOf = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'testing', `${name}.json`), 'utf8');

const addressIn = async (text: string, password = PASSWORD): Promise<string> => {
  const key = await openKeystore(text, new Secret(password));
  return key.ok ? privateKeyToAddress(key.value.reveal() as `0x${string}`) : key.error.message;
};

type Keystore = { [field: string]: unknown };

/** The file with one field changed, named by its path; undefined takes it out. */
const changed = (name: string, path: string, value: unknown): string => {
  const file = JSON.parse(textOf(name)) as Keystore;
  const fields = path.split('.');
  const last = fields.pop() ?? '';
  let part = file;
  for (const field of fields) part = part[field] as Keystore;
  part[last] = value;
  return JSON.stringify(file);
};

describe('a keystore', () => {
  it.each([
    ['ethers, scrypt', 'ethers-scrypt', PASSWORD, ADDRESS],
    ['ethers, at its standard strength', 'ethers-standard', PASSWORD, ADDRESS],
    ['ethers, from a phrase', 'ethers-phrase', PASSWORD, '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'],
    ['ethers, with a password of letters that can be written in two ways', 'ethers-nfkc', 'Å①ﬁ', ADDRESS],
    ['web3, scrypt', 'web3-scrypt', PASSWORD, ADDRESS],
    ['web3, pbkdf2', 'web3-pbkdf2', PASSWORD, ADDRESS],
  ])('of %s gives the key that was sealed in it', async (_, name, password, address) => {
    expect(await addressIn(textOf(name), password)).toBe(address);
  });

  it('may spell its hex with 0x and leave its address out', async () => {
    const mac = (JSON.parse(textOf('web3-scrypt')) as { crypto: { mac: string } }).crypto.mac;
    expect(await addressIn(changed('web3-scrypt', 'crypto.mac', `0x${mac.toUpperCase()}`))).toBe(ADDRESS);
    expect(await addressIn(changed('web3-scrypt', 'address', undefined))).toBe(ADDRESS);
  });

  it.each([
    ['another password', textOf('web3-scrypt'), `${PASSWORD} `, /^crypto\.mac does not match: the password/],
    ['no JSON', '{"crypto"', PASSWORD, /^is no JSON$/],
    ['a list', '[]', PASSWORD, /^is no JSON object$/],
    ['null', 'null', PASSWORD, /^is no JSON object$/],
    ['another version', changed('web3-scrypt', 'version', 1), PASSWORD, /^version must be 3/],
    ['no version', changed('web3-scrypt', 'version', undefined), PASSWORD, /^version /],
    ['no sealed part', changed('web3-scrypt', 'crypto', undefined), PASSWORD, /^crypto is missing$/],
    ['two sealed parts', changed('web3-scrypt', 'Crypto', {}), PASSWORD, /^has both crypto and Crypto$/],
    [
      'another cipher',
      changed('ethers-scrypt', 'Crypto.cipher', 'aes-256-cbc'),
      PASSWORD,
      /^Crypto\.cipher must/,
    ],
    [
      'another derivation',
      changed('web3-scrypt', 'crypto.kdf', 'argon2id'),
      PASSWORD,
      /^crypto\.kdf must be scrypt/,
    ],
    [
      'another hash',
      changed('web3-pbkdf2', 'crypto.kdfparams.prf', 'hmac-md5'),
      PASSWORD,
      /^crypto\.kdfparams\.prf/,
    ],
    [
      'a short vector',
      changed('web3-scrypt', 'crypto.cipherparams.iv', 'ab'),
      PASSWORD,
      /^crypto\.cipherparams\.iv/,
    ],
    ['a short mac', changed('web3-scrypt', 'crypto.mac', ''), PASSWORD, /^crypto\.mac must be 32 bytes/],
    [
      'a mac that is no text',
      changed('web3-scrypt', 'crypto.mac', 7),
      PASSWORD,
      /^crypto\.mac is missing, or/,
    ],
    [
      'a salt that is no hex',
      changed('web3-scrypt', 'crypto.kdfparams.salt', 'zz'),
      PASSWORD,
      /salt must be/,
    ],
    [
      'a key too short',
      changed('web3-scrypt', 'crypto.ciphertext', 'ab'),
      PASSWORD,
      /^crypto\.ciphertext must/,
    ],
    [
      'a short derived key',
      changed('web3-scrypt', 'crypto.kdfparams.dklen', 16),
      PASSWORD,
      /dklen must be 32/,
    ],
    [
      'a memory bomb by n',
      changed('web3-scrypt', 'crypto.kdfparams.n', 2 ** 20),
      PASSWORD,
      /^crypto\.kdfparams\.n and r would take 1024 MiB/,
    ],
    [
      'a memory bomb by r',
      changed('web3-scrypt', 'crypto.kdfparams.r', 2 ** 20),
      PASSWORD,
      /^crypto\.kdfparams\.r must be at most 64/,
    ],
    [
      'endless work by p',
      changed('web3-scrypt', 'crypto.kdfparams.p', 1_024),
      PASSWORD,
      /^crypto\.kdfparams\.n with r and p asks/,
    ],
    [
      'an n that is no power of two',
      changed('web3-scrypt', 'crypto.kdfparams.n', 1_000),
      PASSWORD,
      /n must be a power of two/,
    ],
    [
      'an n in text',
      changed('web3-scrypt', 'crypto.kdfparams.n', '1024'),
      PASSWORD,
      /^crypto\.kdfparams\.n is missing, or/,
    ],
    [
      'endless rounds',
      changed('web3-pbkdf2', 'crypto.kdfparams.c', 1e9),
      PASSWORD,
      /^crypto\.kdfparams\.c must be at most/,
    ],
    [
      'no rounds',
      changed('web3-pbkdf2', 'crypto.kdfparams.c', 0),
      PASSWORD,
      /^crypto\.kdfparams\.c must be positive/,
    ],
    [
      'another address',
      changed('web3-scrypt', 'address', 'ab'.repeat(20)),
      PASSWORD,
      /^address is not the one/,
    ],
  ])('with %s is refused by its field', async (_, text, password, expected) => {
    expect(await addressIn(text, password)).toMatch(expected);
  });

  it.each(['ciphertext', 'mac', 'kdfparams.salt'])(
    'is refused when one bit of its %s was altered',
    async (field) => {
      const value = field
        .split('.')
        .reduce(
          (part: unknown, name) => (part as Keystore)[name],
          (JSON.parse(textOf('web3-scrypt')) as Keystore)['crypto'],
        ) as string;
      const altered = `${value.slice(0, -1)}${(Number.parseInt(value.slice(-1), 16) ^ 1).toString(16)}`;
      expect(await addressIn(changed('web3-scrypt', `crypto.${field}`, altered))).toMatch(
        /^crypto\.mac does not match/,
      );
    },
  );

  it('never tells a value of the file or the password, whatever is wrong', async () => {
    const pasted = '4c0883a69102937d6231471b5dbb6204';
    for (const field of [
      'crypto.kdf',
      'crypto.cipher',
      'crypto.mac',
      'crypto.kdfparams.n',
      'version',
      'address',
    ])
      expect(await addressIn(changed('web3-scrypt', field, pasted), 'hunter2-hunter2')).not.toMatch(
        /4c0883|hunter2/,
      );
  });
});
