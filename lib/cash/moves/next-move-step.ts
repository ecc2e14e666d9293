import type { Settled } from '../../cctp/next-transfer-step.ts';
import type { Place } from '../../cctp/transfer.ts';

/** A move as its portfolio's own event tells of it. */
export type MoveEvent = Place & {
  readonly blockSeconds: number;
  /** USDC that came of a redemption; of a deposit what its shares were worth. */
  readonly receivedUnits: bigint;
  /** What the contract charged it as loss. */
  readonly lossUnits: bigint;
};

/** What decides the next step of a deposit or a redemption, beside its row. */
export type MoveFacts = {
  /** The newest block that is not known to be taken back. */
  readonly settled: Settled;
  /** Of the portfolio there. */
  readonly generation: bigint;
  /** Read after the settled block; null = nothing of it is in the present chain. */
  readonly event: MoveEvent | null;
  /** Whether the redemptions that it is paid with are done, may be yet, or never will be. */
  readonly paid: 'yes' | 'not-yet' | 'never';
  /** A call that carries it out is under way. */
  readonly isBeingSent: boolean;
  /** A transaction of it was refused by the chain. */
  readonly hasReverted: boolean;
  /** Why its portfolio refuses it now; null = it takes it. */
  readonly refusal: string | null;
};

/** What is to be done with a move now. */
export type MoveStep =
  | { readonly kind: 'done'; readonly event: MoveEvent }
  /** Its block is gone. */
  | { readonly kind: 'undone' }
  /** Its call is journaled, or once more, where the last one is over and nothing was moved. */
  | { readonly kind: 'send' }
  /** It can't come any more: after a transaction that was refused, or without any. */
  | { readonly kind: 'failed' | 'abandoned'; readonly why: string }
  | { readonly kind: 'wait'; readonly why: string };

/** What of a stored move decides its next step. */
export type OpenMove = {
  readonly status: 'wanted' | 'done';
  readonly place: Place | null;
  readonly generation: bigint;
  readonly deadlineSeconds: number;
};

const wait = (why: string): MoveStep => ({ kind: 'wait', why });

const isSame = (a: Place | null, b: Place): boolean =>
  a !== null && a.blockHash === b.blockHash && a.txHash === b.txHash;

const ofDone = ({ place }: OpenMove, event: MoveEvent | null): MoveStep => {
  if (event === null) return { kind: 'undone' };
  return isSame(place, event) ? wait('it may still be taken back') : { kind: 'done', event };
};

/** Why it can't come any more by its chain's settled state, whoever has its signature; null while it can. */
const overWhy = ({ generation, deadlineSeconds }: OpenMove, facts: MoveFacts): string | null => {
  if (facts.settled.seconds > deadlineSeconds) return 'its time is over';
  // A settled state of before the signature has an earlier one; it only rises.
  return facts.generation <= generation ? null : 'the portfolio has voided what was signed before';
};

/**
 * The next step of a signed deposit or redemption, from its row and from what its chain says. Pure and total. That it was moved is told by the
 * portfolio's own event alone, whoever sent it; that it never will be, by a settled block.
 */
export const nextMoveStep = (move: OpenMove, facts: MoveFacts): MoveStep => {
  const { settled, event, paid, isBeingSent, hasReverted, refusal } = facts;
  if (move.status === 'done') return ofDone(move, event);
  if (event !== null)
    return event.blockNumber <= settled.number ? { kind: 'done', event } : wait('its block may still go');
  const over = overWhy(move, facts);
  if (over !== null) return { kind: hasReverted ? 'failed' : 'abandoned', why: over };
  if (paid === 'never') return { kind: 'abandoned', why: 'what it was to be paid with did not come' };
  if (paid === 'not-yet') return wait('what it is paid with is not there yet');
  if (isBeingSent) return wait('it is not in a block yet');
  return refusal === null ? { kind: 'send' } : wait(`the portfolio refuses it: ${refusal}`);
};
