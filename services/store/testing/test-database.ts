import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { inject } from 'vitest';
import { Secret } from '../../secret.ts';
import { openDirectConnection } from '../database.ts';
import { migrate } from '../operation/migrate.ts';
import { provisionRoles, type RoleUrls } from '../operation/provision-roles.ts';

const MIGRATIONS = join(import.meta.dirname, '..', '..', '..', 'supabase', 'migrations');
const TEMPLATE = 'balancer_template';
const PASSWORDS = { bot: new Secret('bot-password'), app: new Secret('app-password') };

/** A database of one test file's own, with all migrations and the two logins. */
export type TestDatabase = {
  readonly adminUrl: Secret;
  /** Superuser, past all row level security: for arranging and asserting only. */
  readonly admin: Sql;
  readonly urls: RoleUrls;
  readonly drop: () => Promise<void>;
};

const onServer = (database: string): Secret => {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${database}`;
  return new Secret(url.toString());
};

/** Made by whichever test file comes first; the others wait for it. */
const ensureTemplate = async (server: Sql): Promise<void> => {
  await server`select pg_advisory_lock(1871)`;
  try {
    const [found] = await server`select from pg_database where datname = ${TEMPLATE}`;
    if (found !== undefined) return;
    const draft = `${TEMPLATE}_draft`;
    await server.unsafe(`drop database if exists ${draft} with (force)`);
    await server.unsafe(`create database ${draft}`);
    const migrated = await migrate({ url: onServer(draft), folder: MIGRATIONS });
    if (!migrated.ok) throw new Error(migrated.error.message);
    await provisionRoles(onServer(draft), PASSWORDS);
    await server.unsafe(`alter database ${draft} rename to ${TEMPLATE}`);
  } finally {
    await server`select pg_advisory_unlock(1871)`;
  }
};

const loginUrls = (database: Secret): RoleUrls => {
  const as = (login: string, password: Secret): Secret => {
    const url = new URL(database.reveal());
    url.username = login;
    url.password = password.reveal();
    return new Secret(url.toString());
  };
  return { bot: as('balancer_bot_login', PASSWORDS.bot), app: as('balancer_app_login', PASSWORDS.app) };
};

const create = async (template: string | null): Promise<TestDatabase> => {
  const server = openDirectConnection(onServer('postgres'));
  const name = `test_${randomBytes(6).toString('hex')}`;
  try {
    await ensureTemplate(server);
    await server.unsafe(`create database ${name}${template === null ? '' : ` template ${template}`}`);
  } finally {
    await server.end({ timeout: 5 });
  }
  const adminUrl = onServer(name);
  const admin = openDirectConnection(adminUrl);
  return {
    adminUrl,
    admin,
    urls: loginUrls(adminUrl),
    drop: async () => {
      await admin.end({ timeout: 5 });
      const again = openDirectConnection(onServer('postgres'));
      await again.unsafe(`drop database if exists ${name} with (force)`);
      await again.end({ timeout: 5 });
    },
  };
};

/**
 * Clones the migrated template on the run's Postgres. Needs the project's global set-up (e2e/support/postgres-server.ts).
 */
export const createTestDatabase = async (): Promise<TestDatabase> => {
  const database = await create(TEMPLATE);
  // What is granted on a database itself does not come with its template.
  await database.admin`select close_to_strangers()`;
  return database;
};

/** One without tables, on a server that has the logins. */
export const createBareDatabase = (): Promise<TestDatabase> => create(null);
