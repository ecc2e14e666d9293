import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { Secret } from '../services/secret.ts';
import { migrate } from '../services/store/migrate.ts';
import { APP_LOGIN, BOT_LOGIN, provisionRoles } from '../services/store/provision-roles.ts';
import type { StackKeys } from './keys.ts';
import type { Cluster } from './postgres.ts';

export const DATABASE = '1balancer';

const open = (url: string, max: number): Sql =>
  postgres(url, { max, prepare: false, connect_timeout: 5, onnotice: () => undefined });

/**
 * The addresses of the stack's database: a login each for bot and app, neither superuser nor above row level security, and
 * the superuser's, for people and tests who inspect what the others wrote.
 */
export type DatabaseUrls = { readonly bot: string; readonly app: string; readonly inspect: string };

const loginUrl = (cluster: Cluster, user: string, password: string): string =>
  `postgres://${user}:${password}@127.0.0.1:${cluster.port}/${DATABASE}`;

export const databaseUrls = (cluster: Cluster, keys: StackKeys): DatabaseUrls => ({
  bot: loginUrl(cluster, BOT_LOGIN, keys.botPassword),
  app: loginUrl(cluster, APP_LOGIN, keys.appPassword),
  inspect: cluster.url(DATABASE),
});

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

/** An empty database with all migrations applied and the two logins; what was there before is gone. */
export const freshDatabase = async (root: string, cluster: Cluster, keys: StackKeys): Promise<void> => {
  await recreate(cluster);
  const url = new Secret(cluster.url(DATABASE));
  const migrated = await migrate({ url, folder: join(root, 'supabase', 'migrations') });
  if (!migrated.ok) throw new Error(migrated.error.message);
  await provisionRoles(url, { bot: new Secret(keys.botPassword), app: new Secret(keys.appPassword) });
};

/** The stack's own look at what the bot has written. */
export const openJournal = (urls: DatabaseUrls): Sql => open(urls.inspect, 3);
