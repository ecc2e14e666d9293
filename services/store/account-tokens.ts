import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { Listing } from '../../lib/ledger/chain-log.ts';

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as `0x${string}`);
const listingRow = z
  .object({ address, tokens: z.array(address) })
  .transform((row): Listing => ({ account: row.address, tokens: row.tokens }));

/** A contract lists 16 tokens at a time; of those it once listed this many are followed, the latest. */
const TOKENS_MAX = 64;

/** The tokens of every account that is a portfolio; who lists the same ones stands together. */
export const readListings = async (sql: TransactionSql, chainId: number): Promise<readonly Listing[]> => {
  const rows = await sql`
    select a.address, array_agg(t.token order by t.token) as tokens
    from accounts a join portfolios p on p.account_id = a.id
    cross join lateral (
      select token::text from account_tokens where account_id = a.id order by listed_at desc, token limit ${TOKENS_MAX}
    ) t
    where a.chain_id = ${chainId} and a.retired_block is null
    group by a.id order by tokens, a.id`;
  return rows.map((row) => listingRow.parse(row));
};

type Listings = { readonly chainId: number; readonly listings: readonly Listing[] };

/** Notes what accounts list; of a token that was known, that it still is listed. */
export const saveListings = async (sql: TransactionSql, { chainId, listings }: Listings): Promise<void> => {
  const input = listings.flatMap(({ account, tokens }) => tokens.map((token) => ({ account, token })));
  if (input.length === 0) return;
  await sql`
    insert into account_tokens (account_id, token)
    select distinct a.id, i.token
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(account text, token text)
    join accounts a on a.chain_id = ${chainId} and a.address = i.account
    on conflict (account_id, token) do update set listed_at = excluded.listed_at`;
};
