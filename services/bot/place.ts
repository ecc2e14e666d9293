import type { Hex } from 'viem';
import type { OrderToJournal, StoredOrder } from '../../lib/ledger/tick-record.ts';
import { readMakerTraits } from '../../lib/orders/maker-traits.ts';
import type { Venue, VenueId } from '../../lib/orders/venue.ts';
import { type Failure, fail, ok, type Result } from '../../lib/result.ts';
import type { GuardedOrder } from './guard.ts';
import { type Observed, suspectsOf } from './observe.ts';
import type { Simulate } from './simulate.ts';
import type { TickJournal } from './tick-journal.ts';

export type PlaceDeps = {
  readonly guard: (order: GuardedOrder) => Result<null>;
  readonly simulate: Simulate;
  readonly venues: Readonly<Record<VenueId, Venue>>;
  readonly journal: Pick<TickJournal, 'reject'>;
};

/** A journaled order, fresh or left over by a tick that was cut short. */
type Journaled = OrderToJournal | StoredOrder;

export type ToPlace = { readonly observed: Observed; readonly orders: readonly Journaled[] };

type Candidate = { readonly observed: Observed; readonly journaled: Journaled };

const guarded = ({ observed, journaled }: Candidate): GuardedOrder => ({
  order: journaled.order,
  extension: journaled.extension,
  snapshot: observed.snapshot,
  policy: observed.policy,
  fillMode: observed.fillMode,
});

/** A venue that throws is away for this order, not for the others. */
const placeOne = async (deps: PlaceDeps, { observed, journaled }: Candidate): Promise<Result<unknown>> => {
  try {
    return await deps.venues[journaled.venue].place({
      id: journaled.id,
      orderHash: journaled.orderHash,
      chainId: observed.snapshot.account.chainId,
      order: journaled.order,
      blob: journaled.blob,
      extension: journaled.extension,
      expiresAtSeconds: readMakerTraits(journaled.order.makerTraits).expiresAtSeconds,
    });
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
    return deps.journal.reject(candidate.journaled.id, `${failure.code}: ${failure.message}`);
  };
  for (const { observed, orders } of batch) {
    // Nothing is concluded, and nothing shown, on a head that lags.
    if (observed.snapshot.chainLagging) continue;
    for (const journaled of orders) {
      const candidate = { observed, journaled };
      const passed = deps.guard(guarded(candidate));
      const refused = passed.ok ? ok(undefined) : await refuse(candidate, passed.error);
      if (!refused.ok) return refused;
      if (passed.ok) candidates.push(candidate);
    }
  }
  const [first] = candidates;
  if (first === undefined) return ok(failures);
  const { blockNumber: number, blockHash: hash, nowSeconds: timeSeconds } = first.observed.snapshot;
  const verdicts = await deps.simulate(candidates.map(toSimulate), {
    block: { number, hash, timeSeconds },
    suspects: suspectsOf(batch.map(({ observed }) => observed.due)),
    timeIsUp,
  });
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
    const placed = await placeOne(deps, candidate);
    if (!placed.ok) failures.set(candidate.observed.due.portfolioId, placed.error);
  }
  return ok(failures);
};

const toSimulate = ({ observed, journaled }: Candidate) => ({
  id: journaled.id as Hex,
  portfolio: observed.snapshot.account.address,
  order: journaled.order,
  orderHash: journaled.orderHash,
  blob: journaled.blob,
});
