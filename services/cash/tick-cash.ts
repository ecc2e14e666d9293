import type { Hex } from 'viem';
import type { CashDecision } from '../../lib/cash/cash-decision.ts';
import { cashValueUnits } from '../../lib/cash/cash-holdings.ts';
import type { CashPolicy } from '../../lib/cash/cash-policy.ts';
import type { CashSight } from '../../lib/cash/cash-sight.ts';
import type { CashSnapshot } from '../../lib/cash/cash-snapshot.ts';
import { chooseAnchor } from '../../lib/cash/choose-anchor.ts';
import { decideCash } from '../../lib/cash/decide-cash.ts';
import { type FeeShareOf, type MoveToSign, moveDigest, movesToSign } from '../../lib/cash/moves/cash-move.ts';
import type { DueCash } from '../../lib/cash/moves/due-cash.ts';
import { guardMove } from '../../lib/cash/moves/guard-move.ts';
import { type HeldShift, heldShifts } from '../../lib/cash/moves/hold-shifts.ts';
import type { SignAs } from '../../lib/orders/sign-order.ts';
import { bugIn, type Failure, fail, ok, type Result } from '../../lib/result.ts';

export type CashLog = {
  readonly info: (fields: object, event: string) => void;
  readonly warn: (fields: object, event: string) => void;
};

/** A move and what its portfolio's signer has said to it. */
export type SignedCash = MoveToSign & { readonly id: Hex; readonly signature: Hex };

/** What a look comes to, as it is journaled. */
export type LookedCash = {
  readonly due: DueCash;
  readonly sight: CashSight;
  readonly policy: CashPolicy;
  readonly decision: CashDecision;
  readonly moves: readonly SignedCash[];
  /** What it wanted and that waits for a mark. */
  readonly held: readonly HeldShift[];
  readonly dueInSeconds: number;
};

/** By the owner's id. */
export type CashSights = ReadonlyMap<string, Result<CashSight>>;

export type CashPorts = {
  /** Some at a time; none = nobody is due. */
  readonly claim: () => Promise<Result<readonly DueCash[]>>;
  /** What all portfolios of these owners are, by the owner's id, each chain at one block; lead and starting place are the owner's. */
  readonly see: (due: readonly DueCash[]) => Promise<Result<CashSights>>;
  /** What a transfer of standard finality costs now between two domains, a share in 7 decimals. */
  readonly feeShareE7: (pair: Parameters<FeeShareOf>[0]) => Promise<Result<bigint>>;
  readonly signAs: SignAs;
  /** Null = somebody else holds the owner by now, and nothing is written. */
  readonly journal: (look: LookedCash) => Promise<Result<string | null>>;
  /** Has marks raised that lag behind their vaults. Nothing that is decided waits for it. */
  readonly poke: (sight: CashSight) => Promise<Result<null>>;
  readonly failed: (due: DueCash, failure: Failure) => Promise<Result<'again' | 'set-aside' | null>>;
  readonly release: (due: DueCash) => Promise<Result<unknown>>;
  readonly log: CashLog;
  readonly isOver: () => boolean;
  /** Sooner than that nobody is looked at again, whatever a decision has promised; 0 = every tick looks at everybody. */
  readonly tickIntervalSeconds: number;
  /** Looks are taken as they stand, and nothing is signed or written. */
  readonly dryRun: boolean;
};

/** The starting place of a first look is chosen by it. */
const anchored = (snapshot: CashSnapshot, policy: CashPolicy): CashSnapshot =>
  snapshot.anchor.length > 0
    ? snapshot
    : { ...snapshot, anchor: chooseAnchor(snapshot, policy, cashValueUnits(snapshot)) };

/** The fees of all transfers that a decision needs; Circle is asked for these alone. */
const feesOf = async (
  { feeShareE7 }: CashPorts,
  { plan }: CashDecision,
  { accounts }: CashSight,
): Promise<Result<FeeShareOf>> => {
  const shares = new Map<string, bigint>();
  const keyOf: (pair: Parameters<FeeShareOf>[0]) => string = ({ source, destination }) =>
    `${source}:${destination}`;
  const domainOf = (chainId: number): number | null =>
    accounts.find((account) => account.chainId === chainId)?.domain ?? null;
  for (const move of plan.kind === 'move' ? plan.moves : []) {
    if (move.kind !== 'bridge') continue;
    const [source, destination] = [domainOf(move.chainId), domainOf(move.toChainId)];
    if (source === null || destination === null) continue;
    const share = await feeShareE7({ source, destination });
    if (!share.ok) return share;
    shares.set(keyOf({ source, destination }), share.value);
  }
  return ok((pair) => shares.get(keyOf(pair)) ?? null);
};

const NOT_SEEN = fail('portfolio-unreadable', 'None of the owner’s portfolios could be read.', {
  when: 'next-tick',
});
const NO_KEY = fail('signer-unavailable', 'The key that the portfolio’s contract names is not at hand.', {
  when: 'next-tick',
});

/** Signs what the guard lets through: all moves of a decision, or none. */
const signAll = async (
  { signAs }: Pick<CashPorts, 'signAs'>,
  moves: readonly MoveToSign[],
  sight: CashSight,
): Promise<Result<readonly SignedCash[]>> => {
  for (const move of moves) {
    const allowed = guardMove(move, sight);
    if (!allowed.ok) return allowed;
  }
  const signed: SignedCash[] = [];
  for (const move of moves) {
    const sign = signAs(move.signer);
    if (sign === null) return NO_KEY;
    const id = moveDigest(move);
    const signature = await sign(id);
    if (!signature.ok) return signature;
    signed.push({ ...move, id, signature: signature.value });
  }
  return ok(signed);
};

const tellHeld = ({ log }: CashPorts, { owner }: DueCash, held: readonly HeldShift[]): void => {
  for (const { shift, lossUnits, mostUnits } of held) {
    const why = `Its mark lags: a deposit would lose ${lossUnits} units by the contract's count, and may lose ${mostUnits}.`;
    log.info({ owner, ...shift.to, why }, 'cash-shift-held');
  }
};

/** Looks at one owner's cash and says what is to be done, signed but not written. */
const lookAt = async (
  ports: CashPorts,
  due: DueCash,
  seen: Result<CashSight>,
): Promise<Result<LookedCash>> => {
  if (!due.policy.ok) return due.policy;
  const policy = due.policy.value;
  if (!seen.ok) return seen;
  const sight = { ...seen.value, snapshot: anchored(seen.value.snapshot, policy) };
  const decision = decideCash(sight.snapshot, policy);
  const { tickIntervalSeconds: least } = ports;
  const dueInSeconds = least === 0 ? 0 : Math.max(least, decision.nextLookAt - decision.decidedAt);
  const fees = await feesOf(ports, decision, sight);
  if (!fees.ok) return fees;
  const held = heldShifts(decision.plan, sight);
  tellHeld(ports, due, held);
  const wanted = movesToSign(decision, sight, fees.value);
  if (!wanted.ok) return wanted;
  const signed = ports.dryRun ? ok([]) : await signAll(ports, wanted.value, sight);
  if (!signed.ok) return signed;
  return ok({ due, sight, policy, decision, held, moves: signed.value, dueInSeconds });
};

const told = ({ decision: { plan, valueUnits } }: LookedCash): object =>
  plan.kind === 'stay'
    ? { plan: 'stay', reason: plan.stay.reason, valueUnits: `${valueUnits}` }
    : { plan: 'move', moves: plan.moves.length, valueUnits: `${valueUnits}` };

const endFailed = async (ports: CashPorts, due: DueCash, failure: Failure): Promise<Result<unknown>> => {
  const { owner } = due;
  ports.log.warn({ owner, code: failure.code, why: failure.message }, 'cash-look-failed');
  if (ports.dryRun) return ok(null);
  const ended = await ports.failed(due, failure);
  if (ended.ok && ended.value === 'set-aside')
    ports.log.warn({ owner, code: failure.code }, 'cash-set-aside');
  return ended;
};

const tend = async (ports: CashPorts, due: DueCash, seen: Result<CashSight>): Promise<Result<unknown>> => {
  const { owner } = due;
  const looked = await lookAt(ports, due, seen).catch(
    (thrown: unknown): Result<LookedCash> => ({
      ok: false,
      error: bugIn(`the look at the cash of ${owner}`, thrown),
    }),
  );
  if (!looked.ok) return endFailed(ports, due, looked.error);
  if (ports.dryRun) {
    ports.log.info({ owner, ...told(looked.value) }, 'cash-would-be-decided');
    return ok(null);
  }
  const decision = await ports.journal(looked.value);
  if (!decision.ok) return endFailed(ports, due, decision.error);
  if (decision.value === null) ports.log.warn({ owner }, 'cash-look-lost');
  else ports.log.info({ owner, decision: decision.value, ...told(looked.value) }, 'cash-decided');
  return ok(null);
};

/** Its trouble is told, and is nobody's look's. */
const poke = async (ports: CashPorts, { owner }: DueCash, sight: CashSight): Promise<void> => {
  const poked = await ports.poke(sight);
  if (!poked.ok)
    ports.log.warn({ owner, code: poked.error.code, why: poked.error.message }, 'marks-not-poked');
};

/**
 * Looks at the cash of all owners who are due, until nobody is or time is up; each fails alone. What is decided is signed and journaled in one
 * transaction, and nothing is sent here.
 */
export const tickCash = async (ports: CashPorts): Promise<Result<null>> => {
  let failed: Result<null> = ok(null);
  while (!ports.isOver()) {
    const claimed = await ports.claim();
    if (!claimed.ok) return claimed;
    if (claimed.value.length === 0) return failed;
    const seen = await ports.see(claimed.value);
    for (const due of claimed.value) {
      const sight = seen.ok ? (seen.value.get(due.ownerId) ?? NOT_SEEN) : seen;
      const isLate = ports.isOver() && !ports.dryRun;
      const ended = isLate ? await ports.release(due) : await tend(ports, due, sight);
      if (!isLate && !ports.dryRun && sight.ok) await poke(ports, due, sight.value);
      if (!ended.ok) failed = ended;
    }
    if (ports.dryRun) return failed;
  }
  return failed;
};
