import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { countInTurn } from '../count-in-turn.ts';

type Key = { readonly chainId: number; readonly address: Address };

const countRow = z.object({ count: z.number() });
const idRow = z.object({ id: z.string() });

/** How many other contracts somebody has registered. */
export const countOtherRegistrations = async (
  sql: TransactionSql,
  { by, chainId, address }: Key & { readonly by: string },
): Promise<number> => {
  await countInTurn(sql, 'registrations');
  const [row] = await sql`
    select count(*)::int as count from policy_registrations
    where created_by = ${by} and not (chain_id = ${chainId} and address = ${address})`;
  return countRow.parse(row).count;
};

/** The portfolio of a contract; null before the index has found it. */
export const readPortfolioId = async (
  sql: TransactionSql,
  { chainId, address }: Key,
): Promise<string | null> => {
  const [row] = await sql`
    select p.id::text from portfolios p join accounts a on a.id = p.account_id
    where a.chain_id = ${chainId} and a.address = ${address} and a.kind in ('balancer', 'delegated')`;
  return row === undefined ? null : idRow.parse(row).id;
};
