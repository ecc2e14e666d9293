import { expect, test } from 'vitest';
import { type BotKeys, isAuthorised, withheldByKeys } from './bot-keys.ts';

const SIGNER = '0x00000000000000000000000000000000000000b0';
const OTHER = '0x00000000000000000000000000000000000000b9';
const OWNER = '0x00000000000000000000000000000000000000d0';
const keys = (change: Partial<Exclude<BotKeys, 'any'>> = {}): BotKeys => ({
  addresses: new Set([SIGNER] as const),
  unreachable: null,
  isOwnerKeyAllowed: false,
  ...change,
});
const reading = { signer: SIGNER, owners: [OWNER] } as const;

test('Any of several keys signs for the account that names it', () => {
  const both = keys({ addresses: new Set([OTHER, SIGNER] as const) });
  for (const signer of [SIGNER, OTHER] as const) expect(isAuthorised({ signer }, both)).toBe(true);
  expect(isAuthorised({ signer: OTHER }, keys())).toBe(false);
  expect(isAuthorised({ signer: null }, 'any')).toBe(false);
});

test('An account that the bot has no key for at all is withheld for that', () => {
  expect(withheldByKeys(reading, keys({ addresses: new Set() }))).toEqual({ reason: 'no-key', detail: null });
});

test('A key service that is away withholds what none of the other keys signs for, and only that', () => {
  const unreachable = 'BOT_SIGNER_KMS_KEY_ID: AWS KMS did not answer';
  const other = { ...reading, signer: OTHER } as const;
  expect(withheldByKeys(other, keys({ unreachable }))).toEqual({ reason: 'no-key', detail: unreachable });
  expect(withheldByKeys(reading, keys({ unreachable }))).toBeNull();
  expect(withheldByKeys(other, keys())).toBeNull();
});

test('An account of which the bot holds an owner’s key is withheld, whoever signs for it, unless that is allowed', () => {
  const owned = { ...reading, owners: [OWNER, SIGNER] } as const;
  const reason = 'signer-too-strong';
  expect(withheldByKeys(owned, keys())).toMatchObject({ reason, detail: expect.stringContaining(SIGNER) });
  expect(withheldByKeys({ ...owned, signer: OTHER }, keys())).toMatchObject({ reason });
  expect(withheldByKeys(owned, keys({ isOwnerKeyAllowed: true }))).toBeNull();
  expect(withheldByKeys(owned, 'any')).toBeNull();
});
