import type { Decision } from '../../lib/engine/decision.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import type { DuePortfolio, TickCounts } from '../../lib/ledger/tick-record.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TickDeps } from './tick-deps.ts';
import { newWork, type Work, workBatch } from './work-batch.ts';

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

/** `lost` is the part of `skipped` that others work on. */
type Tally = { checked: number; held: number; acted: number; failed: number; skipped: number; lost: number };

const BATCH_MAX = 500;

const count = (tally: Tally, work: Work): void => {
  if (work.lost || work.unreached) {
    tally.skipped += 1;
    if (work.lost) tally.lost += 1;
    return;
  }
  tally.checked += 1;
  if (work.failure !== null) tally.failed += 1;
  else if (work.look?.decision.plan.kind === 'act') tally.acted += 1;
  else tally.held += 1;
};

/** Whatever is thrown is a bug of ours, and ends this tick, not the process. */
const caught = async <T>(run: () => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await run();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('bug', `The tick broke: ${message}`, { when: 'next-tick' });
  }
};

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

/** A tick that looked at nobody while somebody waited has failed, whatever the reason was. */
const someoneChecked = ({ checked, skipped, lost }: Tally, remaining: number): Result<null> => {
  const waiting = Math.max(skipped - lost, remaining);
  if (checked > 0 || waiting === 0) return ok(null);
  const message = `Nobody was looked at, although ${waiting} were due: the index is behind the chain, or time was up.`;
  return fail('nobody-checked', message, { when: 'next-tick' });
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
      'index-not-at-head',
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
    const worked = await caught(() => workBatch(deps, works, { settled, timeIsUp }));
    if (!worked.ok) {
      await release(deps, due);
      tally.skipped += due.length;
      return worked;
    }
    await release(
      deps,
      works.flatMap((work) => (work.unreached ? [work.due] : [])),
    );
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
 * comes due again. Fails only when nothing could be done for anybody who was due: database or chain away, or no time left.
 */
export const runTick = async (deps: TickDeps, options: TickOptions): Promise<Result<TickSummary>> => {
  const startMs = deps.clock.monotonicMs();
  const timeIsUp = (): boolean => deps.clock.monotonicMs() - startMs > options.budgetMs;
  const tally: Tally = { checked: 0, held: 0, acted: 0, failed: 0, skipped: 0, lost: 0 };
  const plans: TickPlan[] = [];
  const ran = await caught(() => runBatches({ deps, options, timeIsUp, tally, plans }));
  const due = deps.dryRun ? ok(0) : await deps.journal.countDue();
  const durationMs = Math.round(deps.clock.monotonicMs() - startMs);
  const { lost: _, ...tallied } = tally;
  const counts = { ...tallied, remaining: due.ok ? due.value : 0 };
  const judged = ran.ok ? someoneChecked(tally, counts.remaining) : ran;
  if (!deps.dryRun) {
    const error = judged.ok ? null : judged.error.code;
    const finished = await deps.journal.finish({ id: options.tickId, ...counts, durationMs, error });
    if (!finished.ok)
      deps.log.warn({ tickId: options.tickId, code: finished.error.code }, 'tick-end-not-stored');
  }
  if (!judged.ok) return judged;
  return ok({ tickId: options.tickId, ...counts, durationMs, dryRun: deps.dryRun, plans });
};
