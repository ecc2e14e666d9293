import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import type { AccountState, CreationFact } from '../../lib/ledger/chain-facts.ts';
import type { PolicyJson } from '../../lib/policy/policy.ts';
import { saveListings } from './account-tokens.ts';
import { address } from './pages/columns.ts';

const json = (value: unknown): string => JSON.stringify(value);

/** Addresses of every contract whose logs the index follows on a chain: those that an account has replaced tell nothing more. */
export const readAccountAddresses = async (
  sql: TransactionSql,
  chainId: number,
): Promise<readonly Address[]> => {
  const rows = await sql<{ address: Address }[]>`
    select address from accounts where chain_id = ${chainId} and kind in ('balancer', 'delegated') and retired_block is null order by id`;
  return rows.map(({ address }) => address);
};

const holderRow = z.object({ address, holder: address });

/** Whose tokens the contracts trade that trade another's, by contract; of each account its present one alone. */
export const readHolders = async (
  sql: TransactionSql,
  chainId: number,
): Promise<ReadonlyMap<Address, Address>> => {
  const rows = await sql`
    select address, holder from accounts where chain_id = ${chainId} and kind = 'delegated' and retired_block is null order by id`;
  return new Map(rows.map((row) => holderRow.parse(row)).map((row) => [row.address, row.holder] as const));
};

/** Most contracts whose state one tick reads again. */
const REFRESH_MAX = 500;

/**
 * Contracts whose state the index has to read again, who has waited longest first. Being asked costs its place: the next time comes later
 * with every try, so that what can't be read doesn't keep others from being asked.
 */
export const takeAccountsToRefresh = async (
  sql: TransactionSql,
  chainId: number,
): Promise<readonly Address[]> => {
  const rows = await sql<{ address: Address }[]>`
    with turn as (
      select id from accounts where chain_id = ${chainId} and kind in ('balancer', 'delegated') and retired_block is null
        and refresh and refresh_after <= now()
      order by refresh_after, id limit ${REFRESH_MAX} for update skip locked
    )
    update accounts a set refresh_tries = a.refresh_tries + 1,
      refresh_after = now() + make_interval(secs => least(3600, 10 * (2 ^ least(a.refresh_tries, 12) - 1)))
    from turn where a.id = turn.id
    returning a.address`;
  return rows.map(({ address }) => address);
};

/**
 * Stores what the factory created; a contract that a reorganisation had taken away comes back with all it had. One that is known by the
 * same block and is not away is left as it is, however often it is read.
 */
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
      where not exists (
        select from accounts a left join portfolios p on p.account_id = a.id
        where a.chain_id = ${chainId} and a.address = i.address and a.created_block_hash = i.block_hash and p.archived_at is null)
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

/** Balancers that were created above the block are gone: nobody looks at them until they are created again. Others' finding sees to its own. */
export const archiveCreationsAbove = async (
  sql: TransactionSql,
  { chainId, above }: { readonly chainId: number; readonly above: bigint },
): Promise<void> => {
  await sql`
    with gone as (
      update portfolios p set archived_at = now() from accounts a
      where a.id = p.account_id and a.chain_id = ${chainId} and a.kind = 'balancer' and a.created_block > ${above.toString()}::bigint
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
    where chain_id = ${chainId} and kind in ('balancer', 'delegated') and address = any(${[...addresses]}::text[]) and not refresh`;
};

/** Who becomes a portfolio. */
export type Serving = {
  /** Else only those that somebody registered a policy for. */
  readonly anyone: boolean;
  /** Most portfolios of one owner on one chain, registered or not. */
  readonly perOwnerMax: number;
};

export type Refresh = {
  readonly chainId: number;
  readonly states: readonly AccountState[];
  /** Of our keys. Contracts with another signer stay in the index, but become no portfolio. */
  readonly signers: readonly Address[];
  readonly defaultPolicy: PolicyJson;
  readonly serving: Serving;
};

/**
 * Stores what contracts say of themselves. One whose signer is ours and that is served becomes a portfolio, with the policy its
 * owner registered or the default, and is due at once.
 */
export const saveAccountStates = async (sql: TransactionSql, refresh: Refresh): Promise<void> => {
  const { chainId, signers, defaultPolicy, serving } = refresh;
  if (refresh.states.length === 0) return;
  const input = refresh.states.map(({ tokens, ...state }) => ({
    ...state,
    generation: state.generation.toString(),
  }));
  const listings = refresh.states.map(({ address: account, tokens }) => ({ account, tokens }));
  await saveListings(sql, { chainId, listings });
  await sql`
    update accounts a
    set owner = i.owner, signer = i.signer, generation = i.generation, paused = i.paused, refresh = false,
      refresh_tries = 0, refresh_after = now()
    from jsonb_to_recordset(${json(input)}::text::jsonb)
      as i(address text, owner text, signer text, generation numeric, paused boolean)
    where a.chain_id = ${chainId} and a.kind in ('balancer', 'delegated') and a.address = i.address`;
  if (signers.length === 0) return;
  await sql`
    with waiting as (
      select a.id, a.owner, r.name, r.shared, r.simulated, row_number() over (partition by a.owner order by a.id) as place
      from accounts a
      left join policy_registrations r on r.chain_id = a.chain_id and r.address = a.address
      where a.chain_id = ${chainId} and a.kind in ('balancer', 'delegated') and a.retired_block is null and a.signer = any(${[...signers]}::text[])
        and (${serving.anyone} or r.address is not null)
        and not exists (select from portfolios p where p.account_id = a.id)
    ), found as (
      insert into portfolios (account_id, name, shared, simulated)
      select w.id, coalesce(w.name, ''), coalesce(w.shared, false), coalesce(w.simulated, false)
      from waiting w
      where w.place <= ${serving.perOwnerMax} - (
        select count(*) from portfolios p join accounts o on o.id = p.account_id
        where o.owner = w.owner and o.chain_id = ${chainId} and o.kind in ('balancer', 'delegated') and p.archived_at is null)
      order by w.id
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
