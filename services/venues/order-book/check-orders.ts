import type { Hex } from 'viem';
import type { Action } from '../../../lib/ledger/action.ts';
import type { BatchReading } from '../../../lib/ledger/look.ts';
import type { Checking } from '../../../lib/ledger/venue.ts';
import type { PublicBookTerms } from '../../../lib/orders/order-terms.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { guardOrder } from './guard-order.ts';

/** What the contract and the protocol say of an order at a block. */
export type OrderAnswer = {
  readonly ok: boolean;
  /** The protocol's own hash. */
  readonly orderHash: Hex;
  /** `OrderState` of the contract; 0 = good. */
  readonly state: number;
  /** Most of it that could be filled in the block. */
  readonly fillable: bigint;
  /** `FillLimit` of the contract: what bounds it. */
  readonly limit: number;
  /** The contract's `isValidSignature` gave the magic value. */
  readonly signatureValid: boolean;
};

/** Asks contract and protocol: one answer, or one failure of its own, for each action's order, in their order. */
export type AskOrders = (
  actions: readonly Action<OrderBody>[],
  reading: BatchReading,
) => Promise<Result<readonly Result<OrderAnswer>[]>>;

export type CheckPorts = {
  readonly askOrders: AskOrders;
  /** What the venue of an action had asked of its order; null for nothing. */
  readonly publicBookOf: (action: Action<OrderBody>) => PublicBookTerms | null;
};

const refused = (message: string): Result<never> =>
  fail('order-not-fillable', message, { when: 'next-tick' });

const verdictOf = ({ body }: Action<OrderBody>, asked: Result<OrderAnswer> | undefined): Result<null> => {
  if (asked?.ok === false) return asked;
  const answer = asked?.value;
  if (answer === undefined || !answer.ok) return refused("The contract can't be asked about the order.");
  if (answer.orderHash.toLowerCase() !== body.orderHash)
    return refused('The protocol computes another hash than we signed.');
  if (answer.state !== 0) return refused(`The contract does not accept the order (state ${answer.state}).`);
  if (!answer.signatureValid) return refused('The contract does not accept the signature.');
  if (answer.fillable === 0n) return refused(`Nothing of it could be filled now (limit ${answer.limit}).`);
  return ok(null);
};

/** It was right when it was signed: what has changed since is nobody's fault. */
const guardedAgain = (
  { action, observation }: Checking<OrderBody>,
  publicBook: PublicBookTerms | null,
): Result<null> => {
  const passed = guardOrder({ ...action.body, publicBook }, observation);
  return passed.ok ? passed : fail('order-outdated', passed.error.message, { when: 'next-tick' });
};

/**
 * Guards each order once more and simulates those that pass, at the observed block, as the exact bytes that are to be shown. One
 * verdict each, in their order.
 */
export const checkOrders = async (
  checkings: readonly Checking<OrderBody>[],
  reading: BatchReading,
  { askOrders, publicBookOf }: CheckPorts,
): Promise<Result<readonly Result<null>[]>> => {
  const guarded = checkings.map((checking) => ({
    checking,
    verdict: guardedAgain(checking, publicBookOf(checking.action)),
  }));
  const passing = guarded.filter(({ verdict }) => verdict.ok).map(({ checking }) => checking);
  if (passing.length === 0) return ok(guarded.map(({ verdict }) => verdict));
  const answers = await askOrders(
    passing.map(({ action }) => action),
    reading,
  );
  if (!answers.ok) return answers;
  const simulated = new Map(
    passing.map((checking, index) => [checking, verdictOf(checking.action, answers.value[index])]),
  );
  return ok(guarded.map(({ checking, verdict }) => simulated.get(checking) ?? verdict));
};
