import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { ok, type Result } from '../../lib/result.ts';
import { migrateDatabase, provisionLogins } from '../../services/wire/operation/database.ts';
import type { StackKeys } from '../world/keys.ts';
import { type Cluster, DATABASE, INSPECTOR } from './postgres.ts';

const open = (url: string, max: number): Sql =>
  postgres(url, { max, prepare: false, connect_timeout: 5, onnotice: () => undefined });

/**
 * The addresses of the stack's database: a login each for bot and app, neither superuser nor above row level security; one
 * without a password that reads all of it and writes nothing, for people and tests; and the superuser's.
 */
export type DatabaseUrls = {
  readonly bot: string;
  readonly app: string;
  readonly inspect: string;
  readonly administer: string;
};

export const databaseExists = async (cluster: Cluster): Promise<boolean> => {
  const sql = open(cluster.url('postgres'), 1);
  try {
    const rows = await sql`select from pg_database where datname = ${DATABASE}`;
    return rows.length > 0;
  } finally {
    await sql.end();
  }
};

const recreate = async (cluster: Cluster): Promise<void> => {
  const sql = open(cluster.url('postgres'), 1);
  try {
    await sql.unsafe(`drop database if exists "${DATABASE}" with (force)`);
    await sql.unsafe(`create database "${DATABASE}"`);
  } finally {
    await sql.end();
  }
};

/** Lets the inspector read what the migrations have made. It gets in from this machine without a password (see postgres.ts). */
const admitInspector = async (administer: string): Promise<void> => {
  const sql = open(administer, 1);
  try {
    const [found] = await sql`select from pg_roles where rolname = ${INSPECTOR}`;
    if (found === undefined) await sql.unsafe(`create role ${INSPECTOR} login bypassrls`);
    await sql.unsafe(`grant usage on schema public to ${INSPECTOR}`);
    await sql.unsafe(`grant select on all tables in schema public to ${INSPECTOR}`);
  } finally {
    await sql.end();
  }
};

/**
 * Applies pending migrations and sets the logins' passwords; doing it again does nothing. With `fresh` what was there before
 * is gone. Fails with `migration-changed` when the data is from another version of the project.
 */
export const prepareDatabase = async (options: {
  readonly root: string;
  readonly cluster: Cluster;
  readonly keys: StackKeys;
  readonly fresh: boolean;
}): Promise<Result<DatabaseUrls>> => {
  const { root, cluster, keys, fresh } = options;
  if (fresh) await recreate(cluster);
  const administer = cluster.url(DATABASE);
  const migrated = await migrateDatabase({
    directUrl: administer,
    folder: join(root, 'supabase', 'migrations'),
  });
  if (!migrated.ok) return migrated;
  const logins = await provisionLogins(administer, { bot: keys.botPassword, app: keys.appPassword });
  await admitInspector(administer);
  const inspect = `postgres://${INSPECTOR}@127.0.0.1:${cluster.port}/${DATABASE}`;
  return ok({ ...logins, inspect, administer });
};

/** The stack's own look at what the bot has written. */
export const openJournal = (urls: DatabaseUrls): Sql => open(urls.inspect, 3);

/** Replayed hours pass in moments of wall time: no portfolio waits between two ticks for wall time to pass. */
export const lookAtEveryTick = async (urls: DatabaseUrls): Promise<void> => {
  const sql = open(urls.administer, 1);
  try {
    await sql`
      insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '0'::jsonb, 'stack')
      on conflict (key) do update set value = excluded.value, updated_by = excluded.updated_by, updated_at = now()`;
  } finally {
    await sql.end();
  }
};
