import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { address } from '../pages/columns.ts';

const json = (value: unknown): string => JSON.stringify(value);

/** A cash portfolio that a factory says it has created. */
export type CashCreation = {
  readonly address: Address;
  readonly owner: Address;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
};

type FactoryKey = { readonly chainId: number; readonly factory: Address };

/** How far a factory's creations were read; null = not yet. */
export const readCashReach = async (
  sql: TransactionSql,
  { chainId, factory }: FactoryKey,
): Promise<bigint | null> => {
  const [row] = await sql<{ reached: string }[]>`
    select block_number::text as reached from cash_finds where chain_id = ${chainId} and factory = ${factory}`;
  return row === undefined ? null : BigInt(row.reached);
};

export type CashSpan = FactoryKey & {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** All of the span. */
  readonly creations: readonly CashCreation[];
};

/**
 * Stores what the newest span of a factory's log says now, and that it was read. What was found there or beyond, and is not in it any more,
 * has no signer until it is read again: nothing is done with it. Doing it again changes nothing.
 */
export const saveCashCreations = async (sql: TransactionSql, span: CashSpan): Promise<void> => {
  const { chainId, factory, creations } = span;
  const [from, to] = [span.fromBlock.toString(), span.toBlock.toString()];
  const input = creations.map(({ blockNumber, blockHash, ...one }) => ({
    ...{ ...one, block_number: `${blockNumber}`, block_hash: blockHash },
  }));
  await sql`
    insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
    select distinct on (i.address) 'cash', ${chainId}, i.address, i.owner, i.block_number, i.block_hash
    from jsonb_to_recordset(${json(input)}::text::jsonb)
      as i(address text, owner text, block_number bigint, block_hash text)
    order by i.address, i.block_number desc
    on conflict (chain_id, address) do update set created_block = excluded.created_block,
      created_block_hash = excluded.created_block_hash, refresh = true, refresh_tries = 0, refresh_after = now()
      where accounts.kind = 'cash' and accounts.created_block_hash <> excluded.created_block_hash`;
  await sql`
    update accounts set signer = null, refresh = true, refresh_tries = 0, refresh_after = now()
    where chain_id = ${chainId} and kind = 'cash' and created_block >= ${from}::bigint
      and signer is not null and address <> all(${creations.map((one) => one.address)}::text[])`;
  await sql`
    insert into cash_finds (chain_id, factory, block_number) values (${chainId}, ${factory}, ${to}::bigint)
    on conflict (chain_id, factory) do update set block_number = excluded.block_number, updated_at = now()`;
};

type Turn = { readonly chainId: number; readonly limit: number };

/** Found cash that doesn't name one of our keys, as far as it is to be asked again: the oldest turn first, each time later, in the end once a day. */
export const takeCashToRead = async (
  sql: TransactionSql,
  { chainId, limit }: Turn,
): Promise<readonly Address[]> => {
  const rows = await sql`
    with turn as (
      select id from accounts where chain_id = ${chainId} and kind = 'cash' and refresh and refresh_after <= now()
      order by refresh_after, id limit ${limit} for update skip locked
    )
    update accounts a set refresh_tries = a.refresh_tries + 1,
      refresh_after = now() + make_interval(secs => least(86400, 30 * 2 ^ least(a.refresh_tries, 12)))
    from turn where a.id = turn.id
    returning a.address`;
  return rows.map((row) => address.parse(row.address)).sort();
};

/** What a cash portfolio says of itself. A signer of null: there is none at this address any more. */
export type CashState = {
  readonly address: Address;
  readonly owner: Address;
  readonly signer: Address | null;
  readonly generation: bigint;
  readonly paused: boolean;
};

export type CashStates = {
  readonly chainId: number;
  readonly states: readonly CashState[];
  /** Of our keys. */
  readonly signers: readonly Address[];
};

/** Stores what cash portfolios say of themselves, where it has changed. One that names one of our keys becomes a portfolio; it has no lease. */
export const saveCashStates = async (
  sql: TransactionSql,
  { chainId, states, signers }: CashStates,
): Promise<void> => {
  if (states.length === 0) return;
  const ours = [...signers];
  const input = states.map(({ generation, ...state }) => ({ ...state, generation: `${generation}` }));
  await sql`
    update accounts a set owner = i.owner, signer = i.signer, generation = i.generation, paused = i.paused,
      refresh = i.signer is null or i.signer <> all(${ours}::text[])
    from jsonb_to_recordset(${json(input)}::text::jsonb)
      as i(address text, owner text, signer text, generation numeric, paused boolean)
    where a.chain_id = ${chainId} and a.kind = 'cash' and a.address = i.address
      and (a.owner, a.signer, a.generation, a.paused, a.refresh) is distinct from
        (i.owner, i.signer, i.generation, i.paused, i.signer is null or i.signer <> all(${ours}::text[]))`;
  await sql`
    insert into portfolios (account_id)
    select a.id from accounts a
    where a.chain_id = ${chainId} and a.kind = 'cash' and a.address = any(${states.map((one) => one.address)}::text[])
      and a.signer = any(${ours}::text[])
    order by a.id
    on conflict (account_id) do nothing`;
};

const accountRow = z
  .object({ id: z.string(), chain_id: z.number(), address, owner: address })
  .transform(({ id: portfolioId, chain_id: chainId, ...row }) => ({ portfolioId, chainId, ...row }));

/** A cash portfolio whose signer is ours, as far as rows tell. */
export type CashAccount = Readonly<z.output<typeof accountRow>>;

export type CashAccountQuery = {
  readonly owners: readonly Address[];
  readonly chainIds: readonly number[];
  readonly signers: readonly Address[];
};

/** What these owners have us look after: of several on one chain the first that was found. */
export const readCashAccounts = async (
  sql: TransactionSql,
  { owners, chainIds, signers }: CashAccountQuery,
): Promise<readonly CashAccount[]> => {
  const rows = await sql`
    select distinct on (a.owner, a.chain_id) p.id::text, a.chain_id::float8 as chain_id, a.address, a.owner
    from accounts a join portfolios p on p.account_id = a.id
    where a.kind = 'cash' and a.owner = any(${[...owners]}::text[]) and a.chain_id = any(${[...chainIds]}::bigint[])
      and a.signer = any(${[...signers]}::text[]) and p.archived_at is null
    order by a.owner, a.chain_id, a.id`;
  return rows.map((row) => accountRow.parse(row));
};
