import type { JournalEntry } from '../../../lib/ledger/tick-record.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { writeInParts } from '../in-parts.ts';
import type { TickDeps } from '../tick-deps.ts';
import { type Batch, isUnderWay, type JournaledWay, type Outcome, onward, type PreparedWay } from '../way.ts';

const entryOf = ({ due, look, actions }: PreparedWay): JournalEntry => ({
  lease: { portfolioId: due.portfolioId, token: due.token },
  look,
  policyVersion: due.policyVersion,
  actions,
});

/** Writes every look before anything of it is shown. What the journal refuses for one portfolio's sake is its own failure. */
export const journal = async (
  deps: Pick<TickDeps, 'journal'>,
  ways: readonly (PreparedWay | Outcome)[],
  { timeIsUp }: Batch,
): Promise<Result<readonly (JournaledWay | Outcome)[]>> => {
  const write = (part: readonly PreparedWay[]) => deps.journal.write(part.map(entryOf));
  const written = await writeInParts(ways.filter(isUnderWay), write, timeIsUp);
  if (!written.ok) return written;
  const { answers, refused } = written.value;
  const stored = new Map(answers.map(({ portfolioId, actionIds }) => [portfolioId, actionIds]));
  const unreached = new Set(written.value.unreached);
  return ok(
    onward(ways, (way: PreparedWay): JournaledWay | Outcome => {
      const { due, look, observed } = way;
      const refusal = refused.get(way);
      if (refusal !== undefined) return { kind: 'failed', due, look, ...refusal };
      if (unreached.has(way)) return { kind: 'unreached', due };
      const ids = stored.get(due.portfolioId);
      if (ids === undefined) return { kind: 'lost', due };
      // Journaled by a tick that ended before it could place them: the same orders, not others.
      const leftOver = observed.liveOrders.filter(({ placedAtMicros }) => placedAtMicros === null);
      const fresh = way.actions.filter(({ id }) => ids.includes(id));
      return { ...way, kind: 'journaled', actions: [...leftOver, ...fresh] };
    }),
  );
};
