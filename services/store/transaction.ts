import type { Sql, TransactionSql } from 'postgres';
import { endsConnection } from './database-failure.ts';

/*
 * postgres.js 3.4.9 forgets that a transaction's connection is gone: its own ROLLBACK, or the work's next statement, is written to no socket,
 * which ends the process (its issues 1154 and 1208), or to the same connection once that was opened anew, within somebody else's transaction
 * (1216). Every transaction of ours goes through here, where neither can happen. A connection that was opened anew may also never say a word
 * again, so whoever holds a pool takes another one after a loss (`endsConnection`).
 */

/** The same transaction, whose every use asks first whether it still is one. @throws what ended it */
const guarded = (transaction: TransactionSql, gone: () => Error | null): TransactionSql => {
  const check = (): void => {
    const error = gone();
    if (error !== null) throw error;
  };
  return new Proxy(transaction, {
    apply: (target, _, given) => {
      check();
      return Reflect.apply(target, undefined, given);
    },
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: readonly unknown[]): unknown => {
        check();
        return Reflect.apply(value, target, given);
      };
    },
  });
};

/**
 * Runs work in one transaction: all of it, or nothing. Where the connection is lost it fails at once, and what the work still says is refused,
 * whether or not the server had stored it by then.
 * @param mode how it begins, such as `read only`
 * @throws what the work and the database say
 */
export const inTransaction = <T>(
  sql: Sql,
  work: (sql: TransactionSql) => Promise<T>,
  mode = '',
): Promise<T> => {
  let gone: Error | null = null;
  return new Promise<T>((resolve, reject) => {
    const lost = (error: unknown): void => {
      gone ??= error instanceof Error ? error : new Error('The connection was lost.');
      reject(gone);
    };
    const whole = sql.begin(mode, async (transaction): Promise<T> => {
      try {
        const done = await work(guarded(transaction, () => gone));
        if (gone === null) return done;
      } catch (error) {
        if (gone === null && !endsConnection(error)) throw error;
        lost(error);
      }
      // Never told to the driver, which would answer with a COMMIT or a ROLLBACK for nobody.
      return new Promise<never>(() => undefined);
    });
    whole.then((done) => resolve(done as T), lost);
  });
};
