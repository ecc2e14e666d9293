import { bugIn } from '../bug-in.ts';
import type { TickDeps } from '../tick-deps.ts';
import { type Batch, type DecidedWay, failedAlone, type Outcome, onward, type SeenWay } from '../way.ts';

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
