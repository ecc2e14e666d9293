import 'server-only';
import { fail } from '../../lib/result.ts';
import type { BookReads } from '../book/read-book.ts';
import { readOpenOrders, readPlacedOrder } from '../store/book-reads.ts';
import { asDatabaseResult } from '../store/database-failure.ts';
import { appSql } from './app-sql.ts';

const missing = async () => fail('database-unavailable', 'No database is configured: DB_URL is missing.');

/** What the order book reads, over the web app's connections. @throws {EnvError} */
export function bookReads(): BookReads {
  const sql = appSql();
  if (sql === null) return { openOrders: missing, placedOrder: missing };
  return {
    openOrders: (query) => asDatabaseResult(() => readOpenOrders(sql, query)),
    placedOrder: (query) => asDatabaseResult(() => readPlacedOrder(sql, query)),
  };
}
