import type { TransactionSql } from 'postgres';
import { type Address, type Hex, zeroHash } from 'viem';
import { z } from 'zod';
import { appendAudit } from '../audit/audit-log.ts';
import { address } from '../pages/columns.ts';

const json = (value: unknown): string => JSON.stringify(value);

/** A contract that a factory says it has created for an account. */
export type FoundClone = {
  readonly address: Address;
  readonly holder: Address;
  readonly guardian: Address;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
};

type FactoryKey = { readonly chainId: number; readonly factory: Address };

/** How far a factory's log was read; null = not yet. */
export const readDelegatedReach = async (
  sql: TransactionSql,
  { chainId, factory }: FactoryKey,
): Promise<bigint | null> => {
  const [row] = await sql<{ reached: string }[]>`
    select block_number::text as reached from delegated_finds where chain_id = ${chainId} and factory = ${factory}`;
  return row === undefined ? null : BigInt(row.reached);
};

export type DelegatedSpan = FactoryKey & {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** All of the span. */
  readonly creations: readonly FoundClone[];
  readonly retirements: readonly { readonly address: Address; readonly blockNumber: bigint }[];
};

const saveCreations = async (sql: TransactionSql, span: DelegatedSpan): Promise<void> => {
  const { chainId, creations } = span;
  const input = creations.map(({ blockNumber, blockHash, ...one }) => ({
    ...{ ...one, block_number: `${blockNumber}`, block_hash: blockHash },
  }));
  await sql`
    with input as (
      select distinct on (i.address) * from jsonb_to_recordset(${json(input)}::text::jsonb)
        as i(address text, holder text, guardian text, block_number bigint, block_hash text)
      order by i.address, i.block_number desc
    ), known as (
      insert into accounts (kind, chain_id, address, owner, holder, guardian, created_block, created_block_hash)
      select 'delegated', ${chainId}, address, holder, holder, guardian, block_number, block_hash from input
      on conflict (chain_id, address) do update set created_block = excluded.created_block,
        created_block_hash = excluded.created_block_hash, retired_block = null, refresh = true, refresh_tries = 0, refresh_after = now()
        where accounts.kind = 'delegated' and accounts.created_block_hash <> excluded.created_block_hash
      returning id
    ), back as (
      update portfolios p set archived_at = null from known k where p.account_id = k.id and p.archived_at is not null
      returning p.id
    )
    update leases l set visible_at = '-infinity' from back b where l.id = b.id`;
};

/** Of no block: what was created is gone, and comes back however often the same block does. */
const NO_BLOCK = zeroHash;

/** What was found in these blocks or beyond, and is not there any more: nobody looks at it until it is created again. */
const archiveGone = async (sql: TransactionSql, { chainId, fromBlock, creations }: DelegatedSpan) => {
  const there = creations.map((one) => one.address);
  await sql`
    with lost as (
      update accounts a set created_block_hash = ${NO_BLOCK}, refresh = false
      where a.chain_id = ${chainId} and a.kind = 'delegated' and a.created_block >= ${`${fromBlock}`}::bigint
        and a.address <> all(${there}::text[])
      returning a.id
    ), gone as (
      update portfolios p set archived_at = now() from lost a where a.id = p.account_id and p.archived_at is null
      returning p.id
    )
    update leases l set visible_at = 'infinity', lease_token = l.lease_token + 1 from gone g where l.id = g.id`;
};

const changedRow = z.object({ portfolio_id: z.string().nullable(), address, successor: address.nullable() });

/** Contracts whose retirement is news, with what took their place; their portfolios are looked at no more. */
const saveRetirements = async (sql: TransactionSql, { chainId, retirements }: DelegatedSpan) => {
  if (retirements.length === 0) return;
  const input = retirements.map((one) => ({ address: one.address, block_number: `${one.blockNumber}` }));
  const rows = await sql`
    with ended as (
      update accounts a set retired_block = i.block_number, paused = true
      from jsonb_to_recordset(${json(input)}::text::jsonb) as i(address text, block_number bigint)
      where a.chain_id = ${chainId} and a.kind = 'delegated' and a.address = i.address and a.retired_block is null
      returning a.id, a.address, a.holder
    ), archived as (
      update portfolios p set archived_at = now() from ended e where p.account_id = e.id and p.archived_at is null
      returning p.id, p.account_id
    ), freed as (
      update leases l set visible_at = 'infinity', lease_token = l.lease_token + 1 from archived p where l.id = p.id
    )
    select p.id::text as portfolio_id, e.address, (
      select o.address from accounts o
      where o.chain_id = ${chainId} and o.kind = 'delegated' and o.holder = e.holder and o.address <> e.address and o.retired_block is null
        and o.address <> all(${retirements.map((one) => one.address)}::text[])
      order by o.created_block desc, o.id desc limit 1) as successor
    from ended e left join archived p on p.account_id = e.id order by e.id`;
  for (const row of rows) {
    const { portfolio_id: portfolioId, address: clone, successor } = changedRow.parse(row);
    await appendAudit(sql, {
      ...{ actor: 'system', action: 'clone-retired', portfolioId, origin: null, before: { clone } },
      after: { current: successor },
    });
  }
};

/** A retirement that the chain no longer tells of did not take place. */
const undoRetirements = async (sql: TransactionSql, { chainId, fromBlock, retirements }: DelegatedSpan) => {
  const told = retirements.map((one) => one.address);
  await sql`
    with back as (
      update accounts a set retired_block = null, refresh = true, refresh_tries = 0, refresh_after = now()
      where a.chain_id = ${chainId} and a.kind = 'delegated' and a.retired_block >= ${`${fromBlock}`}::bigint
        and a.address <> all(${told}::text[])
      returning a.id
    ), shown as (
      update portfolios p set archived_at = null from back b where p.account_id = b.id returning p.id
    )
    update leases l set visible_at = '-infinity' from shown s where l.id = s.id`;
};

/**
 * Stores what the newest span of a factory's log says now, and that it was read: contracts, and which of them their accounts have replaced
 * or given up. Doing it again changes nothing.
 */
export const saveDelegatedSpan = async (sql: TransactionSql, span: DelegatedSpan): Promise<void> => {
  const { chainId, factory, toBlock } = span;
  await undoRetirements(sql, span);
  if (span.creations.length > 0) await saveCreations(sql, span);
  await archiveGone(sql, span);
  await saveRetirements(sql, span);
  await sql`
    insert into delegated_finds (chain_id, factory, block_number) values (${chainId}, ${factory}, ${`${toBlock}`}::bigint)
    on conflict (chain_id, factory) do update set block_number = excluded.block_number, updated_at = now()`;
};
