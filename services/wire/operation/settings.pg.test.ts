import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Caller, Role } from '../../../lib/api/caller.ts';
import { readEnv } from '../../env.ts';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database.ts';
import { openSettings } from './database.ts';
import { changeSetting, readSettingsAs } from './settings.ts';

const ANN = `0x${'a1'.repeat(20)}` as const;
const ORIGIN = { ip: '203.0.113.9', userAgent: 'a browser' };
const NOBODY: Caller = { kind: 'anonymous' };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv('APP_DB_URL', database.urls.app.reveal());
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database?.drop();
});

const now = () => Math.floor(Date.now() / 1_000);
const session = (role: Role, signedSecondsAgo: number | null = null): Caller => ({
  ...{ kind: 'session', userId: 1n, address: ANN, role, sessionId: 'one' },
  steppedUpAtSeconds: signedSecondsAgo === null ? null : now() - signedSecondsAgo,
});
const token: Caller = { kind: 'token', userId: 1n, address: ANN, role: 'admin', tokenId: 'one', scopes: [] };
const pace = (caller: Caller, value: unknown, version: number) =>
  changeSetting(caller, { name: 'tickIntervalSeconds', value, version }, ORIGIN);
const halt = (caller: Caller, value: unknown, version: number) =>
  changeSetting(caller, { name: 'halted', value, version }, ORIGIN);

describe('a setting changed over the web', () => {
  it.each([
    ['nobody', NOBODY, 'unauthorised'],
    ['a user', session('user', 1), 'forbidden'],
    ['an operator', session('operator', 1), 'forbidden'],
    ['an admin’s token', token, 'session-required'],
  ])('is refused to %s', async (_, caller, code) => {
    expect(await pace(caller, 60, 0)).toMatchObject({ error: { code } });
    expect(await readSettingsAs(NOBODY)).toEqual({ ok: true, value: [] });
  });

  it('is kept in the admin’s name, with where he came from, and read by the next tick', async () => {
    expect(await pace(session('admin'), 60, 0)).toEqual({ ok: true, value: 1 });
    const [row] = await database.admin`
      select actor, action, before, after, ip::text, user_agent from audit_log order by position desc limit 1`;
    expect(row).toEqual({
      ...{ actor: `user:${ANN}`, action: 'setting-changed', before: null },
      ...{ after: { name: 'tickIntervalSeconds', value: 60 }, ip: '203.0.113.0/24', user_agent: 'a browser' },
    });
    const desk = openSettings(database.urls.bot.reveal());
    expect(await desk.list()).toMatchObject({
      value: [{ name: 'tickIntervalSeconds', value: '60', version: 1, updatedBy: `user:${ANN}` }],
    });
    await desk.close();
  });

  it('is refused with a version that is not the one it has, and with a value of another kind', async () => {
    expect(await pace(session('admin'), 70, 0)).toMatchObject({ error: { code: 'version-stale' } });
    expect(await pace(session('admin'), '70', 1)).toMatchObject({ error: { code: 'setting-invalid' } });
    expect(
      await changeSetting(session('admin'), { name: 'halt', value: 1, version: 0 }, ORIGIN),
    ).toMatchObject({ error: { code: 'setting-unknown' } });
  });

  it('asks for a fresh signature where it stops or starts trading', async () => {
    for (const caller of [session('admin'), session('admin', 601), session('admin', 100_000)])
      expect(await halt(caller, true, 0)).toMatchObject({ error: { code: 'step-up-required' } });
    expect(await halt(session('admin', 590), true, 0)).toEqual({ ok: true, value: 1 });
    expect(await halt(session('admin'), false, 1)).toMatchObject({ error: { code: 'step-up-required' } });
    expect(await halt(session('admin', 5), false, 1)).toEqual({ ok: true, value: 2 });
  });

  it('is refused by the database itself to whoever is no admin', async () => {
    const { onAppDatabase } = await import('../app-sql.ts');
    const { asViewer } = await import('../../store/as-viewer.ts');
    expect(readEnv().app.dbUrl).not.toBeNull();
    const tried = await onAppDatabase((sql) =>
      asViewer(sql, session('operator'), async (transaction) => {
        await transaction`update settings set value = 'true'::jsonb where key = 'halted'`;
        return transaction`select value from settings where key = 'halted'`;
      }),
    );
    expect(tried).toMatchObject({ ok: true, value: [{ value: false }] });
  });
});
