import type { Decision } from '../../lib/engine/decision.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import type { DuePortfolio, JournalEntry, LeaseOutcome } from '../../lib/ledger/tick-record.ts';
import { type Failure, fail, failure, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { dueInSeconds } from './due-in.ts';
import { writeInParts } from './in-parts.ts';
import type { Observed } from './observe.ts';
import { prepareOrders } from './orders.ts';
import { placeOrders } from './place.ts';
import type { TickDeps } from './tick-deps.ts';

/** What a look found and decided. */
export type WorkLook = {
  readonly observed: Observed;
  readonly decision: Decision;
  readonly entry: JournalEntry;
};

/** One portfolio on its way through a batch. */
export type Work = {
  readonly due: DuePortfolio;
  failure: Failure | null;
  /** The failure is the portfolio's own, not the surroundings'. */
  blame: boolean;
  /** Somebody else has claimed it meanwhile. */
  lost: boolean;
  /** Time was up before its turn; it is given back unworked. */
  unreached: boolean;
  look: WorkLook | null;
};

/** What a batch is worked on with. */
export type BatchTerms = { readonly settled: Settled; readonly timeIsUp: () => boolean };

export const newWork = (due: DuePortfolio): Work => ({
  due,
  failure: null,
  blame: false,
  lost: false,
  unreached: false,
  look: null,
});

/** A bug in deciding one portfolio must not stop the others; it is told, and counted against that portfolio. */
const decideOne = async (deps: TickDeps, observed: Observed): Promise<Result<WorkLook>> => {
  try {
    const { due, snapshot, policy, fillMode } = observed;
    const decision = deps.decide(snapshot, policy);
    const { portfolioId, token, policyVersion } = due;
    const look = { snapshot, policy, decision };
    const prepared = await prepareOrders(
      { ...look, portfolioId, policyVersion, fillMode },
      { guard: deps.guard, sign: deps.dryRun ? null : deps.sign },
    );
    if (!prepared.ok) return prepared;
    const entry = { lease: { portfolioId, token }, look, policyVersion, actions: prepared.value };
    return ok({ observed, decision, entry });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('bug', `Deciding failed: ${message}`, { when: 'next-tick' });
  }
};

const NOT_OBSERVED = fail('bug', 'It was not observed.', { when: 'next-tick' });

const lookAtAll = async (
  deps: TickDeps,
  works: readonly Work[],
  { settled, timeIsUp }: BatchTerms,
): Promise<Result<null>> => {
  const observed = await deps.observe(
    works.map(({ due }) => due),
    settled,
    timeIsUp,
  );
  if (!observed.ok) return observed;
  for (const [index, work] of works.entries()) {
    const seen = observed.value[index] ?? NOT_OBSERVED;
    const look = seen.ok ? await decideOne(deps, seen.value) : seen;
    if (look.ok) work.look = look.value;
    else if (look.error.code === 'not-reached') work.unreached = true;
    else {
      work.failure = look.error;
      // What fails for everybody, or on a head that lags, is nobody's own fault.
      work.blame = settled.state === 'settled' && look.error.whose === 'own';
    }
  }
  return ok(null);
};

/** Writes every look before anything is shown; answers the stored actions of each portfolio that was written. */
const journalAll = async (
  deps: TickDeps,
  works: readonly Work[],
  timeIsUp: () => boolean,
): Promise<Result<ReadonlyMap<string, readonly string[]>>> => {
  const looked = works.filter(({ look }) => look !== null);
  const write = (part: readonly Work[]) =>
    deps.journal.write(part.flatMap(({ look }) => (look === null ? [] : [look.entry])));
  const written = await writeInParts(looked, write, timeIsUp);
  if (!written.ok) return written;
  const { answers, refused, unreached } = written.value;
  const stored = new Map(answers.map(({ portfolioId, actionIds }) => [portfolioId, actionIds]));
  for (const [work, { failure, own }] of refused) {
    work.failure = failure;
    work.blame = own;
  }
  for (const work of unreached) work.unreached = true;
  for (const work of looked)
    work.lost = !stored.has(work.due.portfolioId) && work.failure === null && !work.unreached;
  return ok(stored);
};

const placeAll = async (
  deps: TickDeps,
  works: readonly Work[],
  { stored, timeIsUp }: { readonly stored: ReadonlyMap<string, readonly string[]>; timeIsUp: () => boolean },
): Promise<Result<null>> => {
  const toPlace = works.flatMap(({ due, look }) => {
    const ids = stored.get(due.portfolioId);
    if (look === null || ids === undefined) return [];
    // Journaled by a tick that ended before it could place them: the same orders, not others.
    const resumed = look.observed.liveOrders.filter(({ placedAtMicros }) => placedAtMicros === null);
    const fresh = look.entry.actions.filter(({ id }) => ids.includes(id));
    return [{ observed: look.observed, actions: [...resumed, ...fresh] }];
  });
  const placed = await placeOrders(deps, toPlace, timeIsUp);
  if (!placed.ok) return placed;
  for (const work of works) {
    const failure = placed.value.get(work.due.portfolioId);
    if (failure === undefined) continue;
    work.failure = failure;
    work.blame = failure.whose === 'own';
  }
  return ok(null);
};

const unfundedAt = ({ look }: Work): bigint | null => {
  const plan = look?.decision.plan;
  return look !== null && plan?.kind === 'hold' && plan.hold.reason === 'unfunded'
    ? look.observed.snapshot.blockNumber
    : null;
};

const outcomeOf = (deps: TickDeps, work: Work, nowSeconds: UnixSeconds): LeaseOutcome => {
  const { due, failure, blame } = work;
  const lookEverySeconds = due.policy.ok ? due.policy.value.lookEverySeconds : null;
  const turn = { look: work.look?.entry.look ?? null, failure, lookEverySeconds, nowSeconds };
  return {
    lease: { portfolioId: due.portfolioId, token: due.token },
    failure,
    blame,
    dueInSeconds: dueInSeconds(turn, deps.tickIntervalSeconds),
    unfundedAt: unfundedAt(work),
  };
};

const REFUSED = failure('value-refused', 'The database refuses its outcome.', { when: 'next-tick' });

/** Ends the leases. An end that the database refuses for its words' sake is written again in words of our own. */
const endAll = async (
  deps: TickDeps,
  works: readonly Work[],
  { settled }: BatchTerms,
): Promise<Result<null>> => {
  const outcomes = works
    .filter(({ lost, unreached }) => !lost && !unreached)
    .map((work) => outcomeOf(deps, work, settled.head.timeSeconds));
  const never = (): boolean => false;
  const ended = await writeInParts(outcomes, deps.journal.complete, never);
  if (!ended.ok) return ended;
  const plain = [...ended.value.refused.keys()].map((outcome) => ({
    ...outcome,
    failure: REFUSED,
    blame: true,
    unfundedAt: null,
  }));
  const again = await writeInParts(plain, deps.journal.complete, never);
  if (!again.ok) return again;
  for (const { portfolioId, quarantined } of [...ended.value.answers, ...again.value.answers])
    if (quarantined) deps.log.error({ portfolioId }, 'portfolio-set-aside');
  return ok(null);
};

const tellFailures = (deps: TickDeps, works: readonly Work[]): void => {
  for (const { due, failure, blame } of works)
    if (failure !== null)
      deps.log.warn(
        { portfolio: due.account.address, code: failure.code, blame, why: failure.message },
        'portfolio-failed',
      );
};

/** One batch from observing to the end of its leases. A failure that is everybody's gives the batch back unworked. */
export const workBatch = async (
  deps: TickDeps,
  works: readonly Work[],
  terms: BatchTerms,
): Promise<Result<null>> => {
  const { timeIsUp } = terms;
  const looked = await lookAtAll(deps, works, terms);
  if (!looked.ok || deps.dryRun) return looked;
  const stored = await journalAll(deps, works, timeIsUp);
  if (!stored.ok) return stored;
  const placed = await placeAll(deps, works, { stored: stored.value, timeIsUp });
  if (!placed.ok) return placed;
  tellFailures(deps, works);
  return endAll(deps, works, terms);
};
