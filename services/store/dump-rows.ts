import { z } from 'zod';
import type { Secret } from '../secret.ts';
import { openDirectConnection } from './database.ts';
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

/**
 * Every row of every table as a line of JSON, `{"table": …, "row": …}`, all as of one moment. Numbers keep every digit. Needs a login that
 * reads all of it, such as the owner's: what row level security hides would be missing, so that it is refused then. @throws what the database says
 */
export const dumpRows = async (url: Secret, write: (line: string) => void): Promise<void> => {
  const sql = openDirectConnection(url);
  try {
    await sql.begin('isolation level repeatable read read only', async (transaction) => {
      // Refuses a statement from which policies would take rows, in place of leaving them out.
      await transaction`set local row_security = off`;
      const tables = await transaction`
        select relname as table from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1`;
      for (const { table } of tables.map((row) => nameRow.parse(row))) {
        const rows = transaction<{ line: string }[]>`
          select json_build_object('table', ${table}::text, 'row', to_jsonb(t))::text as line from ${transaction(table)} t`;
        await rows.cursor(ROWS_AT_ONCE, (found) => {
          for (const { line } of found) write(line);
        });
      }
    });
  } finally {
    await sql.end({ timeout: 5 });
  }
};

/** Runs a file of SQL in one transaction: all of it, or nothing. @throws what the database says */
export const seed = async (url: Secret, text: string): Promise<void> => {
  const sql = openDirectConnection(url);
  try {
    await sql.begin((transaction) => transaction.unsafe(text));
  } finally {
    await sql.end({ timeout: 5 });
  }
};
