import type { Decide, Decision } from '../../lib/engine/decision.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import type { DuePortfolio, JournalEntry, LeaseOutcome, TickCounts } from '../../lib/ledger/tick-record.ts';
import type { SignDigest } from '../../lib/orders/sign-order.ts';
import { type Failure, fail, ok, type Result } from '../../lib/result.ts';
import type { GuardedOrder } from './guard.ts';
import type { Observe, Observed } from './observe.ts';
import { planOrders, signOrders } from './orders.ts';
import { type PlaceDeps, placeOrders } from './place.ts';
import type { TickJournal } from './tick-journal.ts';

/** Everything a tick can do, as functions; the tick is the order of steps and nothing else. */
export type TickDeps = PlaceDeps & {
  readonly claimDue: (limit: number) => Promise<Result<readonly DuePortfolio[]>>;
  readonly settle: (timeIsUp: () => boolean) => Promise<Result<Settled>>;
  readonly observe: Observe;
  readonly decide: Decide;
  readonly guard: (order: GuardedOrder) => Result<null>;
  /** Null when the bot has no key. */
  readonly sign: SignDigest | null;
  readonly journal: TickJournal;
  readonly clock: { readonly monotonicMs: () => number };
  readonly log: TickLog;
  /** Reads, decides, and answers its plans; writes, signs and places nothing. */
  readonly dryRun: boolean;
};

export type TickLog = {
  readonly info: (fields: object, message: string) => void;
  readonly warn: (fields: object, message: string) => void;
  readonly error: (fields: object, message: string) => void;
};

export type TickOptions = {
  readonly tickId: string;
  /** Most portfolios one tick works on. */
  readonly limit: number;
  readonly budgetMs: number;
};

/** What was decided for one portfolio; answered by a dry run only. */
export type TickPlan = {
  readonly portfolio: string;
  readonly name: string;
  readonly blockNumber: bigint;
  readonly decision: Decision;
};

export type TickSummary = TickCounts & {
  readonly tickId: string;
  readonly durationMs: number;
  readonly dryRun: boolean;
  readonly plans: readonly TickPlan[];
};

type Tally = { checked: number; held: number; acted: number; failed: number; skipped: number };

/** One portfolio on its way through a batch. */
type Work = {
  readonly due: DuePortfolio;
  failure: Failure | null;
  /** The failure is the portfolio's own, not the surroundings'. */
  blame: boolean;
  lost: boolean;
  look: { readonly observed: Observed; readonly decision: Decision; readonly entry: JournalEntry } | null;
};

const BATCH_MAX = 500;
const SHARED_CAUSES: readonly string[] = ['signer-unavailable', 'venue-unavailable'];

/** A bug in deciding one portfolio must not stop the others; it is told, and counted against that portfolio. */
const decideOne = async (deps: TickDeps, observed: Observed): Promise<Result<NonNullable<Work['look']>>> => {
  try {
    const { due, snapshot, policy, fillMode } = observed;
    const decision = deps.decide(snapshot, policy);
    const planned = planOrders(
      { snapshot, policy, policyVersion: due.policyVersion, decision, fillMode },
      deps.guard,
    );
    if (!planned.ok) return planned;
    const sign = deps.dryRun ? null : deps.sign;
    const signed = sign === null ? ok([]) : await signOrders(planned.value, { snapshot, sign });
    if (!signed.ok) return signed;
    const lease = { portfolioId: due.portfolioId, token: due.token };
    const entry = { lease, policyVersion: due.policyVersion, snapshot, decision, orders: signed.value };
    return ok({ observed, decision, entry });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('bug', `Deciding failed: ${message}`, { when: 'next-tick' });
  }
};

const lookAtAll = async (deps: TickDeps, works: readonly Work[], settled: Settled): Promise<Result<null>> => {
  const observed = await deps.observe(
    works.map(({ due }) => due),
    settled,
  );
  if (!observed.ok) return observed;
  for (const [index, work] of works.entries()) {
    const seen = observed.value[index];
    const look = seen?.ok === true ? await decideOne(deps, seen.value) : seen;
    if (look === undefined || !look.ok) {
      work.failure = look?.error ?? {
        code: 'bug',
        message: 'It was not observed.',
        retry: { when: 'next-tick' },
      };
      // What fails for everybody, or on a head that lags, is nobody's own fault.
      work.blame = settled.state === 'settled' && !SHARED_CAUSES.includes(work.failure.code);
      deps.log.warn({ portfolio: work.due.account.address, code: work.failure.code }, work.failure.message);
    } else work.look = look.value;
  }
  return ok(null);
};

const journalAll = async (deps: TickDeps, works: readonly Work[]): Promise<Result<null>> => {
  const looks = works.flatMap((work) => (work.look === null ? [] : [work.look.entry]));
  const written = await deps.journal.write(looks);
  if (!written.ok) return written;
  const stored = new Map(written.value.map((entry) => [entry.portfolioId, entry.orderIds]));
  for (const work of works) {
    if (work.look === null) continue;
    const ids = stored.get(work.due.portfolioId);
    if (ids === undefined) work.lost = true;
  }
  const toPlace = works.flatMap((work) => {
    if (work.look === null || work.lost) return [];
    const { observed, entry } = work.look;
    const ids = stored.get(work.due.portfolioId) ?? [];
    // Journaled by a tick that ended before it could place them: the same orders, not others.
    const resumed = observed.liveOrders.filter(({ placed }) => !placed);
    const fresh = entry.orders.filter(({ id }) => ids.includes(id));
    return [{ observed, orders: [...resumed, ...fresh] }];
  });
  const placed = await placeOrders(deps, toPlace);
  if (!placed.ok) return placed;
  for (const work of works) {
    const failure = placed.value.get(work.due.portfolioId);
    if (failure !== undefined) work.failure = failure;
  }
  return ok(null);
};

const count = (tally: Tally, work: Work): void => {
  if (work.lost) {
    tally.skipped += 1;
    return;
  }
  tally.checked += 1;
  if (work.failure !== null) tally.failed += 1;
  else if (work.look?.decision.plan.kind === 'act') tally.acted += 1;
  else tally.held += 1;
};

const outcomeOf = ({ due, failure, blame }: Work): LeaseOutcome => ({
  lease: { portfolioId: due.portfolioId, token: due.token },
  failure,
  blame,
});

/** One batch from observing to the end of its leases. A failure that is everybody's gives the batch back unworked. */
const workBatch = async (deps: TickDeps, works: readonly Work[], settled: Settled): Promise<Result<null>> => {
  const looked = await lookAtAll(deps, works, settled);
  if (!looked.ok || deps.dryRun) return looked;
  const journaled = await journalAll(deps, works);
  if (!journaled.ok) return journaled;
  const ended = await deps.journal.complete(works.filter(({ lost }) => !lost).map(outcomeOf));
  if (!ended.ok) return ended;
  for (const { portfolioId, quarantined } of ended.value)
    if (quarantined)
      deps.log.error({ portfolioId }, 'A portfolio is set aside after failing again and again.');
  return ok(null);
};

const newWork = (due: DuePortfolio): Work => ({ due, failure: null, blame: false, lost: false, look: null });

const release = (deps: TickDeps, due: readonly DuePortfolio[]): Promise<unknown> =>
  deps.dryRun || due.length === 0
    ? Promise.resolve()
    : deps.journal.release(due.map(({ portfolioId, token }) => ({ portfolioId, token })));

type Pass = {
  readonly deps: TickDeps;
  readonly options: TickOptions;
  readonly timeIsUp: () => boolean;
  readonly tally: Tally;
  readonly plans: TickPlan[];
};

/** Claims first and settles then, so that who waits for the chain already owns what he will decide. */
const claimAndSettle = async ({
  deps,
  options,
  timeIsUp,
}: Pass): Promise<Result<{ readonly due: readonly DuePortfolio[]; readonly settled: Settled }>> => {
  const limit = Math.min(options.limit, BATCH_MAX);
  const first = await deps.claimDue(limit);
  if (!first.ok) return first;
  const settled = await deps.settle(timeIsUp);
  if (!settled.ok) {
    await release(deps, first.value);
    return settled;
  }
  // Settling may have found new portfolios; they are looked at in the same tick.
  const more =
    deps.dryRun || first.value.length >= limit ? ok([]) : await deps.claimDue(limit - first.value.length);
  if (!more.ok) {
    await release(deps, first.value);
    return more;
  }
  return ok({ due: [...first.value, ...more.value], settled: settled.value });
};

const runBatches = async (pass: Pass): Promise<Result<null>> => {
  const { deps, options, timeIsUp, tally, plans } = pass;
  const begun = await claimAndSettle(pass);
  if (!begun.ok) return begun;
  const { settled } = begun.value;
  let { due } = begun.value;
  if (settled.state !== 'settled' || settled.reorganised)
    deps.log.warn(
      { state: settled.state, reorganised: settled.reorganised, head: `${settled.head.number}` },
      'The index was not simply at the head.',
    );
  let taken = 0;
  while (due.length > 0) {
    taken += due.length;
    if (settled.state === 'behind' || timeIsUp()) {
      await release(deps, due);
      tally.skipped += due.length;
      return ok(null);
    }
    const works = due.map(newWork);
    const worked = await workBatch(deps, works, settled);
    if (!worked.ok) {
      await release(deps, due);
      tally.skipped += due.length;
      return worked;
    }
    for (const work of works) {
      count(tally, work);
      if (deps.dryRun && work.look !== null) {
        const { snapshot } = work.look.observed;
        const { account, name } = work.due;
        plans.push({
          portfolio: account.address,
          name,
          blockNumber: snapshot.blockNumber,
          decision: work.look.decision,
        });
      }
    }
    if (deps.dryRun || taken >= options.limit) return ok(null);
    const next = await deps.claimDue(Math.min(options.limit - taken, BATCH_MAX));
    if (!next.ok) return next;
    due = next.value;
  }
  return ok(null);
};

/**
 * One stateless pass over what is due: claim → settle → observe → decide → guard → sign → journal → guard → simulate → place →
 * journal, within a time budget. May overlap with others, be doubled, missed or killed at any wait: what it did not finish
 * comes due again. Fails only when nothing could be done for anybody: database or chain away.
 */
export const runTick = async (deps: TickDeps, options: TickOptions): Promise<Result<TickSummary>> => {
  const startMs = deps.clock.monotonicMs();
  const timeIsUp = (): boolean => deps.clock.monotonicMs() - startMs > options.budgetMs;
  const tally: Tally = { checked: 0, held: 0, acted: 0, failed: 0, skipped: 0 };
  const plans: TickPlan[] = [];
  const ran = await runBatches({ deps, options, timeIsUp, tally, plans });
  const due = deps.dryRun ? ok(0) : await deps.journal.countDue();
  const durationMs = Math.round(deps.clock.monotonicMs() - startMs);
  const counts = { ...tally, remaining: due.ok ? due.value : 0 };
  if (!deps.dryRun) {
    const error = ran.ok ? null : ran.error.code;
    const finished = await deps.journal.finish({ id: options.tickId, ...counts, durationMs, error });
    if (!finished.ok)
      deps.log.warn(
        { tickId: options.tickId, code: finished.error.code },
        'The end of a tick was not stored.',
      );
  }
  if (!ran.ok) return ran;
  return ok({ tickId: options.tickId, ...counts, durationMs, dryRun: deps.dryRun, plans });
};
