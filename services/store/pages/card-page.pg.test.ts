import type { Sql } from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asCardReader, asNamedViewer } from '../as-viewer.ts';
import { openAppSql } from '../database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readCardPage } from './card-page.ts';

const OWNER = `0x${'a'.repeat(40)}` as const;
const addressOf = (n: number) => `0x${n.toString(16).padStart(40, '0')}` as const;

let database: TestDatabase;
let app: Sql;

/** Each at the address of its number: what an owner may have chosen. */
const CHOICES = [
  { n: 1, name: 'hidden', shared: false, card: false, archived: false },
  { n: 2, name: 'in per cent', shared: false, card: true, archived: false },
  { n: 3, name: 'all of it', shared: true, card: false, archived: false },
  { n: 4, name: 'put away', shared: false, card: true, archived: true },
] as const;

beforeAll(async () => {
  database = await createTestDatabase();
  app = openAppSql(database.urls.app);
  const { admin } = database;
  for (const { n, name, shared, card, archived } of CHOICES) {
    const [account] = await admin`
      insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
      values ('balancer', 31337, ${addressOf(n)}, ${OWNER}, 1, ${`0x${'1'.repeat(64)}`}) returning id`;
    await admin`
      insert into portfolios (account_id, name, shared, card_shared, archived_at)
      values (${account?.['id']}, ${name}, ${shared}, ${card}, ${archived ? admin`now()` : null})`;
  }
});
afterAll(async () => {
  await app.end();
  await database.drop();
});

const cardOf = (n: number) =>
  asCardReader(app, (sql) => readCardPage(sql, { chainId: 31_337, address: addressOf(n) }));

it('a reader of cards finds what is shared in per cent or as a whole, and nothing else', async () => {
  expect(await cardOf(1)).toBeNull();
  expect(await cardOf(2)).toMatchObject({ portfolio: { name: 'in per cent' }, amounts: false });
  expect(await cardOf(3)).toMatchObject({ portfolio: { name: 'all of it' }, amounts: true });
  expect(await cardOf(4)).toBeNull();
  expect(await cardOf(5)).toBeNull();
});

it('whoever reads anything else finds a portfolio that is shared in per cent no more than a hidden one', async () => {
  const seen = await asNamedViewer(app, null, async (sql) => ({
    portfolios: (await sql`select name from portfolios order by id`).map(({ name }) => name),
    accounts: (await sql`select address from accounts order by id`).map(({ address }) => address),
  }));
  expect(seen).toEqual({ portfolios: ['all of it'], accounts: [addressOf(3)] });
});

it('a transaction that read a card leaves nothing behind on its connection', async () => {
  await cardOf(2);
  const left = await app`select coalesce(current_setting('app.reading', true), '') as reading`;
  expect(left[0]?.['reading']).toBe('');
});

it('an owner makes and takes away a page; a stranger changes nothing', async () => {
  const set = (viewer: string, wanted: boolean) =>
    asNamedViewer(app, { address: viewer as `0x${string}`, role: 'user' }, async (sql) => {
      const { count } = await sql`
        update portfolios p set card_shared = ${wanted} from accounts a
        where a.id = p.account_id and a.address = ${addressOf(1)}`;
      return count;
    });
  expect(await set(addressOf(99), true)).toBe(0);
  expect(await cardOf(1)).toBeNull();
  expect(await set(OWNER, true)).toBe(1);
  expect(await cardOf(1)).not.toBeNull();
  expect(await set(OWNER, false)).toBe(1);
  expect(await cardOf(1)).toBeNull();
});
