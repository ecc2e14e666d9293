import type { Look } from '../../lib/ledger/look.ts';
import type { Failure, UnixSeconds } from '../../lib/result.ts';

/** Of a portfolio whose policy can't be read. */
const UNKNOWN_INTERVAL_SECONDS = 300;

/** What a portfolio's next turn depends on. */
export type Turn = {
  /** Null when nothing was decided. */
  readonly look: Look | null;
  readonly failure: Failure | null;
  /** Of its policy; null when that can't be read. */
  readonly lookEverySeconds: number | null;
  /** Time of the chain's head, which every other time here is counted from. */
  readonly nowSeconds: UnixSeconds;
};

/** What a failure asks for; one that is never to be tried again waits for somebody to change something. */
const askedBy = ({ retry }: Failure, nowSeconds: UnixSeconds): number => {
  if (retry.when === 'next-tick') return 0;
  return retry.when === 'at' ? retry.time - nowSeconds : Number.POSITIVE_INFINITY;
};

/**
 * Seconds of wall time until a portfolio comes due again: at the look that its decision has promised, or when its failure is worth
 * another try. Never later than its policy's interval, never sooner than the tick's. Block time passes as fast as wall time; on a chain
 * where it doesn't, operators set the tick's interval to 0, and every tick looks at everybody.
 */
export const dueInSeconds = (turn: Turn, tickIntervalSeconds: number): number => {
  if (tickIntervalSeconds === 0) return 0;
  const { look, failure, lookEverySeconds, nowSeconds } = turn;
  const interval = lookEverySeconds ?? UNKNOWN_INTERVAL_SECONDS;
  const asked =
    failure === null ? (look?.decision.nextLookAt ?? nowSeconds) - nowSeconds : askedBy(failure, nowSeconds);
  return Math.max(tickIntervalSeconds, Math.min(asked, interval));
};
