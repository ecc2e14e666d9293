import type { Hex } from 'viem';
import { VENUE_IDS } from '../../../lib/engine/venue-id.ts';
import type { Action } from '../../../lib/ledger/action.ts';
import type { BatchReading } from '../../../lib/ledger/look.ts';
import type { Checking, Venues } from '../../../lib/ledger/venue.ts';
import { type Failure, fail, ok, type Result } from '../../../lib/result.ts';
import { suspectsOf } from '../observe.ts';
import type { TickDeps } from '../tick-deps.ts';
import {
  type Batch,
  type CheckedWay,
  isUnderWay,
  type JournaledWay,
  type Outcome,
  onward,
  onwardInTurn,
} from '../way.ts';

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
  for (const id of VENUE_IDS) {
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
 * stays in the journal for the next tick.
 */
export const check = async (
  { venues, journal }: Pick<TickDeps, 'venues' | 'journal'>,
  ways: readonly (JournaledWay | Outcome)[],
  { settled, timeIsUp }: Batch,
): Promise<Result<readonly (CheckedWay | Outcome)[]>> => {
  const journaled = ways.filter(isUnderWay);
  const verdicts = await verdictsOn(venues, journaled.flatMap(checkingsOf), {
    block: settled.head,
    suspects: suspectsOf(journaled.map(({ due }) => due)),
    timeIsUp,
  });
  if (!verdicts.ok) return verdicts;
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

/** A venue that throws is away for this action, not for the others. */
const placeOne = async (venues: Venues, action: Action): Promise<Result<unknown>> => {
  const venue = venues[action.venue];
  if (venue === null) return fail('venue-unavailable', 'There is no such venue.', { when: 'next-tick' });
  try {
    return await venue.place(action);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('venue-unavailable', `Placing broke: ${message}`, { when: 'next-tick' });
  }
};

/** Shows what passed to takers. What a venue can't take now stays journaled, for the next tick. */
export const place = (
  { venues }: Pick<TickDeps, 'venues'>,
  ways: readonly (CheckedWay | Outcome)[],
): Promise<readonly Outcome[]> =>
  onwardInTurn(ways, async (way: CheckedWay): Promise<Outcome> => {
    const { due, look } = way;
    let { failure } = way;
    for (const action of way.actions) {
      const placed = await placeOne(venues, action);
      if (!placed.ok) failure = placed.error;
    }
    if (failure !== null) return { kind: 'failed', due, look, failure, own: failure.whose === 'own' };
    return { kind: look.decision.plan.kind === 'act' ? 'acted' : 'held', due, look };
  });
