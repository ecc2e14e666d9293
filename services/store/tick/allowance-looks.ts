import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import type { AllowanceLook } from '../../../lib/ledger/call.ts';

export type AllowanceLookQuery = {
  readonly chainId: number;
  readonly signers: readonly Address[];
  readonly limit: number;
};

/** What was seen longer ago says nothing of now. */
const FRESH_SECONDS = 3_600;

const address = z.string().transform((text) => text as Address);
const row = z
  .object({
    ...{ portfolio_id: z.string(), address, signer: address, generation: z.string().transform(BigInt) },
    ...{ snapshot: z.unknown(), decision: z.unknown() },
  })
  .transform(
    ({ portfolio_id: portfolioId, address: account, ...rest }): AllowanceLook => ({
      ...{ portfolioId, account, ...rest },
    }),
  );

/** The latest look at each portfolio that trades at 1inch, that we sign for, and of which no allowance is being set; the oldest look first. */
export const readAllowanceLooks = async (
  sql: TransactionSql,
  { chainId, signers, limit }: AllowanceLookQuery,
): Promise<readonly AllowanceLook[]> => {
  const rows = await sql`
    select p.id::text as portfolio_id, a.address, a.signer, a.generation::text, s.snapshot, d.decision
    from portfolios p join accounts a on a.id = p.account_id
    cross join lateral (select * from decisions where portfolio_id = p.id order by id desc limit 1) d
    join snapshots s on s.id = d.snapshot_id
    join policies v on v.portfolio_id = p.id and v.version = d.policy_version
    where a.chain_id = ${chainId} and a.signer = any(${[...signers]}::text[]) and p.archived_at is null
      and v.policy -> 'orderTerms' ->> 'venue' = 'oneinch' and not trading_is_halted()
      and d.created_at > now() - ${FRESH_SECONDS} * interval '1 second'
      and not exists (select from calls c where c.portfolio_id = p.id and c.token is not null and c.status in ('wanted', 'pending'))
    order by d.id limit ${limit}`;
  return rows.map((each) => row.parse(each));
};
