import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type { AccountState, CreationFact } from '../../lib/ledger/chain-facts.ts';
import type { PolicyJson } from '../../lib/policy/policy.ts';
import { saveListings } from './account-tokens.ts';

const json = (value: unknown): string => JSON.stringify(value);

/** Addresses of every contract the index knows on a chain. */
export const readAccountAddresses = async (
  sql: TransactionSql,
  chainId: number,
): Promise<readonly Address[]> => {
  const rows = await sql<{ address: Address }[]>`
    select address from accounts where chain_id = ${chainId} order by id`;
  return rows.map(({ address }) => address);
};

/** Contracts whose state the index has to read again. */
export const readAccountsToRefresh = async (
  sql: TransactionSql,
  chainId: number,
): Promise<readonly Address[]> => {
  const rows = await sql<{ address: Address }[]>`
    select address from accounts where chain_id = ${chainId} and refresh order by id`;
  return rows.map(({ address }) => address);
};

/** Stores what the factory created; a contract that a reorganisation had taken away comes back with all it had. */
export const insertCreations = async (
  sql: TransactionSql,
  { chainId, creations }: { readonly chainId: number; readonly creations: readonly CreationFact[] },
): Promise<void> => {
  if (creations.length === 0) return;
  const input = creations.map(({ address, owner, blockNumber, blockHash }) => ({
    address,
    owner,
    block_number: blockNumber.toString(),
    block_hash: blockHash,
  }));
  await sql`
    with input as (
      select * from jsonb_to_recordset(${json(input)}::text::jsonb)
        as i(address text, owner text, block_number bigint, block_hash text)
    ), known as (
      insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
      select 'balancer', ${chainId}, address, owner, block_number, block_hash from input
      on conflict (chain_id, address) do update set created_block = excluded.created_block,
        created_block_hash = excluded.created_block_hash, refresh = true
      returning id
    ), back as (
      update portfolios p set archived_at = null from known k
      where p.account_id = k.id and p.archived_at is not null
      returning p.id
    )
    update leases l set visible_at = '-infinity' from back b where l.id = b.id`;
};

/** Contracts that were created above the block are gone: nobody looks at them until they are created again. */
export const archiveCreationsAbove = async (
  sql: TransactionSql,
  { chainId, above }: { readonly chainId: number; readonly above: bigint },
): Promise<void> => {
  await sql`
    with gone as (
      update portfolios p set archived_at = now() from accounts a
      where a.id = p.account_id and a.chain_id = ${chainId} and a.created_block > ${above.toString()}::bigint
        and p.archived_at is null
      returning p.id
    )
    update leases l set visible_at = 'infinity', lease_token = l.lease_token + 1 from gone g where l.id = g.id`;
};

export const markForRefresh = async (
  sql: TransactionSql,
  { chainId, addresses }: { readonly chainId: number; readonly addresses: readonly Address[] },
): Promise<void> => {
  if (addresses.length === 0) return;
  await sql`
    update accounts set refresh = true
    where chain_id = ${chainId} and address = any(${[...addresses]}::text[]) and not refresh`;
};

export type Refresh = {
  readonly chainId: number;
  readonly states: readonly AccountState[];
  /** Our key. Contracts with another signer stay in the index, but become no portfolio. */
  readonly signer: Address | null;
  readonly defaultPolicy: PolicyJson;
};

/**
 * Stores what contracts say of themselves. One whose signer is ours for the first time becomes a portfolio, with the policy its
 * owner registered or the default, and is due at once.
 */
export const saveAccountStates = async (sql: TransactionSql, refresh: Refresh): Promise<void> => {
  const { chainId, signer, defaultPolicy } = refresh;
  if (refresh.states.length === 0) return;
  const input = refresh.states.map(({ tokens, ...state }) => ({
    ...state,
    generation: state.generation.toString(),
  }));
  const listings = refresh.states.map(({ address: account, tokens }) => ({ account, tokens }));
  await saveListings(sql, { chainId, listings });
  await sql`
    update accounts a
    set owner = i.owner, signer = i.signer, generation = i.generation, paused = i.paused, refresh = false
    from jsonb_to_recordset(${json(input)}::text::jsonb)
      as i(address text, owner text, signer text, generation numeric, paused boolean)
    where a.chain_id = ${chainId} and a.address = i.address`;
  if (signer === null) return;
  await sql`
    with found as (
      insert into portfolios (account_id, name, shared, simulated)
      select a.id, coalesce(r.name, ''), coalesce(r.shared, false), coalesce(r.simulated, false)
      from accounts a
      left join policy_registrations r on r.chain_id = a.chain_id and r.address = a.address
      where a.chain_id = ${chainId} and a.signer = ${signer}
        and not exists (select from portfolios p where p.account_id = a.id)
      order by a.id
      on conflict (account_id) do nothing
      returning id, account_id
    ), ruled as (
      insert into policies (portfolio_id, version, schema_version, policy, created_by)
      select f.id, 1, coalesce(r.schema_version, ${defaultPolicy.version}),
        coalesce(r.policy, ${json(defaultPolicy)}::text::jsonb), coalesce(r.created_by, 'default')
      from found f join accounts a on a.id = f.account_id
      left join policy_registrations r on r.chain_id = a.chain_id and r.address = a.address
    )
    insert into leases (id, visible_at) select id, '-infinity' from found`;
};
