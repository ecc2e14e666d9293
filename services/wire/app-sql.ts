import 'server-only';
import type { Sql } from 'postgres';
import { fail, type Result } from '../../lib/result.ts';
import { readEnv } from '../env.ts';
import { tooStrongFor } from '../store/app-login.ts';
import { openAppSql } from '../store/database.ts';
import { asDatabaseResult } from '../store/database-failure.ts';

// Each route is a bundle of its own; the process must still hold one pool.
const KEY = Symbol.for('1balancer.app-sql');
const shared = globalThis as typeof globalThis & { [KEY]?: { sql: Sql; isFit: boolean } };

const NO_DATABASE = fail(
  'database-unavailable',
  'No database is configured: APP_DB_URL or DB_URL is missing.',
);

/**
 * Does work on the web app's own connections, opened once a process. Fails like {@link asDatabaseResult}, with `database-unavailable` when
 * none is configured, and with `database-refused` while their login could act as the bot or pass row level security by. @throws {EnvError}
 */
export const onAppDatabase = async <T>(work: (sql: Sql) => Promise<T>): Promise<Result<T>> => {
  const { dbUrl } = readEnv().app;
  if (dbUrl === null) return NO_DATABASE;
  shared[KEY] ??= { sql: openAppSql(dbUrl), isFit: false };
  const pool = shared[KEY];
  if (!pool.isFit) {
    const checked = await asDatabaseResult(() => tooStrongFor(pool.sql));
    if (!checked.ok) return checked;
    if (checked.value !== null) return fail('database-refused', checked.value);
    pool.isFit = true;
  }
  return asDatabaseResult(() => work(pool.sql));
};
