import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { OVERDUE_SECONDS, type TransferStep } from '../../../lib/cctp/next-transfer-step.ts';
import { type Transfer, type TransferTerms, transferId } from '../../../lib/cctp/transfer.ts';
import type { ClaimedTransfer } from '../../../lib/cctp/transfer-ports.ts';
import type { Call } from '../../../lib/ledger/call.ts';
import { address, hex, transferColumns, transferOf, transferRow } from './transfer-rows.ts';

export type WishedTransfer = {
  readonly terms: TransferTerms;
  readonly sourceFromBlock: bigint;
  readonly destinationFromBlock: bigint;
  /** What asks the portfolio to burn. */
  readonly call: Call;
};

/** Journals a transfer and the call that burns for it, both at once and once. Answers its id. */
export const wishTransfer = async (sql: TransactionSql, wished: WishedTransfer): Promise<Hex> => {
  const { terms: t, call } = wished;
  const id = transferId(t);
  await sql`
    insert into transfers (id, portfolio_id, source_chain_id, destination_chain_id, source_domain, destination_domain, account, recipient,
      amount, max_fee, min_finality, move_nonce, generation, deadline_seconds, source_from_block, destination_from_block)
    values (${id}, ${t.portfolioId}, ${t.sourceChainId}, ${t.destinationChainId}, ${t.sourceDomain}, ${t.destinationDomain},
      ${t.account}, ${t.recipient}, ${`${t.amount}`}::numeric, ${`${t.maxFee}`}::numeric, ${t.minFinality}, ${`${t.moveNonce}`}::numeric,
      ${`${t.generation}`}::numeric, ${t.deadlineSeconds}, ${`${wished.sourceFromBlock}`}::bigint,
      ${`${wished.destinationFromBlock}`}::bigint)
    on conflict (id) do nothing`;
  await insertCall(sql, { call, transferId: id, generation: t.generation });
  return id;
};

type TransferCall = { readonly call: Call; readonly transferId: Hex; readonly generation: bigint };

const insertCall = async (
  sql: TransactionSql,
  { call, transferId: id, generation }: TransferCall,
): Promise<void> => {
  await sql`
    insert into calls (id, chain_id, portfolio_id, generation, sender, target, data, gas_limit, transfer_id)
    values (${call.id}, ${call.chainId}, ${call.portfolioId}, ${`${generation}`}::numeric, ${call.sender}, ${call.target}, ${call.data},
      ${`${call.gasLimit}`}::bigint, ${id})
    on conflict do nothing`;
};

export type TransferClaim = {
  /** Both ends must be served by whoever claims. */
  readonly chainIds: readonly number[];
  readonly limit: number;
  readonly leaseSeconds: number;
};

const claimedRow = transferRow.extend({
  ...{ lease_token: z.string(), age: z.number(), is_overdue: z.boolean() },
  ...{ is_being_minted: z.boolean(), mint_rounds: z.number(), taken: z.array(z.string()) },
  ...{ is_being_burnt: z.boolean(), burn_rounds: z.number(), burn_target: address, burn_data: hex },
});

/**
 * Claims transfers that are due, oldest first, in one statement; claimants that overlap get different ones. Who never answers loses its
 * claim by itself, and what it writes then counts nothing.
 */
export const claimTransfers = async (
  sql: TransactionSql,
  { chainIds, limit, leaseSeconds }: TransferClaim,
): Promise<readonly ClaimedTransfer[]> => {
  const rows = await sql`
    with due as (
      select id from transfers
      where closed_at is null and visible_at <= now() and source_chain_id = any(${[...chainIds]}::bigint[])
        and destination_chain_id = any(${[...chainIds]}::bigint[])
      order by visible_at, id limit ${limit} for update skip locked
    ), claimed as (
      update transfers set visible_at = now() + make_interval(secs => ${leaseSeconds}), lease_token = lease_token + 1
      where id = any(array(select id from due)) returning *
    ), sent as (
      select c.transfer_id, c.chain_id, bool_or(c.status in ('wanted', 'pending')) as is_open,
        (count(*) filter (where c.status not in ('wanted', 'pending')))::int as rounds, min(c.target) as target, min(c.data) as data
      from calls c where c.transfer_id = any(array(select id from due)) group by c.transfer_id, c.chain_id
    )
    select ${transferColumns(sql)}, t.lease_token::text, extract(epoch from now() - coalesce(t.burnt_at, t.wanted_at))::float8 as age,
      t.overdue_at is not null as is_overdue,
      coalesce(over_there.is_open, false) as is_being_minted, coalesce(over_there.rounds, 0) as mint_rounds,
      coalesce(here.is_open, false) as is_being_burnt, coalesce(here.rounds, 0) as burn_rounds,
      here.target as burn_target, here.data as burn_data,
      array(select o.burn_tx || ':' || o.burn_log from transfers o where o.source_chain_id = t.source_chain_id
        and o.account = t.account and o.id <> t.id and o.burn_tx is not null order by 1) as taken
    from claimed t left join sent here on here.transfer_id = t.id and here.chain_id = t.source_chain_id
    left join sent over_there on over_there.transfer_id = t.id and over_there.chain_id = t.destination_chain_id
    order by t.wanted_at, t.id`;
  return rows.map((row) => {
    const read = claimedRow.parse(row);
    return {
      transfer: transferOf(read),
      ...{ token: BigInt(read.lease_token), ageSeconds: read.age, isOverdue: read.is_overdue },
      ...{ isBeingBurnt: read.is_being_burnt, burnRounds: read.burn_rounds },
      burn: { target: read.burn_target, data: read.burn_data },
      ...{
        isBeingMinted: read.is_being_minted,
        mintRounds: read.mint_rounds,
        takenBurns: new Set(read.taken),
      },
    };
  });
};

export type NotedTransfer = {
  readonly id: Hex;
  /** Of the claim under which it was seen. */
  readonly token: bigint;
  readonly step: TransferStep;
  readonly lookAgainSeconds: number;
  /** Of a step that burns or mints. */
  readonly call: Call | null;
};

const NOTHING_BURNT = {
  ...{ burn_tx: null, burn_log: null, burn_block: null, burn_block_hash: null, burn_message: null },
  burnt_at: null,
};
const NOTHING_ATTESTED = {
  ...{ nonce: null, fee_executed: null, expiration_block: null, message: null, attestation: null },
  attested_at: null,
};
const NOTHING_MINTED = {
  ...{ mint_tx: null, mint_block: null, mint_block_hash: null, mint_caller: null, minted_at: null },
};

/** What a step changes of the row; `now` is written by the statement. */
const changesOf = (step: TransferStep, now: Date): Record<string, string | number | Date | null> => {
  switch (step.kind) {
    case 'burnt': {
      const { txHash, logIndex, blockNumber, blockHash, message } = step.burn;
      return {
        ...{ status: 'burnt', burn_tx: txHash, burn_log: logIndex, burn_block: `${blockNumber}` },
        ...{ burn_block_hash: blockHash, burn_message: message, burnt_at: now },
      };
    }
    case 'unburnt':
      return { status: 'wanted', ...NOTHING_BURNT };
    case 'attested': {
      const { nonce, feeExecuted, expirationBlock, message, attestation } = step.attested;
      return {
        ...{ status: 'attested', nonce, message, attestation, attested_at: now },
        ...{ fee_executed: `${feeExecuted}`, expiration_block: `${expirationBlock}` },
      };
    }
    case 'unattested':
    case 'ask-again':
      return { status: 'burnt', ...NOTHING_ATTESTED };
    case 'minted': {
      const { txHash, blockNumber, blockHash, caller } = step.mint;
      return {
        ...{ status: 'minted', mint_tx: txHash, mint_block: `${blockNumber}`, mint_block_hash: blockHash },
        ...{ mint_caller: caller, minted_at: now },
      };
    }
    case 'unminted':
      return { status: 'attested', ...NOTHING_MINTED };
    case 'settled':
      return { status: 'settled', closed_at: now };
    case 'abandoned':
      return { status: 'abandoned', closed_at: now };
    case 'burn':
    case 'mint':
    case 'wait':
      return {};
  }
};

const WHY_LENGTH_MAX = 400;

/**
 * Notes the step that was taken, and the call that carries it out with it; false = the claim was lost meanwhile, and nothing is written. A burn that
 * another transfer has taken is refused by the table.
 */
export const noteTransfer = async (
  sql: TransactionSql,
  { id, token, step, lookAgainSeconds, call }: NotedTransfer,
): Promise<boolean> => {
  const [clock] = await sql<{ now: Date }[]>`select now() as now`;
  const why = step.kind === 'wait' ? step.why.slice(0, WHY_LENGTH_MAX) : null;
  const changes = { ...changesOf(step, clock?.now ?? new Date(0)), why };
  const rows = await sql<{ generation: string }[]>`
    update transfers set ${sql(changes)}, visible_at = now() + make_interval(secs => ${lookAgainSeconds})
    where id = ${id} and lease_token = ${`${token}`}::bigint and closed_at is null returning generation::text`;
  const [row] = rows;
  if (row === undefined) return false;
  if (call !== null) await insertCall(sql, { call, transferId: id, generation: BigInt(row.generation) });
  return true;
};

/** Marks transfers that take too long, once each, and answers them: a person is told, and the watch goes on. */
export const markOverdueTransfers = async (sql: TransactionSql): Promise<readonly Hex[]> => {
  const rows = await sql`
    update transfers set overdue_at = now()
    where closed_at is null and overdue_at is null and wanted_at < now() - make_interval(secs => ${OVERDUE_SECONDS})
    returning id`;
  return rows.map((row) => hex.parse(row['id'])).sort();
};

/** Transfers to an account that are not over, oldest first: what may be in flight to it. */
export const readArriving = async (
  sql: TransactionSql,
  { chainId, recipient }: { readonly chainId: number; readonly recipient: Address },
): Promise<readonly Transfer[]> => {
  const rows = await sql`
    select ${transferColumns(sql)} from transfers t
    where t.destination_chain_id = ${chainId} and t.recipient = ${recipient} and t.closed_at is null
    order by t.wanted_at, t.id`;
  return rows.map((row) => transferOf(transferRow.parse(row)));
};

const comingRow = transferRow.extend({ due_in: z.number() });

/** A transfer that is not over, and in how many seconds it is overdue. */
export type ComingTransfer = { readonly transfer: Transfer; readonly dueInSeconds: number };

/** The transfers to any of these accounts that are not over, of each the oldest first: what may be in flight to them. */
export const readComing = async (
  sql: TransactionSql,
  accounts: readonly { readonly chainId: number; readonly address: Address }[],
): Promise<readonly ComingTransfer[]> => {
  const input = accounts.map(({ chainId, address: recipient }) => ({ chain: chainId, recipient }));
  const rows = await sql`
    select ${transferColumns(sql)},
      ${OVERDUE_SECONDS} - extract(epoch from now() - coalesce(t.burnt_at, t.wanted_at))::float8 as due_in
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(chain bigint, recipient text)
    join transfers t on t.destination_chain_id = i.chain and t.recipient = i.recipient and t.closed_at is null
    order by t.destination_chain_id, t.recipient, t.wanted_at, t.id`;
  return rows.map((row) => {
    const read = comingRow.parse(row);
    return { transfer: transferOf(read), dueInSeconds: Math.floor(read.due_in) };
  });
};
