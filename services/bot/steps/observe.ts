import type { DuePortfolio } from '../../../lib/ledger/tick-record.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { TickDeps } from '../tick-deps.ts';
import { type Batch, failedAlone, type Outcome, type SeenWay } from '../way.ts';

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
