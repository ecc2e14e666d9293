import type { TransactionSql } from 'postgres';

/** Milliseconds until the next portfolio comes due that isn't yet, by the database's clock; null when nobody will. */
export const readNextTurnMs = async (sql: TransactionSql): Promise<number | null> => {
  const [row] = await sql<{ ms: number }[]>`
    select ceil(extract(epoch from visible_at - now()) * 1000)::float8 as ms from leases
    where visible_at > now() and visible_at < 'infinity' order by visible_at limit 1`;
  return row?.ms ?? null;
};
