import type { UnixSeconds } from '../lib/result.ts';

/** Wall time, for schedules and ages shown to people. Policy time is the observed block's timestamp, never this. */
export type Clock = {
  readonly nowSeconds: () => UnixSeconds;
  /** Milliseconds that only ever grow, for measuring durations. */
  readonly monotonicMs: () => number;
};

export const systemClock: Clock = {
  nowSeconds: () => Math.floor(Date.now() / 1_000),
  monotonicMs: () => performance.now(),
};
