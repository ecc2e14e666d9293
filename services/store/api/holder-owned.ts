import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';

/** An account that keeps its own tokens. */
export type Holder = { readonly chainId: number; readonly address: Address };

const holderRow = z.object({
  chainId: z.coerce.number(),
  address: z.string().transform((text) => text as Address),
});

/** The account behind a portfolio that the viewer guards and isn't themselves; null = it is none, or another's. */
export const readGuardedHolder = async (sql: TransactionSql, portfolioId: string): Promise<Holder | null> => {
  const [row] = await sql`
    select a.chain_id::text as "chainId", a.holder as address from portfolios p join accounts a on a.id = p.account_id
    where p.id = ${portfolioId}::bigint and a.kind = 'delegated' and a.guardian = viewer_address() and a.owner <> viewer_address()`;
  return row === undefined ? null : holderRow.parse(row);
};

/** From here on the transaction's viewer is the owner of what this account's contracts trade: the chain has just said so. */
export const actAsOwnerOf = async (sql: TransactionSql, { chainId, address }: Holder): Promise<void> => {
  await sql`select set_config('app.holder_owned', ${`${chainId}:${address}`}, true)`;
};
