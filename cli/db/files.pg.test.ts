import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import type { Terminal } from '../command/terminal.ts';
import { runDump, runSeed } from './run-files.ts';

const SCHEMA = readFileSync(join(import.meta.dirname, '../../supabase/schema.sql'), 'utf8');
const UINT256_MAX = 2n ** 256n - 1n;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => database?.drop());

type Said = { readonly code: number; readonly out: readonly string[]; readonly error: readonly string[] };

/** Runs a command on the database, and tells what it said. */
const said = async (
  work: (terminal: Terminal) => Promise<number>,
  url = database.adminUrl,
): Promise<Said> => {
  vi.stubEnv('DB_DIRECT_URL', url.reveal());
  const out: string[] = [];
  const error: string[] = [];
  const code = await work({ out: (text) => void out.push(text), error: (text) => void error.push(text) });
  return { code, out, error };
};
const seed = (terminal: Terminal) => runSeed({ values: {}, words: [], typed: '' }, terminal);
const dump = (rows: boolean) => (terminal: Terminal) =>
  runDump({ values: { rows }, words: [], typed: '' }, terminal);

describe('npm run db:seed', () => {
  it('gives an empty database an example to look at, once', async () => {
    for (const _ of [1, 2]) expect((await said(seed)).code).toBe(0);
    const app = postgres(database.urls.app.reveal(), { max: 1 });
    const seen = await app`select name, simulated from portfolios`;
    const leases = await database.admin`select id from leases`;
    await app.end();
    expect(seen.map((row) => ({ ...row }))).toEqual([{ name: 'Example', simulated: true }]);
    expect(leases).toHaveLength(0);
  });
});

describe('npm run db:dump', () => {
  it('prints the schema that was reviewed', async () => {
    const { code, out } = await said(dump(false));
    expect([code, `${out.join('\n')}\n`]).toEqual([0, SCHEMA]);
  });

  it('prints every row to the last digit, as of one moment', async () => {
    await database.admin`update accounts set generation = ${UINT256_MAX.toString()}::text::uint256`;
    const { code, out } = await said(dump(true));
    expect(code).toBe(0);
    const accounts = out.filter((line) => line.includes('"accounts"'));
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toContain(`"generation": ${UINT256_MAX}`);
    const [counted] = await database.admin`
      select sum((xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %I', relname), false, true, '')))[1]::text::int)::int as n
      from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`;
    expect(out).toHaveLength(counted?.n);
  });

  it('is refused where policies would hide rows, which a dump would then lack', async () => {
    const { code, error } = await said(dump(true), database.urls.app);
    expect(code).toBe(1);
    expect(error.join()).toContain('may not');
  });
});
