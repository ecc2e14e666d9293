import postgres, { type Sql, type TransactionSql } from 'postgres';
import type { Secret } from '../secret.ts';
import { endsConnection, isRolledBack } from './database-failure.ts';
import { inTransaction } from './transaction.ts';

/** The bot's access to the database: every piece of work is one short transaction, none is held across other waits. */
export type BotDatabase = {
  /**
   * Runs `work` as the role `balancer_bot`. Work that the server rolled back for a deadlock or a serialization failure
   * runs again, at most three times; nothing else is repeated, because a lost reply may hide a commit.
   */
  readonly run: <T>(work: (sql: TransactionSql) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
};

export type DatabaseOptions = {
  readonly url: Secret;
  /** Upper bound of open connections; a waiting statement queues here, not at the server. */
  readonly connectionsMax?: number;
  readonly statementTimeoutMs?: number;
};

const ATTEMPTS_MAX = 3;

const connect = (options: DatabaseOptions): Sql =>
  postgres(options.url.reveal(), {
    // A transaction pooler keeps no session in which a prepared statement could live.
    prepare: false,
    max: options.connectionsMax ?? 5,
    connect_timeout: 10,
    idle_timeout: 20,
    max_lifetime: 1_800,
    onnotice: () => undefined,
  });

/** What is under way has a few seconds to end; a pool that is no longer answered has nothing more to say. */
export const endPool = (pool: Sql): Promise<void> => pool.end({ timeout: 5 }).catch(() => undefined);

/** Opens the bot's connections; nothing is sent before the first piece of work. */
export const openBotDatabase = (options: DatabaseOptions): BotDatabase => {
  let pool = connect(options);
  let isClosed = false;
  const renew = (lost: Sql): void => {
    if (isClosed || pool !== lost) return;
    pool = connect(options);
    void endPool(lost);
  };
  const timeoutMs = options.statementTimeoutMs ?? 30_000;
  // Local to the transaction: a pooler hands the connection to somebody else afterwards.
  const terms = `set local role balancer_bot; set local statement_timeout = ${timeoutMs};
    set local idle_in_transaction_session_timeout = ${timeoutMs}`;
  const once = async <T>(work: (sql: TransactionSql) => Promise<T>): Promise<T> => {
    const sql = pool;
    try {
      return await inTransaction(sql, async (transaction) => {
        // Without parameters, and begun before the work is, so that both go out together. Where it fails, nothing after it is done.
        const [, done] = await Promise.all([transaction.unsafe(terms).execute(), work(transaction)]);
        return done;
      });
    } catch (error) {
      if (endsConnection(error)) renew(sql);
      throw error;
    }
  };
  return {
    run: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await once(work);
        } catch (error) {
          if (attempt >= ATTEMPTS_MAX || !isRolledBack(error)) throw error;
        }
      }
    },
    close: () => {
      isClosed = true;
      return endPool(pool);
    },
  };
};

/** One direct connection, for migrations, roles and other work that needs a session. */
export const openDirectConnection = (url: Secret): Sql =>
  postgres(url.reveal(), { max: 1, prepare: false, connect_timeout: 10, onnotice: () => undefined });

export type AppSqlOptions = {
  readonly connectionsMax: number;
  /** `named`: a connection keeps its statements' plans, which takes a connection of our own; `unnamed`: behind a transaction pooler too. */
  readonly statements: 'named' | 'unnamed';
};

const POOLED: AppSqlOptions = { connectionsMax: 4, statements: 'unnamed' };

/** How long a statement of the web app may take, in milliseconds. */
export const APP_STATEMENT_MS_MAX = 10_000;

/**
 * Connections of the web app: few, and given up quickly, since a page that says "the database does not answer" is better than one that
 * never comes.
 */
export function openAppSql(dbUrl: Secret, { connectionsMax, statements }: AppSqlOptions = POOLED): Sql {
  const isOurOwn = statements === 'named';
  return postgres(dbUrl.reveal(), {
    prepare: isOurOwn,
    max: connectionsMax,
    connect_timeout: 5,
    idle_timeout: 30,
    connection: {
      application_name: '1balancer-web',
      // A pooler turns away whoever begins with a setting it does not keep; transactions set theirs.
      // A plan for these very values is hardly better, and with row policies takes several times what running it does.
      ...(isOurOwn ? { statement_timeout: APP_STATEMENT_MS_MAX, plan_cache_mode: 'force_generic_plan' } : {}),
    },
    onnotice: () => undefined,
  });
}
