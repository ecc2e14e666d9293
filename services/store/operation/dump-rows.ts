import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { Secret } from '../../secret.ts';
import { openDirectConnection } from '../database.ts';
import { inTransaction } from '../transaction.ts';
import { schemaText } from './schema-text.ts';

const ROWS_AT_ONCE = 500;

/** The schema of a database as SQL, as `supabase/schema.sql` holds the reviewed one. */
export const dumpSchema = async (url: Secret): Promise<string> => {
  const sql = openDirectConnection(url);
  try {
    return await schemaText(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
};

const nameRow = z.object({ table: z.string() });

/** Tables of rows, by name. */
export const tablesOf = async (sql: TransactionSql): Promise<readonly string[]> => {
  const tables = await sql`
    select relname as table from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
  return tables.map((row) => nameRow.parse(row).table);
};

/**
 * Work with every row of every table but some, all as of one moment: lines of JSON, `{"table": …, "row": …}`. Numbers keep every digit.
 * Needs a login that reads all of it, such as the owner's: what row level security hides would be missing, so that it is refused then.
 * @throws what the database says
 */
export const withRows = async <T>(
  { url, without }: { readonly url: Secret; readonly without: readonly string[] },
  work: (lines: AsyncIterable<string>, sql: TransactionSql) => Promise<T>,
): Promise<T> => {
  const sql = openDirectConnection(url);
  const lines = async function* (transaction: TransactionSql): AsyncGenerator<string> {
    for (const table of await tablesOf(transaction)) {
      if (without.includes(table)) continue;
      await transaction`
        declare rows cursor for
        select json_build_object('table', ${table}::text, 'row', to_jsonb(t))::text as line from ${transaction(table)} t`;
      // Asked for as statements: the driver's own cursor does not notice that its connection is gone.
      for (;;) {
        const found = await transaction<
          { line: string }[]
        >`fetch ${transaction.unsafe(`${ROWS_AT_ONCE}`)} from rows`;
        if (found.length === 0) break;
        for (const { line } of found) yield line;
      }
      await transaction`close rows`;
    }
  };
  try {
    return await inTransaction(
      sql,
      async (transaction) => {
        // Refuses a statement from which policies would take rows, in place of leaving them out.
        await transaction`set local row_security = off`;
        return work(lines(transaction), transaction);
      },
      'isolation level repeatable read read only',
    );
  } finally {
    await sql.end({ timeout: 5 });
  }
};

/** Runs work in one transaction of a connection of its own: all of it, or nothing. @throws what the work and the database say */
export const inOneTransaction = async <T>(
  url: Secret,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> => {
  const sql = openDirectConnection(url);
  try {
    return await inTransaction(sql, work);
  } finally {
    await sql.end({ timeout: 5 });
  }
};

/** Runs a file of SQL in one transaction: all of it, or nothing. @throws what the database says */
export const seed = (url: Secret, text: string): Promise<unknown> =>
  inOneTransaction(url, (transaction) => transaction.unsafe(text));
