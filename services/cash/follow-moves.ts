import type { Address, Hex } from 'viem';
import { type MoveEvent, type MoveStep, nextMoveStep } from '../../lib/cash/moves/next-move-step.ts';
import type { TrackedMove } from '../../lib/cash/moves/tracked-move.ts';
import type { Settled } from '../../lib/cctp/next-transfer-step.ts';
import type { Call } from '../../lib/ledger/call.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { CashLog } from './tick-cash.ts';

/** Blocks of one chain as moves are judged by. */
export type CashHorizon = {
  /** As deep as a call must be to be over. */
  readonly settled: Settled;
  /** No reorganisation reaches what is in it. */
  readonly finalBlock: bigint;
};

export type FollowPorts = {
  readonly chainId: number;
  readonly horizon: () => Promise<Result<CashHorizon>>;
  readonly open: (finalBlock: bigint) => Promise<Result<readonly TrackedMove[]>>;
  /** Of the present chain up to its head, which is read after the horizon. */
  readonly events: (
    moves: readonly TrackedMove[],
  ) => Promise<Result<{ readonly events: ReadonlyMap<Hex, MoveEvent>; readonly head: Settled }>>;
  readonly generation: (account: Address, block: bigint) => Promise<Result<bigint>>;
  /** Why its portfolio refuses a move at a block; null = it takes it. */
  readonly refusalOf: (move: TrackedMove, block: bigint) => Promise<Result<string | null>>;
  /** The call that carries a move out, with gas for it; of each round one. */
  readonly callOf: (move: TrackedMove) => Promise<Result<Call>>;
  readonly wish: (move: TrackedMove, call: Call) => Promise<Result<boolean>>;
  /** Journals the transfer that a bridge is, and whose it is from then on. */
  readonly bridge: (move: TrackedMove) => Promise<Result<Hex>>;
  readonly done: (move: TrackedMove, event: MoveEvent) => Promise<Result<null>>;
  readonly undone: (id: Hex) => Promise<Result<unknown>>;
  readonly close: (id: Hex, status: 'failed' | 'abandoned', why: string) => Promise<Result<unknown>>;
  readonly waits: (id: Hex, why: string | null) => Promise<Result<unknown>>;
  readonly arrived: (move: TrackedMove) => Promise<Result<null>>;
  readonly log: CashLog;
  readonly isOver: () => boolean;
};

/** All moves of one chain at one head. */
type Round = {
  readonly horizon: CashHorizon;
  readonly head: Settled;
  readonly events: ReadonlyMap<Hex, MoveEvent>;
};

const HELD = 'all moves are stopped, or its portfolio is set aside';

/** A move that is to be sent now, but for what its portfolio says of it. */
const stepOf = async (ports: FollowPorts, move: TrackedMove, round: Round): Promise<Result<MoveStep>> => {
  const { settled } = round.horizon;
  const generation = await ports.generation(move.account, settled.number);
  if (!generation.ok) return generation;
  const facts = {
    ...{ settled, generation: generation.value, event: round.events.get(move.id) ?? null },
    ...{ paid: move.paid, isBeingSent: move.isBeingSent, hasReverted: move.hasReverted },
  };
  const step = nextMoveStep(move.stored, { ...facts, refusal: null });
  if (step.kind !== 'send') return ok(step);
  if (move.isHeld) return ok({ kind: 'wait', why: HELD });
  const refusal = await ports.refusalOf(move, round.head.number);
  return refusal.ok ? ok(nextMoveStep(move.stored, { ...facts, refusal: refusal.value })) : refusal;
};

const send = async (ports: FollowPorts, move: TrackedMove): Promise<Result<unknown>> => {
  if (move.kind === 'bridge') return ports.bridge(move);
  const call = await ports.callOf(move);
  return call.ok ? ports.wish(move, call.value) : call;
};

const take = (ports: FollowPorts, move: TrackedMove, step: MoveStep): Promise<Result<unknown>> => {
  switch (step.kind) {
    case 'done':
      return ports.done(move, step.event);
    case 'undone':
      return ports.undone(move.id);
    case 'send':
      return send(ports, move);
    case 'failed':
    case 'abandoned':
      return ports.close(move.id, step.kind, step.why);
    case 'wait':
      return ports.waits(move.id, step.why);
  }
};

/** A bridge that is its transfer's: what became of that. */
const ofTransfer = async (
  ports: FollowPorts,
  move: TrackedMove,
  event: MoveEvent | null,
): Promise<Result<unknown>> => {
  const { transfer } = move;
  if (transfer?.minted === true && !move.hasArrived) {
    const arrived = await ports.arrived(move);
    if (!arrived.ok) return arrived;
  }
  if (transfer?.status === 'abandoned') return ports.close(move.id, 'abandoned', 'nothing was burnt in time');
  return transfer?.status === 'settled' && event !== null ? ports.done(move, event) : ok(null);
};

const follow = async (ports: FollowPorts, move: TrackedMove, round: Round): Promise<Result<unknown>> => {
  if (move.transfer !== null) return ofTransfer(ports, move, round.events.get(move.id) ?? null);
  const step = await stepOf(ports, move, round);
  const taken = step.ok ? await take(ports, move, step.value) : step;
  const kind = step.ok ? step.value.kind : 'wait';
  if (taken.ok) {
    if (kind !== 'wait') ports.log.info({ move: move.id, kind: move.kind, step: kind }, 'cash-move-followed');
    return taken;
  }
  ports.log.warn({ move: move.id, code: taken.error.code, why: taken.error.message }, 'cash-move-waits');
  return ports.waits(move.id, taken.error.message);
};

/**
 * Brings every signed move of one chain a look further. May be killed at any wait, run twice or beside itself: what was moved is told by the
 * portfolios' events, and of one move one call is open at a time.
 */
export const followMoves = async (ports: FollowPorts): Promise<Result<null>> => {
  // First, so that what comes between this and the events is found by them.
  const horizon = await ports.horizon();
  if (!horizon.ok) return horizon;
  const open = await ports.open(horizon.value.finalBlock);
  if (!open.ok) return open;
  if (open.value.length === 0) return ok(null);
  const seen = await ports.events(open.value);
  if (!seen.ok) return seen;
  let failed: Result<null> = ok(null);
  for (const move of open.value) {
    if (ports.isOver()) break;
    const followed = await follow(ports, move, { horizon: horizon.value, ...seen.value });
    if (!followed.ok) failed = followed;
  }
  return failed;
};
