import type { Decision } from '../../lib/engine/decision.ts';
import type { TickCounts } from '../../lib/ledger/tick-record.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { TickRun } from './steps/finish.ts';

/** What was decided for one portfolio; answered by a dry run only. */
export type TickPlan = {
  readonly portfolio: string;
  readonly name: string;
  readonly blockNumber: bigint;
  readonly decision: Decision;
};

/** A tick's figures, and its plans where it was a dry run. */
export type TickSummary = TickRun & { readonly dryRun: boolean; readonly plans: readonly TickPlan[] };

const COUNTS = [
  'checked',
  'held',
  'acted',
  'failed',
  'skipped',
  'remaining',
] as const satisfies readonly (keyof TickCounts)[];

const summed = (a: TickSummary, b: TickSummary): TickSummary => {
  const counts = Object.fromEntries(COUNTS.map((count) => [count, a[count] + b[count]])) as TickCounts;
  return {
    ...a,
    ...counts,
    durationMs: Math.max(a.durationMs, b.durationMs),
    plans: [...a.plans, ...b.plans],
  };
};

/**
 * The ticks of several chains as one, under the first one's id. A chain that failed takes nothing from the others; only where all of
 * them failed is that the outcome, as the first one tells it.
 */
export const sumTicks = (
  first: Result<TickSummary>,
  others: readonly Result<TickSummary>[],
): Result<TickSummary> => {
  const done = [first, ...others].flatMap((tick) => (tick.ok ? [tick.value] : []));
  const [one, ...more] = done;
  return one === undefined ? first : ok(more.reduce(summed, one));
};
