import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANN, type LoginServer, startLoginServer } from '../../e2e/support/login-server.ts';
import { formsOfKey, memoryOf, whichIn } from '../../e2e/support/process-memory.ts';
import type { Visitor } from '../../e2e/support/sign-in.ts';
import { CUSTODY_CONFIRMATION } from '../../lib/intents/custody.ts';
import { TOKENS } from '../../services/intents/testing/intents-world.ts';
import { Secret } from '../../services/secret.ts';
import { revealIndexKey } from '../../services/wire/indexes/index-account-key.ts';
import { type IntentsFake, startIntentsFake } from '../../stack/intents/intents-fake.ts';

// What the web app's process has in its memory of the keys of index accounts, looked for in all of it from outside.

const API_KEY = 'a-key-of-a-test';
const SECRETS_KEY = '3c'.repeat(32);
const ACCOUNTS = 5;
const PLANTED = generatePrivateKey();
/** In the process from its start: what is not found of it is not looked for. */
const PLANT = `
const key = Buffer.from('${PLANTED.slice(2)}', 'hex');
globalThis.planted = { hex: key.toString('hex'), base64: key.toString('base64'), key };
globalThis.planted.reversed = Buffer.from(key).reverse();
`;

let folder: string;
let fake: IntentsFake;
let server: LoginServer;
let visitor: Visitor;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'web-memory-'));
  writeFileSync(join(folder, 'plant.cjs'), PLANT);
  const nowSeconds = () => Math.floor(Date.now() / 1_000);
  fake = await startIntentsFake({ apiKey: API_KEY, tokens: TOKENS, nowSeconds });
  server = await startLoginServer({
    ...{ INDEX_ACCOUNTS: '1', SECRETS_KEY, ONE_CLICK_API_KEY: API_KEY, ONE_CLICK_QUOTE_KEY: fake.quoteKey },
    ...{ ONE_CLICK_API_URL: fake.api.baseUrl, NEAR_RPC_URL: fake.rpc.baseUrl },
    ONE_CLICK_REQUESTS_PER_SECOND: '999',
    NODE_OPTIONS: `--require=${join(folder, 'plant.cjs')} --heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`,
  });
  visitor = await server.loggedIn(ANN);
});
afterAll(async () => {
  await server?.stop();
  await fake?.close();
  rmSync(folder, { recursive: true, force: true });
});

const given = <T>(answered: { ok: true; value: T } | { ok: false; problem: unknown }): T => {
  if (!answered.ok) throw new Error(JSON.stringify(answered.problem));
  return answered.value;
};

/** Everything that the web app does with an account but give its key out. */
const useAccounts = async (): Promise<void> => {
  const client = visitor.client();
  for (let made = 0; made < ACCOUNTS; made += 1)
    given(
      await client.createIndexAccount({
        body: { name: `Account ${made}`, capUsd: '100000', custody: CUSTODY_CONFIRMATION },
      }),
    );
  const asset = 'nep141:btc.omft.near';
  for (const { id } of given(await client.listIndexAccounts()).rows) {
    const params = { id };
    given(await client.updateIndexAccount({ params, body: { name: 'Named anew' } }));
    given(
      await client.writeIndex({
        params,
        body: { name: 'All', allocations: [{ token: asset, targetBps: 10_000 }] },
      }),
    );
    given(await client.rebalanceIndex({ params, body: { dryRun: true } }));
    const body = { asset, amount: '0.01', refundTo: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa' };
    given(await client.createIndexDeposit({ params, body }));
    given(await client.readIndexAccount({ params }));
    await client.createIndexWithdrawal({
      params,
      body: { asset, shareBps: 10_000, to: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', withoutTest: true },
    });
  }
};

/** Opened here, from the rows that the process has written. */
const keysOf = async (): Promise<readonly string[]> => {
  const rows = await server.database.admin<
    { id: string; account: string; key_version: string; wrapped_key: Buffer; sealed: Buffer }[]
  >`
    select i.id::text, i.account, s.key_version, s.wrapped_key, s.sealed
    from secrets s join index_accounts i on i.id::text = s.row_id where s.column_name = 'key'`;
  return rows.map(({ id, account, key_version: keyVersion, wrapped_key: wrappedKey, sealed }) => {
    const keys = { current: new Secret(SECRETS_KEY), previous: null };
    const key = revealIndexKey(keys, { id, sealed: { keyVersion, wrappedKey, sealed } });
    if (!key.ok) throw new Error(key.error.message);
    expect(privateKeyToAccount(key.value.reveal() as `0x${string}`).address.toLowerCase()).toBe(account);
    return key.value.reveal();
  });
};

/** All that lives on its heap after a collection, as V8 writes it on a signal. */
const heapOf = async (): Promise<Buffer> => {
  const before = new Set(readdirSync(folder));
  process.kill(server.pid, 'SIGUSR2');
  let text: Buffer | null = null;
  const isWhole = () => {
    const name = readdirSync(folder).find((one) => !before.has(one) && one.endsWith('.heapsnapshot'));
    if (name === undefined) return false;
    const read = readFileSync(join(folder, name));
    if (!read.subarray(-4).toString('latin1').trimEnd().endsWith('}')) return false;
    text = read;
    return true;
  };
  await expect.poll(isWhole, { timeout: 240_000, interval: 500 }).toBe(true);
  return text ?? Buffer.alloc(0);
};

describe('the web app’s process', () => {
  it('has none of the keys that it has made: not on its heap, and not as bytes, digits or numbers anywhere in its memory', async () => {
    await useAccounts();
    const keys = await keysOf();
    expect(keys).toHaveLength(ACCOUNTS);
    const heap = await heapOf();
    expect(whichIn([heap], formsOfKey(PLANTED))).toEqual(expect.arrayContaining(['hex', 'base64']));
    for (const key of keys) expect(whichIn([heap], formsOfKey(key))).toEqual([]);
    if (platform() !== 'linux') return;
    const forms = [...formsOfKey(PLANTED, 'planted '), ...keys.flatMap((key) => formsOfKey(key))];
    const found = whichIn(memoryOf(server.pid), forms);
    expect(found.toSorted()).toEqual(['planted base64', 'planted bytes', 'planted hex', 'planted reversed']);
  });

  it('keeps nothing on its heap of a key that its owner has had it give out', async () => {
    expect((await visitor.stepUp(ANN)).status).toBe(200);
    const client = visitor.client();
    const [row] = given(await client.listIndexAccounts()).rows;
    const { key } = given(await client.exportIndexKey({ params: { id: row?.id ?? '' } }));
    expect(await keysOf()).toContain(key);
    // What an answer was made of is collected once its connection has had another.
    for (let asked = 0; asked < 5; asked += 1) given(await client.listIndexAccounts());
    const heap = await heapOf();
    expect(whichIn([heap], formsOfKey(PLANTED))).toEqual(expect.arrayContaining(['hex', 'base64']));
    expect(whichIn([heap], formsOfKey(key ?? ''))).toEqual([]);
  });
});
