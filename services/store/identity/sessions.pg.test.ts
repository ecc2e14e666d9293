import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../../lib/api/caller.ts';
import { asNamedViewer, asViewer } from '../as-viewer.ts';
import { openAppSql } from '../database.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readHolder } from './holders.ts';
import { endAllSessions, endSession, listLiveSessions, markSteppedUp, openSession } from './sessions.ts';

const ANN = `0x${'a1'.repeat(20)}` as const;
const BOB = `0x${'b0'.repeat(20)}` as const;
const ANONYMOUS: Caller = { kind: 'anonymous' };

let database: TestDatabase;
let app: ReturnType<typeof openAppSql>;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openAppSql(database.urls.app);
});
beforeEach(() => database.admin`delete from sessions`);
afterAll(async () => {
  await app?.end();
  await database?.drop();
});

const as = <T>(address: typeof ANN | typeof BOB, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(app, { address, role: 'user' }, work);
const open = (
  address: typeof ANN | typeof BOB,
): Promise<{ readonly id: string; readonly endsAtSeconds: number }> =>
  as(address, (sql) => openSession(sql, { address, chainId: 1, userAgent: 'a browser', lastsSeconds: 600 }));
const holderOf = (sessionId: string, address: typeof ANN | typeof BOB = ANN) =>
  readHolder(app, { kind: 'session', sessionId, address });
const endOf = async (id: string): Promise<number | undefined> =>
  (await as(ANN, listLiveSessions)).find((session) => session.id === id)?.endsAtSeconds;
const idsOf = async (address: typeof ANN | typeof BOB): Promise<readonly string[]> =>
  (await as(address, listLiveSessions)).map(({ id }) => id);

describe('sessions', () => {
  it('are listed and ended by their own person alone, one by one and all at once', async () => {
    const [first, second, bobs] = [await open(ANN), await open(ANN), await open(BOB)];
    expect(await idsOf(ANN)).toEqual([second.id, first.id]);
    expect(await as(ANN, (sql) => endSession(sql, bobs.id))).toBe('unknown');
    expect(await idsOf(BOB)).toEqual([bobs.id]);
    expect(await as(ANN, (sql) => endSession(sql, first.id))).toBe('ended');
    expect(await as(ANN, (sql) => endSession(sql, first.id))).toBe('had-ended');
    expect(await idsOf(ANN)).toEqual([second.id]);
    await open(ANN);
    expect(await as(ANN, (sql) => endAllSessions(sql))).toBe(2);
    expect([await idsOf(ANN), await idsOf(BOB)]).toEqual([[], [bobs.id]]);
  });

  it('tell when they began, were seen and end, and where they are from', async () => {
    const { endsAtSeconds } = await open(ANN);
    const [session] = await as(ANN, listLiveSessions);
    expect(session).toMatchObject({ userAgent: 'a browser', chainId: 1, endsAtSeconds });
    expect(endsAtSeconds - (session?.createdAtSeconds ?? 0)).toBe(600);
  });

  it('are not made to last longer by being used, and are marked as seen once a minute', async () => {
    const { id, endsAtSeconds } = await open(ANN);
    const seenOf = async () =>
      (await database.admin`select last_seen_at::text from sessions where id = ${id}`)[0];
    const seen = await seenOf();
    expect(await holderOf(id)).toMatchObject({ address: ANN, role: 'user', tokenId: null });
    expect(await seenOf()).toEqual(seen);
    await database.admin`update sessions set last_seen_at = now() - interval '2 min' where id = ${id}`;
    expect(await holderOf(id)).not.toBeNull();
    expect(await endOf(id)).toBe(endsAtSeconds);
    const [age] =
      await database.admin`select now() - last_seen_at < interval '10 s' as fresh from sessions where id = ${id}`;
    expect(age?.fresh).toBe(true);
  });

  it('take a fresh signature while they last, and their own person’s only', async () => {
    const { id } = await open(ANN);
    expect(await as(BOB, (sql) => markSteppedUp(sql, id))).toBeNull();
    expect(await as(ANN, (sql) => markSteppedUp(sql, id))).toBeTypeOf('number');
    expect((await holderOf(id))?.steppedUpAtSeconds).toBeTypeOf('number');
    expect(await holderOf(id, BOB)).toBeNull();
    await as(ANN, (sql) => endSession(sql, id));
    expect(await holderOf(id)).toBeNull();
    expect(await as(ANN, (sql) => markSteppedUp(sql, id))).toBeNull();
  });

  it('can’t be opened in another person’s name, nor can a role be taken', async () => {
    await open(BOB);
    await expect(
      as(ANN, (sql) => openSession(sql, { address: BOB, chainId: 1, userAgent: null, lastsSeconds: 600 })),
    ).rejects.toThrow(/row-level security/);
    await expect(
      as(ANN, (sql) => sql`insert into users (address, role) values (${ANN}, 'admin')`),
    ).rejects.toThrow(/permission denied/);
    await open(ANN);
    expect((await as(ANN, (sql) => sql`update users set role = 'admin' returning id`)).length).toBe(0);
  });

  it('are shown to nobody without a name', async () => {
    await open(ANN);
    const seen = await asViewer(app, ANONYMOUS, async (sql) => [
      ...(await sql`select id from sessions`),
      ...(await sql`select id from users`),
    ]);
    expect(seen).toEqual([]);
  });
});

it('the name that a transaction gives to its viewer ends with it, also when it fails', async () => {
  await open(ANN);
  await expect(as(ANN, (sql) => sql`select 1 / 0`)).rejects.toThrow(/division/);
  const left = await app`select current_user as "user", viewer_address() as viewer, viewer_role() as role`;
  expect(left.map((row) => ({ ...row }))).toEqual([
    { user: 'balancer_app_login', viewer: null, role: 'anonymous' },
  ]);
});
