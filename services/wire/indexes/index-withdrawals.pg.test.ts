import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withdrawalState } from '../../../lib/intents/withdrawal.ts';
import { type IntentsWorld, openIntents } from '../../intents/testing/intents-world.ts';
import { Secret } from '../../secret.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { openAppSql } from '../../store/database.ts';
import { insertIndexAccount } from '../../store/indexes/index-accounts.ts';
import {
  beginIndexWithdrawal,
  isTriedPlace,
  readIndexWithdrawals,
} from '../../store/indexes/index-withdrawals.ts';
import { readSecret } from '../../store/secrets.ts';
import { addressOf } from '../../store/testing/arrange.ts';
import { type TestBot, withTestBot } from '../../store/testing/with-test-bot.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { indexKeyPlace, makeIndexKey, openIndexKey } from './index-account-key.ts';
import { tendIndexAccounts } from './index-turn.ts';

// Withdrawals from a wish that is written down to their arrival on a chain, on a real database and the fake of provider and verifier.

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});
let app: ReturnType<typeof openAppSql>;
let intents: IntentsWorld;
beforeAll(async () => {
  app = openAppSql(world.database.urls.app);
  intents = await openIntents();
});
afterAll(async () => {
  await app?.end();
  await intents?.fake.close();
});

const [ANN, BOB] = [1, 2].map(addressOf) as [Address, Address];
const ROW = '00000000-0000-4000-8000-000000000001';
const BTC = 'nep141:btc.omft.near';
const HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const SEALING = { current: new Secret('1f'.repeat(32)), previous: null };
const as = <T>(viewer: Address, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(app, { address: viewer, role: 'user' }, work);

let account: Address;
beforeEach(async () => {
  const { admin } = world.database;
  await admin`delete from index_accounts`;
  await admin`delete from secrets`;
  await admin`delete from users`;
  for (const owner of [ANN, BOB])
    await admin`
      with person as (insert into users (address) values (${owner}) returning id)
      insert into sessions (user_id, chain_id, expires_at, stepped_up_at) select id, 1, now() + interval '1 day', now() from person`;
  const made = makeIndexKey(SEALING, ROW);
  if (!made.ok) throw new Error(made.error.message);
  account = made.value.account;
  const key = { ...indexKeyPlace(ROW), ...made.value.sealed };
  await as(ANN, (sql) =>
    insertIndexAccount(sql, { owner: ANN, name: 'Savings', account, capCents: 100_000n, key }),
  );
  intents.fake.ledger.give({ account, token: BTC, units: 1_000_000n }, intents.clock.seconds);
  intents.clock.seconds += 60;
});

let count = 0;
const begin = (viewer = ANN, amountUnits = 1_000_000n) => {
  count += 1;
  const legId: Hex = `0x${count.toString(16).padStart(64, '0')}`;
  return as(viewer, (sql) =>
    beginIndexWithdrawal(sql, {
      ...{ legId, accountId: ROW, asset: BTC, amountUnits, slippageBps: 100, to: HOME, isTest: false },
      ...{ leastOutUnits: (amountUnits * 97n) / 100n, usdE18: 600n * 10n ** 18n, usdCents: 60_000n },
      ...{ plannedAtSeconds: intents.clock.seconds, chain: 'btc', symbol: 'BTC', decimals: 8 },
    }),
  );
};

/** A tick of a process that knows nothing but the rows. */
const tick = async (): Promise<void> => {
  const run = inDatabase(world.bot);
  const { api, verifier, fake, clock } = intents;
  let rounds = 0;
  const tended = await tendIndexAccounts(
    {
      ...{
        run,
        log: { info: () => undefined, warn: () => undefined },
        api,
        verifier,
        quoteKey: fake.quoteKey,
      },
      openSigner: async () => {
        const sealed = await run((sql) => readSecret(sql, indexKeyPlace(ROW)));
        if (!sealed.ok || sealed.value === null) throw new Error('no key');
        return openIndexKey(SEALING, { id: ROW, sealed: sealed.value });
      },
      nowSeconds: () => clock.seconds,
      sleep: async () => {
        clock.seconds += 20;
      },
    },
    {
      ...{ halted: false, tickIntervalSeconds: 60, holder: 'test', leaseSeconds: 60 },
      isOver: () => {
        rounds += 1;
        return rounds > 40;
      },
    },
  );
  if (!tended.ok) throw new Error(tended.error.message);
};
const shown = async () =>
  (await as(ANN, (sql) => readIndexWithdrawals(sql, { accountId: ROW, limit: 10 }))).map(
    ({ exit }) => withdrawalState(exit).state,
  );

describe('a withdrawal', () => {
  it('is written down, signed once by a tick, and arrives on its chain', async () => {
    expect(await begin()).toBe('begun');
    expect(await shown()).toEqual(['asked']);
    expect(await as(ANN, (sql) => isTriedPlace(sql, { accountId: ROW, chain: 'btc', to: HOME }))).toBe(false);
    for (let round = 0; round < 5 && (await shown())[0] !== 'left'; round += 1) {
      await tick();
      intents.clock.seconds += 60;
    }
    expect(await shown()).toEqual(['left']);
    expect(intents.fake.paidOut.filter(({ to }) => to === HOME)).toMatchObject([
      { chain: 'btc', token: BTC },
    ]);
    expect(await as(ANN, (sql) => isTriedPlace(sql, { accountId: ROW, chain: 'btc', to: HOME }))).toBe(true);
    expect(await as(BOB, (sql) => readIndexWithdrawals(sql, { accountId: ROW, limit: 10 }))).toEqual([]);
  });

  it('is begun by its owner alone, with a fresh signature, one at a time, and not while the account is held', async () => {
    const { admin } = world.database;
    expect(await begin(BOB)).toBe('unknown');
    await admin`update index_accounts set state = 'held', held_why = 'x'`;
    expect(await begin()).toBe('held');
    await admin`update index_accounts set state = 'closed', held_why = null`;
    await admin`update sessions set stepped_up_at = now() - interval '11 minutes'`;
    expect(await begin()).toBe('not-signed');
    await admin`update sessions set stepped_up_at = now()`;
    const verdicts = await Promise.all([begin(), begin(), begin()]);
    expect(verdicts.toSorted()).toEqual(['begun', 'busy', 'busy']);
    expect(await admin`select from index_legs`).toHaveLength(1);
  });

  it('is no door to any other swap: the web app writes none by itself', async () => {
    const write = (sql: TransactionSql) => sql`
      insert into index_legs (id, account_id, purpose, origin_asset, destination_asset, amount_units, slippage_bps, least_out_units,
        recipient_type, recipient, planned_at_seconds)
      values (${`0x${'9'.repeat(64)}`}, ${ROW}, 'exit', ${BTC}, ${BTC}, 1, 0, 0, 'DESTINATION_CHAIN', 'thief', 1)`;
    await expect(as(ANN, async (sql) => void (await write(sql)))).rejects.toThrow(/permission denied/);
  });
});
