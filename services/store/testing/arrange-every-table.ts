import type { Sql } from 'postgres';
import { z } from 'zod';

/** Whose row it is: ann and bob keep to themselves, the third shares. */
export const OWNERS = ['ann', 'bob', 'shared'] as const;
export type Owner = (typeof OWNERS)[number];

/** A table with a row of each owner's. `tag` is the column that tells whose: its text for each. */
export type Arranged = {
  readonly table: string;
  readonly tag: string;
  readonly tags: Readonly<Record<Owner, string>>;
  /** The row of each owner as JSON. */
  readonly rows: Readonly<Record<Owner, string>>;
};

const columnSchema = z.object({ name: z.string(), type: z.string(), isNeeded: z.boolean() });
type Column = z.output<typeof columnSchema>;

export const addressOfOwner = (n: number): `0x${string}` => `0x${String(n).repeat(40)}`;
/** Who guards the account of the nth owner. */
export const addressOfGuardian = (n: number): `0x${string}` => addressOfOwner(n + 3);
const hashOf = (n: number): string => `0x${String(n).repeat(64)}`;

const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

const BY_TYPE: Readonly<Record<string, (n: number) => unknown>> = {
  uuid: (n) => idOf(n),
  evm_address: addressOfOwner,
  evm_hash: hashOf,
  hex_bytes: () => '0x00',
  jsonb: () => ({}),
  bytea: (n) => `\\x${String(n).repeat(64)}`,
  timestamptz: () => '2099-01-01T00:00:00Z',
  text: (n) => `text-${n}`,
  bool: () => false,
};

/** What a rule of the table wants another value for, and what says whose a row is. */
const WANTED: Readonly<Record<string, (n: number) => Readonly<Record<string, unknown>>>> = {
  accounts: (n) => ({
    ...{ id: n, kind: 'delegated', chain_id: 31_337, owner: addressOfOwner(n), holder: addressOfOwner(n) },
    guardian: addressOfGuardian(n),
  }),
  alert_channels: (n) => ({ id: idOf(n), owner: addressOfOwner(n), kind: 'webhook' }),
  alert_deliveries: (n) => ({
    ...{ alert_id: n, channel_id: idOf(n), phase: 'raised' },
    ...{ status: 'sent', ended_at: '2099-01-01T00:00:00Z' },
  }),
  alerts: (n) => ({ id: n, portfolio_id: n, kind: 'HIGH_DRIFT', raised_at: '2099-01-01T00:00:00Z' }),
  audit_log: (n) => ({
    ...{ id: n, actor_kind: 'bot', portfolio_id: n, position: 10 + n, portfolio_position: 1 },
    ...{ previous_hash: `\\x${'0'.repeat(64)}`, portfolio_previous_hash: null },
  }),
  audit_heads: (n) => ({ chain: `portfolio:${n}`, position: n }),
  calls: (n) => ({ status: 'wanted', target: addressOfOwner(n) }),
  channel_codes: (n) => ({ code_hash: `\\x${String(n).repeat(64)}`, channel_id: idOf(n) }),
  confirmations_asked: (n) => ({ id: n, owner: addressOfOwner(n) }),
  telegram_updates: (n) => ({ channel_id: idOf(n), update_id: n }),
  cash_decisions: (n) => ({ id: n, owner_id: n, kind: 'move' }),
  cash_flows: () => ({ direction: 'in' }),
  cash_moves: (n) => ({ id: hashOf(n), decision_id: n, kind: 'deposit', vault: addressOfOwner(n) }),
  cash_owners: (n) => ({ id: n, owner: addressOfOwner(n), profile: 'balanced' }),
  decisions: (n) => ({ id: n, kind: 'act' }),
  delegations: (n) => ({
    ...{ id: n, account_id: n, status: 'granted', standing: 'good', amount_units: 1, period_seconds: 86_400 },
    ...{ start_seconds: 1, expires_at_seconds: 2 },
  }),
  flow_values: () => ({ kind: 'in' }),
  held_days: (n) => ({ day_seconds: 86_400 * n, reason: 'in-band' }),
  idempotency_keys: (n) => ({ key: `key-of-owner-${n}`, status: 200 }),
  index_accounts: (n) => ({ id: idOf(n), owner: addressOfOwner(n) }),
  index_decisions: (n) => ({ id: n, kind: 'act' }),
  index_legs: () => ({
    ...{ purpose: 'exit', recipient_type: 'INTENTS', leg_end: null },
    ...{ origin_asset: 'nep141:usdc.near', destination_asset: 'nep141:wrap.near' },
  }),
  index_deposits: (n) => ({
    ...{
      id: idOf(n),
      account_id: idOf(n),
      amount_units: 2,
      least_units: 1,
      state: 'awaited',
      ended_at: null,
    },
    ...{ asset: 'nep141:a.near', into_asset: 'nep141:a.near', deposit_address: addressOfOwner(n) },
  }),
  index_withdrawals: (n) => ({
    ...{ leg_id: hashOf(n), account_id: idOf(n), decimals: 6, usd_cents: 1 },
    ...{ share_bps: null, asset: null, to_place: null, own_units: null, held_units: null, sold: null },
  }),
  leases: (n) => ({ id: n }),
  legs: (n) => ({ venue: 'order-book', sell_token: addressOfOwner(n), buy_token: addressOfOwner(9) }),
  log_gaps: (n) => ({ id: n }),
  login_nonces: (n) => ({ nonce: `nonce-of-owner-${n}` }),
  orders: (n) => ({ venue: 'order-book', sell_token: addressOfOwner(n), buy_token: addressOfOwner(9) }),
  paper_days: (n) => ({ day_seconds: 86_400 * n, at_seconds: 86_400 * n }),
  paper_portfolios: (n) => ({
    ...{ id: idOf(n), user_id: n },
    ...{ opened_at_seconds: 1, row_at_seconds: 1 },
  }),
  paper_trades: (n) => ({ sell_token: addressOfOwner(n), buy_token: addressOfOwner(9) }),
  pool_rates: (n) => ({ day_seconds: 86_400 * n, time_seconds: 86_400 * n }),
  portfolios: (n) => ({ id: n, account_id: n, shared: n === 3 }),
  policy_registrations: () => ({ chain_id: 31_337 }),
  secrets: () => ({
    ...{ table_name: 'alerts', column_name: 'target', key_version: '0'.repeat(16) },
    wrapped_key: `\\x${'0'.repeat(120)}`,
  }),
  sessions: (n) => ({ user_id: n, chain_id: 1 }),
  snapshots: (n) => ({ id: n }),
  stream_events: (n) => ({ portfolio_id: n, topic: 'order' }),
  summaries: () => ({ confidence: 'high', sentences: [] }),
  tick_days: (n) => ({ day_seconds: 86_400 * n, ticks: 1 }),
  ticks: (n) => ({ id: idOf(n), source: 'cli' }),
  token_trials: () => ({ finding: 'whole' }),
  transactions: (n) => ({ call_id: hashOf(n), attempt: 1, status: 'sent' }),
  transfers: (n) => ({
    source_chain_id: n,
    destination_chain_id: 8_453,
    amount: 10,
    max_fee: 1,
    nonce: null,
  }),
  users: (n) => ({ id: n, role: 'user' }),
  warnings: () => ({
    ...{ kind: 'cost-high', assets: [], about: '', threshold: 1, seen: 2, fact_ids: ['cost-share.7d'] },
    ...{
      raised_at_seconds: 1,
      due_at_seconds: 2,
      outcome: null,
      why: null,
      judged_amount: null,
      judged_at: null,
    },
    ...{ judged_of_seconds: null, alert: 'wanted' },
  }),
};

/** What tells whose a row is, the first that a table has. */
const TAGS = [
  'portfolio_id',
  'user_id',
  'paper_id',
  'account_id',
  'decision_id',
  'alert_id',
  'channel_id',
  'id',
  'sender',
  'address',
  'row_id',
  'nonce',
  'key',
  'chain',
  'name',
  'block_number',
  'time_seconds',
  'content_id',
  'holder',
  'subject',
  'day_seconds',
];

const columnsOf = async (sql: Sql, table: string): Promise<readonly Column[]> => {
  const rows = await sql`
    select a.attname as name, t.typname as type,
      (a.attnotnull or t.typnotnull) and not a.atthasdef and a.attidentity = '' and a.attgenerated = '' as "isNeeded"
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where a.attrelid = ${table}::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`;
  return rows.map((row) => columnSchema.parse(row));
};

const insert = async (sql: Sql, table: string, row: Readonly<Record<string, unknown>>): Promise<string> => {
  const names = Object.keys(row)
    .map((name) => `"${name}"`)
    .join(', ');
  const [stored] = await sql.unsafe<{ row: string }[]>(
    `insert into ${table} as t (${names}) overriding system value
     select ${names} from jsonb_populate_record(null::${table}, $1::text::jsonb) returning to_jsonb(t)::text as row`,
    [JSON.stringify(row)],
  );
  return stored?.row ?? '{}';
};

/** Fills one table. Rules between tables are not looked at. @throws when a rule of the table wants another value: then WANTED lacks it */
const arrange = async (sql: Sql, table: string): Promise<Arranged> => {
  const columns = await columnsOf(sql, table);
  const tag = TAGS.find((name) => columns.some((column) => column.name === name));
  if (tag === undefined) throw new Error(`no column of ${table} tells whose a row is`);
  const one = async (n: number): Promise<string> => {
    const needed = columns.filter(({ isNeeded }) => isNeeded);
    const filled = needed.map(({ name, type }) => [name, BY_TYPE[type]?.(n) ?? n] as const);
    return insert(sql, table, { ...Object.fromEntries(filled), ...WANTED[table]?.(n) });
  };
  const [ann, bob, shared] = [await one(1), await one(2), await one(3)];
  const tagOf = (row: string): string =>
    String(z.record(z.string(), z.unknown()).parse(JSON.parse(row))[tag]);
  return {
    ...{ table, tag, rows: { ann, bob, shared } },
    tags: { ann: tagOf(ann), bob: tagOf(bob), shared: tagOf(shared) },
  };
};

/** A row of each owner in every table there is, by a connection of the superuser's that rules between tables don't bind. */
export const arrangeEveryTable = async (admin: Sql): Promise<readonly Arranged[]> => {
  const tables = await admin`
    select relname as table from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
  // Some rules hold for whoever replicates as well.
  const always = await admin`
    select tgrelid::regclass::text as table, tgname as name from pg_trigger where tgenabled = 'A' and not tgisinternal`;
  for (const { table, name } of always)
    await admin`alter table ${admin(table)} disable trigger ${admin(name)}`;
  await admin`set session_replication_role = replica`;
  const arranged: Arranged[] = [];
  for (const { table } of tables) arranged.push(await arrange(admin, String(table)));
  await admin`set session_replication_role = default`;
  for (const { table, name } of always)
    await admin`alter table ${admin(table)} enable always trigger ${admin(name)}`;
  return arranged;
};
