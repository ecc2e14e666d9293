import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { countInTurn } from '../count-in-turn.ts';
import { address } from '../pages/columns.ts';
import type { SecretRow } from '../secrets.ts';

/** `held` = nothing is planned for it before a person has looked; `closed` = nothing comes in any more, what is there can leave. */
const STATES = ['open', 'held', 'closed'] as const;

const indexAccountRow = z
  .object({
    ...{ id: z.string(), owner: address, name: z.string(), account: address },
    cap: z.string().transform(BigInt),
    state: z.enum(STATES),
    held_why: z.string().nullable(),
    exported_at: z.number().nullable(),
    created_at: z.number(),
  })
  .transform(({ cap, held_why: heldWhy, exported_at, created_at, ...row }) => ({
    ...{ ...row, capCents: cap, heldWhy },
    ...{ exportedAtSeconds: exported_at, createdAtSeconds: created_at },
  }));

/** An index account as its row has it; times by the database's clock, `account` is its name at the verifier. Its key lies in `secrets`. */
export type IndexAccountRow = Readonly<z.output<typeof indexAccountRow>>;

const columns = (sql: TransactionSql) => sql`
  i.id::text, i.owner, i.name, i.account, i.cap_cents::text as cap, i.state, i.held_why,
  floor(extract(epoch from i.exported_at))::float8 as exported_at, floor(extract(epoch from i.created_at))::float8 as created_at`;

/** Those of one owner, the oldest first. */
export const readOwnIndexAccounts = async (
  sql: TransactionSql,
  owner: Address,
): Promise<readonly IndexAccountRow[]> => {
  const rows = await sql`
    select ${columns(sql)} from index_accounts i where i.owner = ${owner} order by i.created_at, i.id`;
  return rows.map((row) => indexAccountRow.parse(row));
};

/** How many the viewer has. */
export const countIndexAccounts = async (sql: TransactionSql): Promise<number> => {
  await countInTurn(sql, 'index-accounts');
  const [row] = await sql<{ count: number }[]>`
    select count(*)::int as count from index_accounts where owner = viewer_address()`;
  return row?.count ?? 0;
};

/** One by its row's id, as far as whoever asks may see it; null = there is none. */
export const readIndexAccount = async (sql: TransactionSql, id: string): Promise<IndexAccountRow | null> => {
  const [row] = await sql`
    select ${columns(sql)} from index_accounts i
    where i.id = ${id}::uuid and (viewer_address() is null or i.owner = viewer_address())`;
  return row === undefined ? null : indexAccountRow.parse(row);
};

/** One by its name at the verifier, for whoever signs for it; null = there is none. */
export const readIndexAccountNamed = async (
  sql: TransactionSql,
  account: Address,
): Promise<IndexAccountRow | null> => {
  const [row] = await sql`select ${columns(sql)} from index_accounts i where i.account = ${account}`;
  return row === undefined ? null : indexAccountRow.parse(row);
};

/** Nothing is planned for an account any more until its owner has looked; false = it was held already, is closed or isn't there. */
export const holdIndexAccount = async (
  sql: TransactionSql,
  { id, why }: { readonly id: string; readonly why: string },
): Promise<boolean> => {
  const held = await sql`
    update index_accounts set state = 'held', held_why = ${why.slice(0, 500)}
    where id = ${id}::uuid and state = 'open' returning id`;
  return held.length > 0;
};

export type NewIndexAccount = {
  readonly owner: Address;
  readonly name: string;
  readonly account: Address;
  readonly capCents: bigint;
  /** Sealed for the row's own id, which its place names. */
  readonly key: SecretRow;
};

/** Makes an account together with its sealed key: neither is there without the other. */
export const insertIndexAccount = async (
  sql: TransactionSql,
  { owner, name, account, capCents, key }: NewIndexAccount,
): Promise<IndexAccountRow> => {
  const [row] = await sql`
    insert into index_accounts as i (id, owner, name, account, cap_cents)
    values (${key.rowId}::uuid, ${owner}, ${name}, ${account}, ${`${capCents}`}::bigint)
    returning ${columns(sql)}`;
  await sql`
    insert into secrets (table_name, row_id, column_name, key_version, wrapped_key, sealed)
    values (${key.table}, ${key.rowId}, ${key.column}, ${key.keyVersion}, ${key.wrappedKey}, ${key.sealed})`;
  return indexAccountRow.parse(row);
};

export type IndexAccountChange = {
  readonly name?: string | undefined;
  readonly capCents?: bigint | undefined;
  /** `open` = a person has looked at what it was held for, or takes money in again. */
  readonly state?: 'open' | 'closed' | undefined;
};

/** Changes what its owner may; null = the viewer has none of this id. */
export const updateIndexAccount = async (
  sql: TransactionSql,
  id: string,
  { name, capCents, state }: IndexAccountChange,
): Promise<IndexAccountRow | null> => {
  const [row] = await sql`
    update index_accounts i set name = coalesce(${name ?? null}, name),
      cap_cents = coalesce(${capCents === undefined ? null : `${capCents}`}::bigint, cap_cents),
      state = coalesce(${state ?? null}, state), held_why = case when ${state ?? null}::text is null then held_why end
    where i.id = ${id}::uuid and i.owner = viewer_address() returning ${columns(sql)}`;
  return row === undefined ? null : indexAccountRow.parse(row);
};

const sealedRow = z
  .object({
    key_version: z.string(),
    wrapped_key: z.instanceof(Buffer),
    sealed: z.instanceof(Buffer),
  })
  .transform((row) => ({
    ...{ keyVersion: row.key_version, wrappedKey: row.wrapped_key, sealed: row.sealed },
  }));

/**
 * The sealed key of the viewer's own account, and from then on it counts as known outside. Null = it isn't theirs, or nobody has signed for it
 * within ten minutes: the database asks as well.
 */
export const takeIndexKey = async (
  sql: TransactionSql,
  id: string,
): Promise<Readonly<z.output<typeof sealedRow>> | null> => {
  const [row] = await sql`select key_version, wrapped_key, sealed from take_index_key(${id}::uuid)`;
  return row === undefined ? null : sealedRow.parse(row);
};
