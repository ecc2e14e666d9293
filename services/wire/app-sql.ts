import 'server-only';
import type { Sql } from 'postgres';
import { readEnv } from '../env.ts';
import { openAppSql } from '../store/database.ts';

// Each route is a bundle of its own; the process must still hold one pool.
const KEY = Symbol.for('1balancer.app-sql');
const shared = globalThis as typeof globalThis & { [KEY]?: Sql };

/** The web app's connections, opened once a process; null when DB_URL is missing. @throws {EnvError} */
export function appSql(): Sql | null {
  const { dbUrl } = readEnv();
  if (dbUrl === null) return null;
  shared[KEY] ??= openAppSql(dbUrl);
  return shared[KEY];
}
