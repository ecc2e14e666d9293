import type { DuePortfolio } from '../../../lib/ledger/tick-record.ts';
import { bugIn, fail, ok, type Result } from '../../../lib/result.ts';
import type { TickDeps } from '../tick-deps.ts';
import { type Batch, type DecidedWay, failedAlone, type Outcome, onward, type SeenWay } from '../way.ts';

const NOT_OBSERVED = fail('bug', 'It was not observed.', { when: 'next-tick' });

/** Sees everybody at one block. Who can't be seen fails alone. */
export const observe = async (
  deps: Pick<TickDeps, 'observe'>,
  claimed: readonly DuePortfolio[],
  batch: Batch,
): Promise<Result<readonly (SeenWay | Outcome)[]>> => {
  const seen = await deps.observe(claimed, batch.settled, batch.timeIsUp);
  if (!seen.ok) return seen;
  return ok(
    claimed.map((due, index) => {
      const observed = seen.value[index] ?? NOT_OBSERVED;
      if (observed.ok) return { kind: 'seen', due, observed: observed.value };
      if (observed.error.code === 'not-reached') return { kind: 'unreached', due };
      return failedAlone(due, observed.error, batch);
    }),
  );
};

/** Decides for each. A bug that one portfolio's values meet is told, and doesn't stop the others. */
export const decide = (
  deps: Pick<TickDeps, 'decide'>,
  ways: readonly (SeenWay | Outcome)[],
  batch: Batch,
): readonly (DecidedWay | Outcome)[] =>
  onward(ways, (way: SeenWay): DecidedWay | Outcome => {
    const { snapshot, policy } = way.observed;
    try {
      const decision = deps.decide(snapshot, policy);
      return { ...way, kind: 'decided', look: { snapshot, policy, decision } };
    } catch (thrown) {
      return failedAlone(way.due, bugIn('Deciding failed', thrown), batch);
    }
  });
