import 'server-only';
import { fail } from '../../lib/result.ts';
import { readEnv } from '../env.ts';
import type { BookReads } from '../portfolios/read-book.ts';
import { openAppSql } from '../store/app-sql.ts';
import { readOpenOrders, readPlacedOrder } from '../store/book-reads.ts';
import { asDatabaseResult } from '../store/database-failure.ts';

function wireBook(): BookReads {
  const { dbUrl } = readEnv();
  if (dbUrl === null) {
    const missing = async () => fail('database-unavailable', 'No database is configured: DB_URL is missing.');
    return { openOrders: missing, placedOrder: missing };
  }
  const sql = openAppSql(dbUrl);
  return {
    openOrders: (query) => asDatabaseResult(() => readOpenOrders(sql, query)),
    placedOrder: (query) => asDatabaseResult(() => readPlacedOrder(sql, query)),
  };
}

// Each route is a bundle of its own; the process must still hold one pool for the book.
const KEY = Symbol.for('1balancer.book');
const shared = globalThis as typeof globalThis & { [KEY]?: BookReads };

/** What the public book reads, wired once a process from the environment. @throws {EnvError} */
export function bookReads(): BookReads {
  shared[KEY] ??= wireBook();
  return shared[KEY];
}
