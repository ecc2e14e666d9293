import 'server-only';
import { fail } from '../../lib/result.ts';
import type { BookReads } from '../portfolios/read-book.ts';
import { readOpenOrders, readPlacedOrder } from '../store/book-reads.ts';
import { asDatabaseResult } from '../store/database-failure.ts';
import { appSql } from './app-sql.ts';

/** What the public book reads. @throws {EnvError} */
export function bookReads(): BookReads {
  const sql = appSql();
  if (sql === null) {
    const missing = async () => fail('database-unavailable', 'No database is configured: DB_URL is missing.');
    return { openOrders: missing, placedOrder: missing };
  }
  return {
    openOrders: (query) => asDatabaseResult(() => readOpenOrders(sql, query)),
    placedOrder: (query) => asDatabaseResult(() => readPlacedOrder(sql, query)),
  };
}
