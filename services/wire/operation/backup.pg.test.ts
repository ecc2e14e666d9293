import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { schemaText } from '../../store/operation/schema-text.ts';
import { arrangeEveryTable } from '../../store/testing/arrange-every-table.ts';
import {
  createBareDatabase,
  createTestDatabase,
  type TestDatabase,
} from '../../store/testing/test-database.ts';
import { backUpDatabase, restoreDatabase } from './backup.ts';
import { dumpedRows } from './database-files.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', '..', 'supabase', 'migrations');
const SCHEMA = readFileSync(join(MIGRATIONS, '..', 'schema.sql'), 'utf8');
const LEFT_OUT = ['login_nonces', 'sessions', 'stream_events'];

const dir = mkdtempSync(join(tmpdir(), '1balancer-backup-'));
const WHOLE = join(dir, 'whole.gz');

let source: TestDatabase;
const made: TestDatabase[] = [];
const bare = async (): Promise<TestDatabase> => {
  const database = await createBareDatabase();
  made.push(database);
  return database;
};
const rowsOf = async ({ adminUrl }: TestDatabase): Promise<readonly string[]> => {
  const lines: string[] = [];
  expect((await dumpedRows(adminUrl.reveal(), (line) => void lines.push(line))).ok).toBe(true);
  return lines.filter((line) => ![...LEFT_OUT, 'schema_migrations'].includes(JSON.parse(line).table)).sort();
};
const backUp = (file: string) => backUpDatabase({ directUrl: source.adminUrl.reveal(), file });
const restore = (database: TestDatabase, file: string, folder = MIGRATIONS) =>
  restoreDatabase({ directUrl: database.adminUrl.reveal(), folder, file });
/** A back-up's file with other lines. */
const lines = (whole: Buffer, change: (all: readonly string[]) => readonly string[]): Buffer =>
  gzipSync(change(gunzipSync(whole).toString().split('\n')).join('\n'));
const hasRows = async ({ admin }: TestDatabase): Promise<boolean> => {
  const [row] = await admin`select to_regclass('accounts') is not null as present`;
  return row?.present === true && (await admin`select from accounts`).length > 0;
};

beforeAll(async () => {
  source = await createTestDatabase();
  await arrangeEveryTable(source.admin);
  await source.admin`delete from schema_migrations where name not like '%.sql'`;
  await source.admin`update accounts set generation = (2::numeric ^ 256 - 1)::uint256, created_at = '2026-01-02 03:04:05.678901+00'`;
  expect(await backUp(WHOLE)).toMatchObject({ ok: true });
});
afterEach(async () => {
  for (const database of made.splice(0)) await database.drop();
});
afterAll(async () => {
  await source?.drop();
  rmSync(dir, { recursive: true, force: true });
});

it('brings every row of every table back into a database without tables, to the digit, and the schema as it was reviewed', async () => {
  const database = await bare();
  expect(await restore(database, WHOLE)).toMatchObject({ ok: true, value: { applied: [], tokens: 3 } });
  const [restored, before] = [await rowsOf(database), await rowsOf(source)];
  const isOfRestore = (line: string): boolean => /"database-restored"|"audit_heads"/.test(line);
  expect(restored.filter((line) => !isOfRestore(line))).toEqual(before.filter((line) => !isOfRestore(line)));
  expect(restored.filter((line) => line.includes('"database-restored"'))).toHaveLength(1);
  expect(await schemaText(database.admin)).toBe(SCHEMA);
  for (const table of LEFT_OUT)
    expect(await database.admin`select from ${database.admin(table)}`).toEqual([]);
});

it('is a file that its owner alone reads, and no file that is there is written over', async () => {
  expect(statSync(WHOLE).mode & 0o777).toBe(0o600);
  const before = readFileSync(WHOLE);
  expect(await backUp(WHOLE)).toMatchObject({ ok: false, error: { code: 'file-unwritable' } });
  expect(readFileSync(WHOLE)).toEqual(before);
  expect(await backUp('/nowhere/at/all.gz')).toMatchObject({ ok: false, error: { code: 'file-unwritable' } });
  expect(readdirSync(dir)).toEqual(['whole.gz']);
});

it('goes on with the migrations that have come since', async () => {
  const folder = join(dir, 'migrations');
  cpSync(MIGRATIONS, folder, { recursive: true });
  const [added, sql] = [
    '29991231000001_later.sql',
    'alter table accounts add column later text not null default 42',
  ];
  writeFileSync(join(folder, added), sql);
  const database = await bare();
  expect(await restore(database, WHOLE, folder)).toMatchObject({ ok: true, value: { applied: [added] } });
  const [row] = await database.admin`select distinct later from accounts`;
  expect(row?.later).toBe('42');

  const edited = readdirSync(MIGRATIONS)[0] ?? '';
  writeFileSync(join(folder, edited), '-- another one');
  const refused = await bare();
  expect(await restore(refused, WHOLE, folder)).toMatchObject({
    ok: false,
    error: { code: 'migration-changed', message: expect.stringContaining(edited) },
  });
  rmSync(folder, { recursive: true });
});

it.each([
  ['cut off', (whole: Buffer) => whole.subarray(0, whole.length - 200), /can't be read to its end/],
  [
    'without its end',
    (whole: Buffer) => lines(whole, (all) => all.slice(0, -2)),
    /is cut off after \d+ rows/,
  ],
  [
    'with a row less',
    (whole: Buffer) => lines(whole, (all) => all.toSpliced(3, 1)),
    /is cut off after \d+ rows/,
  ],
  ['of something else', () => gzipSync('{"table":"accounts"}\n'), /doesn't begin as a back-up does/],
  ['that isn’t there', () => null, /can't be read to its end \(ENOENT\)/],
])('puts no row in from a file %s', async (_name, spoil, why) => {
  const file = join(dir, 'spoiled.gz');
  const spoiled = spoil(readFileSync(WHOLE));
  if (spoiled !== null) writeFileSync(file, spoiled);
  const database = await bare();
  expect(await restore(database, file)).toMatchObject({
    ok: false,
    error: { code: 'backup-unreadable', message: expect.stringMatching(why) },
  });
  expect(await hasRows(database)).toBe(false);
  rmSync(file, { force: true });
  expect(await restore(database, WHOLE)).toMatchObject({ ok: true });
});

it('is refused where there are rows, or a reference leads nowhere, and changes nothing there', async () => {
  const database = await bare();
  expect(await restore(database, WHOLE)).toMatchObject({ ok: true });
  const before = await rowsOf(database);
  expect(await restore(database, WHOLE)).toMatchObject({ ok: false, error: { code: 'database-not-empty' } });
  expect(await rowsOf(database)).toEqual(before);

  const file = join(dir, 'dangling.gz');
  const without = (all: readonly string[]) =>
    all.flatMap((line) =>
      line.startsWith('{"end"')
        ? [`{"end":{"rows":${all.length - 6}}}`]
        : /"table" : "accounts"/.test(line)
          ? []
          : [line],
    );
  writeFileSync(file, lines(readFileSync(WHOLE), without));
  const dangling = await bare();
  expect(await restore(dangling, file)).toMatchObject({ ok: false, error: { code: 'row-refused' } });
  expect(await hasRows(dangling)).toBe(false);
  rmSync(file);
});
