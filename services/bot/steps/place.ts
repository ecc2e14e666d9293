import type { Hex } from 'viem';
import { CHAIN_VENUE_IDS } from '../../../lib/engine/venue-id.ts';
import type { Action } from '../../../lib/ledger/action.ts';
import { movedAway } from '../../../lib/ledger/custody.ts';
import type { BatchReading } from '../../../lib/ledger/look.ts';
import type { Checking, Placing, Venue, Venues } from '../../../lib/ledger/venue.ts';
import { type Failure, fail, ok, type Result } from '../../../lib/result.ts';
import { suspectsOf } from '../observe.ts';
import type { TickDeps } from '../tick-deps.ts';
import { type Batch, type CheckedWay, isUnderWay, type JournaledWay, type Outcome, onward } from '../way.ts';

/** Null = passed. What nobody was asked about is missing. */
type Verdicts = ReadonlyMap<Hex, Failure | null>;

/** Nothing is concluded, and nothing shown, on a head that lags. */
const checkingsOf = ({ observed, actions }: JournaledWay): readonly Checking[] =>
  observed.snapshot.chainLagging ? [] : actions.map((action) => ({ action, observation: observed }));

const verdictsOn = async (
  venues: Venues,
  checkings: readonly Checking[],
  reading: BatchReading,
): Promise<Result<Verdicts>> => {
  const verdicts = new Map<Hex, Failure | null>();
  for (const id of CHAIN_VENUE_IDS) {
    const asked = checkings.filter(({ action }) => action.venue === id);
    const venue = venues[id];
    if (venue === null || asked.length === 0) continue;
    const answers = await venue.check(asked, reading);
    if (!answers.ok) return answers;
    for (const [index, { action }] of asked.entries()) {
      const answer = answers.value[index];
      if (answer === undefined || (!answer.ok && answer.error.code === 'not-reached')) continue;
      verdicts.set(action.id, answer.ok ? null : answer.error);
    }
  }
  return ok(verdicts);
};

/**
 * Has the venues judge the exact bytes once more. What is refused is closed, since nobody has seen it; what nobody was asked about
 * stays in the journal for the next tick. Fails with `chain-moved`, and shows nothing, once the chain has left the block that all of it
 * rests on: what was read then may be of one branch and what is known of another, where an order that is over still stands.
 */
export const check = async (
  { venues, journal, stillHas }: Pick<TickDeps, 'venues' | 'journal' | 'stillHas'>,
  ways: readonly (JournaledWay | Outcome)[],
  { settled, timeIsUp }: Batch,
): Promise<Result<readonly (CheckedWay | Outcome)[]>> => {
  const journaled = ways.filter(isUnderWay);
  const checkings = journaled.flatMap(checkingsOf);
  const suspects = suspectsOf(journaled.map(({ due }) => due));
  // At the same moment, so that a node is asked both in one request.
  const [verdicts, isStill] = await Promise.all([
    verdictsOn(venues, checkings, { block: settled.head, suspects, timeIsUp }),
    checkings.length === 0 ? ok(true) : stillHas(settled.head),
  ]);
  if (!verdicts.ok) return verdicts;
  if (!isStill.ok) return isStill;
  if (!isStill.value) return movedAway();
  for (const [id, refusal] of verdicts.value) {
    if (refusal === null) continue;
    const closed = await journal.reject(id, `${refusal.code}: ${refusal.message}`);
    if (!closed.ok) return closed;
  }
  return ok(
    onward(ways, (way: JournaledWay): CheckedWay => {
      const actions = way.actions.filter(({ id }) => verdicts.value.get(id) === null);
      const refusals = way.actions.flatMap(({ id }) => verdicts.value.get(id) ?? []);
      return { ...way, kind: 'checked', actions, failure: refusals.at(-1) ?? null };
    }),
  );
};

/** What venues did with each action that they were handed. */
type Placings = ReadonlyMap<Hex, Result<Placing>>;

const NO_SUCH_VENUE = fail('venue-unavailable', 'There is no such venue.', { when: 'next-tick' });
const NOT_TOLD = fail('venue-unavailable', 'The venue did not say what became of it.', { when: 'next-tick' });

/** A venue that throws is away, and no other with it. */
const placeThrough = async (
  venue: Venue | null,
  actions: readonly Action[],
): Promise<Result<readonly Result<Placing>[]>> => {
  if (venue === null) return NO_SUCH_VENUE;
  try {
    return await venue.place(actions);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('venue-unavailable', `Placing broke: ${message}`, { when: 'next-tick' });
  }
};

const placingsOf = async (venues: Venues, actions: readonly Action[]): Promise<Placings> => {
  const placings = new Map<Hex, Result<Placing>>();
  for (const id of CHAIN_VENUE_IDS) {
    const own = actions.filter(({ venue }) => venue === id);
    if (own.length === 0) continue;
    const placed = await placeThrough(venues[id], own);
    for (const [index, action] of own.entries())
      placings.set(action.id, placed.ok ? (placed.value[index] ?? NOT_TOLD) : placed);
  }
  return placings;
};

/** Shows what passed to takers, all of a venue's at once. What a venue can't take now stays journaled, for the next tick. */
export const place = async (
  { venues }: Pick<TickDeps, 'venues'>,
  ways: readonly (CheckedWay | Outcome)[],
): Promise<readonly Outcome[]> => {
  const checked = ways.filter(isUnderWay);
  const placings = await placingsOf(
    venues,
    checked.flatMap(({ actions }) => actions),
  );
  return ways.map((way): Outcome => {
    if (!isUnderWay(way)) return way;
    const { due, look } = way;
    const refusals = way.actions.flatMap(({ id }) => {
      const placing = placings.get(id) ?? NOT_TOLD;
      return placing.ok ? [] : [placing.error];
    });
    const failure = refusals.at(-1) ?? way.failure;
    if (failure !== null) return { kind: 'failed', due, look, failure, own: failure.whose === 'own' };
    return { kind: look.decision.plan.kind === 'act' ? 'acted' : 'held', due, look };
  });
};
