import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import type { Serving } from './accounts.ts';

export type ServingQuery = { readonly chainId: number; readonly serving: Serving };

/**
 * Brings the leases in line with who is served: what is due without a registration comes due no more, and what was held back and may
 * be served now is due at once. Nothing that was recorded of it is lost. Doing it again changes nothing.
 */
export const applyServing = async (
  sql: TransactionSql,
  { chainId, serving }: ServingQuery,
): Promise<void> => {
  if (!serving.anyone)
    await sql`
      with unserved as (
        select l.id from leases l join portfolios p on p.id = l.id join accounts a on a.id = p.account_id
        where l.visible_at <= now() and a.chain_id = ${chainId} and not exists (
          select from policy_registrations r where r.chain_id = a.chain_id and r.address = a.address)
        order by l.id for update of l skip locked
      ), told as (
        update portfolios p set unserved_at = now() from unserved u where p.id = u.id
      )
      update leases l set visible_at = 'infinity', lease_owner = null, lease_token = l.lease_token + 1
      from unserved u where l.id = u.id`;
  await sql`
    with served as (
      select p.id from portfolios p join accounts a on a.id = p.account_id
      where p.unserved_at is not null and a.chain_id = ${chainId} and (${serving.anyone} or exists (
        select from policy_registrations r where r.chain_id = a.chain_id and r.address = a.address))
      order by p.id for update of p skip locked
    ), told as (
      update portfolios p set unserved_at = null from served s where p.id = s.id
    )
    update leases l set visible_at = now() from served s, portfolios p
    where l.id = s.id and p.id = s.id and p.quarantined_at is null and p.archived_at is null`;
};

const unservedRow = z
  .object({
    address: z.string().transform((text) => text as Address),
    owner: z.string().transform((text) => text as Address),
    reason: z.enum(['not-registered', 'over-owner-limit', 'quarantined', 'next-tick']),
    detail: z.string().nullable(),
    since: z.string(),
  })
  .readonly();

/** A contract whose signer is the bot's and that nobody looks at, and why; `next-tick` = nothing is in its way any more. */
export type Unserved = z.output<typeof unservedRow>;

export type UnservedQuery = ServingQuery & {
  /** Null = whoever may sign. */
  readonly signers: readonly Address[] | null;
  readonly rowsMax: number;
};

/** Contracts that were found and are not served, the oldest first. */
export const readUnserved = async (
  sql: TransactionSql,
  { chainId, serving, signers, rowsMax }: UnservedQuery,
): Promise<readonly Unserved[]> => {
  const rows = await sql`
    select a.address, a.owner, p.quarantine_reason as detail,
      coalesce(p.quarantined_at, p.unserved_at, a.created_at)::text as since,
      case when p.quarantined_at is not null then 'quarantined'
        when not ${serving.anyone} and r.address is null then 'not-registered'
        when p.unserved_at is not null or a.refresh then 'next-tick'
        else 'over-owner-limit' end as reason
    from accounts a
    left join portfolios p on p.account_id = a.id
    left join policy_registrations r on r.chain_id = a.chain_id and r.address = a.address
    where a.chain_id = ${chainId} and a.kind in ('balancer', 'delegated') and a.retired_block is null and a.signer is not null
      and (${signers === null} or a.signer = any(${[...(signers ?? [])]}::text[]))
      and (p.id is null or p.quarantined_at is not null or p.unserved_at is not null)
    order by a.id limit ${rowsMax}`;
  return rows.map((row) => unservedRow.parse(row));
};
