import postgres, { type ReservedSql, type TransactionSql } from 'postgres';
import type { Secret } from '../services/secret.ts';
import { asDatabaseResult } from '../services/store/database-failure.ts';
import type { InDatabase } from '../services/wire/tick/bot-store.ts';

/** The connection of every bot of a search, which stays open and knows its statements. */
export type WarmDatabase = { readonly run: InDatabase; readonly close: () => Promise<void> };

/** A transaction whose beginning goes out together with its first statement: where it fails, so does what follows it. */
const inTransaction = async <T>(sql: ReservedSql, work: (sql: TransactionSql) => Promise<T>): Promise<T> => {
  try {
    const [, done] = await Promise.all([sql`begin`.execute(), work(sql as unknown as TransactionSql)]);
    await sql`commit`;
    return done;
  } catch (error) {
    await sql`rollback`;
    throw error;
  }
};

/**
 * The bot's role and transactions, but for what a pooler asks of the store's: here one connection keeps its role, and the plans of its
 * statements, since reading and planning them anew took most of a scenario's time in the database. A plan is made for no values in
 * particular, so that it is the same one however many scenarios have gone before. One piece of work is under way at a time.
 */
export const openWarmDatabase = async (url: Secret): Promise<WarmDatabase> => {
  const pool = postgres(url.reveal(), {
    ...{ prepare: true, max: 1, idle_timeout: 0, max_lifetime: null, onnotice: () => undefined },
    connection: { role: 'balancer_bot', plan_cache_mode: 'force_generic_plan' },
  });
  const sql = await pool.reserve();
  let last: Promise<unknown> = Promise.resolve();
  return {
    run: (work) => {
      const ran = last.then(() => asDatabaseResult(() => inTransaction(sql, work)));
      last = ran.catch(() => undefined);
      return ran;
    },
    close: async () => {
      sql.release();
      await pool.end({ timeout: 5 });
    },
  };
};
