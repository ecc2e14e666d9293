import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../secret.ts';
import { asNamedViewer } from '../../store/as-viewer.ts';
import { openAppSql } from '../../store/database.ts';
import {
  holdIndexAccount,
  type IndexAccountRow,
  insertIndexAccount,
  readIndexAccount,
  readIndexAccountNamed,
  readOwnIndexAccounts,
  takeIndexKey,
  updateIndexAccount,
} from '../../store/indexes/index-accounts.ts';
import { addressOf } from '../../store/testing/arrange.ts';
import { type TestBot, withTestBot } from '../../store/testing/with-test-bot.ts';
import { openSecrets } from '../operation/secrets.ts';
import { indexKeyPlace, makeIndexKey, openIndexKey, revealIndexKey } from './index-account-key.ts';

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});
let app: ReturnType<typeof openAppSql>;
beforeAll(() => {
  app = openAppSql(world.database.urls.app);
});
afterAll(() => app?.end());

const [ANN, BOB] = [1, 2].map(addressOf) as [Address, Address];
const OLD = { current: new Secret('1f'.repeat(32)), previous: null };
const NEXT = { current: new Secret('2e'.repeat(32)), previous: OLD.current };
const as = <T>(viewer: Address, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(app, { address: viewer, role: 'user' }, work);

const make = async (owner: Address, rowId: string): Promise<IndexAccountRow> => {
  const made = makeIndexKey(OLD, rowId);
  if (!made.ok) throw new Error(made.error.message);
  const { account, sealed } = made.value;
  const key = { ...indexKeyPlace(rowId), ...sealed };
  return as(owner, (sql) =>
    insertIndexAccount(sql, { owner, name: 'Savings', account, capCents: 50_000n, key }),
  );
};
const ROW = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

/** Signed anew so many minutes ago. */
const signed = async (owner: Address, minutesAgo: number): Promise<void> => {
  await world.database.admin`
    with person as (insert into users (address) values (${owner}) returning id)
    insert into sessions (user_id, chain_id, expires_at, stepped_up_at)
    select id, 1, now() + interval '1 day', now() - make_interval(mins => ${minutesAgo}) from person`;
};

beforeEach(async () => {
  const { admin } = world.database;
  await admin`delete from index_accounts`;
  await admin`delete from secrets`;
  await admin`delete from users`;
});

describe('an index account', () => {
  it('is its owner’s alone, with the key in the database only under seal', async () => {
    const made = await make(ANN, ROW);
    expect(made).toMatchObject({ id: ROW, owner: ANN, name: 'Savings', capCents: 50_000n, state: 'open' });
    expect(made).toMatchObject({ heldWhy: null, exportedAtSeconds: null });
    expect(await as(ANN, (sql) => readOwnIndexAccounts(sql, ANN))).toEqual([made]);
    expect(await as(ANN, (sql) => readIndexAccount(sql, ROW))).toEqual(made);
    expect(await as(BOB, (sql) => readOwnIndexAccounts(sql, ANN))).toEqual([]);
    expect(await as(BOB, (sql) => readIndexAccount(sql, ROW))).toBeNull();
    expect(await as(BOB, (sql) => updateIndexAccount(sql, ROW, { capCents: 1n }))).toBeNull();
    expect(await world.bot.run((sql) => readIndexAccountNamed(sql, made.account))).toEqual(made);
    await expect(as(ANN, (sql) => sql`select * from secrets`)).rejects.toThrow(/permission denied/);
  });

  it('is made for nobody else, and its key is not sealed a second time, nor at another’s place', async () => {
    await make(ANN, ROW);
    const key = { ...indexKeyPlace(OTHER), keyVersion: '0'.repeat(16) };
    const bytes = { wrappedKey: Buffer.alloc(60), sealed: Buffer.alloc(40) };
    const forAnother = { owner: BOB, name: 'x', account: addressOf(9), capCents: 1n };
    await expect(
      as(ANN, (sql) => insertIndexAccount(sql, { ...forAnother, key: { ...key, ...bytes } })),
    ).rejects.toThrow(/row-level security/);
    const seal = (viewer: Address, id: string) =>
      as(viewer, async (sql) => {
        await sql`insert into secrets values ('index_accounts', ${id}, 'key', ${key.keyVersion}, ${bytes.wrappedKey}, ${bytes.sealed})`;
      });
    await expect(seal(ANN, ROW)).rejects.toThrow(/duplicate key/);
    await expect(seal(BOB, ROW)).rejects.toThrow(/row-level security/);
    await expect(seal(BOB, OTHER)).rejects.toThrow(/row-level security/);
  });

  it('is renamed, capped anew, held by the bot and opened by its owner', async () => {
    await make(ANN, ROW);
    const changed = await as(ANN, (sql) => updateIndexAccount(sql, ROW, { name: 'Pension', capCents: 7n }));
    expect(changed).toMatchObject({ name: 'Pension', capCents: 7n, state: 'open' });
    const hold = (why: string) => world.bot.run((sql) => holdIndexAccount(sql, { id: ROW, why }));
    expect(await hold('A leg failed.')).toBe(true);
    expect(await hold('Another one failed.')).toBe(false);
    expect(await as(ANN, (sql) => updateIndexAccount(sql, ROW, { name: 'Savings' }))).toMatchObject({
      ...{ name: 'Savings', state: 'held', heldWhy: 'A leg failed.' },
    });
    const opened = await as(ANN, (sql) => updateIndexAccount(sql, ROW, { state: 'open' }));
    expect(opened).toMatchObject({ state: 'open', heldWhy: null });
    await as(ANN, (sql) => updateIndexAccount(sql, ROW, { state: 'closed' }));
    expect(await hold('A leg failed.')).toBe(false);
  });
});

describe('its key', () => {
  const take = (viewer: Address, id = ROW) => as(viewer, (sql) => takeIndexKey(sql, id));

  it('is taken by its owner within ten minutes of a signature, and that it was stays known', async () => {
    const { account } = await make(ANN, ROW);
    expect(await take(ANN)).toBeNull();
    await signed(ANN, 11);
    expect(await take(ANN)).toBeNull();
    expect(await as(ANN, (sql) => readIndexAccount(sql, ROW))).toMatchObject({ exportedAtSeconds: null });
    await world.database.admin`update sessions set stepped_up_at = now() - interval '9 minutes'`;
    const sealed = await take(ANN);
    const key = sealed === null ? null : revealIndexKey(OLD, { id: ROW, sealed });
    expect(key?.ok ? privateKeyToAccount(key.value.reveal() as Hex).address.toLowerCase() : null).toBe(
      account,
    );
    const after = await as(ANN, (sql) => readIndexAccount(sql, ROW));
    expect(after?.exportedAtSeconds).toBeGreaterThan(0);
  });

  it('is nobody else’s, whoever has signed, and no ended session’s', async () => {
    await make(ANN, ROW);
    await signed(BOB, 0);
    expect(await take(BOB)).toBeNull();
    await signed(ANN, 0);
    await world.database.admin`update sessions set revoked_at = now()`;
    expect(await take(ANN)).toBeNull();
  });

  it('opens at its own row alone, and after its wrapping key was changed as before', async () => {
    const { account } = await make(ANN, ROW);
    await make(BOB, OTHER);
    await signed(ANN, 0);
    const desk = openSecrets(world.database.urls.bot.reveal(), NEXT);
    expect(await desk.rotate()).toMatchObject({ ok: true, value: { rewrapped: 2, unreadable: [] } });
    await desk.close();
    const sealed = await take(ANN);
    if (sealed === null) throw new Error('nothing was sealed');
    const justNew = { current: NEXT.current, previous: null };
    const opened = openIndexKey(justNew, { id: ROW, sealed });
    expect(opened.ok ? opened.value.address : null).toBe(account);
    expect(openIndexKey(OLD, { id: ROW, sealed })).toMatchObject({ error: { code: 'secret-unreadable' } });
    expect(openIndexKey(justNew, { id: OTHER, sealed })).toMatchObject({
      error: { code: 'secret-unreadable' },
    });
  });
});
