import fc from 'fast-check';
import type { Sql } from 'postgres';
import type { Address, Hex } from 'viem';
import { beforeEach, expect, it } from 'vitest';
import { isFinal, type Standing, statusOf } from '../../../lib/delegations/standing.ts';
import { asNamedViewer } from '../as-viewer.ts';
import { openAppSql } from '../database.ts';
import { addressOf, CHAIN_ID, hashOf } from '../testing/arrange.ts';
import { type TestBot, withTestBot } from '../testing/with-test-bot.ts';
import {
  dropDelegation,
  type NewDelegation,
  readDelegationsToTry,
  readOwnDelegations,
  saveDelegation,
  saveStandings,
  supersedeDelegations,
} from './delegations.ts';
import { readGranted } from './granted.ts';

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});

const [ANN, BOB, GUARDIAN, MANAGER, TOKEN] = [1, 2, 3, 4, 5].map(addressOf) as [
  Address,
  Address,
  Address,
  Address,
  Address,
];
const SEEN = { standing: 'good', leftUnits: 500n, blockNumber: 10n, timeSeconds: 1_000 } as const;

const arrangeClone = async (admin: Sql, number: number, owner: Address): Promise<string> => {
  const [row] = await admin<{ id: string }[]>`
    insert into accounts (kind, chain_id, address, owner, holder, guardian, created_block, created_block_hash)
    values ('delegated', ${CHAIN_ID}, ${addressOf(number)}, ${owner}, ${owner}, ${GUARDIAN}, 1, ${hashOf('block 1')}) returning id::text`;
  if (row === undefined) throw new Error('not arranged');
  return row.id;
};

let accounts: readonly [string, string];
beforeEach(async () => {
  const { admin } = world.database;
  await admin`delete from accounts`;
  accounts = [await arrangeClone(admin, 11, ANN), await arrangeClone(admin, 12, BOB)];
});

const delegationOf = (name: string, more: Partial<NewDelegation> = {}): NewDelegation => ({
  ...{
    accountId: accounts[0],
    hash: hashOf(name),
    delegator: ANN,
    delegate: addressOf(11),
    manager: MANAGER,
  },
  ...{ symbol: 'USDC', decimals: 6 },
  terms: {
    ...{ token: TOKEN, amountUnits: 500n, periodSeconds: 86_400 },
    ...{ startSeconds: 1_000, expiresAtSeconds: 8_000_000 },
  },
  ...{ context: '0x01', seen: SEEN, actor: `user:${ANN}`, origin: null },
  ...more,
});

const save = (one: NewDelegation): Promise<boolean> => world.bot.run((sql) => saveDelegation(sql, one));
const own = (owner = ANN) => world.bot.run((sql) => readOwnDelegations(sql, owner));
const toTry = () =>
  world.bot.run((sql) =>
    readDelegationsToTry(sql, { chainId: CHAIN_ID, manager: MANAGER, limit: 10, notSeenAt: 99n }),
  );
const idOf = async (hash: Hex): Promise<string> => {
  const [row] = await world.database.admin<
    { id: string }[]
  >`select id::text from delegations where hash = ${hash}`;
  return row?.id ?? '0';
};
const seen = async (name: string, standing: Standing, blockNumber = 11n) => {
  const id = await idOf(hashOf(name));
  const look = {
    id,
    standing,
    leftUnits: standing === 'good' ? 400n : null,
    blockNumber,
    timeSeconds: 1_012,
  };
  return world.bot.run((sql) => saveStandings(sql, [look]));
};
const statusOfRow = async () => (await own()).map(({ status }) => status);

it('a delegation is one row by its hash: the same twice changes nothing, another signature takes the place of the first', async () => {
  expect(await save(delegationOf('a'))).toBe(true);
  expect(await save(delegationOf('a'))).toBe(false);
  expect(await save(delegationOf('a', { context: '0x02' }))).toBe(true);
  expect(await own()).toMatchObject([
    {
      ...{ chainId: CHAIN_ID, hash: hashOf('a'), account: ANN, clone: addressOf(11), guardian: GUARDIAN },
      ...{ manager: MANAGER, token: TOKEN, amountUnits: 500n, periodSeconds: 86_400, startSeconds: 1_000 },
      ...{ expiresAtSeconds: 8_000_000, context: '0x02', status: 'granted', standing: 'good' },
      ...{ leftUnits: 500n, dropped: false },
    },
  ]);
  const lines = await world.database
    .admin`select action, actor from audit_log where action = 'delegation-granted'
    and after->>'hash' = ${hashOf('a')} order by id`;
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatchObject({ actor: `user:${ANN}` });
});

it('a delegation of a clone that is no account is kept nowhere, nor is its line in the log', async () => {
  await expect(save(delegationOf('nobody’s', { accountId: '999999' }))).rejects.toThrow(
    /delegations_account_id_fkey/,
  );
  expect(await own()).toEqual([]);
  const [lines] = await world.database.admin`
    select count(*)::int as count from audit_log where after->>'hash' = ${hashOf('nobody’s')}`;
  expect(lines).toEqual({ count: 0 });
});

it('is revoked, used up, refused and good again; what has expired, or whose clone was replaced, is never good again', async () => {
  await save(delegationOf('a'));
  expect(await seen('a', 'good')).toEqual([]);
  expect(await seen('a', 'revoked')).toMatchObject([{ status: 'revoked', standing: 'revoked' }]);
  expect(await seen('a', 'nonce-raised')).toEqual([]); // the same status, for another reason
  expect(await own()).toMatchObject([{ status: 'revoked', standing: 'nonce-raised', leftUnits: null }]);
  expect(await seen('a', 'good')).toMatchObject([{ status: 'granted' }]);
  expect(await seen('a', 'exhausted')).toMatchObject([{ status: 'exhausted' }]);
  expect(await seen('a', 'not-signed')).toMatchObject([{ status: 'not-accepted', standing: 'not-signed' }]);
  expect(await seen('a', 'expired')).toMatchObject([{ status: 'expired' }]);
  expect(await seen('a', 'good')).toEqual([]);
  expect(await save(delegationOf('a', { context: '0x03' }))).toBe(false);
  expect(await toTry()).toEqual([]);

  await save(delegationOf('b'));
  const supersede = () =>
    world.bot.run((sql) => supersedeDelegations(sql, { chainId: CHAIN_ID, clones: [addressOf(11)] }));
  expect(await supersede()).toEqual([hashOf('b')]);
  expect(await supersede()).toEqual([]);
  expect(await seen('b', 'good')).toEqual([]);
  expect(await statusOfRow()).toEqual(['superseded', 'expired']);
});

it('whatever a chain says in whatever order, a final status stays, and else the last word stands', async () => {
  const words: readonly Standing[] = [
    ...['good', 'revoked', 'nonce-raised', 'expired', 'not-begun', 'exhausted'],
    ...['not-signed', 'not-deployed', 'manager-paused', 'not-accepted'],
  ] as Standing[];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 }), async (said) => {
      await world.database.admin`delete from delegations`;
      await save(delegationOf('p'));
      for (const one of said) await seen('p', one);
      const end = said.map(statusOf).findIndex(isFinal);
      const last = end === -1 ? said.at(-1) : said[end];
      expect(await own()).toMatchObject([
        { standing: last, status: last === undefined ? '' : statusOf(last) },
      ]);
      expect(await toTry()).toHaveLength(end === -1 ? 1 : 0);
    }),
    { numRuns: 60 },
  );
});

it('what was seen the longest ago is tried first, and of another manager nothing', async () => {
  await save(delegationOf('a', { seen: { ...SEEN, blockNumber: 30n } }));
  await save(delegationOf('b', { seen: { ...SEEN, blockNumber: 20n } }));
  await save(delegationOf('c', { manager: addressOf(77) }));
  expect((await toTry()).map(({ hash }) => hash)).toEqual([hashOf('b'), hashOf('a')]);
});

it('an owner registers, reads and drops their own alone; dropped, it is not tried, and granted anew it is', async () => {
  const app = openAppSql(world.database.urls.app);
  const as = <T>(address: Address, work: Parameters<typeof asNamedViewer<T>>[2]) =>
    asNamedViewer<T>(app, { address, role: 'user' }, work);
  const dropped = { hash: hashOf('a'), origin: null };
  expect(await as(ANN, (sql) => saveDelegation(sql, delegationOf('a')))).toBe(true);
  expect(
    await as(GUARDIAN, (sql) => saveDelegation(sql, delegationOf('g', { actor: `user:${GUARDIAN}` }))),
  ).toBe(true);
  const by = await world.database.admin`select granted_by as by from delegations order by id`;
  expect(by.map((row) => row['by'])).toEqual([ANN, GUARDIAN]);
  await expect(as(ANN, (sql) => sql`update delegations set granted_by = ${GUARDIAN}`)).rejects.toThrow(
    /permission denied/,
  );
  await world.database.admin`delete from delegations where granted_by = ${GUARDIAN}`;
  await expect(
    as(BOB, (sql) => saveDelegation(sql, delegationOf('b', { actor: `user:${BOB}` }))),
  ).rejects.toThrow(/row-level security/);
  expect(await as(BOB, (sql) => readOwnDelegations(sql, ANN))).toEqual([]);
  expect(await as(BOB, (sql) => dropDelegation(sql, { ...dropped, actor: `user:${BOB}` }))).toBe(false);
  expect(await toTry()).toHaveLength(1);
  expect(await as(ANN, (sql) => dropDelegation(sql, { ...dropped, actor: `user:${ANN}` }))).toBe(true);
  expect(await as(ANN, (sql) => dropDelegation(sql, { ...dropped, actor: `user:${ANN}` }))).toBe(false);
  expect(await toTry()).toEqual([]);
  expect(await own()).toMatchObject([{ dropped: true, status: 'granted' }]);
  expect(await as(ANN, (sql) => saveDelegation(sql, delegationOf('a')))).toBe(true);
  expect(await toTry()).toHaveLength(1);
  await app.end();
});

it('a portfolio is told what its account has granted, the newest first: to its own contract as it stands, to another of the account as superseded', async () => {
  const { admin } = world.database;
  const [row] = await admin<{ id: string }[]>`
    insert into portfolios (account_id, name) values (${accounts[0]}::bigint, 'ann') returning id::text`;
  const portfolioId = row?.id ?? '0';
  const former = await arrangeClone(admin, 13, ANN);
  await save(delegationOf('own'));
  await save(delegationOf('former', { accountId: former, delegate: addressOf(13) }));
  await save(delegationOf('of bob', { accountId: accounts[1], delegator: BOB, delegate: addressOf(12) }));
  await seen('own', 'revoked');
  const granted = await world.bot.run((sql) => readGranted(sql, [portfolioId, '999999']));
  expect([...granted.keys()]).toEqual([portfolioId]);
  expect(granted.get(portfolioId)).toMatchObject([
    {
      token: TOKEN,
      status: 'superseded',
      standing: 'good',
      leftUnits: 500n,
      context: '0x01',
      isDropped: false,
    },
    { token: TOKEN, status: 'revoked', standing: 'revoked', periodSeconds: 86_400, startSeconds: 1_000 },
  ]);
});
