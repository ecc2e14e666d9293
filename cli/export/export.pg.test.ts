import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { EXPORTED_TABLES } from '../../lib/ledger/exported.ts';
import { exportedColumns } from '../../services/store/operation/export-rows.ts';
import { addressOfOwner, arrangeEveryTable } from '../../services/store/testing/arrange-every-table.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { exportRows } from '../../services/wire/operation/export-rows.ts';
import { runCommand } from '../command/run-command.ts';
import { HOUSE } from '../commands/house.ts';

/** More than are read at once. */
const SNAPSHOTS = 1_200;
/** What is not exported, and why it isn't. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  snapshots: ['tick_id'],
  decisions: ['tick_id', 'worst_drift_bps', 'budget_left_bps'],
  // Usable by whoever has them; and what a proposal's bytes are.
  orders: ['signature', 'extension', 'salt', 'maker_traits', 'router', 'swap_data', 'delegation_context'],
  fills: [],
  transactions: ['raw', 'native_usd_missing'],
};

let database: TestDatabase;
const folder = mkdtempSync(join(tmpdir(), 'export-'));
beforeAll(async () => {
  database = await createTestDatabase();
  const { admin } = database;
  await arrangeEveryTable(admin);
  await admin`update orders set signature = '0x' || repeat('ab', 65)`;
  await admin`update transactions set raw = '0x' || repeat('cd', 100)`;
  await admin`
    insert into snapshots (id, portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
    overriding system value select 1000 + n, s.portfolio_id, s.tick_id, 1000 + n, s.block_hash, 5, 123456789012345678901234567890, '{"said": "=1+1, \\"x\\""}'::jsonb
    from (select * from snapshots order by id limit 1) s, generate_series(1, ${SNAPSHOTS}) n`;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database?.drop();
});

const run = async (...words: readonly string[]) => {
  vi.stubEnv('DB_URL', database.urls.bot.reveal());
  const [out, error]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
  };
  const code = await runCommand(HOUSE, ['export', ...words], terminal);
  return { code, lines: out.join('\n').split('\n'), error: error.join('\n') };
};

describe('export', () => {
  it('writes out every row of every table, in the same order each time, and nothing that is to be kept', async () => {
    const first = await run();
    expect(first.code, first.error).toBe(0);
    const rows = first.lines.map((line) => JSON.parse(line));
    for (const table of EXPORTED_TABLES) {
      const [{ count } = { count: 0 }] =
        await database.admin`select count(*)::int from ${database.admin(table)}`;
      const told = rows.filter((row) => row.table === table);
      expect([table, told.length]).toEqual([table, count]);
      expect(count).toBeGreaterThan(0);
      expect(Object.keys(told[0])).toEqual(['table', ...exportedColumns(table)]);
      const columns = await database.admin`
        select column_name as name from information_schema.columns where table_schema = 'public' and table_name = ${table}`;
      const known = [...exportedColumns(table), ...(LEFT_OUT[table] ?? [])];
      expect(columns.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
    }
    expect(first.lines.join('\n')).not.toMatch(/abababab|cdcdcdcd/);
    expect(first.error).toMatch(
      /^Complete: 120\d snapshots, 3 decisions, 3 orders, 3 fills, 3 transactions\.$/,
    );
    expect((await run()).lines).toEqual(first.lines);
  });

  it('writes numbers to the digit, and one portfolio’s rows alone', async () => {
    const mine = addressOfOwner(1);
    const { lines } = await run('--portfolio', mine, '--what', 'snapshots');
    const rows = lines.map((line) => JSON.parse(line));
    expect(new Set(rows.map(({ portfolio }) => portfolio))).toEqual(new Set([mine]));
    expect(rows.length).toBe(SNAPSHOTS + 1);
    expect(rows.at(-1)).toMatchObject({
      nav_usd_e18: '123456789012345678901234567890',
      block_number: `${1_000 + SNAPSHOTS}`,
    });
    const ids = rows.map(({ id }) => Number(id));
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
  });

  it('writes a file for each table, whole or under another name, and over none', async () => {
    const to = join(folder, 'csv');
    const done = await run('--format', 'csv', '--to', to);
    expect([done.code, done.error.split(':')[0]]).toEqual([0, 'Complete']);
    expect(readdirSync(to).sort()).toEqual(EXPORTED_TABLES.map((table) => `${table}.csv`).sort());
    const text = readFileSync(join(to, 'snapshots.csv'), 'utf8');
    expect(text.split('\r\n')[0]).toBe(exportedColumns('snapshots').join(','));
    expect(text.match(/^portfolio_id/gm)).toHaveLength(1);
    expect(text.trimEnd().split('\r\n')).toHaveLength(1 + SNAPSHOTS + 3);
    const again = await run('--format', 'csv', '--to', to);
    expect(again).toMatchObject({
      code: 2,
      error: expect.stringContaining('snapshots.csv is there already'),
    });
  });

  const breaking = async (breakIt: () => Promise<unknown>) => {
    let pages = 0;
    return exportRows(database.urls.bot.reveal(), {
      ...{ tables: EXPORTED_TABLES, portfolio: null, format: 'jsonl', isTagged: false },
      write: async () => {
        pages += 1;
        if (pages === 2) await breakIt();
      },
    });
  };
  const limitConnections = async (limit: 0 | -1) => {
    const { admin } = database;
    const name = new URL(database.adminUrl.reveal()).pathname.slice(1);
    await admin`alter database ${admin(name)} connection limit ${admin.unsafe(`${limit}`)}`;
  };
  /** Nobody gets a new connection either: an export that finds one goes on as if nothing had been. */
  const goAway = async () => {
    await limitConnections(0);
    await database.admin`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where datname = current_database() and usename = 'balancer_bot_login'`;
  };

  it('says in which table and after how many rows it stopped where the database goes away, and leaves no file that looks whole', async () => {
    const end = await breaking(goAway).finally(() => limitConnections(-1));
    expect(end).toMatchObject({
      stopped: {
        table: 'snapshots',
        why: expect.stringMatching(
          /^The database did not answer\. \((SQLSTATE (57P01|53300)|CONNECTION_\w+)\)$/,
        ),
      },
      counts: { snapshots: 1_000, decisions: 0 },
    });
    const to = join(folder, 'broken');
    vi.stubEnv('DB_URL', 'postgres://nobody:secret-word@127.0.0.1:9/x');
    const error: string[] = [];
    const code = await runCommand(HOUSE, ['export', '--to', to], {
      out: () => undefined,
      error: (text) => void error.push(text),
    });
    expect(code).toBe(1);
    expect(error.join('\n')).toMatch(
      /^It stopped in snapshots after 0 rows of it: The database did not answer\. \(ECONNREFUSED\)\nNot all: 0 snapshots/,
    );
    expect(error.join('\n')).not.toContain('secret-word');
    expect(existsSync(join(to, 'snapshots.jsonl'))).toBe(false);
  });

  it('says where a writer stopped it, and that there is no such portfolio', async () => {
    const full = await breaking(() => Promise.reject(new Error('ENOSPC: no space left on device')));
    expect(full.stopped).toEqual({ table: 'snapshots', why: 'ENOSPC: no space left on device' });
    const none = await run('--portfolio', addressOfOwner(7));
    expect(none).toMatchObject({
      code: 1,
      error: expect.stringContaining(`No portfolio at ${addressOfOwner(7)}.`),
    });
  });

  it.each([
    [['--format', 'xml'], '--format: xml is none of jsonl, csv'],
    [['--what', 'secrets'], '--what: secrets is none of snapshots, decisions'],
    [['--format', 'csv'], '--format csv: tables have different columns'],
    [['--portfolio', '0x12'], '--portfolio: 0x12 is no address'],
  ])('ends with 2 for what can’t be meant: %j', async (words, problem) => {
    const { code, lines, error } = await run(...words);
    expect([code, lines]).toEqual([2, ['']]);
    expect(error).toContain(problem);
  });
});
