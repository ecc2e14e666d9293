import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import type { MoveEvent, OpenMove } from '../../../lib/cash/moves/next-move-step.ts';
import type { TrackedMove } from '../../../lib/cash/moves/tracked-move.ts';
import { TRANSFER_STATUSES } from '../../../lib/cctp/transfer.ts';
import type { Call } from '../../../lib/ledger/call.ts';

const whole = z.string().transform(BigInt);
const hex = z.string().transform((text) => text as Hex);
const address = z.string().transform((text) => text as Address);

const placed = z.object({ status: z.enum(TRANSFER_STATUSES), minted: z.boolean() });

const moveRow = z
  .object({
    ...{ id: hex, decision_id: z.string(), kind: z.enum(['deposit', 'redeem', 'bridge']), index: z.number() },
    ...{ portfolio_id: z.string(), chain_id: z.coerce.number(), account: address, signer: address },
    ...{ vault: address.nullable(), to_chain_id: z.coerce.number().nullable(), sibling: address.nullable() },
    ...{ units: whole, shares: whole.nullable(), least: whole, nonce: whole, generation: whole },
    ...{ deadline_seconds: z.coerce.number(), signature: hex, from_block: whole },
    ...{ status: z.enum(['wanted', 'done']), tx_hash: hex.nullable(), block_number: whole.nullable() },
    ...{ block_hash: hex.nullable(), is_open: z.boolean(), rounds: z.number(), has_reverted: z.boolean() },
    ...{ unpaid: z.number(), forsaken: z.number(), transfer: placed.nullable(), has_arrived: z.boolean() },
    is_held: z.boolean(),
  })
  .transform((row): TrackedMove => {
    const { tx_hash: txHash, block_number: blockNumber, block_hash: blockHash } = row;
    const stored: OpenMove = {
      status: row.status,
      place:
        txHash === null || blockNumber === null || blockHash === null
          ? null
          : { txHash, blockNumber, blockHash },
      ...{ generation: row.generation, deadlineSeconds: row.deadline_seconds },
    };
    return {
      ...{ id: row.id, decisionId: row.decision_id, index: row.index, kind: row.kind, stored },
      ...{ portfolioId: row.portfolio_id, chainId: row.chain_id, account: row.account, signer: row.signer },
      ...{ vault: row.vault, toChainId: row.to_chain_id, sibling: row.sibling, units: row.units },
      ...{ shares: row.shares, least: row.least, nonce: row.nonce, signature: row.signature },
      ...{ fromBlock: row.from_block, isBeingSent: row.is_open, rounds: row.rounds },
      ...{ hasReverted: row.has_reverted, isHeld: row.is_held, hasArrived: row.has_arrived },
      paid: row.forsaken > 0 ? 'never' : row.unpaid > 0 ? 'not-yet' : 'yes',
      transfer: row.transfer,
    };
  });

export type OpenMoves = {
  readonly chainId: number;
  /** Done in an earlier block, a move is left alone: no reorganisation reaches it. */
  readonly finalBlock: bigint;
  readonly limit: number;
};

/**
 * Moves of a chain that may still come, or be taken back, oldest first, each with what is known of its call, its transfer, and of the
 * redemptions of its decision that it is paid with.
 */
export const readOpenMoves = async (
  sql: TransactionSql,
  { chainId, finalBlock, limit }: OpenMoves,
): Promise<readonly TrackedMove[]> => {
  const rows = await sql`
    select m.id, m.decision_id::text, m.kind, m.move_index as index, m.portfolio_id::text, m.chain_id::text, a.address as account,
      coalesce(a.signer, a.address) as signer, m.vault, m.to_chain_id::text, m.sibling, m.units::text, m.shares::text,
      m.least::text, m.nonce::text, m.generation::text, m.deadline_seconds::text, m.signature, m.from_block::text, m.status, m.tx_hash,
      m.block_number::text, m.block_hash, coalesce(sent.is_open, false) as is_open, coalesce(sent.rounds, 0) as rounds,
      coalesce(sent.has_reverted, false) as has_reverted, coalesce(paying.unpaid, 0) as unpaid, coalesce(paying.forsaken, 0) as forsaken,
      case when t.id is null then null else json_build_object('status', t.status, 'minted', t.minted_at is not null) end as transfer,
      m.arrived_at_seconds is not null as has_arrived,
      trading_is_halted() or p.quarantined_at is not null as is_held
    from cash_moves m join portfolios p on p.id = m.portfolio_id join accounts a on a.id = p.account_id
    left join transfers t on t.id = m.transfer_id
    left join lateral (
      select bool_or(c.status in ('wanted', 'pending')) as is_open,
        (count(*) filter (where c.status not in ('wanted', 'pending')))::int as rounds, bool_or(c.status = 'reverted') as has_reverted
      from calls c where c.cash_move_id = m.id
    ) sent on true
    left join lateral (
      select (count(*) filter (where r.status = 'wanted'))::int as unpaid,
        (count(*) filter (where r.status in ('failed', 'abandoned')))::int as forsaken
      from cash_moves r where r.decision_id = m.decision_id and r.chain_id = m.chain_id and r.kind = 'redeem' and m.kind <> 'redeem'
    ) paying on true
    where m.chain_id = ${chainId}
      and (m.status = 'wanted' or (m.status = 'done' and m.kind <> 'bridge' and m.block_number > ${`${finalBlock}`}::bigint))
    order by m.decision_id, m.move_index limit ${limit}`;
  return rows.map((row) => moveRow.parse(row));
};

const WHY_LENGTH_MAX = 400;

/** Why a move waits; what is said again is not written again. */
export const noteMoveWaits = async (
  sql: TransactionSql,
  { id, why }: { readonly id: Hex; readonly why: string | null },
): Promise<void> => {
  const text = why === null ? null : why.slice(0, WHY_LENGTH_MAX);
  await sql`update cash_moves set why = ${text} where id = ${id} and status = 'wanted' and why is distinct from ${text}`;
};

/** Journals the call that carries out a move, once a round. False = the move is over, or its call is there already. */
export const wishMoveCall = async (
  sql: TransactionSql,
  { call, id, generation }: { readonly call: Call; readonly id: Hex; readonly generation: bigint },
): Promise<boolean> => {
  const written = await sql`
    insert into calls (id, chain_id, portfolio_id, generation, sender, target, data, gas_limit, cash_move_id)
    select ${call.id}, ${call.chainId}, ${call.portfolioId}, ${`${generation}`}::numeric, ${call.sender}, ${call.target}, ${call.data},
      ${`${call.gasLimit}`}::bigint, m.id
    from cash_moves m where m.id = ${id} and m.status = 'wanted'
    on conflict do nothing returning id`;
  return written.length > 0;
};

/** A bridge is its transfer's from now on. In the transaction that journals that. */
export const handToTransfer = async (
  sql: TransactionSql,
  { id, transferId }: { readonly id: Hex; readonly transferId: Hex },
): Promise<void> => {
  await sql`update cash_moves set transfer_id = ${transferId} where id = ${id} and transfer_id is null`;
};

/** The owner of a move is looked at at once, if nobody does now and no failure holds it back. */
const wakeOwner = async (sql: TransactionSql, id: Hex): Promise<void> => {
  await sql`
    update cash_owners o set visible_at = now() from cash_moves m join cash_decisions d on d.id = m.decision_id
    where m.id = ${id} and o.id = d.owner_id and o.lease_owner is null and o.visible_at > now() and o.visible_at < 'infinity'
      and o.failure_code is null`;
};

/** A move can't come any more. What is left of its decision is decided anew. */
export const closeMove = async (
  sql: TransactionSql,
  { id, status, why }: { readonly id: Hex; readonly status: 'failed' | 'abandoned'; readonly why: string },
): Promise<void> => {
  const closed = await sql`
    update cash_moves set status = ${status}, why = ${why.slice(0, WHY_LENGTH_MAX)} where id = ${id} and status = 'wanted' returning id`;
  if (closed.length > 0) await wakeOwner(sql, id);
};

/** Where a shift came from and went, as far as its move says: what its score goes by. */
export type ShiftVaults = {
  readonly from: { readonly chainId: number; readonly vault: string } | null;
  readonly to: { readonly chainId: number; readonly vault: string } | null;
};

export type DoneMove = {
  readonly id: Hex;
  readonly event: MoveEvent;
  readonly shift: ShiftVaults;
  /** What its gas was expected to cost, in USDC units: counts where the native coin's price at its block isn't known. */
  readonly expectedGasUnits: bigint;
};

/** A share price a day old is still told: of a point later than that nothing is known. */
const PRICE_AGE_SECONDS = 86_400;

const priceAt = (sql: TransactionSql, place: ShiftVaults['from'], atSeconds: number) => sql`(
  select r.share_price_e18 from vault_rates r
  where r.chain_id = ${place?.chainId ?? null}::bigint and r.vault = ${place?.vault ?? null}::text
    and r.time_seconds between ${atSeconds - PRICE_AGE_SECONDS} and ${atSeconds}
  order by r.time_seconds desc limit 1)`;

/** All that our transactions for it have cost in gas, in USDC units, up; what others sent costs nothing. */
const gasUnits = (sql: TransactionSql, id: Hex, expectedUnits: bigint) => sql`(
  select case when count(*) = count(t.native_usd_e18)
    then coalesce(ceil(sum(t.gas_used * t.gas_price_wei * t.native_usd_e18) / 1e30::numeric), 0) else ${`${expectedUnits}`}::numeric end
  from cash_moves g join calls c on c.cash_move_id = g.id or c.transfer_id = g.transfer_id join transactions t on t.call_id = c.id
  where g.id = ${id} and t.block_number is not null)`;

/**
 * A deposit or a redemption is in the chain, so deep that it counts as staying; a bridge is minted for good. With it goes what its score will
 * need: share prices of that time, and what it has cost.
 */
export const noteMoveDone = async (
  sql: TransactionSql,
  { id, event, shift, expectedGasUnits }: DoneMove,
): Promise<void> => {
  const { txHash, blockNumber, blockHash, blockSeconds } = event;
  await sql`
    update cash_moves m
    set status = 'done', why = null, tx_hash = ${txHash}, block_number = ${`${blockNumber}`}::bigint, block_hash = ${blockHash},
      done_at_seconds = ${blockSeconds},
      received_units = case when m.kind = 'bridge' then m.units - coalesce(t.fee_executed, m.least)
        else ${`${event.receivedUnits}`}::numeric end,
      cost_units = ${gasUnits(sql, id, expectedGasUnits)}
        + case when m.kind = 'bridge' then coalesce(t.fee_executed, m.least) else ${`${event.lossUnits}`}::numeric end,
      arrived_at_seconds = case when m.kind = 'bridge' then m.arrived_at_seconds else ${blockSeconds} end,
      from_price_e18 = ${priceAt(sql, shift.from, blockSeconds)},
      to_price_e18 = case when m.kind = 'bridge' then m.to_price_e18 else ${priceAt(sql, shift.to, blockSeconds)} end
    from cash_moves o left join transfers t on t.id = o.transfer_id
    where m.id = ${id} and o.id = m.id and m.status in ('wanted', 'done')`;
};

/** The block that it was in is gone: it may come again, until its time is over. */
export const noteMoveUndone = async (sql: TransactionSql, id: Hex): Promise<void> => {
  await sql`
    update cash_moves set status = 'wanted', tx_hash = null, block_number = null, block_hash = null, done_at_seconds = null,
      received_units = null, cost_units = null, arrived_at_seconds = null, from_price_e18 = null, to_price_e18 = null,
      score_units = null, judged_at = null
    where id = ${id} and status = 'done'`;
};

/** What a bridge has burnt is minted: its owner is looked at at once, and it is put to work. */
export const noteMoveArrived = async (
  sql: TransactionSql,
  { id, atSeconds, to }: { readonly id: Hex; readonly atSeconds: number; readonly to: ShiftVaults['to'] },
): Promise<void> => {
  const arrived = await sql`
    update cash_moves set arrived_at_seconds = ${atSeconds}, to_price_e18 = ${priceAt(sql, to, atSeconds)}
    where id = ${id} and arrived_at_seconds is null returning id`;
  if (arrived.length > 0) await wakeOwner(sql, id);
};

/** The look that a move is of: what its score and its costs are reckoned by. */
export const readMoveDecision = async (
  sql: TransactionSql,
  decisionId: string,
): Promise<{ readonly snapshot: unknown; readonly decision: unknown } | null> => {
  const [row] = await sql<{ snapshot: unknown; decision: unknown }[]>`
    select snapshot, decision from cash_decisions where id = ${decisionId}`;
  return row ?? null;
};
