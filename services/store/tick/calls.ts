import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import {
  type Attempt,
  type Call,
  type CallState,
  type Revocable,
  SEND_REFUSALS,
  type SendRefusal,
} from '../../../lib/ledger/call.ts';
import type { PricedReceipt } from '../../../lib/ledger/call-ports.ts';
import { PAUSED_BY_OPERATOR } from '../pauses.ts';

const address = z.string().transform((text) => text as Address);
const hex = z.string().transform((text) => text as Hex);
const whole = z.string().transform(BigInt);

const attemptRow = z
  .object({
    tx_hash: hex,
    raw: hex,
    nonce: z.coerce.number(),
    bump: z.number(),
    max_fee_wei: whole,
    max_priority_fee_wei: whole,
    sent_at_block: whole.nullable(),
    refusal: z.enum(SEND_REFUSALS).nullable(),
    block_number: whole.nullable(),
    block_hash: hex.nullable(),
  })
  .transform(
    (row): Attempt => ({
      ...{ txHash: row.tx_hash, raw: row.raw, nonce: row.nonce, bump: row.bump, refusal: row.refusal },
      fees: { maxFeeWei: row.max_fee_wei, maxPriorityFeeWei: row.max_priority_fee_wei },
      sentAtBlock: row.sent_at_block,
      included:
        row.block_number === null || row.block_hash === null
          ? null
          : { blockNumber: row.block_number, blockHash: row.block_hash },
    }),
  );

const callRow = z
  .object({
    ...{ id: hex, chain_id: z.coerce.number(), portfolio_id: z.string(), sender: address, target: address },
    ...{ data: hex, gas_limit: whole, is_wanted: z.boolean(), looked_at_block: whole.nullable() },
    transactions: z.array(attemptRow),
  })
  .transform(
    (row): CallState => ({
      call: {
        ...{ id: row.id, chainId: row.chain_id, portfolioId: row.portfolio_id, gasLimit: row.gas_limit },
        ...{ sender: row.sender, target: row.target, data: row.data },
      },
      ...{ isWanted: row.is_wanted, attempts: row.transactions, lookedAtBlock: row.looked_at_block },
    }),
  );

/**
 * Calls of a chain that are not settled, those with a nonce first and in its order. A revocation is wanted while trading is stopped, or its
 * portfolio paused by the operator, and its contract still has the generation and the signer; a proposal while it can be carried out and
 * neither is so, an allowance, a burn and a poke while neither is. A mint is wanted until it is seen, whatever is stopped. Pokes come last:
 * what they cost is left of by the others.
 */
export const readOpenCalls = async (sql: TransactionSql, chainId: number): Promise<readonly CallState[]> => {
  const rows = await sql`
    select c.id, c.chain_id::text, c.portfolio_id::text, c.sender, c.target, c.data, c.gas_limit::text, c.looked_at_block::text,
      case when f.id is not null and f.destination_chain_id = c.chain_id then f.status = 'attested'
        when c.poked_vault is not null then a.signer = c.sender and not held.is_so
        else a.generation = c.generation and a.signer = c.sender and case
          when f.id is not null then not held.is_so
            and (f.status = 'wanted' or (f.status = 'burnt' and c.attempts > 0))
          when c.token is not null then not held.is_so
          when m.id is not null then not held.is_so and m.status = 'wanted'
          when c.order_id is null then held.is_so
          else not held.is_so and exists (select from orders o where o.id = c.order_id
            and o.status = 'open') end end as is_wanted,
      coalesce((select jsonb_agg(jsonb_build_object('tx_hash', t.tx_hash, 'raw', t.raw, 'nonce', t.nonce, 'bump', t.bump,
        'max_fee_wei', t.max_fee_wei::text, 'max_priority_fee_wei', t.max_priority_fee_wei::text,
        'sent_at_block', t.sent_at_block::text, 'refusal', t.refusal, 'block_number', t.block_number::text,
        'block_hash', t.block_hash) order by t.attempt) from transactions t where t.call_id = c.id), '[]') as transactions
    from calls c join portfolios p on p.id = c.portfolio_id join accounts a on a.id = p.account_id
    left join transfers f on f.id = c.transfer_id left join cash_moves m on m.id = c.cash_move_id
    cross join lateral (
      select trading_is_halted() or p.quarantine_reason is not distinct from ${PAUSED_BY_OPERATOR} as is_so
    ) held
    where c.chain_id = ${chainId} and c.status in ('wanted', 'pending')
    order by c.nonce nulls last, c.poked_vault is not null, c.created_at, c.id`;
  return rows.map((row) => callRow.parse(row));
};

export type WishedCall = {
  readonly call: Call;
  readonly generation: bigint;
  readonly valueUsdE18: bigint | null;
  /** The proposal that it carries out; null for the others. */
  readonly orderId: Hex | null;
  /** Whose allowance it sets; absent for the others. Of a portfolio and token one is open at a time. */
  readonly token?: Address;
};

/** Writes a wish, once; one that is written stays as it is. */
export const wishCall = async (
  sql: TransactionSql,
  { call, generation, valueUsdE18, orderId, token }: WishedCall,
): Promise<void> => {
  await sql`
    insert into calls (id, chain_id, portfolio_id, generation, sender, target, data, gas_limit, value_usd_e18, order_id,
      token)
    values (${call.id}, ${call.chainId}, ${call.portfolioId}, ${generation.toString()}::numeric, ${call.sender}, ${call.target},
      ${call.data}, ${call.gasLimit.toString()}::bigint, ${valueUsdE18 === null ? null : valueUsdE18.toString()}::numeric, ${orderId},
      ${token ?? null})
    on conflict do nothing`;
};

export type AttemptToJournal = {
  readonly call: Call;
  readonly attempt: Attempt;
  /** Attempts that were known when it was signed: with more of them, another tick was first. */
  readonly before: number;
};

/** Journals a signed transaction before it is sent; false when another tick did first, or when another call has its nonce. */
export const journalAttempt = async (
  sql: TransactionSql,
  { call, attempt, before }: AttemptToJournal,
): Promise<boolean> => {
  const { fees } = attempt;
  const rows = await sql`
    with held as (
      update calls c set status = 'pending', nonce = ${attempt.nonce}, attempts = c.attempts + 1
      where c.id = ${call.id} and c.status in ('wanted', 'pending') and c.attempts = ${before}
        and not exists (select from calls x where x.chain_id = c.chain_id and x.sender = c.sender and x.nonce = ${attempt.nonce}
          and x.status = 'pending' and x.id <> c.id)
      returning c.id, c.chain_id, c.sender, c.attempts
    )
    insert into transactions (chain_id, tx_hash, call_id, attempt, sender, nonce, bump, raw, max_fee_wei, max_priority_fee_wei)
    select h.chain_id, ${attempt.txHash}, h.id, h.attempts, h.sender, ${attempt.nonce}, ${attempt.bump}, ${attempt.raw},
      ${fees.maxFeeWei.toString()}::numeric, ${fees.maxPriorityFeeWei.toString()}::numeric
    from held h
    returning tx_hash`;
  return rows.length > 0;
};

export type Sent = {
  readonly chainId: number;
  readonly txHash: Hex;
  readonly headNumber: bigint;
  /** Null = a node has it. */
  readonly refusal: SendRefusal | null;
};

/** What a node said of a transaction. */
export const markSent = async (
  sql: TransactionSql,
  { chainId, txHash, headNumber, refusal }: Sent,
): Promise<void> => {
  await sql`
    update transactions set refusal = ${refusal}, status = case when ${refusal === null} then 'sent' else status end,
      sent_at_block = case when ${refusal === null} then ${headNumber.toString()}::bigint else sent_at_block end
    where chain_id = ${chainId} and tx_hash = ${txHash}`;
};

export type Seen = {
  readonly chainId: number;
  readonly txHash: Hex;
  readonly headNumber: bigint;
  /** Null = the block that had it is gone, and it waits again from this head on. */
  readonly included: PricedReceipt | null;
};

/** As long as the column lets it be. */
const WHY_LENGTH_MAX = 400;

/** In which block a transaction is, as the chain says it now, and what a native coin was worth there. */
export const markIncluded = async (sql: TransactionSql, seen: Seen): Promise<void> => {
  const { included } = seen;
  const price = included?.nativeUsdE18;
  const usdE18 = price?.ok === true ? price.value.toString() : null;
  const missing = price?.ok === false ? price.error.message.slice(0, WHY_LENGTH_MAX) : null;
  await sql`
    update transactions set status = ${included === null ? 'sent' : 'included'},
      block_number = ${included === null ? null : included.blockNumber.toString()}::bigint,
      block_hash = ${included?.blockHash ?? null}, gas_used = ${included?.gasUsed.toString() ?? null}::bigint,
      gas_price_wei = ${included?.gasPriceWei.toString() ?? null}::numeric,
      native_usd_e18 = ${usdE18}::numeric, native_usd_missing = ${missing},
      sent_at_block = case when ${included === null} then ${seen.headNumber.toString()}::bigint else sent_at_block end
    where chain_id = ${seen.chainId} and tx_hash = ${seen.txHash}`;
  // What was held for its allowance is looked at again as soon as it has it.
  if (included !== null)
    await sql`
      update leases l set visible_at = now()
      from transactions t join calls c on c.id = t.call_id join portfolios p on p.id = c.portfolio_id
      where t.chain_id = ${seen.chainId} and t.tx_hash = ${seen.txHash} and c.token is not null and l.id = c.portfolio_id
        and l.lease_owner is null and l.visible_at > now() and l.visible_at < 'infinity' and p.quarantined_at is null`;
};

export type ClosedCall = {
  readonly id: Hex;
  readonly outcome: 'done' | 'reverted' | 'abandoned';
  /** What is in the chain; null = nothing of ours. */
  readonly txHash: Hex | null;
};

/** Settles a call: of its transactions one counts at most. */
export const closeCall = async (sql: TransactionSql, { id, outcome, txHash }: ClosedCall): Promise<void> => {
  await sql`
    with closed as (
      update calls set status = ${outcome}, closed_at = now() where id = ${id} and status in ('wanted', 'pending') returning id
    )
    update transactions t set status = case
      when t.tx_hash = ${txHash} then case when ${outcome} = 'reverted' then 'reverted' else 'included' end
      when ${txHash}::text is null then 'dropped' else 'replaced' end
    from closed c where t.call_id = c.id`;
};

/** When a call was looked at, and by that, when it is again. */
export const markLooked = async (
  sql: TransactionSql,
  { ids, headNumber }: { readonly ids: readonly Hex[]; readonly headNumber: bigint },
): Promise<void> => {
  await sql`update calls set looked_at_block = ${headNumber.toString()}::bigint where id = any(${[...ids]}::text[])`;
};

const revocableRow = z
  .object({
    ...{
      portfolio_id: z.string(),
      address,
      signer: address,
      generation: whole,
      stop: z.number(),
      value: whole.nullable(),
    },
  })
  .transform(
    (row): Revocable => ({
      ...{ portfolioId: row.portfolio_id, account: row.address, signer: row.signer },
      ...{ generation: row.generation, stop: row.stop, valueUsdE18: row.value },
    }),
  );

export type RevocableQuery = {
  readonly chainId: number;
  readonly signers: readonly Address[];
  readonly limit: number;
  /** This one alone; null = all. */
  readonly portfolio: Address | null;
};

/**
 * While trading is stopped, or of those that the operator has paused: portfolios with orders that can still be filled and no revocation
 * yet, the largest value first.
 */
export const readRevocable = async (
  sql: TransactionSql,
  { chainId, signers, limit, portfolio }: RevocableQuery,
): Promise<readonly Revocable[]> => {
  const rows = await sql`
    select f.portfolio_id::text, a.address, a.signer, a.generation::text, sum(f.value_usd_e18)::text as value,
      case when trading_is_halted() then (select version from settings where key = 'halted')
        else floor(extract(epoch from p.quarantined_at))::int end as stop
    from fillable_orders() f join portfolios p on p.id = f.portfolio_id join accounts a on a.id = p.account_id
    where f.chain_id = ${chainId} and (trading_is_halted() or p.quarantine_reason = ${PAUSED_BY_OPERATOR})
      and (${portfolio}::text is null or a.address = ${portfolio}) and a.signer = any(${[...signers]}::text[])
      and not exists (select from calls c where c.portfolio_id = f.portfolio_id and c.generation = a.generation
        and num_nonnulls(c.order_id, c.token, c.transfer_id, c.cash_move_id, c.poked_vault) = 0 and c.status <> 'abandoned')
    group by f.portfolio_id, a.address, a.signer, a.generation, p.quarantined_at
    order by sum(f.value_usd_e18) desc nulls last, f.portfolio_id
    limit ${limit}`;
  return rows.map((row) => revocableRow.parse(row));
};

/** How revocations of open orders stand that are under way. */
export type RevocationCount = { readonly waiting: number; readonly sent: number };

export const countRevocations = async (
  sql: TransactionSql,
  { chainId, portfolio }: Pick<RevocableQuery, 'chainId' | 'portfolio'>,
): Promise<RevocationCount> => {
  const [row] = await sql<RevocationCount[]>`
    select count(*) filter (where c.status = 'wanted')::int as waiting, count(*) filter (where c.status = 'pending')::int as sent
    from calls c join portfolios p on p.id = c.portfolio_id join accounts a on a.id = p.account_id
    where c.chain_id = ${chainId} and num_nonnulls(c.order_id, c.token, c.transfer_id, c.cash_move_id, c.poked_vault) = 0
      and c.status in ('wanted', 'pending')
      and (${portfolio}::text is null or a.address = ${portfolio})`;
  return row ?? { waiting: 0, sent: 0 };
};
