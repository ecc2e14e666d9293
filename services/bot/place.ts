import type { Action } from '../../lib/ledger/action.ts';
import type { Venues } from '../../lib/ledger/venue.ts';
import { type Failure, fail, failure, ok, type Result } from '../../lib/result.ts';
import type { Guard } from './guard.ts';
import { type Observed, suspectsOf } from './observe.ts';
import type { Simulate } from './simulate.ts';
import type { TickJournal } from './tick-journal.ts';

export type PlaceDeps = {
  readonly guard: Guard;
  readonly simulate: Simulate;
  readonly venues: Venues;
  readonly journal: Pick<TickJournal, 'reject'>;
};

/** Journaled actions, fresh or left over by a tick that was cut short. */
export type ToPlace = { readonly observed: Observed; readonly actions: readonly Action[] };

type Candidate = { readonly observed: Observed; readonly action: Action };

/** It was right when it was signed: what has changed since is nobody's fault. */
const outdated = ({ message }: Failure): Failure => failure('order-outdated', message, { when: 'next-tick' });

/** A venue that throws is away for this order, not for the others. */
const placeOne = async (deps: PlaceDeps, action: Action): Promise<Result<unknown>> => {
  try {
    const venue = deps.venues[action.venue];
    return venue === null ? fail('venue-unavailable', 'There is no such venue.') : await venue.place(action);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('venue-unavailable', `Placing broke: ${message}`, { when: 'next-tick' });
  }
};

/**
 * Shows journaled orders to takers: each is guarded and simulated once more, as the exact bytes that are shown. What is refused
 * is closed, since nobody has seen it; what a venue can't take now stays, for the next tick. Answers what failed, by portfolio.
 */
export const placeOrders = async (
  deps: PlaceDeps,
  batch: readonly ToPlace[],
  timeIsUp: () => boolean,
): Promise<Result<ReadonlyMap<string, Failure>>> => {
  const failures = new Map<string, Failure>();
  const candidates: Candidate[] = [];
  const refuse = async (candidate: Candidate, failure: Failure): Promise<Result<void>> => {
    failures.set(candidate.observed.due.portfolioId, failure);
    return deps.journal.reject(candidate.action.id, `${failure.code}: ${failure.message}`);
  };
  for (const { observed, actions } of batch) {
    // Nothing is concluded, and nothing shown, on a head that lags.
    if (observed.snapshot.chainLagging) continue;
    for (const action of actions) {
      const candidate = { observed, action };
      const passed = deps.guard(action.body, observed);
      const refused = passed.ok ? ok(undefined) : await refuse(candidate, outdated(passed.error));
      if (!refused.ok) return refused;
      if (passed.ok) candidates.push(candidate);
    }
  }
  const [first] = candidates;
  if (first === undefined) return ok(failures);
  const { blockNumber: number, blockHash: hash, nowSeconds: timeSeconds } = first.observed.snapshot;
  const verdicts = await deps.simulate(
    candidates.map(({ action }) => action),
    {
      block: { number, hash, timeSeconds },
      suspects: suspectsOf(batch.map(({ observed }) => observed.due)),
      timeIsUp,
    },
  );
  if (!verdicts.ok) return verdicts;
  for (const [index, candidate] of candidates.entries()) {
    const verdict = verdicts.value[index];
    // Not asked about, hence not shown: it stays in the journal for the next tick.
    if (verdict === undefined || (!verdict.ok && verdict.error.code === 'not-reached')) continue;
    if (!verdict.ok) {
      const refused = await refuse(candidate, verdict.error);
      if (!refused.ok) return refused;
      continue;
    }
    const placed = await placeOne(deps, candidate.action);
    if (!placed.ok) failures.set(candidate.observed.due.portfolioId, placed.error);
  }
  return ok(failures);
};
