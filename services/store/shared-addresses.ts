import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { address } from './pages/columns.ts';

/** Addresses of portfolios that everybody may see, the oldest first. */
export const readSharedAddresses = async (
  sql: TransactionSql,
  { chainId, limit }: { readonly chainId: number; readonly limit: number },
): Promise<readonly Address[]> => {
  const rows = await sql`
    select a.address from portfolios p join accounts a on a.id = p.account_id
    where a.chain_id = ${chainId} and a.kind = 'balancer' and p.shared and p.archived_at is null order by p.id limit ${limit}`;
  return rows.map((row) => address.parse(row.address));
};
