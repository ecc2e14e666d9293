import { describe, expect, it } from 'vitest';
import { EnvError, readEnv } from './env.ts';

const KEY = `0x${'4c'.repeat(32)}`;
const problemsOf = (source: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  try {
    readEnv(source);
    return {};
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    return Object.fromEntries(error.variables.map(({ name, problem }) => [name, problem]));
  }
};

describe('the keys of the bot', () => {
  it('may be two at a time, each kept in its own way, the one in use first', () => {
    const { signers } = readEnv({
      BOT_SIGNER_KMS_KEY_ID: 'alias/bot',
      BOT_SIGNER_KMS_REGION: 'eu-central-1',
      BOT_SIGNER_KEYSTORE_FILE_NEXT: '/run/key.json',
      BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT: '/run/password',
    });
    expect(signers).toEqual([
      { kind: 'kms', variable: 'BOT_SIGNER_KMS_KEY_ID', keyId: 'alias/bot', region: 'eu-central-1' },
      {
        ...{ kind: 'keystore', variable: 'BOT_SIGNER_KEYSTORE_FILE_NEXT', file: '/run/key.json' },
        passwordFile: '/run/password',
      },
    ]);
  });

  it('are refused by name where one is given twice', () => {
    const problems = problemsOf({
      BOT_SIGNER_PK: KEY,
      BOT_SIGNER_KEYSTORE_FILE: '/run/key.json',
      BOT_SIGNER_KEYSTORE_PASSWORD_FILE: '/run/password',
      BOT_SIGNER_KMS_KEY_ID: 'alias/bot',
      BOT_SIGNER_KMS_REGION: 'eu-central-1',
    });
    expect(problems).toEqual({
      BOT_SIGNER_KEYSTORE_FILE: expect.stringContaining('must not be set beside BOT_SIGNER_PK'),
      BOT_SIGNER_KMS_KEY_ID: expect.stringContaining('must not be set beside BOT_SIGNER_PK'),
    });
    expect(JSON.stringify(problems)).not.toContain('4c4c');
  });

  it.each([
    [
      'a keystore without its password',
      { BOT_SIGNER_KEYSTORE_FILE: '/k' },
      'BOT_SIGNER_KEYSTORE_PASSWORD_FILE',
      /^is missing/,
    ],
    [
      'a password that opens nothing',
      { BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT: '/p' },
      'BOT_SIGNER_KEYSTORE_PASSWORD_FILE_NEXT',
      /^is of no use/,
    ],
    [
      'a KMS key without its region',
      { BOT_SIGNER_KMS_KEY_ID: 'alias/a' },
      'BOT_SIGNER_KMS_REGION',
      /^is missing/,
    ],
    [
      'a region alone',
      { BOT_SIGNER_KMS_REGION_NEXT: 'eu-central-1' },
      'BOT_SIGNER_KMS_REGION_NEXT',
      /^is of no use/,
    ],
    [
      'a region that is none',
      { BOT_SIGNER_KMS_KEY_ID: 'alias/a', BOT_SIGNER_KMS_REGION: 'http://x' },
      'BOT_SIGNER_KMS_REGION',
      /must be a region/,
    ],
    ['a key id that is none', { BOT_SIGNER_KMS_KEY_ID: 'a b' }, 'BOT_SIGNER_KMS_KEY_ID', /must be the id/],
    [
      'an admin that is no address',
      { ADMIN_ADDRESSES: `0x${'ab'.repeat(20)}, 0x12` },
      'ADMIN_ADDRESSES',
      /must be an address/,
    ],
    ['a wish that is neither 0 nor 1', { ALLOW_OWNER_KEY: 'yes' }, 'ALLOW_OWNER_KEY', /./],
  ])('are refused with %s', (_, source, name, expected) => {
    expect(problemsOf(source as Record<string, string>)).toMatchObject({
      [name]: expect.stringMatching(expected),
    });
  });

  it('know their admins by addresses, however their letters are written', () => {
    const { adminAddresses } = readEnv({ ADMIN_ADDRESSES: `0x${'AB'.repeat(20)} , 0x${'cd'.repeat(20)}` });
    expect(adminAddresses).toEqual([`0x${'ab'.repeat(20)}`, `0x${'cd'.repeat(20)}`]);
  });
});
