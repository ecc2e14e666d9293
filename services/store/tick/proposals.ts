import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { Call } from '../../../lib/ledger/call.ts';
import type { MarkedPlaced } from '../../../lib/ledger/venue.ts';
import { wishCall } from './calls.ts';
import { markPlaced } from './orders.ts';

/** A journaled proposal, and the call that carries it out. */
export type WishedProposal = {
  readonly orderId: Hex;
  readonly generation: bigint;
  readonly call: Call;
};

const bufferRow = z.object({ id: z.string().transform((id) => id as Hex), buffer: z.number() });

/** The gas limit of each proposal as a share of the estimate, in basis points, as its decision's policy has it; none of one that names none. */
export const readGasBuffers = async (
  sql: TransactionSql,
  ids: readonly Hex[],
): Promise<ReadonlyMap<Hex, number>> => {
  const rows = await sql`
    select o.id, (v.policy -> 'limits' ->> 'gasLimitBufferBps')::int as buffer
    from orders o join decisions d on d.id = o.decision_id
    join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version
    where o.id = any(${[...ids]}::text[]) and v.policy -> 'limits' ? 'gasLimitBufferBps' order by o.id`;
  return new Map(rows.map((row) => bufferRow.parse(row)).map(({ id, buffer }) => [id, buffer]));
};

/**
 * Notes journaled proposals as sent and wishes the call of each, both in one transaction and once; one answer each, in their order. What
 * may not be shown as an order is not sent either.
 */
export const wishProposals = async (
  sql: TransactionSql,
  wished: readonly WishedProposal[],
): Promise<readonly MarkedPlaced[]> => {
  if (wished.length === 0) return [];
  const marks = await markPlaced(
    sql,
    wished.map(({ orderId }) => orderId),
  );
  for (const [index, { orderId, generation, call }] of wished.entries())
    if (marks[index] === 'placed') await wishCall(sql, { call, generation, orderId, valueUsdE18: null });
  return marks;
};
