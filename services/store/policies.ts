import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type { PolicyJson } from '../../lib/policy/policy.ts';
import { PAUSED_BY_OPERATOR } from './pauses.ts';

export type PolicyRegistration = {
  readonly chainId: number;
  /** Lower-cased. */
  readonly address: Address;
  readonly policy: PolicyJson;
  readonly name: string;
  /** Readable without a wallet. */
  readonly shared: boolean;
  /** Lives on a local chain fed with replayed or simulated prices. */
  readonly simulated: boolean;
  readonly createdBy: string;
};

/**
 * Registers the policy of a contract. Known to the index already: it becomes the portfolio's next version, unless the latest
 * says the same, and is looked at by it at the next tick; else it waits for the contract to be found, or served. A portfolio that
 * was set aside gets another chance. An owner's signature under the one before goes with it.
 */
export const savePolicyRegistration = async (
  sql: TransactionSql,
  registration: PolicyRegistration,
): Promise<void> => {
  const { chainId, address, name, shared, simulated, createdBy } = registration;
  const { version: schemaVersion } = registration.policy;
  const policy = JSON.stringify(registration.policy);
  await sql`
    insert into policy_registrations (chain_id, address, schema_version, policy, name, shared, simulated, created_by)
    values (${chainId}, ${address}, ${schemaVersion}, ${policy}::text::jsonb, ${name}, ${shared}, ${simulated}, ${createdBy})
    on conflict (chain_id, address) do update set schema_version = excluded.schema_version, policy = excluded.policy,
      name = excluded.name, shared = excluded.shared, simulated = excluded.simulated, created_by = excluded.created_by,
      updated_at = now(), owner = null, signature = null, signed_at_seconds = null, signed_policy = null`;
  await sql`
    update accounts a set refresh = true, refresh_tries = 0, refresh_after = now()
    where a.chain_id = ${chainId} and a.address = ${address} and a.kind in ('balancer', 'delegated') and not exists (
      select from portfolios p where p.account_id = a.id)`;
  await sql`
    with known as (
      select p.id, p.quarantined_at is not null as aside, p.quarantine_reason is not distinct from ${PAUSED_BY_OPERATOR} as paused, latest.version, latest.policy is distinct from ${policy}::text::jsonb as is_new
      from portfolios p join accounts a on a.id = p.account_id
      left join lateral (
        select version, policy from policies where portfolio_id = p.id order by version desc limit 1
      ) latest on true
      where a.chain_id = ${chainId} and a.address = ${address} and a.kind in ('balancer', 'delegated')
    ), told as (
      update portfolios p set name = ${name}, shared = ${shared}, simulated = ${simulated},
        failures = case when known.aside then 0 else p.failures end,
        quarantined_at = case when known.paused then p.quarantined_at end,
        quarantine_reason = case when known.paused then p.quarantine_reason end
      from known where p.id = known.id
    ), freed as (
      update leases l set visible_at = now() from known
      where l.id = known.id and not known.paused and (known.aside or (known.is_new and l.lease_owner is null and l.visible_at > now()))
    )
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    select id, coalesce(version, 0) + 1, ${schemaVersion}, ${policy}::text::jsonb, ${createdBy} from known where is_new`;
};

/** What the bot saw of a contract last, as it was journaled; null = never looked at. */
export const readLastSnapshot = async (
  sql: TransactionSql,
  { chainId, address }: Pick<PolicyRegistration, 'chainId' | 'address'>,
): Promise<unknown> => {
  const [row] = await sql<{ snapshot: unknown }[]>`
    select s.snapshot from snapshots s
    join portfolios p on p.id = s.portfolio_id join accounts a on a.id = p.account_id
    where a.chain_id = ${chainId} and a.address = ${address}
    order by s.id desc limit 1`;
  return row?.snapshot ?? null;
};
