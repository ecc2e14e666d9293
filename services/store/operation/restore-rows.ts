import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { tablesOf } from './dump-rows.ts';

/** Filled by migrations. */
const RECORD = 'schema_migrations';
const ROWS_AT_ONCE = 500;

const linkRow = z.object({ table: z.string(), name: z.string(), definition: z.string() });
const triggerRow = z.object({ table: z.string(), name: z.string(), state: z.enum(['O', 'A', 'R', 'D']) });
const identityRow = z.object({ table: z.string(), column: z.string() });
const emptyRow = z.object({ filled: z.boolean() });
const lineSchema = z.object({ table: z.string() });

/** How a trigger comes to the state that `pg_trigger` says. */
const ENABLED = { O: 'enable', A: 'enable always', R: 'enable replica', D: 'disable' } as const;

const linksOf = async (sql: TransactionSql) =>
  (
    await sql`
      select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`
  ).map((row) => linkRow.parse(row));

const triggersOf = async (sql: TransactionSql) =>
  (
    await sql`
      select t.tgrelid::regclass::text as table, t.tgname as name, t.tgenabled as state
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where c.relnamespace = 'public'::regnamespace and not t.tgisinternal order by 1, 2`
  ).map((row) => triggerRow.parse(row));

/** Where identities go on, so that the next row gets a number that no row has. */
const advanceIdentities = async (sql: TransactionSql): Promise<void> => {
  const identities = await sql`
    select c.relname as table, a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> '' and not a.attisdropped order by 1, 2`;
  for (const { table, column } of identities.map((row) => identityRow.parse(row)))
    await sql`
      select setval(pg_get_serial_sequence(${table}, ${column}), max(${sql(column)})) from ${sql(table)}
      having max(${sql(column)}) is not null`;
};

const insert = (sql: TransactionSql, table: string, lines: readonly string[]) =>
  sql`
    insert into ${sql(table)} overriding system value
    select r.* from jsonb_array_elements(${`[${lines.join(',')}]`}::text::jsonb) line,
      jsonb_populate_record(null::${sql(table)}, line -> 'row') r`;

/** Inserts lines of `withRows`, those of a table behind each other; answers how many. */
const insertAll = async (sql: TransactionSql, lines: AsyncIterable<string>): Promise<number> => {
  const tables = new Set(await tablesOf(sql));
  let [table, batch, rows]: [string, string[], number] = ['', [], 0];
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insert(sql, table, batch);
    batch = [];
  };
  for await (const line of lines) {
    const { table: next } = lineSchema.parse(JSON.parse(line));
    if (!tables.has(next))
      throw new Error(`the back-up has a table ${next}, which its migrations don't make`);
    if (next !== table || batch.length >= ROWS_AT_ONCE) await flush();
    table = next;
    batch.push(line);
    rows += 1;
  }
  await flush();
  return rows;
};

/** Whether any table has a row, beside the record of migrations. */
export const holdsRows = async (sql: TransactionSql): Promise<boolean> => {
  for (const table of await tablesOf(sql)) {
    if (table === RECORD) continue;
    const [row] = await sql`select exists (select from ${sql(table)}) as filled`;
    if (emptyRow.parse(row).filled) return true;
  }
  return false;
};

/**
 * Puts lines of `withRows` into a database whose tables are empty and have the columns that they had there; answers how many. Rows come as
 * they were: no trigger sees them, so that the audit log keeps its hashes, and references are checked once all are in. As the tables' owner.
 * @throws what the database says, such as a reference to a row that isn't there
 */
export const restoreRows = async (sql: TransactionSql, lines: AsyncIterable<string>): Promise<number> => {
  const [links, triggers] = [await linksOf(sql), await triggersOf(sql)];
  for (const { table, name } of triggers) await sql`alter table ${sql(table)} disable trigger ${sql(name)}`;
  for (const { table, name } of links) await sql`alter table ${sql(table)} drop constraint ${sql(name)}`;
  const rows = await insertAll(sql, lines);
  for (const { table, name, definition } of links)
    await sql`alter table ${sql(table)} add constraint ${sql(name)} ${sql.unsafe(definition)}`;
  for (const { table, name, state } of triggers)
    await sql`alter table ${sql(table)} ${sql.unsafe(ENABLED[state])} trigger ${sql(name)}`;
  await advanceIdentities(sql);
  return rows;
};
