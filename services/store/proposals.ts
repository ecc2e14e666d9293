import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import type { Call } from '../../lib/ledger/call.ts';
import type { MarkedPlaced } from '../../lib/ledger/venue.ts';
import { wishCall } from './calls.ts';
import { markPlaced } from './orders.ts';

/** A journaled proposal, and the call that carries it out. */
export type WishedProposal = {
  readonly orderId: Hex;
  readonly generation: bigint;
  readonly call: Call;
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
