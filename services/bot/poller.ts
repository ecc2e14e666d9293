import { bugIn, type Result } from '../../lib/result.ts';
import type { TickSummary } from './tick-summary.ts';

export type PollerDeps = {
  readonly tick: () => Promise<Result<TickSummary>>;
  /** Told after every tick. */
  readonly report: (outcome: Result<TickSummary>) => void;
  /** Settles after that long, or at once when the loop is to stop. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly stopping: () => boolean;
  readonly intervalMs: number;
};

const FAILING_WAIT_MS_MAX = 30_000;

/** A tick that throws is a failed tick; the loop goes on. */
const ticked = async (deps: PollerDeps): Promise<Result<TickSummary>> => {
  try {
    return await deps.tick();
  } catch (thrown) {
    return { ok: false, error: bugIn('The tick broke', thrown) };
  }
};

/**
 * Ticks one after another until told to stop; the tick under way is finished first. Work that remains is taken up at once; after
 * failures the wait doubles, so that a database or node that is away is not hammered.
 */
export const pollUntilStopped = async (deps: PollerDeps): Promise<void> => {
  let failures = 0;
  while (!deps.stopping()) {
    const outcome = await ticked(deps);
    deps.report(outcome);
    // An index on its way to the head is work, not an outage.
    failures = outcome.ok || outcome.error.code === 'nobody-checked' ? 0 : failures + 1;
    if (deps.stopping()) return;
    const hurried = outcome.ok && outcome.value.remaining > 0 && outcome.value.checked > 0;
    const wait =
      failures > 1 ? Math.min(deps.intervalMs * 2 ** (failures - 1), FAILING_WAIT_MS_MAX) : deps.intervalMs;
    await deps.sleep(
      hurried ? Math.min(100, deps.intervalMs) : Math.max(wait, Math.min(100, deps.intervalMs)),
    );
  }
};
