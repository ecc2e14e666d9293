import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotDatabase, openBotDatabase } from '../database.ts';
import { asDatabaseResult } from '../database-failure.ts';
import { addressOf, arrangePortfolios } from '../testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { APP_LOGIN, BOT_LOGIN } from './provision-roles.ts';

let database: TestDatabase;
let app: Sql;
let botLogin: Sql;
let bot: BotDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  app = postgres(database.urls.app.reveal(), { prepare: false, max: 2 });
  botLogin = postgres(database.urls.bot.reveal(), { prepare: false, max: 2 });
  bot = openBotDatabase({ url: database.urls.bot });
  await arrangePortfolios(database.admin, 1, { shared: true });
  await arrangePortfolios(database.admin, 1, { from: 2 });
});
afterAll(async () => {
  await Promise.all([app?.end(), botLogin?.end(), bot?.close()]);
  await database?.drop();
});

const seenBy = async (sql: Sql): Promise<readonly string[]> => {
  const rows = await sql`select address from accounts order by address`;
  return rows.map(({ address }) => address);
};

describe('the logins', () => {
  it('are neither superusers nor free of row level security', async () => {
    const rows = await database.admin`
      select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles
      where rolname in (${APP_LOGIN}, ${BOT_LOGIN}, 'balancer_bot', 'balancer_app')`;
    expect(rows).toHaveLength(4);
    for (const row of rows)
      expect(row).toMatchObject({
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
      });
  });

  it('find every table under row level security', async () => {
    const open = await database.admin`
      select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and not relrowsecurity`;
    expect(open.map(({ relname }) => relname)).toEqual([]);
  });
});

describe('what each may see and do', () => {
  it('the app sees what is shared, and nothing else', async () => {
    expect(await seenBy(app)).toEqual([addressOf(1)]);
  });

  it('the app sees what belongs to the viewer it has named for the transaction, and only in it', async () => {
    const owner = addressOf(500_002);
    const seen = await app.begin(async (sql) => {
      await sql`select set_config('app.viewer', ${owner}, true)`;
      return seenBy(sql as unknown as Sql);
    });
    expect(seen).toEqual([addressOf(1), addressOf(2)]);
    expect(await seenBy(app)).toEqual([addressOf(1)]);
  });

  it('the app changes nothing without a viewer, and of what another owns nothing, shared or not', async () => {
    const tried = (sql: Sql) => [
      sql`update portfolios set name = 'x' returning id`,
      sql`update leases set visible_at = 'infinity' returning id`,
      sql`update accounts set refresh = true returning id`,
    ];
    expect((await Promise.all(tried(app))).map((rows) => rows.length)).toEqual([0, 0, 0]);
    const changed = await app.begin(async (sql) => {
      await sql`select set_config('app.viewer', ${addressOf(500_002)}, true)`;
      return Promise.all(tried(sql as unknown as Sql));
    });
    expect(changed.map((rows) => rows.length)).toEqual([1, 1, 1]);
    const [policy] =
      await database.admin`select portfolio_id as id from policies order by portfolio_id limit 1`;
    const another = app.begin(async (sql) => {
      await sql`select set_config('app.viewer', ${addressOf(500_002)}, true)`;
      await sql`insert into policies (portfolio_id, version, schema_version, policy, created_by) values (${policy?.id}, 2, 1, '{}', 'x')`;
    });
    await expect(another).rejects.toThrow(/row-level security/);
  });

  it('the app takes nothing that is not its to do', async () => {
    await expect(app`update portfolios set account_id = 1`).rejects.toThrow(/permission denied/);
    await expect(app`update accounts set owner = ${addressOf(1)}`).rejects.toThrow(/permission denied/);
    await expect(app`update leases set lease_owner = 'x'`).rejects.toThrow(/permission denied/);
    await expect(app`select token_hash from api_tokens`).rejects.toThrow(/permission denied/);
    await expect(app`delete from leases`).rejects.toThrow(/permission denied/);
    await expect(app`set role balancer_bot`).rejects.toThrow(/permission denied/);
  });

  it('the bot’s login sees no more than the app until it takes its role, and then every row', async () => {
    expect(await seenBy(botLogin)).toEqual([addressOf(1)]);
    await expect(botLogin`delete from leases`).rejects.toThrow(/permission denied/);
    expect(await bot.run((sql) => seenBy(sql as unknown as Sql))).toEqual([addressOf(1), addressOf(2)]);
    // The role ended with the transaction: the pool's connections are nobody again.
    expect(await seenBy(botLogin)).toEqual([addressOf(1)]);
  });

  it('neither makes temporary tables or large objects, which would fill the disk unseen', async () => {
    for (const login of [app, botLogin])
      for (const statement of [
        'create temporary table heap (text text)',
        'select lo_create(0)',
        "select lo_from_bytea(0, '\\x00')",
      ])
        await expect(login.unsafe(statement)).rejects.toThrow(/permission denied/);
    await expect(bot.run((sql) => sql`create temporary table heap (text text)`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(bot.run((sql) => sql`select lo_creat(-1)`)).rejects.toThrow(/permission denied/);
  });

  it('a login without the role gets a refusal that says what it needs', async () => {
    const wrong = openBotDatabase({ url: database.urls.app });
    const refused = await asDatabaseResult(() => wrong.run((sql) => sql`select 1`));
    await wrong.close();
    expect(refused.ok ? null : refused.error).toMatchObject({
      code: 'database-refused',
      retry: { when: 'never' },
    });
  });

  it('a database that is away is a value, not an exception', async () => {
    const { Secret } = await import('../../secret.ts');
    const away = openBotDatabase({ url: new Secret('postgres://nobody:nothing@127.0.0.1:9/none') });
    const refused = await asDatabaseResult(() => away.run((sql) => sql`select 1`));
    await away.close();
    expect(refused.ok ? null : refused.error.code).toBe('database-unavailable');
  });
});
