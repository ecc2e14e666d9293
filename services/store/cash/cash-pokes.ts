import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import type { Call } from '../../../lib/ledger/call.ts';

/** Which of these calls are journaled already, whatever became of them. */
export const readJournaled = async (
  sql: TransactionSql,
  ids: readonly Hex[],
): Promise<ReadonlySet<string>> => {
  const rows = await sql<
    { id: string }[]
  >`select id from calls where id = any(${[...ids]}::text[]) order by id`;
  return new Set(rows.map(({ id }) => id));
};

export type WishedPoke = {
  readonly call: Call;
  readonly vault: Address;
  readonly generation: bigint;
};

/** Journals what raises a vault's mark, once a day; of a portfolio and vault one is open at a time. False = it is there already. */
export const wishPoke = async (
  sql: TransactionSql,
  { call, vault, generation }: WishedPoke,
): Promise<boolean> => {
  const written = await sql`
    insert into calls (id, chain_id, portfolio_id, generation, sender, target, data, gas_limit, poked_vault)
    values (${call.id}, ${call.chainId}, ${call.portfolioId}, ${`${generation}`}::numeric, ${call.sender}, ${call.target}, ${call.data},
      ${`${call.gasLimit}`}::bigint, ${vault})
    on conflict do nothing returning id`;
  return written.length > 0;
};
