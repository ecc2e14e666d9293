import 'server-only';
import type { Sql } from 'postgres';
import { fail, type Result } from '../../lib/result.ts';
import { readEnv } from '../env.ts';
import { endPool, openAppSql } from '../store/database.ts';
import { asDatabaseResult, endsConnection } from '../store/database-failure.ts';
import { tooStrongFor } from '../store/operation/app-login.ts';

// Each route is a bundle of its own; the process must still hold one pool.
const KEY = Symbol.for('1balancer.app-sql');
type Pool = { readonly sql: Sql; isFit: boolean };
const shared = globalThis as typeof globalThis & { [KEY]?: Pool };

const NO_DATABASE = fail(
  'database-unavailable',
  'No database is configured: APP_DB_URL or DB_URL is missing.',
);

/** Reading the whole environment costs as much as a query, and every request comes by here several times: only the first one does. */
const poolOf = (): Pool | null => {
  if (shared[KEY] !== undefined) return shared[KEY];
  const { dbUrl, dbConnectionsMax: connectionsMax, dbStatements: statements } = readEnv().app;
  if (dbUrl === null) return null;
  shared[KEY] = { sql: openAppSql(dbUrl, { connectionsMax, statements }), isFit: false };
  return shared[KEY];
};

const renew = (lost: Pool): void => {
  if (shared[KEY] !== lost) return;
  delete shared[KEY];
  void endPool(lost.sql);
};

/**
 * Does work on the web app's own connections, opened once a process. Fails like {@link asDatabaseResult}, with `database-unavailable` when
 * none is configured, and with `database-refused` while their login could act as the bot or pass row level security by. @throws {EnvError}
 */
export const onAppDatabase = async <T>(work: (sql: Sql) => Promise<T>): Promise<Result<T>> => {
  const pool = poolOf();
  if (pool === null) return NO_DATABASE;
  if (!pool.isFit) {
    const checked = await asDatabaseResult(() => tooStrongFor(pool.sql));
    if (!checked.ok) return checked;
    if (checked.value !== null) return fail('database-refused', checked.value);
    pool.isFit = true;
  }
  return asDatabaseResult(async () => {
    try {
      return await work(pool.sql);
    } catch (error) {
      if (endsConnection(error)) renew(pool);
      throw error;
    }
  });
};
