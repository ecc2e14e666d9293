import 'server-only';
import type { BookReads } from '../book/read-book.ts';
import { readOpenOrders, readPlacedOrder } from '../store/book-reads.ts';
import { onAppDatabase } from './app-sql.ts';

/** What the order book reads, over the web app's connections. @throws {EnvError} */
export const bookReads = (): BookReads => ({
  openOrders: (query) => onAppDatabase((sql) => readOpenOrders(sql, query)),
  placedOrder: (query) => onAppDatabase((sql) => readPlacedOrder(sql, query)),
});
