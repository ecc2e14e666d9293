import type { Action } from '../../../lib/ledger/action.ts';
import type { Venues } from '../../../lib/ledger/venue.ts';
import { fail, type Result } from '../../../lib/result.ts';
import type { TickDeps } from '../tick-deps.ts';
import { type CheckedWay, type Outcome, onwardInTurn } from '../way.ts';

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
