import type { Sql } from 'postgres';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { Secret } from '../../secret.ts';
import { openDirectConnection } from '../database.ts';
import { inTransaction } from '../transaction.ts';
import { type MigrationFile, migrationFiles } from './carried-migrations.ts';

export type Migration = {
  readonly name: string;
  readonly sha256: string;
  readonly state: 'applied' | 'pending' | 'changed';
};

export type MigrateOptions = {
  /** A direct connection that may create roles and tables. */
  readonly url: Secret;
  /** Folder of plain SQL files, applied in the order of their names. */
  readonly folder: string;
  /** Names of files that alone are looked at, to stop where another database stood; without it all. */
  readonly only?: readonly string[];
};

/** Any number of processes may migrate at once; the others wait here. Needs a session, hence the direct connection. */
const LOCK_KEY = 6_011_871;
/** Roles of a Supabase project that anybody on the internet may take. */
const PUBLIC_KEYS = ['anon', 'authenticated'] as const;

const appliedHashes = async (sql: Sql): Promise<ReadonlyMap<string, string>> => {
  const [table] = await sql`select to_regclass('public.schema_migrations') is not null as present`;
  if (table?.present !== true) return new Map();
  const rows = await sql<{ name: string; sha256: string }[]>`select name, sha256 from schema_migrations`;
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
};

const compare = async (sql: Sql, files: readonly MigrationFile[]): Promise<readonly Migration[]> => {
  const applied = await appliedHashes(sql);
  return files.map(({ name, sha256 }) => {
    const known = applied.get(name);
    return {
      name,
      sha256,
      state: known === undefined ? 'pending' : known === sha256 ? 'applied' : 'changed',
    };
  });
};

/** What is applied, pending, or was changed after it had been applied. */
export const migrationStatus = async (options: MigrateOptions): Promise<readonly Migration[]> => {
  const sql = openDirectConnection(options.url);
  try {
    return await compare(sql, await migrationFiles(options.folder));
  } finally {
    await sql.end({ timeout: 5 });
  }
};

const apply = (sql: Sql, file: MigrationFile): Promise<unknown> =>
  inTransaction(sql, async (transaction) => {
    await transaction.unsafe(file.text);
    await transaction`insert into schema_migrations (name, sha256) values (${file.name}, ${file.sha256})`;
  });

/** Closed in the same transaction as it is made: a host may grant everything on new tables to its public key. */
const createRecord = (sql: Sql): Promise<unknown> =>
  inTransaction(sql, async (transaction) => {
    await transaction`
      create table if not exists schema_migrations (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`;
    await transaction`alter table schema_migrations enable row level security`;
    await transaction`revoke all on schema_migrations from public`;
    for (const role of PUBLIC_KEYS) {
      const [found] = await transaction`select from pg_roles where rolname = ${role}`;
      if (found !== undefined) await transaction`revoke all on schema_migrations from ${transaction(role)}`;
    }
  });

/** Takes back what was granted by default. A folder of migrations that knows no such step has none. */
const closeToStrangers = async (sql: Sql): Promise<void> => {
  const [known] = await sql`select to_regprocedure('public.close_to_strangers()') is not null as present`;
  if (known?.present === true) await sql`select close_to_strangers()`;
};

/**
 * Applies what is pending, each file in a transaction of its own; running it again does nothing. Answers the names applied.
 * Fails with `migration-changed` when an applied file was edited, before it touches anything; a file with wrong SQL throws.
 */
export const migrate = async (options: MigrateOptions): Promise<Result<readonly string[]>> => {
  const { only } = options;
  const files = (await migrationFiles(options.folder)).filter(({ name }) => only?.includes(name) ?? true);
  const sql = openDirectConnection(options.url);
  try {
    await sql`select pg_advisory_lock(${LOCK_KEY})`;
    await createRecord(sql);
    const states = await compare(sql, files);
    const changed = states.filter(({ state }) => state === 'changed').map(({ name }) => name);
    if (changed.length > 0)
      return fail('migration-changed', `Edited after it was applied: ${changed.join(', ')}.`);
    const pending = files.filter((file) =>
      states.some(({ name, state }) => name === file.name && state === 'pending'),
    );
    for (const file of pending) await apply(sql, file);
    await closeToStrangers(sql);
    return ok(pending.map(({ name }) => name));
  } finally {
    await sql.end({ timeout: 5 });
  }
};
