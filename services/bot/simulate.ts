import type { Hex } from 'viem';
import type { Action } from '../../lib/ledger/action.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { FleetReading } from './observe.ts';

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

export type SimulatePorts = {
  /** One answer, or one failure of its own, for each action's order, in their order. */
  readonly askOrders: (
    actions: readonly Action[],
    reading: FleetReading,
  ) => Promise<Result<readonly Result<OrderAnswer>[]>>;
};

/** One verdict for each order, in their order. */
export type Simulate = (
  actions: readonly Action[],
  reading: FleetReading,
) => Promise<Result<readonly Result<null>[]>>;

const refused = (message: string): Result<never> =>
  fail('order-not-fillable', message, { when: 'next-tick' });

const verdictOf = ({ body }: Action, asked: Result<OrderAnswer> | undefined): Result<null> => {
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

/** Asks contract and protocol, at the observed block, what they think of the exact bytes that are to be shown. */
export const simulateWith =
  ({ askOrders }: SimulatePorts): Simulate =>
  async (actions, reading) => {
    if (actions.length === 0) return ok([]);
    const answers = await askOrders(actions, reading);
    return answers.ok ? ok(actions.map((action, index) => verdictOf(action, answers.value[index]))) : answers;
  };
