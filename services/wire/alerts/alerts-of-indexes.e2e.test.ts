import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AlertWatch, toldTo, watchAlerts } from '../../../e2e/support/alert-world.ts';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { policyJsonOf } from '../../../lib/index-portfolio/index-policy.ts';
import { BTC, indexOf, USDC } from '../../../lib/index-portfolio/testing/sights.ts';
import { type IntentsFake, startIntentsFake } from '../../../stack/intents/intents-fake.ts';
import { TOKENS } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { makeIndexKey } from '../indexes/index-account-key.ts';

// A swap of an index account that its provider leaves where it is, told by a webhook, and told to be over.

const API_KEY = 'a-key';
const ID = randomUUID();
const TICKS_MAX = 60;
const now = (): number => Math.floor(Date.now() / 1_000);

let world: BotWorld;
let watch: AlertWatch;
let fake: IntentsFake;
let outcome: 'swap' | 'refund' = 'swap';
beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
  fake = await startIntentsFake({
    ...{ apiKey: API_KEY, tokens: TOKENS, nowSeconds: now, swapSeconds: 1 },
    outcomeOf: () => outcome,
  });
  watch = await watchAlerts(world, {
    ...{ INDEX_ACCOUNTS: '1', ONE_CLICK_API_KEY: API_KEY, ONE_CLICK_QUOTE_KEY: fake.quoteKey },
    ...{ ONE_CLICK_API_URL: fake.api.baseUrl, NEAR_RPC_URL: fake.rpc.baseUrl },
  });
});
afterAll(async () => {
  await watch?.close();
  await world?.stop();
  await fake?.close();
});

/** One account with USDC that is to be BTC; its key is sealed as the bot's environment opens it. */
const openAccount = async (): Promise<void> => {
  const { admin } = world.database;
  const made = makeIndexKey({ current: new Secret('11'.repeat(32)), previous: null }, ID);
  if (!made.ok) throw new Error(made.error.message);
  const { account, sealed } = made.value;
  const { name, allocations, ...index } = indexOf({ allocations: [{ token: BTC, targetBps: 10_000 }] });
  await admin`
    insert into index_accounts (id, owner, name, account, cap_cents)
    select ${ID}::uuid, owner, 'Savings', ${account}, 100000 from accounts order by id limit 1`;
  await admin`
    insert into secrets (table_name, row_id, column_name, key_version, wrapped_key, sealed)
    values ('index_accounts', ${ID}, 'key', ${sealed.keyVersion}, ${sealed.wrappedKey}, ${sealed.sealed})`;
  await admin`
    insert into index_policies (account_id, name, allocations, policy) values (${ID}, ${name},
      ${JSON.stringify(allocations)}::text::jsonb, ${JSON.stringify(policyJsonOf(index))}::text::jsonb)`;
  fake.ledger.give({ account, token: USDC, units: 100_000_000n }, now() - 30);
};

const tickUntil = async (isTrue: () => boolean | Promise<boolean>): Promise<void> => {
  for (let count = 0; count < TICKS_MAX && !(await isTrue()); count += 1) await watch.tick();
  expect(await isTrue()).toBe(true);
};
const toldOf = (kind: string) => toldTo(watch.owners).filter((one) => one.startsWith(`${kind} `));
const told = () => toldOf('SWAP_OVERDUE');

it('a swap that does not come to an end is told to its owner and to operators, and so is its end', async () => {
  const { admin } = world.database;
  await openAccount();
  fake.api.fault.current = ({ url }, right) =>
    url.pathname === '/v0/status' ? { status: 404, body: '{"message":"not found"}' } : right;
  await tickUntil(async () => {
    const rows = await admin`select id from index_legs where why like 'the verifier has moved it%'`;
    return rows.length === 1;
  });
  expect(told()).toEqual([]);
  // Its deposit address has been dead for long.
  await admin`update index_legs set quote_deadline_seconds = ${now() - 3_600}`;
  await tickUntil(() => told().includes('SWAP_OVERDUE raised'));
  expect(toldTo(watch.operators)).toContain('SWAP_OVERDUE raised');
  const [first] = watch.owners.taken.filter(({ kind }) => kind === 'SWAP_OVERDUE');
  expect(first?.sentence).toMatch(
    /^A swap of nep141:usdc\.near for nep141:btc\.omft\.near in “Savings”, planned on .* UTC, is open still: the verifier has moved it/,
  );
  fake.api.fault.current = null;
  await tickUntil(() => told().includes('SWAP_OVERDUE recovered'));
  expect(told()).toEqual(['SWAP_OVERDUE raised', 'SWAP_OVERDUE recovered']);
  expect(await admin`select leg_end from index_legs`).toEqual([{ leg_end: 'swapped' }]);
});

const SOLD = 50_000n;
const OWN = 5_000_000n;

/** Half of all as its owner has asked for it: BTC is to be sold for the USDC that leaves. */
const withdrawHalf = async (): Promise<void> => {
  const { admin } = world.database;
  const [account] = await admin<{ account: string }[]>`select account from index_accounts where id = ${ID}`;
  const [id, leg] = [`0x${'d1'.repeat(32)}`, `0x${'e1'.repeat(32)}`];
  const sold = JSON.stringify({ [BTC]: { symbol: 'BTC', decimals: 8 } });
  await admin`
    insert into index_withdrawals (leg_id, account_id, chain, symbol, decimals, usd_cents, is_test, share_bps, asset, to_place, own_units,
      held_units, sold)
    values (${id}, ${ID}, 'near', 'USDC', 6, 3500, false, 5000, ${USDC}, 'savings.near', ${`${OWN}`}, ${`${2n * OWN}`}, ${sold}::text::jsonb)`;
  await admin`
    insert into index_legs (id, account_id, purpose, withdrawal_id, origin_asset, destination_asset, amount_units, slippage_bps,
      least_out_units, recipient_type, recipient, value_usd_e18, planned_at_seconds)
    values (${leg}, ${ID}, 'sell-for-withdrawal', ${id}, ${BTC}, ${USDC}, ${`${SOLD}`}, 100, 1000000, 'INTENTS',
      ${account?.account ?? ''}, 30, ${now()})`;
  fake.ledger.give({ account: account?.account ?? '', token: USDC, units: 2n * OWN }, now());
};

it('a withdrawal of which a sell came back is told until its owner has chosen, and nothing leaves before', async () => {
  const { admin } = world.database;
  outcome = 'refund';
  await withdrawHalf();
  await tickUntil(() => toldOf('WITHDRAWAL_WAITS').includes('WITHDRAWAL_WAITS raised'));
  expect(watch.owners.taken.find(({ kind }) => kind === 'WITHDRAWAL_WAITS')?.sentence).toMatch(
    /^The withdrawal of 50\.00 % of “Savings” as USDC has waited for you since .* UTC: not all that was to be sold for it was\. Say on/,
  );
  expect(toldTo(watch.operators).filter((one) => one.startsWith('WITHDRAWAL_WAITS'))).toEqual([]);
  await watch.tick();
  expect(fake.paidOut).toEqual([]);
  await admin`update index_withdrawals set choice = 'keep', chosen_at = now(), settled_at = now()`;
  await tickUntil(() => toldOf('WITHDRAWAL_WAITS').includes('WITHDRAWAL_WAITS recovered'));
  expect(toldOf('WITHDRAWAL_WAITS')).toEqual(['WITHDRAWAL_WAITS raised', 'WITHDRAWAL_WAITS recovered']);
  expect(fake.paidOut).toEqual([]);
});
