import { type Hex, keccak256, stringToBytes } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { ok } from '../../../lib/result.ts';
import { type IntentsWorld, openIntents } from '../../../services/intents/testing/intents-world.ts';
import { Secret } from '../../../services/secret.ts';
import { keySigner } from '../../../services/signers/signer.ts';
import { type BotDatabase, openBotDatabase } from '../../../services/store/database.ts';
import { tendIndexAccounts } from '../../../services/wire/indexes/index-turn.ts';
import { inDatabase } from '../../../services/wire/tick/bot-store.ts';
import type { Outcome } from '../../../stack/intents/provider.ts';

const KEY = keccak256(stringToBytes('the key of an index account'));
const account = privateKeyToAccount(KEY).address.toLowerCase() as Hex;
const ID = '00000000-0000-4000-8000-000000000003';
const USDC = 'nep141:usdc.near';
const BTC = 'nep141:btc.omft.near';
const XRP = 'nep141:xrp.omft.near';
const WISH = {
  name: 'Half and half',
  allocations: [
    { token: BTC, targetBps: 5_000 },
    { token: XRP, targetBps: 5_000 },
  ],
};

let world: ApiWorld;
let intents: IntentsWorld;
let bot: BotDatabase;
let owner: Credentials;
let stranger: Credentials;
const outcomes: { current: Outcome } = { current: 'swap' };

beforeAll(async () => {
  intents = await openIntents({ outcomeOf: () => outcomes.current });
  intents.clock.seconds = Math.floor(Date.now() / 1_000);
  intents.fake.ledger.give({ account, token: USDC, units: 1_000_000_000n }, intents.clock.seconds - 10);
  world = await buildApiWorld();
  for (const [name, value] of Object.entries({
    ...{ INDEX_ACCOUNTS: '1', SECRETS_KEY: '22'.repeat(32), ONE_CLICK_API_KEY: 'a-key' },
    ...{ ONE_CLICK_QUOTE_KEY: intents.fake.quoteKey, ONE_CLICK_API_URL: intents.fake.api.baseUrl },
    NEAR_RPC_URL: intents.fake.rpc.baseUrl,
  }))
    vi.stubEnv(name, value);
  bot = openBotDatabase({ url: world.database.urls.bot });
  [owner, stranger] = [await world.session(ownerOf(1)), await world.session(ownerOf(2))];
  await world.database.admin`
    insert into index_accounts (id, owner, name, account, cap_cents)
    values (${ID}, ${ownerOf(1)}, 'An account', ${account}, 100000000)`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await bot?.close();
  await world?.stop();
  await intents?.fake.close();
});

const ask = (method: string, of: string, as: Credentials, body?: unknown) =>
  askRoute(method, `/api/accounts/${ID}/${of}`, { as, ...(body === undefined ? {} : { body }) });

const tick = async (): Promise<void> => {
  await world.database.admin`update index_policies set visible_at = now() - interval '1 second'`;
  const { api, verifier, fake, clock } = intents;
  const log = { info: () => undefined, warn: () => undefined };
  await tendIndexAccounts(
    {
      ...{ run: inDatabase(bot), log, api, verifier, quoteKey: fake.quoteKey },
      openSigner: async () => ok(keySigner(new Secret(KEY))),
      nowSeconds: () => clock.seconds,
      sleep: async () => {
        clock.seconds += 1;
      },
    },
    {
      ...{ holder: 'a test', leaseSeconds: 0, halted: false, isOver: () => false, tickIntervalSeconds: 0 },
    },
  );
  clock.seconds += 20;
};

describe('an index over the API', () => {
  it('is tried before anything is traded: a dry run looks now, and writes nothing', async () => {
    expect((await ask('POST', 'rebalance', owner, { dryRun: true })).status).toBe(404);
    expect((await ask('PUT', 'index', owner, WISH)).status).toBe(200);
    const { status, body } = await ask('POST', 'rebalance', owner, { dryRun: true });
    expect(status).toBe(200);
    expect(body.look).toMatchObject({ kind: 'act', reason: null, valueUsd: '1000.00' });
    expect(body.look.rows).toContainEqual({
      ...{ token: USDC, symbol: 'USDC', targetBps: 0, weightBps: 10_000, valueUsd: '1000.00' },
    });
    expect(body.swaps).toEqual([
      { from: USDC, to: BTC, amountUnits: '500000000', leastOutUnits: '825000', valueUsd: '500.00' },
      { from: USDC, to: XRP, amountUnits: '500000000', leastOutUnits: '990000000', valueUsd: '500.00' },
    ]);
    expect((await ask('POST', 'rebalance', stranger, { dryRun: true })).status).toBe(404);
    expect(await world.database.admin`select id from index_decisions`).toEqual([]);
    expect(await world.database.admin`select id from index_legs`).toEqual([]);
  });

  it('tells every swap with what became of it, in words, a page at a time', async () => {
    await tick();
    const { body: open } = await ask('GET', 'trades', owner);
    expect(open.rows.map(({ state }: { state: string }) => state)).toEqual(['under-way', 'under-way']);
    expect((await ask('GET', 'index', owner)).body).toMatchObject({ nextLookAtSeconds: null });
    await tick();
    const { body: done } = await ask('GET', 'trades?limit=1', owner);
    expect(done.rows).toMatchObject([
      {
        state: 'swapped',
        words: 'It is swapped.',
        purpose: 'construct',
        fromSymbol: 'USDC',
        isOverdue: false,
      },
    ]);
    const { body: rest } = await ask('GET', `trades?limit=1&cursor=${done.nextCursor}`, owner);
    expect(rest.nextCursor).toBeNull();
    expect(new Set([done, rest].flatMap(({ rows }) => rows.map(({ to }: { to: string }) => to)))).toEqual(
      new Set([BTC, XRP]),
    );
    expect((await ask('GET', 'trades', stranger)).status).toBe(404);
  });

  it('says what the last look came to, and when the next is', async () => {
    const { body } = await ask('GET', 'index', owner);
    expect(body).toMatchObject({ name: 'Half and half', lastLook: { kind: 'hold', reason: 'in-band' } });
    expect(body.lastLook.sentence).toContain('every asset is on its target');
    expect(body.nextLookAtSeconds).toBeGreaterThan(0);
    const weights = body.lastLook.rows.map(({ weightBps }: { weightBps: number }) => weightBps);
    expect(weights.reduce((sum: number, one: number) => sum + one, 0)).toBeGreaterThan(9_990);
  });

  it('whose owner asks for a look has one with the next tick, and a refund says that nothing moved', async () => {
    await world.database.admin`update index_policies set visible_at = 'infinity', rebalanced_at_seconds = 1`;
    expect((await ask('POST', 'rebalance', owner, {})).body).toEqual({
      dryRun: false,
      look: null,
      swaps: [],
    });
    const [due] = await world.database.admin`select visible_at <= now() as due from index_policies`;
    expect(due).toEqual({ due: true });
    const listed = intents.fake.tokens.find(({ assetId }) => assetId === BTC);
    if (listed !== undefined) listed.priceMicroUsd = 72_000_000_000n;
    outcomes.current = 'refund-as-success';
    await tick();
    await tick();
    const { body } = await ask('GET', 'trades?limit=1', owner);
    expect(body.rows).toMatchObject([{ state: 'refunded-as-success', purpose: 'rebalance' }]);
    expect(body.rows[0].words).toContain('it is a refund');
  });

  it('is refused in a sentence where its shares make no 100 %, and where they are of no token', async () => {
    const wrong = [
      [[{ token: BTC, targetBps: 9_999 }], 'The shares make 99.99 %'],
      [[{ token: 'not-a-token', targetBps: 10_000 }], 'not-a-token is no token of the verifier.'],
    ] as const;
    for (const [allocations, sentence] of wrong) {
      const { status, body } = await ask('PUT', 'index', owner, { ...WISH, allocations });
      expect([status, body.code]).toEqual([422, 'policy-invalid']);
      expect(body.detail).toContain(sentence);
    }
  });
});
