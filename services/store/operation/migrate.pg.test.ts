import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { migrate, migrationStatus } from './migrate.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(join(import.meta.dirname, '..', '..', '..', 'supabase', 'migrations'), folder, { recursive: true });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database?.drop();
});

const run = () => migrate({ url: database.adminUrl, folder });

describe('migrating', () => {
  it('does nothing to a database that is up to date', async () => {
    expect(await run()).toEqual({ ok: true, value: [] });
  });

  it('applies a new file once, however many try at the same moment', async () => {
    writeFileSync(join(folder, '99990101000001_more.sql'), 'create table more (id int primary key);');
    const pending = await migrationStatus({ url: database.adminUrl, folder });
    expect(pending.at(-1)).toMatchObject({ name: '99990101000001_more.sql', state: 'pending' });
    const outcomes = await Promise.all([run(), run(), run(), run()]);
    expect(outcomes.flatMap((outcome) => (outcome.ok ? outcome.value : ['failed']))).toEqual([
      '99990101000001_more.sql',
    ]);
  });

  it('undoes a file that fails half-way, and records nothing of it', async () => {
    const file = join(folder, '99990101000002_broken.sql');
    writeFileSync(file, 'create table half (id int); create table half (id int);');
    await expect(run()).rejects.toThrow(/already exists/);
    const [row] = await database.admin`select to_regclass('half') as half`;
    expect(row?.half).toBeNull();
    rmSync(file);
  });

  it('refuses a file that was edited after it had been applied, by its name', async () => {
    writeFileSync(join(folder, '99990101000001_more.sql'), 'create table other (id int);');
    const refused = await run();
    expect(refused.ok ? null : refused.error).toMatchObject({
      code: 'migration-changed',
      message: expect.stringContaining('99990101000001_more.sql'),
    });
  });
});
