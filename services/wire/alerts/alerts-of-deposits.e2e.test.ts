import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type AlertWatch, toldTo, watchAlerts } from '../../../e2e/support/alert-world.ts';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { policyJsonOf } from '../../../lib/index-portfolio/index-policy.ts';
import { BTC, indexOf, USDC } from '../../../lib/index-portfolio/testing/sights.ts';
import { type IntentsFake, startIntentsFake } from '../../../stack/intents/intents-fake.ts';
import { TOKENS } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { makeIndexKey } from '../indexes/index-account-key.ts';

// What goes wrong with deposits of an index account and with its balance, told by a webhook, and told to be over.

const API_KEY = 'a-key';
const ID = randomUUID();
const HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const UNITS = 1_000_000n;
const DAY = 86_400;
const TICKS_MAX = 60;

let ahead = 0;
/** The fake's clock, which may be moved on. */
const now = (): number => Math.floor(Date.now() / 1_000) + ahead;

let world: BotWorld;
let watch: AlertWatch;
let fake: IntentsFake;
let account: string;
beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
  fake = await startIntentsFake({ apiKey: API_KEY, tokens: TOKENS, nowSeconds: now, swapSeconds: 1 });
  watch = await watchAlerts(world, {
    ...{ INDEX_ACCOUNTS: '1', ONE_CLICK_API_KEY: API_KEY, ONE_CLICK_QUOTE_KEY: fake.quoteKey },
    ...{ ONE_CLICK_API_URL: fake.api.baseUrl, NEAR_RPC_URL: fake.rpc.baseUrl },
  });
  const made = makeIndexKey({ current: new Secret('11'.repeat(32)), previous: null }, ID);
  if (!made.ok) throw new Error(made.error.message);
  const { sealed } = made.value;
  account = made.value.account;
  const { admin } = world.database;
  await admin`
    insert into index_accounts (id, owner, name, account, cap_cents)
    select ${ID}::uuid, owner, 'Savings', ${account}, 100000 from accounts order by id limit 1`;
  await admin`
    insert into secrets (table_name, row_id, column_name, key_version, wrapped_key, sealed)
    values ('index_accounts', ${ID}, 'key', ${sealed.keyVersion}, ${sealed.wrappedKey}, ${sealed.sealed})`;
});
afterAll(async () => {
  await watch?.close();
  await world?.stop();
  await fake?.close();
});
beforeEach(async () => {
  await world.database.admin`delete from index_deposits`;
});

/** An address of the provider's, and the row that a deposit is watched by. */
const deposit = async (): Promise<string> => {
  const answer = await fetch(`${fake.api.baseUrl}/v0/quote`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': API_KEY },
    body: JSON.stringify({
      ...{ dry: false, swapType: 'EXACT_INPUT', slippageTolerance: 100, amount: `${UNITS}` },
      ...{ originAsset: BTC, destinationAsset: BTC, depositType: 'ORIGIN_CHAIN', refundType: 'ORIGIN_CHAIN' },
      ...{ refundTo: HOME, recipient: account, recipientType: 'INTENTS' },
      deadline: new Date((now() + 3_600) * 1_000).toISOString(),
    }),
  });
  const { quote } = (await answer.json()) as { quote: { depositAddress: string } };
  await world.database.admin`
    insert into index_deposits (account_id, asset, into_asset, chain, symbol, decimals, amount_units, least_units, usd_cents, refund_to,
      deposit_address, memo, dead_at_seconds)
    values (${ID}, ${BTC}, ${BTC}, 'btc', 'BTC', 8, ${`${UNITS}`}, ${`${UNITS}`}, 60000, ${HOME}, ${quote.depositAddress}, null,
      ${Math.floor(Date.now() / 1_000) + 600})`;
  return quote.depositAddress;
};

const tick = async (): Promise<void> => {
  await world.database.admin`update index_deposits set visible_at = now()`;
  await world.database.admin`update index_policies set visible_at = now()`;
  await watch.tick();
};
const tickUntil = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  for (let count = 0; count < TICKS_MAX && !(await isTrue()); count += 1) await tick();
  expect(await isTrue()).toBe(true);
};
const told = (kind: string) => toldTo(watch.owners).filter((one) => one.startsWith(`${kind} `));
const isTold = (words: string) => () => toldTo(watch.owners).includes(words);
const sentenceOf = (kind: string): string =>
  watch.owners.taken.find((one) => one.kind === kind)?.sentence ?? 'none';
const stateOf = async (): Promise<string> =>
  (await world.database.admin<{ state: string }[]>`select state from index_deposits`)[0]?.state ?? 'none';
/** Its address dies so many seconds ago. */
const die = (agoSeconds: number) =>
  world.database.admin`
    update index_deposits set dead_at_seconds = floor(extract(epoch from now()))::bigint - ${agoSeconds}`;

it('another asset was sent: nothing is seen when the address dies, and it is told for a week', async () => {
  const address = await deposit();
  fake.arrive(address, USDC, 600_000_000n);
  await tick();
  expect(told('DEPOSIT_UNSEEN')).toEqual([]);
  await die(60);
  await tickUntil(isTold('DEPOSIT_UNSEEN raised'));
  expect(sentenceOf('DEPOSIT_UNSEEN')).toMatch(
    /^The deposit of 0\.01 BTC into “Savings” has not been seen, and its address died on .* UTC\. If something was sent, it was another asset, and nothing of it counts\.$/,
  );
  await tick();
  await die(8 * DAY);
  await tickUntil(isTold('DEPOSIT_UNSEEN recovered'));
  expect(told('DEPOSIT_UNSEEN')).toEqual(['DEPOSIT_UNSEEN raised', 'DEPOSIT_UNSEEN recovered']);
  expect(fake.ledger.balanceOf(account, BTC)).toBe(0n);
});

it('too little came, and then the rest', async () => {
  const address = await deposit();
  fake.arrive(address, BTC, 400_000n);
  await tickUntil(isTold('DEPOSIT_TOO_LITTLE raised'));
  expect(sentenceOf('DEPOSIT_TOO_LITTLE')).toMatch(
    /is too little: 0\.004 BTC came, 0\.01 is the least; what is missing can be sent until .* UTC, or it is sent back\.$/,
  );
  await tick();
  fake.arrive(address, BTC, UNITS - 400_000n);
  await tickUntil(isTold('DEPOSIT_TOO_LITTLE recovered'));
  expect(told('DEPOSIT_TOO_LITTLE')).toEqual(['DEPOSIT_TOO_LITTLE raised', 'DEPOSIT_TOO_LITTLE recovered']);
});

it('it stands still on its way, which operators are told as well, and arrives', async () => {
  const address = await deposit();
  fake.arrive(address, BTC, UNITS);
  fake.api.fault.current = ({ url }, right) => {
    if (url.pathname !== '/v0/status') return right;
    const body = JSON.parse(right.body);
    return { ...right, body: JSON.stringify({ ...body, status: 'PROCESSING' }) };
  };
  await tickUntil(async () => (await stateOf()) === 'on-its-way');
  await tick();
  expect(told('DEPOSIT_STUCK')).toEqual([]);
  await world.database.admin`update index_deposits set first_seen_at = now() - interval '121 minutes'`;
  await tickUntil(isTold('DEPOSIT_STUCK raised'));
  expect(toldTo(watch.operators)).toContain('DEPOSIT_STUCK raised');
  expect(sentenceOf('DEPOSIT_STUCK')).toMatch(/has been on its way since .* UTC\.$/);
  await tick();
  fake.api.fault.current = null;
  await tickUntil(isTold('DEPOSIT_STUCK recovered'));
  expect(told('DEPOSIT_STUCK')).toEqual(['DEPOSIT_STUCK raised', 'DEPOSIT_STUCK recovered']);
  expect(await stateOf()).toBe('arrived');
});

it('less is held than the index needs to be what it is, and then enough', async () => {
  const { admin } = world.database;
  for (const token of [BTC, USDC]) {
    const units = fake.ledger.balanceOf(account, token);
    if (units > 0n) fake.ledger.take({ account, token, units }, now());
  }
  fake.ledger.give({ account, token: USDC, units: 40_000_000n }, now());
  // The block of the next looks is one in which that has happened.
  ahead += 5;
  const { name, allocations, ...index } = indexOf({
    ...{ allocations: [{ token: BTC, targetBps: 10_000 }], limits: { minTradeUsd: '50' } },
  });
  await admin`
    insert into index_policies (account_id, name, allocations, policy) values (${ID}, ${name},
      ${JSON.stringify(allocations)}::text::jsonb, ${JSON.stringify(policyJsonOf(index))}::text::jsonb)`;
  await tickUntil(isTold('INDEX_LOW_BALANCE raised'));
  expect(sentenceOf('INDEX_LOW_BALANCE')).toBe(
    '“Savings” is worth $ 40.00. Its smallest share is 100.00 % of that, and its policy trades nothing below $ 50.00: it is brought to its shares from $ 50.00 on.',
  );
  await tick();
  fake.ledger.give({ account, token: USDC, units: 60_000_000n }, now());
  ahead += 5;
  await tickUntil(isTold('INDEX_LOW_BALANCE recovered'));
  expect(told('INDEX_LOW_BALANCE')).toEqual(['INDEX_LOW_BALANCE raised', 'INDEX_LOW_BALANCE recovered']);
});

it('it is sent after its address has died, and comes back', async () => {
  const address = await deposit();
  await die(60);
  await tickUntil(async () => (await stateOf()) === 'address-dead');
  // So it has at the provider's, who takes nothing more from then on.
  ahead += 700;
  fake.arrive(address, BTC, UNITS);
  await tickUntil(isTold('DEPOSIT_TOO_LATE raised'));
  expect(sentenceOf('DEPOSIT_TOO_LATE')).toMatch(
    /^The deposit of 0\.01 BTC into “Savings” was seen only after its address had died on .* UTC: it is to be sent back\.$/,
  );
  await tick();
  ahead += 60;
  await tickUntil(isTold('DEPOSIT_TOO_LATE recovered'));
  expect(told('DEPOSIT_TOO_LATE')).toEqual(['DEPOSIT_TOO_LATE raised', 'DEPOSIT_TOO_LATE recovered']);
  expect(await stateOf()).toBe('came-back');
});
