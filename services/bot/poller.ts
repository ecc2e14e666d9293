import { bugIn, type Result } from '../../lib/result.ts';
import type { TickSummary } from './tick-summary.ts';

export type PollerDeps = {
  readonly tick: () => Promise<Result<TickSummary>>;
  /** Told after every tick. */
  readonly report: (outcome: Result<TickSummary>) => void;
  /** Settles after that long, or at once when the loop is to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Milliseconds until somebody comes due who isn't yet; null when nobody will, or nobody can say. */
  readonly untilNextTurn: () => Promise<number | null>;
  readonly stopping: () => boolean;
  /** The longest wait between two ticks while all is well. */
  readonly intervalMs: number;
};

const FAILING_WAIT_MS_MAX = 30_000;
const HURRIED_WAIT_MS = 100;
/** Nobody is looked at more often for coming due. */
const TURN_WAIT_MS_MIN = 1_000;
/** After a tick that acted, a fill may be near: the wait begins at this part of the interval, and doubles while nothing drifts. */
const ACTED_PART = 4;

/** A tick that throws is a failed tick; the loop goes on. */
const ticked = async (deps: PollerDeps): Promise<Result<TickSummary>> => {
  try {
    return await deps.tick();
  } catch (thrown) {
    return { ok: false, error: bugIn('The tick broke', thrown) };
  }
};

/** What the loop remembers of the ticks before: failures in a row, and quiet ticks since one acted (null = none has). */
type Past = { readonly failures: number; readonly quiet: number | null };

const NOTHING_YET: Past = { failures: 0, quiet: null };

const after = ({ failures, quiet }: Past, outcome: Result<TickSummary>): Past => {
  // An index on its way to the head is work, not an outage.
  if (!outcome.ok) return { failures: outcome.error.code === 'nobody-checked' ? 0 : failures + 1, quiet };
  return { failures: 0, quiet: outcome.value.acted > 0 ? 0 : quiet === null ? null : quiet + 1 };
};

/** The wait while nobody's turn comes sooner. */
const calmWaitMs = (intervalMs: number, { quiet }: Past): number =>
  quiet === null ? intervalMs : Math.min(intervalMs, (intervalMs / ACTED_PART) * 2 ** quiet);

const waitMs = async (deps: PollerDeps, past: Past, outcome: Result<TickSummary>): Promise<number> => {
  const { intervalMs, untilNextTurn } = deps;
  const least = Math.min(HURRIED_WAIT_MS, intervalMs);
  if (past.failures > 1)
    return Math.max(least, Math.min(intervalMs * 2 ** (past.failures - 1), FAILING_WAIT_MS_MAX));
  if (!outcome.ok) return Math.max(least, intervalMs);
  if (outcome.value.remaining > 0 && outcome.value.checked > 0) return least;
  const calm = Math.max(least, calmWaitMs(intervalMs, past));
  const turn = calm <= TURN_WAIT_MS_MIN ? null : await untilNextTurn();
  return turn === null ? calm : Math.min(calm, Math.max(TURN_WAIT_MS_MIN, turn));
};

/**
 * Ticks one after another until told to stop; what is in hand is finished first. Work that remains is taken up at once. While nothing
 * drifts the wait grows to the interval, and ends sooner where a portfolio's own turn comes. After failures it doubles, so that a
 * database or node that is away is not hammered.
 */
export const pollUntilStopped = async (deps: PollerDeps): Promise<void> => {
  let past = NOTHING_YET;
  while (!deps.stopping()) {
    const outcome = await ticked(deps);
    deps.report(outcome);
    past = after(past, outcome);
    if (deps.stopping()) return;
    await deps.sleep(await waitMs(deps, past, outcome));
  }
};
