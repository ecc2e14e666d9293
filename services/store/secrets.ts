import type { TransactionSql } from 'postgres';
import { z } from 'zod';

/** What the database holds of a secret; what is in it, it can't tell. */
export type SecretRow = {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
  readonly keyVersion: string;
  readonly wrappedKey: Buffer;
  readonly sealed: Buffer;
};

type Place = Pick<SecretRow, 'table' | 'rowId' | 'column'>;

const row = z
  .object({
    ...{ table_name: z.string(), row_id: z.string(), column_name: z.string(), key_version: z.string() },
    ...{ wrapped_key: z.instanceof(Buffer), sealed: z.instanceof(Buffer) },
  })
  .transform(
    (found): SecretRow => ({
      ...{ table: found.table_name, rowId: found.row_id, column: found.column_name },
      ...{ keyVersion: found.key_version, wrappedKey: found.wrapped_key, sealed: found.sealed },
    }),
  );

/** Keeps a sealed secret at its place, over the one before it. */
export const writeSecret = async (sql: TransactionSql, secret: SecretRow): Promise<void> => {
  await sql`
    insert into secrets (table_name, row_id, column_name, key_version, wrapped_key, sealed)
    values (${secret.table}, ${secret.rowId}, ${secret.column}, ${secret.keyVersion}, ${secret.wrappedKey}, ${secret.sealed})
    on conflict (table_name, row_id, column_name) do update set key_version = excluded.key_version,
      wrapped_key = excluded.wrapped_key, sealed = excluded.sealed, updated_at = now()`;
};

export const readSecret = async (sql: TransactionSql, place: Place): Promise<SecretRow | null> => {
  const [found] = await sql`
    select table_name, row_id, column_name, key_version, wrapped_key, sealed from secrets
    where table_name = ${place.table} and row_id = ${place.rowId} and column_name = ${place.column}`;
  return found === undefined ? null : row.parse(found);
};

export const deleteSecret = async (sql: TransactionSql, place: Place): Promise<boolean> => {
  const gone = await sql`
    delete from secrets where table_name = ${place.table} and row_id = ${place.rowId} and column_name = ${place.column}
    returning row_id`;
  return gone.length > 0;
};

export type SecretsAfter = { readonly after: Place | null; readonly limit: number };

/** Secrets that are not under this key, a page in the order of their places. */
export const readSecretsNotUnder = async (
  sql: TransactionSql,
  keyVersion: string,
  { after, limit }: SecretsAfter,
): Promise<readonly SecretRow[]> => {
  const rows = await sql`
    select table_name, row_id, column_name, key_version, wrapped_key, sealed from secrets
    where key_version <> ${keyVersion} and (${after === null} or (table_name, row_id, column_name) >
      (${after?.table ?? ''}, ${after?.rowId ?? ''}, ${after?.column ?? ''}))
    order by table_name, row_id, column_name limit ${limit}`;
  return rows.map((found) => row.parse(found));
};

/** Puts a secret's own key under another one; false when somebody has written or removed the secret meanwhile. */
export const replaceWrappedKey = async (
  sql: TransactionSql,
  before: SecretRow,
  next: Pick<SecretRow, 'keyVersion' | 'wrappedKey'>,
): Promise<boolean> => {
  const changed = await sql`
    update secrets set key_version = ${next.keyVersion}, wrapped_key = ${next.wrappedKey}
    where table_name = ${before.table} and row_id = ${before.rowId} and column_name = ${before.column}
      and key_version = ${before.keyVersion} and wrapped_key = ${before.wrappedKey}
    returning row_id`;
  return changed.length > 0;
};
