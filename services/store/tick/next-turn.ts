import type { TransactionSql } from 'postgres';

/** Milliseconds until the next portfolio, or owner of cash, comes due that isn't yet, by the database's clock; null when nobody will. */
export const readNextTurnMs = async (sql: TransactionSql): Promise<number | null> => {
  const [row] = await sql<{ ms: number }[]>`
    select ceil(extract(epoch from visible_at - now()) * 1000)::float8 as ms from (
      (select visible_at from leases where visible_at > now() and visible_at < 'infinity' order by visible_at limit 1)
      union all
      (select visible_at from cash_owners where visible_at > now() and visible_at < 'infinity' and archived_at is null
        order by visible_at limit 1)
    ) next order by visible_at limit 1`;
  return row?.ms ?? null;
};
