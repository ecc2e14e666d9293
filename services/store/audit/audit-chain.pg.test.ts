import postgres, { type Sql, type TransactionSql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditHead } from '../../../lib/ledger/audit-chain.ts';
import type { BotDatabase } from '../database.ts';
import { addressOf, arrangePortfolios, removePortfolios } from '../testing/arrange.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { type AuditEntry, appendAudit } from './audit-log.ts';
import { verifyAuditLog } from './audit-reads.ts';

let database: TestDatabase;
let bot: BotDatabase;
let app: Sql;
let ids: readonly string[] = [];
withTestBot((opened) => {
  ({ database, bot } = opened);
}, 8);
beforeAll(() => {
  app = postgres(database.urls.app.reveal(), { prepare: false, max: 1 });
});
afterAll(() => app?.end());
beforeEach(async () => {
  await removePortfolios(database.admin);
  ids = (await arrangePortfolios(database.admin, 2)).map(({ id }) => id);
});

const OWNER = addressOf(500_001);
const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  actor: 'system',
  action: 'tried',
  portfolioId: null,
  before: null,
  after: null,
  origin: null,
  ...more,
});
const append = (more: Partial<AuditEntry> = {}) => bot.run((sql) => appendAudit(sql, entry(more)));
const verify = (kept: AuditHead | null = null) => verifyAuditLog(bot, kept);
const six = async () => {
  for (const portfolioId of [null, ids[0], ids[1], ids[0], null, ids[1]])
    await append({ portfolioId: portfolioId ?? null, after: { n: 1 } });
};
/** What only the owner of the table can do, and leaves the guards as they were. */
const unguarded = (work: (sql: TransactionSql) => Promise<unknown>) =>
  database.admin.begin(async (sql) => {
    await sql`alter table audit_log disable trigger user`;
    await sql`alter table audit_heads disable trigger user`;
    await work(sql);
    for (const [table, trigger] of [
      ['audit_log', 'audit_log_append_only'],
      ['audit_log', 'audit_log_never_emptied'],
      ['audit_heads', 'audit_heads_guarded'],
      ['audit_heads', 'audit_heads_never_emptied'],
    ] as const)
      await sql`alter table ${sql(table)} enable always trigger ${sql(trigger)}`;
    for (const trigger of ['audit_log_chained', 'chain_events_of_former_bots'])
      await sql`alter table audit_log enable trigger ${sql(trigger)}`;
  });

describe('a row of the audit log', () => {
  it('says who did what from where, as it was before and after', async () => {
    const origin = { ip: '203.0.113.77', userAgent: `Mozilla\u0000${'x'.repeat(300)}` };
    await append({
      ...{ actor: `user:${OWNER}`, action: 'policy-changed', portfolioId: ids[0] ?? null, origin },
      ...{ before: { limit: 2n ** 200n }, after: { limit: '5', name: 'Žluť 🦊' } },
    });
    const [row] = await database.admin`
      select actor_kind, actor, before, after, ip::text, user_agent from audit_log`;
    expect(row).toEqual({
      ...{ actor_kind: 'user', actor: `user:${OWNER}`, ip: '203.0.113.0/24' },
      ...{ before: { limit: (2n ** 200n).toString() }, after: { limit: '5', name: 'Žluť 🦊' } },
      user_agent: `Mozilla?${'x'.repeat(192)}`,
    });
  });

  it('keeps the network of an address of six, and nothing of what is no address', async () => {
    await append({ origin: { ip: '2001:db8:1234:5678::1', userAgent: null } });
    await append({ origin: { ip: 'unknown', userAgent: null } });
    const rows = await database.admin`select ip::text from audit_log order by position`;
    expect(rows.map(({ ip }) => ip)).toEqual(['2001:db8:1234::/48', null]);
  });

  it.each([['user:somebody'], ['token:1'], ['delegate:0x12']])('is refused for actor %s', async (actor) => {
    await expect(append({ actor: actor as 'system' })).rejects.toThrow(/audit_log_actor_id/);
  });
});

describe('the chain of hashes', () => {
  it('is the same told by the database and by the code, whatever is in a row', async () => {
    const odd = ['', 'a:1-', '€', '\u{1F98A}', '{"b": 1, "a": 1e3}', 'line\nbreak', '12:'];
    for (const text of odd)
      await append({ portfolioId: ids[0] ?? null, after: { text, n: 0.1, deep: [[], {}] }, before: text });
    await bot.run(
      (sql) => sql`
        insert into audit_log (actor_kind, actor, portfolio_id, action, chain_id, tx_hash, log_index, block_number, block_hash)
        values ('chain', ${addressOf(1)}, ${ids[0] ?? ''}, 'PausedSet', 1, ${`0x${'1'.repeat(64)}`}, 3, 15, ${`0x${'2'.repeat(64)}`})`,
    );
    const { broken, head } = await verify();
    expect(broken).toBeNull();
    expect(head?.position).toBe(8n);
    const [row] = await database.admin`
      select encode(sha256(audit_row_bytes(l)), 'hex') as told, encode(hash, 'hex') as hash from audit_log l where position = 8`;
    expect(row?.told).toBe(row?.hash);
    expect(head?.hash).toBe(row?.hash);
  });

  it('has one row after the other, however many are added at once', async () => {
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => append({ portfolioId: ids[n % 3] ?? null, after: { n } })),
    );
    expect(await verify()).toMatchObject({ broken: null, head: { position: 60n } });
    const parts = await database.admin`
      select portfolio_id::text as id, max(portfolio_position)::int as last, count(*)::int as rows from audit_log
      where portfolio_id is not null group by 1`;
    for (const { last, rows } of parts) expect(last).toBe(rows);
    const [late] = await database.admin`
      select count(*)::int as count from audit_log l join audit_log n on n.position = l.position + 1 where n.at < l.at`;
    expect(late?.count).toBe(0);
  });

  it('has no gap for what was rolled back', async () => {
    await append();
    await bot
      .run(async (sql) => {
        await appendAudit(sql, entry());
        throw new Error('changed my mind');
      })
      .catch(() => null);
    await append();
    expect(await verify()).toMatchObject({ broken: null, head: { position: 2n } });
  });

  it('ignores what a writer says of time, place and hash', async () => {
    await bot.run(
      (sql) => sql`
        insert into audit_log (actor_kind, actor, action, at, position, hash)
        values ('system', 'system', 'tried', '2001-01-01', 77, '\\x00')`,
    );
    expect(await verify()).toMatchObject({ broken: null, head: { position: 1n } });
    const [row] = await database.admin`select at > now() - interval '1 minute' as fresh from audit_log`;
    expect(row?.fresh).toBe(true);
  });
});

describe('what was written', () => {
  it.each([
    ["update audit_log set actor = 'nobody'", /append-only/],
    ['delete from audit_log', /append-only/],
    ['truncate audit_log', /append-only/],
    ['truncate accounts cascade', /append-only/],
    ['update audit_heads set position = 1', /audit_heads is written/],
    ['delete from audit_heads', /audit_heads is written/],
    ['truncate audit_heads', /audit_heads is written/],
    ["insert into audit_heads values ('portfolio:9', 1, decode(repeat('00', 32), 'hex'))", /audit_heads is/],
  ])('is refused to the owner of the table: %s', async (statement, why) => {
    await six();
    await expect(database.admin.unsafe(statement)).rejects.toThrow(why);
    await expect(
      database.admin.begin(async (sql) => {
        await sql`set local session_replication_role = replica`;
        await sql.unsafe(statement);
      }),
    ).rejects.toThrow(why);
    expect((await verify()).broken).toBeNull();
  });

  it.each([
    ["update audit_log set actor = 'nobody'"],
    ['delete from audit_log'],
    ['truncate audit_log'],
    ['update audit_heads set position = 1'],
    ['delete from audit_heads'],
    ["insert into audit_heads values ('log', 9, '\\x00')"],
  ])('is refused to bot and app: %s', async (statement) => {
    await six();
    await expect(bot.run((sql) => sql.unsafe(statement))).rejects.toThrow(/permission denied/);
    await expect(app.unsafe(statement)).rejects.toThrow(/permission denied/);
  });
});

describe('the web app', () => {
  const asUser = <T>(actor: string, work: (sql: TransactionSql) => Promise<T>) =>
    app.begin(async (sql) => {
      await sql`select set_config('app.actor', ${actor}, true), set_config('app.viewer', ${OWNER}, true)`;
      return work(sql);
    });

  it('notes what its caller does, in nobody else’s name and on no portfolio he may not see', async () => {
    const mine = entry({ actor: `user:${OWNER}`, portfolioId: ids[0] ?? null });
    await asUser(mine.actor, (sql) => appendAudit(sql, mine));
    expect((await verify()).head?.position).toBe(1n);
    for (const other of [
      { ...mine, actor: `user:${addressOf(7)}` as const },
      { ...mine, actor: `bot:${OWNER}` as const },
      { ...mine, portfolioId: ids[1] ?? null },
    ])
      await expect(asUser(mine.actor, (sql) => appendAudit(sql, other))).rejects.toThrow(
        /row-level security/,
      );
    await expect(app.begin((sql) => appendAudit(sql, mine))).rejects.toThrow(/row-level security/);
  });

  it('shows an owner his part without anybody’s address, and a stranger nothing of a shared one', async () => {
    await six();
    await database.admin`update portfolios set shared = true`;
    const seen = (sql: Sql | TransactionSql) => sql`select portfolio_id::text as id from audit_log`;
    expect((await asUser('', seen)).map(({ id }) => id)).toEqual([ids[0], ids[0]]);
    expect(await seen(app)).toEqual([]);
    await expect(asUser('', (sql) => sql`select ip from audit_log`)).rejects.toThrow(/permission denied/);
  });
});

describe('a break', () => {
  const cases: readonly (readonly [string, (sql: TransactionSql) => Promise<unknown>, object])[] = [
    [
      'a changed row',
      (sql) => sql`update audit_log set after = '{"n": 2}' where position = 3`,
      { position: 3n, why: 'the row is not as it was written' },
    ],
    [
      'a changed row with a hash made anew',
      async (sql) => {
        await sql`update audit_log set actor = 'nobody' where position = 3`;
        await sql`update audit_log l set hash = sha256(audit_row_bytes(l)) where position = 3`;
      },
      { position: 4n, why: expect.stringContaining('the row before it is not the one') },
    ],
    [
      'a deleted row',
      (sql) => sql`delete from audit_log where position = 2`,
      { position: 2n, id: null, why: 'a row is missing' },
    ],
    [
      'the first rows deleted',
      (sql) => sql`delete from audit_log where position <= 2`,
      { position: 1n, id: null, why: 'a row is missing' },
    ],
    [
      'a row put in between',
      async (sql) => {
        await sql`update audit_log set position = -position where position > 2`;
        await sql`update audit_log set position = 1 - position where position < 0`;
        await sql`
          insert into audit_log (actor_kind, actor, action, position, previous_hash, hash)
          select 'system', 'system', 'tried', 3, hash, hash from audit_log where position = 2`;
      },
      { position: 3n, why: 'the row is not as it was written' },
    ],
    [
      'two rows that changed places',
      (sql) =>
        sql`
          with moved as (select id, case position when 3 then 4 else 3 end as place from audit_log where position in (3, 4))
          update audit_log l set position = -m.place from moved m where m.id = l.id`.then(
          () => sql`update audit_log set position = -position where position < 0`,
        ),
      { position: 3n, why: expect.stringContaining('the row before it is not the one') },
    ],
    [
      'a tail cut off',
      (sql) => sql`delete from audit_log where position > 4`,
      { position: 5n, why: 'the log is cut off: its head is 6' },
    ],
    [
      'a row added without the log’s knowing',
      async (sql) =>
        sql`
          insert into audit_log (actor_kind, actor, action, position, previous_hash, hash)
          select 'system', 'system', 'tried', 7, hash, hash from audit_log where position = 6`,
      { position: 7n, why: 'the row is not as it was written' },
    ],
    [
      'a head that is set back',
      (sql) => sql`update audit_heads set position = 4 where chain = 'log'`,
      { position: 5n, why: 'rows were added past its head, which is 4' },
    ],
  ];
  it.each(cases)('is found at its first row: %s', async (_, break_, expected) => {
    // A constraint would refuse some of it before its time; who owns the table can drop it.
    const drops = ['audit_log_hashes', 'audit_log_portfolio_position_key'];
    for (const name of drops)
      await database.admin`alter table audit_log drop constraint if exists ${database.admin(name)}`;
    await six();
    expect((await verify()).broken).toBeNull();
    await unguarded(break_);
    expect((await verify()).broken).toMatchObject(expected);
  });

  it('of a log that was made anew as a whole, or cut off with its head, shows against a head kept elsewhere', async () => {
    await six();
    const kept = (await verify()).head;
    await append();
    expect((await verify(kept)).broken).toBeNull();
    await unguarded(async (sql) => {
      await sql`delete from audit_log where position > 4`;
      await sql`
        update audit_heads h set position = l.position, hash = l.hash from audit_log l where h.chain = 'log' and l.position = 4`;
      await sql`
        update audit_heads h set position = l.portfolio_position, hash = l.hash from audit_log l
        where h.chain = 'portfolio:' || l.portfolio_id and l.position in (3, 4)`;
    });
    expect((await verify()).broken).toBeNull();
    expect((await verify(kept)).broken).toMatchObject({
      position: 5n,
      why: 'the log is cut off: the kept head is 6',
    });
    await six();
    expect((await verify()).broken).toBeNull();
    expect((await verify(kept)).broken).toMatchObject({
      ...{ position: 6n, why: 'the row is another than the kept head says' },
    });
  });
});
