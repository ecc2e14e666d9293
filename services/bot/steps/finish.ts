import type { DuePortfolio, TickCounts } from '../../../lib/ledger/tick-record.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { TickDeps } from '../tick-deps.ts';
import type { Outcome } from '../way.ts';
import { giveBack } from './begin.ts';

export type TickOptions = {
  readonly tickId: string;
  /** Most portfolios one tick works on. */
  readonly limit: number;
  readonly budgetMs: number;
  /** True once nothing more is to be begun: what is in hand is finished, and the rest given back. */
  readonly stopping?: () => boolean;
};

/** What a tick came to. */
export type TickRun = TickCounts & { readonly tickId: string; readonly durationMs: number };

/** Where a tick stands when it stops. */
export type Stopped = {
  readonly startMs: number;
  readonly ends: readonly Outcome['kind'][];
  /** Claimed, and not worked on to the end. */
  readonly unworked: readonly DuePortfolio[];
  readonly why: Result<unknown>;
};

type Ends = readonly Outcome['kind'][];

const countOf = (ends: Ends, ...kinds: Ends): number => ends.filter((kind) => kinds.includes(kind)).length;

const countsOf = (ends: Ends): Omit<TickCounts, 'remaining'> => ({
  checked: countOf(ends, 'held', 'acted', 'failed'),
  held: countOf(ends, 'held'),
  acted: countOf(ends, 'acted'),
  failed: countOf(ends, 'failed'),
  skipped: countOf(ends, 'lost', 'unreached'),
});

/** A tick that looked at nobody while somebody waited has failed, whatever the reason was. */
const someoneChecked = (ends: Ends, { checked, remaining }: TickCounts): Result<null> => {
  const waiting = Math.max(countOf(ends, 'unreached'), remaining);
  if (checked > 0 || waiting === 0) return ok(null);
  const message = `Nobody was looked at, although ${waiting} were due: the index is behind the chain, time was up, or it was told to stop.`;
  return fail('nobody-checked', message, { when: 'next-tick' });
};

/** Gives back what was not worked on, counts, and writes down how the tick ended. */
export const finish = async (
  deps: Pick<TickDeps, 'journal' | 'clock' | 'log'>,
  { tickId }: TickOptions,
  { startMs, ends: worked, unworked, why }: Stopped,
): Promise<Result<TickRun>> => {
  await giveBack(deps, unworked);
  const ends = [...worked, ...unworked.map(() => 'unreached' as const)];
  const due = await deps.journal.countDue();
  const durationMs = Math.round(deps.clock.monotonicMs() - startMs);
  const counts = { ...countsOf(ends), remaining: due.ok ? due.value : 0 };
  const judged = why.ok ? someoneChecked(ends, counts) : why;
  const error = judged.ok ? null : judged.error.code;
  // The code alone is stored; of many causes that come to one code, the message names the one.
  if (!why.ok) deps.log.warn({ tickId, code: why.error.code, why: why.error.message }, 'tick-stopped');
  const finished = await deps.journal.finish({ id: tickId, ...counts, durationMs, error });
  if (!finished.ok) deps.log.warn({ tickId, code: finished.error.code }, 'tick-end-not-stored');
  return judged.ok ? ok({ tickId, ...counts, durationMs }) : judged;
};
