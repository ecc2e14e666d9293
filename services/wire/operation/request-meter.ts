import 'server-only';
import { createTally, type Tally } from '../../../lib/tally.ts';
import { addRequestTotals } from '../../store/alerts/figures.ts';
import { onAppDatabase } from '../app-sql.ts';

/** One request that was answered. */
export type Answered = { readonly endpoint: string; readonly status: number; readonly seconds: number };

/** What a process counts is one statement every so often, whatever it answers meanwhile. */
const WRITE_EVERY_MS = 10_000;

// Each route is a bundle of its own; the process counts once.
const KEY = Symbol.for('1balancer.requests');
type Counting = { readonly tally: Tally; writtenAtMs: number };
const shared = globalThis as typeof globalThis & { [KEY]?: Counting };

const counting = (): Counting => {
  shared[KEY] ??= { tally: createTally(), writtenAtMs: performance.now() };
  return shared[KEY];
};

/** Hands what this process has counted to the database. Never fails: what can't be written is kept for the next time. */
export const writeRequestTotals = async (): Promise<void> => {
  const { tally } = counting();
  const totals = tally.take();
  if (totals.length === 0) return;
  const written = await onAppDatabase((sql) => addRequestTotals(sql, totals)).catch(() => null);
  if (written?.ok !== true) tally.giveBack(totals);
};

/** Counts a request; nobody waits for what is written of it. A process that is killed loses the last seconds of its counts. */
export const countRequest = ({ endpoint, status, seconds }: Answered): void => {
  const count = counting();
  count.tally.add('http_requests', [endpoint, String(status)]);
  count.tally.time('http_seconds', [endpoint], seconds);
  if (performance.now() - count.writtenAtMs < WRITE_EVERY_MS) return;
  count.writtenAtMs = performance.now();
  void writeRequestTotals();
};
