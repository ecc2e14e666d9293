import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { appendAudit } from '../../services/store/audit/audit-log.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { runCommand } from '../command/run-command.ts';
import { HOUSE } from '../commands/house.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => database?.drop());

/** Runs `verify-log` on the database, and tells how it ended and what it said. */
const verify = async (...words: readonly string[]) => {
  vi.stubEnv('DB_URL', database.urls.bot.reveal());
  const [out, error]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
  };
  const code = await runCommand(HOUSE, ['verify-log', ...words], terminal);
  return { code, out: out.join('\n'), error: error.join('\n') };
};

const HEAD = /^Whole\. Head: (\d+:[0-9a-f]{64})$/;

describe('npm run verify-log', () => {
  it('says of an empty log that it is', async () => {
    expect(await verify()).toEqual({ code: 0, out: 'The log is empty.', error: '' });
  });

  it('prints the head of a whole log, by which a longer one is checked', async () => {
    const bot = openBotDatabase({ url: database.urls.bot });
    const add = (n: number) =>
      bot.run((sql) =>
        appendAudit(sql, {
          ...{ actor: 'operator', action: 'tried', portfolioId: null },
          ...{ before: null, after: { n }, origin: null },
        }),
      );
    for (const n of [1, 2, 3]) await add(n);
    const kept = HEAD.exec((await verify()).out)?.[1] ?? '';
    expect(kept).toMatch(/^3:/);
    await add(4);
    await bot.close();
    expect((await verify('--head', kept)).code).toBe(0);
    const { out } = await verify('--json', '--head', kept);
    expect(JSON.parse(out)).toMatchObject({ whole: true, broken: null, head: expect.stringMatching(/^4:/) });
  });

  it('names the first row that was changed, to people and to programs, and ends with 3', async () => {
    const [row] = await database.admin.begin(async (sql) => {
      await sql`alter table audit_log disable trigger audit_log_append_only`;
      const changed =
        await sql`update audit_log set after = '{"n": 7}' where position = 2 returning id::text`;
      await sql`alter table audit_log enable always trigger audit_log_append_only`;
      return changed;
    });
    const said = await verify();
    expect(said.code).toBe(3);
    expect(said.out).toMatch(
      new RegExp(`^Broken at position 2 \\(id ${row?.id}\\): .+\\. Good up to: 1:[0-9a-f]{64}$`),
    );
    const json = await verify('--json');
    expect(json.code).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({
      ...{ whole: false, head: expect.stringMatching(/^1:/) },
      broken: { position: '2', id: row?.id },
    });
  });

  it('finds a log that was made anew, by a head that was kept', async () => {
    const { code, out } = await verify('--head', `1:${'0'.repeat(64)}`);
    expect([code, out]).toEqual([3, expect.stringContaining('Broken at position 1')]);
  });

  it.each([['1'], ['0:ab'], [`1:${'0'.repeat(63)}`]])('refuses the head %s before it asks', async (head) => {
    expect(await verify('--head', head)).toMatchObject({
      code: 2,
      error: expect.stringContaining('64 hex digits'),
    });
  });

  it('says when there is no answer, and ends with 1', async () => {
    vi.stubEnv('DB_URL', 'postgres://nobody@127.0.0.1:1/none');
    const [out, error]: [string[], string[]] = [[], []];
    const terminal = {
      out: (text: string) => void out.push(text),
      error: (text: string) => void error.push(text),
    };
    expect(await runCommand(HOUSE, ['verify-log'], terminal)).toBe(1);
    expect([out, error.length]).toEqual([[], 1]);
  });
});
