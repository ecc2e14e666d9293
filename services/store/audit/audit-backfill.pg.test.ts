import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../secret.ts';
import { type BotDatabase, openBotDatabase, openDirectConnection } from '../database.ts';
import { migrate } from '../operation/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { appendAudit } from './audit-log.ts';
import { verifyAuditLog } from './audit-reads.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'supabase', 'migrations');
/** The first that gives rows a place and a hash. */
const CHAINED = '20261129000401_audit_chain.sql';
const ADDRESS = `0x${'a1'.repeat(20)}`;
const HASH = `0x${'b2'.repeat(32)}`;

let server: TestDatabase;
let before: string;
let admin: Sql;
let bot: BotDatabase;
const name = `backfill_${randomBytes(6).toString('hex')}`;
const urlOf = (login: Secret): Secret => {
  const url = new URL(login.reveal());
  url.pathname = `/${name}`;
  return new Secret(url.toString());
};
beforeAll(async () => {
  server = await createTestDatabase();
  before = mkdtempSync(join(tmpdir(), 'migrations-'));
  for (const file of readdirSync(FOLDER).filter((one) => one < CHAINED))
    cpSync(join(FOLDER, file), join(before, file));
  await server.admin.unsafe(`create database ${name}`);
  admin = openDirectConnection(urlOf(server.adminUrl));
  bot = openBotDatabase({ url: urlOf(server.urls.bot), connectionsMax: 1 });
});
afterAll(async () => {
  await admin?.end();
  await bot?.close();
  await server?.admin.unsafe(`drop database if exists ${name} with (force)`);
  await server?.drop();
  rmSync(before, { recursive: true, force: true });
});

/** What bots of before wrote: people, themselves, the system and events of the chain, in two portfolios and in none; ids have gaps. */
const arrangeFormerLog = async (): Promise<void> => {
  await admin`
    insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
    select 'balancer', 1, '0x' || lpad(to_hex(n), 40, '0'), ${ADDRESS}, 1, ${HASH} from generate_series(1, 2) n`;
  await admin`insert into portfolios (account_id) select id from accounts`;
  await admin`
    insert into audit_log (at, actor_kind, actor, portfolio_id, action, details)
    select timestamptz '2026-11-01' + n * interval '1.000001 minute', (array['person', 'bot', 'system'])[1 + n % 3],
      (array[${ADDRESS}, 'tick', 'system'])[1 + n % 3], (select id from portfolios order by id offset n % 3 limit 1),
      'tried-' || n, jsonb_build_object('n', n, 'text', 'Žluť 🦊 "' || n, 'half', 0.5)
    from generate_series(1, 1200) n`;
  await admin`
    insert into audit_log (actor_kind, actor, portfolio_id, action, details, chain_id, tx_hash, log_index, block_number, block_hash)
    select 'chain', ${ADDRESS}, (select min(id) from portfolios), 'PausedSet', '{"paused": true}', 1, ${HASH}, n, 15, ${HASH}
    from generate_series(0, 4) n`;
  await admin`select setval(pg_get_serial_sequence('audit_log', 'id'), 5000)`;
  await admin`insert into audit_log (actor_kind, actor, action) values ('person', ${ADDRESS}, 'last')`;
};

const rows = () => admin`
  select id::text, at::text, actor_kind, actor, portfolio_id::text, action, details::text from audit_log order by id`;

describe('a database that was in use before the audit log had hashes', () => {
  it('keeps every row as it was, in one whole chain, and goes on behind it', async () => {
    expect((await migrate({ url: urlOf(server.adminUrl), folder: before })).ok).toBe(true);
    await arrangeFormerLog();
    const former = await rows();
    expect(former).toHaveLength(1_206);
    const migrated = await migrate({ url: urlOf(server.adminUrl), folder: FOLDER });
    expect(migrated.ok ? migrated.value[0] : migrated.error).toBe(CHAINED);
    expect([...(await rows())]).toEqual([...former]);
    expect(await verifyAuditLog(bot, null)).toMatchObject({ broken: null, head: { position: 1_206n } });
    const [order] =
      await admin`select count(*)::int as count from audit_log l join audit_log n on n.position = l.position + 1 where n.id < l.id`;
    expect(order?.count).toBe(0);
    const entry = {
      actor: 'operator',
      action: 'after',
      portfolioId: '1',
      before: null,
      after: 1,
      origin: null,
    } as const;
    await bot.run((sql) => appendAudit(sql, entry));
    expect(await verifyAuditLog(bot, null)).toMatchObject({ broken: null, head: { position: 1_207n } });
    const parts = await admin`
      select max(portfolio_position)::int as last, count(*)::int as rows from audit_log where portfolio_id is not null group by portfolio_id`;
    for (const { last, rows: count } of parts) expect(last).toBe(count);
  });

  it('has guards that are up again: nobody changes, removes or empties, and one changed row is found', async () => {
    for (const statement of [
      'update audit_log set action = $$x$$',
      'delete from audit_log',
      'truncate audit_log',
      'delete from audit_heads',
    ])
      await expect(admin.unsafe(statement)).rejects.toThrow(/append-only|audit_heads/);
    await admin.begin(async (sql) => {
      await sql`alter table audit_log disable trigger audit_log_append_only`;
      await sql`update audit_log set details = '{"n": 0}' where position = 700`;
    });
    expect(await verifyAuditLog(bot, null)).toMatchObject({ broken: { position: 700n } });
  });
});
