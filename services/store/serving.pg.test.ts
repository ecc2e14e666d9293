import { beforeEach, describe, expect, it } from 'vitest';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { type Serving, saveAccountStates, takeAccountsToRefresh } from './accounts.ts';
import type { BotDatabase } from './database.ts';
import { savePolicyRegistration } from './policies.ts';
import { applyServing, readUnserved } from './serving.ts';
import { addressOf, CHAIN_ID, hashOf, removePortfolios } from './testing/arrange.ts';
import type { TestDatabase } from './testing/test-database.ts';
import { withTestBot } from './testing/with-test-bot.ts';
import { claimDue, countDue } from './tick/leases.ts';

const SIGNER = addressOf(9);
const policy = policyToJson(PRESETS.index);
const REGISTERED: Serving = { anyone: false, perOwnerMax: 2 };
const ANYONE: Serving = { anyone: true, perOwnerMax: 2 };

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`delete from policy_registrations`;
});

/** Contracts of one owner, found by the index and not read yet. */
const found = async (...numbers: readonly number[]) => {
  for (const number of numbers)
    await database.admin`
      insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
      values ('balancer', ${CHAIN_ID}, ${addressOf(number)}, ${addressOf(500)}, 1, ${hashOf('block 1')})`;
};
const settle = (serving: Serving) =>
  bot.run(async (sql) => {
    const addresses = await takeAccountsToRefresh(sql, CHAIN_ID);
    const states = addresses.map((address) => ({
      ...{ address, owner: addressOf(500), signer: SIGNER, generation: 1n, paused: false, tokens: [] },
    }));
    await saveAccountStates(sql, {
      chainId: CHAIN_ID,
      states,
      signers: [SIGNER],
      defaultPolicy: policy,
      serving,
    });
  });
const register = (number: number) =>
  bot.run((sql) =>
    savePolicyRegistration(sql, {
      ...{ chainId: CHAIN_ID, address: addressOf(number), policy, name: `number ${number}` },
      ...{ shared: false, simulated: false, createdBy: 'test' },
    }),
  );
const begin = (serving: Serving) => bot.run((sql) => applyServing(sql, { chainId: CHAIN_ID, serving }));
const due = { chainId: CHAIN_ID, dueBefore: '2999-01-01' };
const claimed = async () => {
  const rows = await bot.run((sql) => claimDue(sql, { ...due, owner: 'test', limit: 500, leaseSeconds: 0 }));
  return rows.map(({ account }) => account.address);
};
const unserved = async (serving: Serving) => {
  const query = { chainId: CHAIN_ID, serving, signers: [SIGNER], rowsMax: 100 };
  const rows = await bot.run((sql) => readUnserved(sql, query));
  return rows.map(({ address, reason }) => [address, reason]);
};

describe('serving who is registered', () => {
  it('looks at nobody else, and stores nothing of them but that they exist', async () => {
    await found(1, 2);
    await register(1);
    await settle(REGISTERED);
    expect(await claimed()).toEqual([addressOf(1)]);
    const [row] = await database.admin`select count(*)::int as portfolios from portfolios`;
    expect(row?.portfolios).toBe(1);
    expect(await unserved(REGISTERED)).toEqual([[addressOf(2), 'not-registered']]);
  });

  it('takes up who registers later at the next tick', async () => {
    await found(1);
    await settle(REGISTERED);
    expect(await claimed()).toEqual([]);
    await register(1);
    await settle(REGISTERED);
    expect(await claimed()).toEqual([addressOf(1)]);
    expect(await unserved(REGISTERED)).toEqual([]);
  });

  it('holds back who was served as anyone, loses nothing of it, and lets it go on when all are served again', async () => {
    await found(1, 2);
    await settle(ANYONE);
    await register(1);
    await begin(REGISTERED);
    expect(await claimed()).toEqual([addressOf(1)]);
    expect(await bot.run((sql) => countDue(sql, due))).toBe(1);
    expect(await unserved(REGISTERED)).toEqual([[addressOf(2), 'not-registered']]);
    await begin(ANYONE);
    expect(await claimed()).toHaveLength(2);
  });
});

describe('the limit of an owner', () => {
  it('holds for registered ones too, and names who is beyond it', async () => {
    await found(1, 2, 3);
    for (const number of [1, 2, 3]) await register(number);
    await settle(REGISTERED);
    expect(await claimed()).toEqual([addressOf(1), addressOf(2)]);
    expect(await unserved(REGISTERED)).toEqual([[addressOf(3), 'over-owner-limit']]);
    await settle(REGISTERED);
    expect(await claimed()).toHaveLength(2);
  });
});

describe('a contract that can’t be read', () => {
  it('is asked again later with every try, behind those that can be', async () => {
    await found(1, 2);
    const take = () => bot.run((sql) => takeAccountsToRefresh(sql, CHAIN_ID));
    expect(await take()).toHaveLength(2);
    expect(await take()).toHaveLength(2);
    expect(await take()).toEqual([]);
    await database.admin`update accounts set refresh_after = now() - interval '1 second' where address = ${addressOf(2)}`;
    await found(3);
    expect(await take()).toEqual([addressOf(2), addressOf(3)]);
    const [row] = await database.admin`
      select refresh_tries as tries, round(extract(epoch from refresh_after - now()))::int as seconds
      from accounts where address = ${addressOf(2)}`;
    expect(row).toEqual({ tries: 3, seconds: 30 });
  });
});
