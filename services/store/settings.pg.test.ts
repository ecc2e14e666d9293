import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPolicyRegistry, openSettings, type SettingsDesk } from '../wire/operation/database.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CONTRACT = `0x${'ab'.repeat(20)}` as const;

let database: TestDatabase;
let desk: SettingsDesk;
let dir = '';
beforeAll(async () => {
  database = await createTestDatabase();
  desk = openSettings(database.urls.bot.reveal());
  dir = mkdtempSync(join(tmpdir(), '1balancer-settings-'));
});
afterAll(async () => {
  await desk?.close();
  await database?.drop();
  rmSync(dir, { recursive: true, force: true });
});

const register = async (policy: unknown, fallback = {}) => {
  const registry = openPolicyRegistry(database.urls.bot.reveal(), fallback);
  try {
    const shared = { name: 'one', shared: false, simulated: true };
    return await registry.registerPolicy({ chainId: 31_337, address: CONTRACT, policy, ...shared });
  } finally {
    await registry.close();
  }
};
const registered = async () => {
  const [row] = await database.admin`select policy, created_by from policy_registrations`;
  return row?.policy;
};

/** `npm run db -- …args`, on this database. */
const db = (...args: readonly string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    const env = {
      PATH: process.env.PATH,
      NODE_ENV: 'test' as const,
      DB_URL: database.urls.bot.reveal(),
      MAX_TRADE_SIZE_USD: '7000',
    };
    const command = ['--import', 'tsx', join(ROOT, 'cli', 'main.ts'), 'db', ...args];
    execFile(process.execPath, command, { cwd: ROOT, env }, (error, out, err) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });

describe('settings', () => {
  it('are changed in one place, by name, and leave a word in the audit log', async () => {
    expect(await desk.set('halted', true)).toMatchObject({ ok: true });
    expect(await desk.set('halted', false)).toMatchObject({ ok: true });
    expect(await desk.list()).toEqual({
      ok: true,
      value: [
        {
          ...{ name: 'halted', value: 'false', version: 2, updatedBy: 'operator' },
          updatedAtSeconds: expect.any(Number),
        },
      ],
    });
    const words =
      await database.admin`select before, after from audit_log where action = 'setting-changed' order by position`;
    expect(words.map((row) => ({ ...row }))).toEqual([
      { before: null, after: { name: 'halted', value: true } },
      { before: { name: 'halted', value: true }, after: { name: 'halted', value: false } },
    ]);
  });

  it.each([
    ['halt', true, 'setting-unknown', 'halted'],
    ['halted', 'yes', 'setting-invalid', 'halted:'],
    ['tickIntervalSeconds', -1, 'setting-invalid', 'tickIntervalSeconds:'],
    [
      'policyDefaults',
      { limits: { maxTradeUsd: 5 } },
      'setting-invalid',
      'policyDefaults.limits.maxTradeUsd:',
    ],
  ])('%s = %j is refused, and nothing has changed', async (name, value, code, named) => {
    const before = await desk.list();
    const saved = await desk.set(name, value);
    expect(saved).toMatchObject({ ok: false, error: { code } });
    expect(saved.ok ? '' : saved.error.message).toContain(named);
    expect(await desk.list()).toEqual(before);
  });
});

describe('a policy that is registered', () => {
  it('takes the settings before what the environment says, keeps them, and its own words before both', async () => {
    await desk.set('policyDefaults', { bandBps: 250, limits: { maxTradeUsd: '2000' } });
    const fallback = { bandBps: 500, limits: { maxTradeUsd: '10000', minTradeUsd: '5' } };
    await register({ version: 1, limits: { cooldownSeconds: 30 } }, fallback);
    const expected = {
      triggers: [{ kind: 'absolute', bandBps: 250 }],
      limits: { maxTradeUsd: '2000', minTradeUsd: '5', cooldownSeconds: 30, slippageBpsMax: 100 },
    };
    expect(await registered()).toMatchObject(expected);
    await desk.set('policyDefaults', { bandBps: 900 });
    expect(await registered()).toMatchObject(expected);
  });

  it('is refused by field, and leaves the one before', async () => {
    const before = await registered();
    const outcome = await register({ version: 1, triggers: [], limits: { maxTrade: '1' } });
    expect(outcome).toMatchObject({ ok: false, error: { code: 'policy-invalid' } });
    expect(await registered()).toEqual(before);
  });

  it('is refused while the defaults in the table can’t be read, rather than passing over them', async () => {
    await database.admin`update settings set value = '{"limits":{"maxTradeUsd":7}}' where key = 'policyDefaults'`;
    expect(await register({ version: 1 })).toMatchObject({
      ok: false,
      error: {
        code: 'setting-invalid',
        message: expect.stringContaining('policyDefaults.limits.maxTradeUsd'),
      },
    });
    await database.admin`delete from settings where key = 'policyDefaults'`;
  });
});

describe('npm run db', () => {
  it('sets, lists and registers; a file takes the environment’s defaults', async () => {
    expect(await db('set', 'policyDefaults', '{"bandBps":400}')).toMatchObject({ code: 0 });
    expect((await db('settings')).out).toContain('policyDefaults = {"bandBps": 400}');
    const file = join(dir, 'policy.json');
    writeFileSync(file, '{"version":1,"lookEverySeconds":60}');
    const done = await db('register', CONTRACT, '--policy', file, '--name', 'from a file', '--shared');
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(done.out)).toMatchObject({
      triggers: [{ kind: 'absolute', bandBps: 400 }],
      limits: { maxTradeUsd: '7000', minTradeUsd: '50' },
      lookEverySeconds: 60,
    });
    expect(await registered()).toEqual(JSON.parse(done.out));
  });

  it.each([
    [['set', 'halted', 'yes'], 1, 'The value of halted is not JSON'],
    [['set', 'halted'], 2, 'JSON is missing: its value'],
    [['sett', 'halted', 'true'], 2, 'Did you mean set?'],
    [[], 2, 'npm run db -- COMMAND'],
    [['register', '0x12', '--policy', 'index'], 1, '"0x12" is no address'],
    [['register', CONTRACT, '--policy', 'gone.json'], 1, 'gone.json is neither a preset'],
    [['register', CONTRACT, '--pollicy', 'index'], 2, 'Did you mean --policy?'],
  ])('%j ends with %i and says why', async (args, code, word) => {
    const done = await db(...args);
    expect(done.code).toBe(code);
    expect(done.err).toContain(word);
    expect(done.out).toBe('');
  });
});
