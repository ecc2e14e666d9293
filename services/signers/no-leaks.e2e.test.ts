import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { compiledCommand } from '../../e2e/support/built-commands.ts';
import { SIGNER_KEY } from '../../e2e/support/order-world.ts';
import { readEnv } from '../env.ts';
import { VARIABLES } from '../env-variables.ts';
import { openBot } from '../wire/tick/bot.ts';
import { CREDENTIALS, type FakeAwsKms, KEY_ID, REGION, startFakeAwsKms } from './testing/fake-aws-kms.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const STATIC = join(ROOT, '.next', 'static');
const KEYSTORE = join(import.meta.dirname, 'testing', 'web3-scrypt.json');
const PASSWORD = 'correct horse — batterie n°9';
const WRONG_PASSWORD = 'hunter2-hunter2-hunter2';
/** The key in the keystore. */
const SEALED_KEY = '0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318';
/** A key that lacks a digit is a key's worth of secret, too. */
const CUT_OFF = SIGNER_KEY.slice(0, -1);
const SECRETS = [CUT_OFF, SEALED_KEY, PASSWORD, WRONG_PASSWORD, CREDENTIALS.AWS_SECRET_ACCESS_KEY].flatMap(
  (secret) => [secret, secret.replace(/^0x/, ''), JSON.stringify(secret).slice(1, -1)],
);

let world: BotWorld;
let kms: FakeAwsKms;
let dir = '';
const fileOf = (name: string, text: string): string => {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'keys-'));
  [world, kms] = await Promise.all([buildBotWorld(), startFakeAwsKms(SIGNER_KEY)]);
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await kms?.stop();
  await world?.stop();
});

type Change = Readonly<Record<string, string | undefined>>;
type Run = { readonly code: number | null; readonly output: string };

const run = (
  words: readonly string[],
  change: Readonly<Record<string, string | undefined>>,
): Promise<Run> => {
  const env: NodeJS.ProcessEnv = {
    ...{ PATH: process.env['PATH'], NODE_ENV: 'test' },
    ...{ ...world.env, LOG_LEVEL: 'trace' },
    ...change,
  };
  const child = spawn(process.execPath, [compiledCommand('main'), ...words], { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
};

/** What whoever starts the bot is told. */
const refusalOf = async (variables: Change): Promise<string> => {
  try {
    const opened = await openBot(readEnv(variables));
    if (opened.ok) throw new Error('the bot opened');
    return opened.error.message;
  } catch (error) {
    return String(error);
  }
};

const noSecretIn = (output: string): void => {
  const text = output.toLowerCase();
  expect(SECRETS.filter((secret) => text.includes(secret.toLowerCase()))).toEqual([]);
};
const keystore = (file: string, password: string) => ({
  BOT_SIGNER_PK: undefined,
  BOT_SIGNER_KEYSTORE_FILE: file,
  BOT_SIGNER_KEYSTORE_PASSWORD_FILE: fileOf('password', `${password}\n`),
});
const inKms = () => ({
  ...CREDENTIALS,
  ...{ BOT_SIGNER_PK: undefined, BOT_SIGNER_KMS_KEY_ID: KEY_ID, BOT_SIGNER_KMS_REGION: REGION },
  AWS_ENDPOINT_URL_KMS: kms.url,
});

describe('no key and no password is in the output', () => {
  it.each<readonly [string, readonly string[], () => Change]>([
    ['of a tick that signs with the key of the environment', ['bot', 'once'], () => ({})],
    ['of a tick with an encrypted key', ['bot', 'once'], () => keystore(KEYSTORE, PASSWORD)],
    ['of a tick with a key in AWS KMS', ['bot', 'once'], inKms],
    ['of a list of who is not served', ['db', 'unserved'], () => keystore(KEYSTORE, PASSWORD)],
  ])('%s', async (_, words, change) => {
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    const { code, output } = await run(words, change());
    expect(code, output).toBe(0);
    noSecretIn(output);
  });

  it.each<readonly [string, () => Change, RegExp]>([
    [
      'another password',
      () => keystore(KEYSTORE, WRONG_PASSWORD),
      /BOT_SIGNER_KEYSTORE_FILE.*web3-scrypt\.json crypto\.mac does not match/,
    ],
    [
      'two keys at once',
      () => ({ ...keystore(KEYSTORE, PASSWORD), BOT_SIGNER_PK: SIGNER_KEY }),
      /must not be set beside BOT_SIGNER_PK/,
    ],
    [
      'an admin’s key',
      () => ({ ADMIN_ADDRESSES: privateKeyToAddress(SIGNER_KEY) }),
      /an admin's key must not sign/,
    ],
    [
      'a KMS that refuses',
      () => ({ ...inKms(), AWS_SECRET_ACCESS_KEY: CREDENTIALS.AWS_SECRET_ACCESS_KEY.toLowerCase() }),
      /AWS KMS refuses the key: InvalidSignatureException/,
    ],
  ])('of a start that fails by %s, which ends with the code of wrong usage', async (_, change, words) => {
    const { code, output } = await run(['bot', 'once'], change());
    expect(output.replaceAll('\n', ' ')).toMatch(words);
    expect(code).toBe(2);
    noSecretIn(output);
  });

  it.each<readonly [string, () => Change, RegExp]>([
    [
      'a key where the keystore should be',
      () => keystore(fileOf('pasted', SEALED_KEY), PASSWORD),
      /pasted is no JSON/,
    ],
    [
      'a key pasted into the keystore',
      () =>
        keystore(
          fileOf('half', readFileSync(KEYSTORE, 'utf8').replace('"scrypt"', `"${SEALED_KEY}"`)),
          PASSWORD,
        ),
      /half crypto\.kdf must be/,
    ],
    ['no such file', () => keystore(join(dir, 'none'), PASSWORD), /none does not exist/],
    ['a folder', () => keystore(dir, PASSWORD), /is no file|EISDIR/],
    [
      'a file that is none of ours',
      () => keystore(fileOf('big', '7'.repeat(70_000)), PASSWORD),
      /larger than 65536/,
    ],
    [
      'an empty password',
      () => keystore(KEYSTORE, ''),
      /BOT_SIGNER_KEYSTORE_PASSWORD_FILE.*password is empty/,
    ],
    ['a key that is cut off', () => ({ BOT_SIGNER_PK: CUT_OFF }), /BOT_SIGNER_PK must be a private key/],
  ])('of what refuses %s', async (_, change, words) => {
    const text = await refusalOf({ ...world.env, ...change() });
    expect(text.replaceAll('\n', ' ')).toMatch(words);
    noSecretIn(text);
  });
});

describe('a key service that is away', () => {
  it('lets the bot start, holds what nobody else signs for, and is told in the log', async () => {
    const change = { ...inKms(), AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:1' };
    const { code, output } = await run(['bot', 'once'], change);
    expect(code, output).toBe(0);
    expect(output).toContain('signer-unreachable');
    const [row] = await world.database.admin`select reason from decisions order by id desc limit 1`;
    expect(row?.['reason']).toBe('no-key');
    noSecretIn(output);
  });
});

describe('what a browser is given', () => {
  it.skipIf(!existsSync(STATIC))('names no variable of a key, and holds none', () => {
    const names = VARIABLES.filter(({ group }) => group === 'Signer').map(({ name }) => name);
    const files = readdirSync(STATIC, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(js|css|json|map)$/.test(file),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      const text = readFileSync(join(STATIC, file), 'utf8');
      expect([...names, '@aws-sdk', SIGNER_KEY].filter((word) => text.includes(word))).toEqual([]);
    }
  });
});
