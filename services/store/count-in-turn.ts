import type { TransactionSql } from 'postgres';

/**
 * Has the viewer's requests that count the same thing wait for each other until the transaction ends: else several at once would all find
 * room for the last one.
 */
export const countInTurn = async (
  sql: TransactionSql,
  what: 'channels' | 'drafts' | 'index-accounts' | 'papers' | 'tokens' | 'registrations',
): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${what} || ' of ' || coalesce(viewer_address(), ''), 0))`;
};
