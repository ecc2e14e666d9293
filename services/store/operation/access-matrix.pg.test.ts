import type { Sql, TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Arranged,
  addressOfGuardian,
  addressOfOwner,
  arrangeEveryTable,
  OWNERS,
  type Owner,
} from '../testing/arrange-every-table.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const VERBS = ['select', 'insert', 'update', 'delete'] as const;
type Verb = (typeof VERBS)[number];

/**
 * Of the rows of ann, bob and a third person who shares, those that a statement reaches. denied = there is no right to make it at all;
 * none = it may be made and reaches nothing; own = the viewer's; readable = own and shared ones; all = everybody's, whoever asks;
 * admins = everybody's for an admin and nothing for others; own, admins = the viewer's, and everybody's for an admin.
 */
type Reach = 'denied' | 'none' | 'own' | 'readable' | 'all' | 'admins' | 'own, admins';
type Access = Readonly<Record<Verb, Reach>>;

const access = (
  select: Reach,
  insert: Reach = 'denied',
  update: Reach = 'denied',
  remove: Reach = 'denied',
): Access => ({
  ...{ select, insert, update },
  delete: remove,
});
const CLOSED = access('denied');
const READABLE = access('readable');
const PUBLIC = access('all');
const OWN = access('own', 'own', 'own', 'own');

/** What the web app reaches, by table. A table that isn't here fails. */
const APP: Readonly<Record<string, Access>> = {
  account_tokens: CLOSED,
  accounts: access('readable', 'denied', 'own'),
  alert_channels: access('own', 'own', 'denied', 'own'),
  alert_deliveries: access('own', 'none'), // but a test of one's own channel
  alerts: access('own'), // and, for operators, of the system
  api_tokens: access('own', 'own', 'none'), // but to revoke them
  audit_heads: CLOSED,
  audit_log: access('own', 'none'), // but what the viewer does, in the viewer's name
  calls: READABLE,
  cash_decisions: access('own'),
  cash_finds: CLOSED,
  delegated_finds: CLOSED,
  cash_flows: READABLE,
  cash_moves: access('own'),
  cash_owners: access('own', 'own', 'own'),
  chain_events: READABLE,
  channel_codes: CLOSED,
  confirmations_asked: CLOSED,
  cursors: PUBLIC,
  decisions: READABLE,
  delegations: access('own', 'own', 'own'),
  fills: READABLE,
  flow_values: READABLE,
  held_days: READABLE,
  idempotency_keys: OWN,
  index_accounts: access('own', 'own', 'own'),
  index_decisions: access('own'),
  index_legs: access('own'),
  index_policies: access('own', 'own', 'own'),
  index_withdrawals: access('own'), // and begun by a function, for whoever has just signed
  index_deposits: access('own', 'own'),
  leases: access('readable', 'denied', 'own'),
  legs: READABLE,
  log_gaps: READABLE,
  login_nonces: access('all', 'none', 'none', 'none'), // but for minutes, to be used once, to be swept away
  orders: READABLE, // and anybody's once it is placed
  orphaned_looks: CLOSED,
  paper_days: access('own'),
  paper_portfolios: access('own', 'own', 'denied', 'own'), // what lies between is the bot's
  paper_trades: access('own'),
  policies: access('readable', 'own'),
  policy_registrations: access('own', 'own', 'own'),
  pool_rates: PUBLIC,
  portfolio_drafts: OWN,
  portfolios: access('readable', 'denied', 'own'),
  price_points: PUBLIC,
  rate_sources: PUBLIC,
  request_allowances: access('all', 'all', 'all', 'all'),
  schema_migrations: CLOSED,
  secrets: access('denied', 'none'), // but of the viewer's new channel, and never read again
  series_cursors: READABLE,
  series_points: READABLE,
  sessions: access('own', 'own', 'own'),
  settings: access('all', 'admins', 'admins'),
  snapshots: READABLE,
  summaries: READABLE,
  summary_turns: access('own', 'own', 'own'),
  stream_events: READABLE,
  telegram_updates: CLOSED,
  tick_days: PUBLIC,
  tick_totals: CLOSED,
  ticks: PUBLIC,
  token_trials: CLOSED,
  transactions: READABLE,
  transfers: READABLE,
  users: access('own, admins', 'own', 'admins'),
  vault_rates: PUBLIC,
  wakes: CLOSED,
  warning_turns: CLOSED,
  warnings: READABLE,
};

/** What the bot reaches: everything, but for these. */
const BOT: Readonly<Record<string, Access>> = {
  api_tokens: CLOSED,
  audit_heads: access('all'),
  audit_log: access('all', 'all'),
  calls: access('all', 'all', 'all'),
  cash_decisions: access('all', 'all', 'all'),
  cash_moves: access('all', 'all', 'all'),
  cash_owners: access('all', 'all', 'all'),
  delegations: access('all', 'all', 'all'),
  idempotency_keys: CLOSED,
  index_accounts: access('all', 'denied', 'all'), // a person makes them
  index_decisions: access('all', 'all'),
  index_legs: access('all', 'all', 'all'),
  index_policies: access('all', 'denied', 'all'), // a person gives an account one
  index_withdrawals: access('all', 'denied', 'all'),
  index_deposits: access('all', 'denied', 'all'),
  login_nonces: CLOSED,
  paper_days: access('all', 'all', 'all'),
  paper_portfolios: access('all', 'denied', 'all'), // a person begins and ends them
  paper_trades: access('all', 'all'),
  portfolio_drafts: CLOSED,
  request_allowances: access('none', 'none', 'none', 'none'), // but what it asks of others, which no visitor is
  schema_migrations: CLOSED,
  sessions: CLOSED,
  summaries: access('all', 'all', 'denied', 'all'),
  transfers: access('all', 'all', 'all'),
  users: CLOSED,
  vault_rates: access('all', 'all', 'denied', 'all'),
};
/** What ann reads, and who guards her account doesn't: what is hers, and no portfolio's. */
const ANNS_ALONE = [
  ...['alert_channels', 'alert_deliveries', 'api_tokens', 'cash_decisions', 'cash_moves', 'cash_owners'],
  ...[
    'idempotency_keys',
    'index_accounts',
    'index_decisions',
    'index_deposits',
    'index_legs',
    'index_policies',
  ],
  ...['index_withdrawals', 'paper_days', 'paper_portfolios', 'paper_trades', 'policy_registrations'],
  ...['portfolio_drafts', 'sessions', 'summary_turns', 'users'],
].map((table) => `select ${table}`);
const EVERYTHING = access('all', 'all', 'all', 'all');

type Viewer = { readonly role: string; readonly address?: string; readonly powers?: string };
const VIEWERS = {
  nobody: { role: 'balancer_app' },
  ann: { role: 'balancer_app', address: addressOfOwner(1), powers: 'user' },
  admin: { role: 'balancer_app', address: addressOfOwner(8), powers: 'admin' },
  guardian: { role: 'balancer_app', address: addressOfGuardian(1), powers: 'user' },
} as const satisfies Readonly<Record<string, Viewer>>;

/** As a Supabase project has them. */
const ensurePublicKeys = async (admin: Sql): Promise<void> => {
  await admin`select pg_advisory_lock(1872)`;
  for (const role of ['anon', 'authenticated']) {
    const [found] = await admin`select from pg_roles where rolname = ${role}`;
    if (found === undefined) await admin.unsafe(`create role ${role} nologin`);
  }
  await admin`select pg_advisory_unlock(1872)`;
  await admin`select close_to_strangers()`;
};

let database: TestDatabase;
let arranged: readonly Arranged[];
beforeAll(async () => {
  database = await createTestDatabase();
  await ensurePublicKeys(database.admin);
  arranged = await arrangeEveryTable(database.admin);
});
afterAll(() => database?.drop());

class Undo extends Error {}

/** How many rows a statement has reached; undone as well, so that what it deletes is there for the next one. */
class Counted extends Error {
  readonly rows: number;

  constructor(rows: number) {
    super('counted');
    this.rows = rows;
  }
}

/** Does something as a role, and undoes it. */
const as = async <T>(
  { role, address = '', powers = '' }: Viewer,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> => {
  const done: T[] = [];
  await database.admin
    .begin(async (sql) => {
      await sql`select set_config('role', ${role}, true), set_config('app.viewer', ${address}, true),
        set_config('app.role', ${powers}, true), set_config('app.actor', ${address === '' ? '' : `user:${address}`}, true)`;
      done.push(await work(sql));
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
  const [value] = done;
  if (value === undefined) throw new Error('nothing was done');
  return value;
};

/** The columns by which a role may make a statement, quoted; `*` for one that names none. Empty = it may not. */
type Rights = ReadonlyMap<string, readonly string[]>;

const rightsOf = async (role: string): Promise<Rights> => {
  const rows = await database.admin`
    select c.relname as table, v.verb, case when v.verb = 'delete' then array['*']::text[] else array_agg(quote_ident(a.attname) order by a.attnum) end
      as columns
    from pg_class c cross join unnest(${[...VERBS]}::text[]) v (verb) join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
      and (v.verb = 'select' or a.attidentity <> 'a')
      and case when v.verb = 'delete' then has_table_privilege(${role}, c.oid, 'delete')
        else has_column_privilege(${role}, c.oid, a.attnum, v.verb) end
    group by 1, 2`;
  return new Map(rows.map(({ table, verb, columns }) => [`${verb} ${table}`, columns]));
};

type Question = { readonly verb: Verb; readonly at: Arranged; readonly columns: readonly string[] };

/** Whether this owner's row is reached by the statement. */
const reaches = async (
  sql: TransactionSql,
  { verb, at, columns }: Question,
  owner: Owner,
): Promise<boolean> => {
  const { table, tag, tags, rows } = at;
  const where = `where "${tag}"::text = $1`;
  const [first] = columns;
  const statement = {
    select: `select 1 from ${table} ${where}`,
    insert: `insert into ${table} (${columns}) select ${columns} from jsonb_populate_record(null::${table}, $1::text::jsonb)`,
    update: `update ${table} set ${first} = ${first} ${where}`,
    delete: `delete from ${table} ${where}`,
  }[verb];
  const value = verb === 'insert' ? rows[owner] : tags[owner];
  try {
    return await sql.savepoint(async (inner) => {
      throw new Counted((await inner.unsafe(statement, [value])).count);
    });
  } catch (error) {
    if (error instanceof Counted) return error.rows > 0;
    const { code = '' } = error as { readonly code?: string };
    // A rule between rows, or of the table, is met only by whoever was let that far.
    if (code.startsWith('23')) return true;
    if (code === '42501') return false;
    throw error;
  }
};

type Reached = 'denied' | readonly Owner[];

/** What a viewer reaches of every table, in one transaction. */
const reachedBy = async (viewer: Viewer): Promise<ReadonlyMap<string, Reached>> => {
  const rights = await rightsOf(viewer.role);
  return as(viewer, async (sql) => {
    const reached = new Map<string, Reached>();
    for (const at of arranged)
      for (const verb of VERBS) {
        const key = `${verb} ${at.table}`;
        const columns = rights.get(key);
        const owners: Owner[] = [];
        if (columns !== undefined)
          for (const owner of OWNERS)
            if (await reaches(sql, { verb, at, columns }, owner)) owners.push(owner);
        reached.set(key, columns === undefined ? 'denied' : owners);
      }
    return reached;
  });
};

const WORDS: Readonly<Record<string, Reach>> = {
  '||': 'none',
  '|ann|': 'own',
  'shared|ann,shared|shared': 'readable',
  'ann,bob,shared|ann,bob,shared|ann,bob,shared': 'all',
  '||ann,bob,shared': 'admins',
  '|ann|ann,bob,shared': 'own, admins',
};

type Matrix = Readonly<Record<string, Readonly<Record<Verb, string>>>>;
const matrixOf = (cell: (key: string) => string): Matrix =>
  Object.fromEntries(
    arranged.map(({ table }) => [
      table,
      {
        select: cell(`select ${table}`),
        insert: cell(`insert ${table}`),
        update: cell(`update ${table}`),
        delete: cell(`delete ${table}`),
      },
    ]),
  );

const appMatrix = async (): Promise<Matrix> => {
  const viewers = [
    await reachedBy(VIEWERS.nobody),
    await reachedBy(VIEWERS.ann),
    await reachedBy(VIEWERS.admin),
  ];
  return matrixOf((key) => {
    const reached = viewers.map((viewer) => viewer.get(key) ?? 'denied');
    if (reached.includes('denied')) return 'denied';
    const found = reached.map((owners) => String(owners)).join('|');
    return WORDS[found] ?? found;
  });
};

const roleMatrix = async (role: string): Promise<Matrix> => {
  const reached = await reachedBy({ role });
  return matrixOf((key) => {
    const owners = reached.get(key) ?? 'denied';
    if (owners === 'denied') return 'denied';
    return owners.length === OWNERS.length ? 'all' : owners.join() || 'none';
  });
};

const everyTable = (of: (table: string) => Access): Record<string, Access> =>
  Object.fromEntries(arranged.map(({ table }) => [table, of(table)]));

describe('the rows of ann, bob and who shares, in every table there is', () => {
  it('are reached by the web app as its viewer may', async () => {
    expect(await appMatrix()).toEqual(APP);
  });

  it('are read by the guardian of ann’s account as by ann, but for what is her own and no portfolio’s, and changed in nothing but what she granted', async () => {
    const [guardian, ann, nobody] = [
      await reachedBy(VIEWERS.guardian),
      await reachedBy(VIEWERS.ann),
      await reachedBy(VIEWERS.nobody),
    ];
    const more = new Map(
      [...guardian].filter(([key, reached]) => String(reached) !== String(nobody.get(key))),
    );
    const reads = ([key]: readonly [string, Reached]): boolean => key.startsWith('select ');
    expect([...more].filter((one) => !reads(one))).toEqual([
      ['insert delegations', ['ann']],
      ['update delegations', ['ann']],
    ]);
    for (const [key, reached] of [...more].filter(reads)) expect([key, reached]).toEqual([key, ann.get(key)]);
    const annReads = [...ann]
      .filter(reads)
      .filter(([key, reached]) => String(reached) !== String(nobody.get(key)));
    expect(annReads.map(([key]) => key).filter((key) => !more.has(key))).toEqual(ANNS_ALONE);
  });

  it('are reached by the bot, but for what is a person’s own and what nobody changes', async () => {
    const expected = everyTable((table) => BOT[table] ?? EVERYTHING);
    expect(await roleMatrix('balancer_bot')).toEqual(expected);
    expect(Object.keys(BOT).filter((table) => !(table in expected))).toEqual([]);
  });

  it.each(['anon', 'authenticated'])('are closed to the public key %s', async (role) => {
    const expected = everyTable(() => CLOSED);
    expect(await roleMatrix(role)).toEqual(expected);
  });

  it.each(['balancer_app_login', 'balancer_bot_login'])(
    'are reached by the login %s as by a visitor without a name, before it takes a role',
    async (login) => {
      const visitor = await roleMatrix('balancer_app');
      expect(await roleMatrix(login)).toEqual(visitor);
      expect(new Set(Object.values(visitor).map(({ select }) => select))).toEqual(
        new Set(['denied', 'none', 'shared', 'all']),
      );
    },
  );
});

it('a placed order is everybody’s, who else may read nothing of its portfolio', async () => {
  const placed = await as(VIEWERS.nobody, async (sql) => {
    await sql`reset role`;
    await sql`update orders set placed_at = now() where portfolio_id = 2`;
    await sql`set local role balancer_app`;
    return [
      (await sql`select 1 from orders where portfolio_id = 2`).count,
      (await sql`select 1 from portfolios where id = 2`).count,
    ];
  });
  expect(placed).toEqual([1, 0]);
});

it('every policy says in a sentence whom it lets do what', async () => {
  const policies =
    await database.admin`select policyname as name from pg_policies where schemaname = 'public'`;
  for (const { name } of policies) expect(name).toMatch(/^[a-z].* .* .*[a-z]$/);
});
