import { execFile } from 'node:child_process';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../secret.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { openSecrets, type SecretsDesk } from './secrets.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const OLD = '1f'.repeat(32);
const NEW = '2e'.repeat(32);
const WORD = 'token-of-a-channel';

let database: TestDatabase;
const desks: SecretsDesk[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.admin`delete from secrets`);
afterAll(async () => {
  await Promise.all(desks.map((desk) => desk.close()));
  await database?.drop();
});

const desk = (current: string | null, previous: string | null = null): SecretsDesk => {
  const secret = (key: string | null) => (key === null ? null : new Secret(key));
  const keys = { current: secret(current), previous: secret(previous) };
  const opened = openSecrets(database.urls.bot.reveal(), keys);
  desks.push(opened);
  return opened;
};
const place = (rowId: string) => ({ table: 'alerts', rowId, column: 'target' });
const wordAt = async (of: SecretsDesk, rowId: string): Promise<string | null> => {
  const opened = await of.open(place(rowId));
  return opened.ok ? (opened.value?.reveal() ?? null) : opened.error.code;
};
/** `npm run secrets -- rotate`, on this database. */
const rotate = (keys: Readonly<Record<string, string>>) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'test' as const,
      DB_URL: database.urls.bot.reveal(),
      ...keys,
    };
    const command = ['--import', 'tsx', join(ROOT, 'cli', 'main.ts'), 'secrets', 'rotate'];
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

describe('a secret kept for others', () => {
  it('is read where it was kept, replaced and removed, and the database holds none of it', async () => {
    const secrets = desk(OLD);
    expect(await wordAt(secrets, '1')).toBeNull();
    await secrets.keep(place('1'), new Secret('before'));
    await secrets.keep(place('1'), new Secret(WORD));
    expect(await wordAt(secrets, '1')).toBe(WORD);
    const [row] = await database.admin`select * from secrets`;
    expect(Buffer.concat([row?.sealed, row?.wrapped_key]).includes(WORD)).toBe(false);
    expect(await secrets.remove(place('1'))).toEqual({ ok: true, value: true });
    expect(await wordAt(secrets, '1')).toBeNull();
  });

  it('doesn’t open where its row was swapped with another’s', async () => {
    const secrets = desk(OLD);
    await secrets.keep(place('1'), new Secret('of one'));
    await secrets.keep(place('2'), new Secret('of two'));
    await database.admin`
      update secrets s set wrapped_key = o.wrapped_key, sealed = o.sealed from secrets o where o.row_id <> s.row_id`;
    expect(await wordAt(secrets, '1')).toBe('secret-unreadable');
    expect(await wordAt(secrets, '2')).toBe('secret-unreadable');
  });

  it('is nothing that the web app may read, sealed or not', async () => {
    const app = postgres(database.urls.app.reveal(), { prepare: false, max: 1 });
    await expect(app`select * from secrets`).rejects.toThrow(/permission denied/);
    await app.end();
  });
});

describe('npm run secrets -- rotate', () => {
  it('puts all under the new key, and the old one is then of no use', async () => {
    const before = desk(OLD);
    const ids = Array.from({ length: 450 }, (_, n) => `${n}`);
    for (const id of ids) await before.keep(place(id), new Secret(`${WORD} ${id}`));
    const done = await rotate({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toMatch(/^450 put under the key of version [0-9a-f]{16}; 0 can’t be opened\.\n$/);
    const after = desk(NEW);
    for (const id of ['0', '199', '200', '449']) expect(await wordAt(after, id)).toBe(`${WORD} ${id}`);
    expect(await wordAt(before, '0')).toBe('secret-unreadable');
    expect((await rotate({ SECRETS_KEY: NEW })).out).toMatch(/^0 put under/);
    const [told] = await database.admin`
      select actor, after from audit_log where action = 'secrets-rotated' order by position desc limit 1`;
    expect(told).toMatchObject({ actor: 'operator', after: { rewrapped: 450, unreadable: 0 } });
  });

  it('names what neither key opens, leaves it as it is, and shows no secret', async () => {
    await desk(OLD).keep(place('1'), new Secret(WORD));
    await desk('3d'.repeat(32)).keep(place('2'), new Secret(WORD));
    const before = await database.admin`select * from secrets where row_id = '2'`;
    const done = await rotate({ SECRETS_KEY: NEW, SECRETS_KEY_PREVIOUS: OLD });
    expect(done.code).toBe(3);
    expect(done.err).toContain('alerts.target of 2');
    expect(done.out).toMatch(/^1 put under .*; 1 can’t be opened/);
    for (const secret of [OLD, NEW, WORD]) expect(done.out + done.err).not.toContain(secret);
    expect(await database.admin`select * from secrets where row_id = '2'`).toEqual(before);
    expect(await wordAt(desk(NEW), '1')).toBe(WORD);
  });

  it.each([
    [{}, 1, 'SECRETS_KEY is missing'],
    [{ SECRETS_KEY: 'short' }, 1, 'SECRETS_KEY must be 32 random bytes'],
    [{ SECRETS_KEY_PREVIOUS: OLD }, 1, 'SECRETS_KEY_PREVIOUS is of no use: SECRETS_KEY is not set'],
    [{ SECRETS_KEY: OLD, SECRETS_KEY_PREVIOUS: OLD }, 1, 'SECRETS_KEY_PREVIOUS is the same as SECRETS_KEY'],
  ])('with %j it ends with %i and says why', async (keys, code, why) => {
    const done = await rotate(keys as Readonly<Record<string, string>>);
    expect(done.code).toBe(code);
    expect(done.err).toContain(why);
    expect(done.err).not.toContain(OLD);
  });
});
