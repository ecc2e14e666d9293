import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { base58 } from '@scure/base';
import { type Hex, hexToBytes, keccak256, stringToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { intentNonce } from '../../lib/intents/intent-nonce.ts';
import { intentHash, intentSignature } from '../../lib/intents/signed-intent.ts';
import { transferText } from '../../lib/intents/transfer-intent.ts';
import { API_KEY, type IntentsWorld, openIntents } from './testing/intents-world.ts';

/** In a folder of its own, since a package below it is in the public domain, which the list of licences doesn't have. */
const SDK = '@defuse-protocol/one-click-sdk-typescript@0.1.25';
const TYPES = '@defuse-protocol/contract-types@0.6.4';

type Quoted = { readonly quote: { readonly depositAddress?: string } & Readonly<Record<string, unknown>> };
type Sdk = {
  readonly OpenAPI: { BASE: string; HEADERS: Readonly<Record<string, string>> };
  readonly OneClickService: {
    readonly getTokens: () => Promise<readonly unknown[]>;
    readonly getQuote: (question: unknown) => Promise<Quoted>;
    readonly generateIntent: (
      question: unknown,
    ) => Promise<{ readonly intent: { readonly payload: string } }>;
    readonly submitIntent: (question: unknown) => Promise<{ readonly intentHash: string }>;
    readonly getExecutionStatus: (address: string) => Promise<{ readonly status: string }>;
  };
  readonly verifyQuoteSignature: (response: unknown, key: string) => boolean;
};
type Validator = {
  readonly '~standard': { readonly validate: (value: unknown) => { readonly issues?: readonly unknown[] } };
};

const KEY = keccak256(stringToBytes('an owner of a test'));
const owner = privateKeyToAccount(KEY);
const account = owner.address.toLowerCase() as Hex;
const USDC = 'nep141:usdc.near';

let folder: string;
let sdk: Sdk;
let validators: Readonly<Record<string, Validator>>;
let world: IntentsWorld;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'one-click-sdk-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const options = ['install', '--silent', '--no-audit', '--no-fund', '--ignore-scripts'];
  execFileSync('npm', [...options, SDK, TYPES], { cwd: folder });
  const load = createRequire(join(folder, 'package.json'));
  sdk = load('@defuse-protocol/one-click-sdk-typescript');
  validators = await import(pathToFileURL(load.resolve('@defuse-protocol/contract-types/validate')).href);
  world = await openIntents();
  sdk.OpenAPI.BASE = world.fake.api.baseUrl;
  sdk.OpenAPI.HEADERS = { 'X-API-Key': API_KEY };
  world.fake.ledger.give({ account, token: USDC, units: 5_000_000_000n }, world.clock.seconds);
}, 600_000);
afterAll(async () => {
  await world?.fake.close();
  rmSync(folder, { recursive: true, force: true });
});

const question = (dry: boolean) => ({
  ...{ dry, swapType: 'EXACT_INPUT', slippageTolerance: 100, originAsset: USDC, depositType: 'INTENTS' },
  ...{
    destinationAsset: 'nep141:btc.omft.near',
    amount: '1000000000',
    refundTo: account,
    refundType: 'INTENTS',
  },
  ...{ recipient: account, recipientType: 'INTENTS' },
  deadline: new Date((world.clock.seconds + 600) * 1_000).toISOString(),
});
const faultsOf = (name: string, value: unknown) => validators[name]?.['~standard'].validate(value).issues;

const signed = async (payload: string) => ({
  ...{ standard: 'erc191', payload },
  signature: intentSignature(await owner.signMessage({ message: payload })),
});

it('the official SDK, unmodified, quotes, signs what the fake generates, hands in and follows to the end', async () => {
  const { OneClickService } = sdk;
  expect(await OneClickService.getTokens()).toHaveLength(4);
  const trial = await OneClickService.getQuote(question(true));
  expect(trial.quote.depositAddress).toBeUndefined();
  expect(sdk.verifyQuoteSignature(trial, world.fake.quoteKey)).toBe(true);
  const quoted = await OneClickService.getQuote(question(false));
  const depositAddress = quoted.quote.depositAddress ?? '';
  expect(sdk.verifyQuoteSignature(quoted, world.fake.quoteKey)).toBe(true);
  const changed = { ...quoted, quote: { ...quoted.quote, depositAddress: 'thief.near' } };
  expect(sdk.verifyQuoteSignature(changed, world.fake.quoteKey)).toBe(false);
  const asked = { type: 'swap_transfer', standard: 'erc191', signerId: account, depositAddress };
  const { intent } = await OneClickService.generateIntent(asked);
  const signedData = await signed(intent.payload);
  const statusOf = async () => (await OneClickService.getExecutionStatus(depositAddress)).status;
  expect(await statusOf()).toBe('PENDING_DEPOSIT');
  const { intentHash: hash } = await OneClickService.submitIntent({ type: 'swap_transfer', signedData });
  expect(hash).toBe(intentHash(intent.payload));
  expect(await statusOf()).toBe('KNOWN_DEPOSIT_TX');
  world.clock.seconds += 16;
  expect(await statusOf()).toBe('SUCCESS');
  await expect(OneClickService.getExecutionStatus('nobody.near')).rejects.toMatchObject({ status: 404 });
});

it('what we write and sign has the shape that the official validators know, and ours is stricter', async () => {
  const deadlineSeconds = world.clock.seconds + 100;
  const nonce = intentNonce({ salt: '0x0a0b0c0d', deadlineSeconds, legId: keccak256('0x01') });
  const terms = {
    signer: account,
    receiver: 'vault.near',
    token: USDC,
    amountUnits: 7n,
    deadlineSeconds,
    nonce,
  };
  const text = transferText(terms);
  expect(faultsOf('DefusePayloadFor_DefuseIntentsValidator', JSON.parse(text))).toBeUndefined();
  const data = await signed(text);
  expect(faultsOf('MultiPayloadErc191Validator', data)).toBeUndefined();
  // A signature of nothing has the shape as well.
  const empty = { ...data, signature: `secp256k1:${base58.encode(hexToBytes('0x00'))}` };
  expect(faultsOf('MultiPayloadErc191Validator', empty)).toBeUndefined();
  expect(await world.fake.ledger.execute(empty, world.clock.seconds)).toBe('invalid signature');
});
