const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };
/** What is put off for no time is put off for a millisecond of the machine's clock. */
const NO_TIME_MS = 1;
/** What hangs for that long hangs for good. */
const HANGS_MS = 600_000;

type Work = (...given: unknown[]) => void;

/**
 * What is put off until the others have had their turn comes in turn, and not when a millisecond of the machine has gone by: a batch of requests
 * is gathered for that long, and whether it went out before what an answer made its caller ask hung on how busy the machine was. What is
 * put off for longer is a time limit. Nothing that a scenario does takes seconds by its own clock, and on a busy machine twenty ticks that
 * come between a question and its answer take more than a limit's ten: it ends only what hangs. Answers what puts the machine's timers back.
 */
export const timersInTurn = (): (() => void) => {
  const turns = new WeakSet<object>();
  const setTimer = (work: Work, delayMs = 0, ...given: unknown[]): object => {
    // Limits that nobody calls off must not keep the process for ten minutes once all is done.
    if (delayMs > NO_TIME_MS) return real.setTimeout(work, Math.max(delayMs, HANGS_MS), ...given).unref();
    const turn = setImmediate(work, ...given);
    turns.add(turn);
    return turn;
  };
  const clearTimer = (timer?: NodeJS.Timeout | NodeJS.Immediate): void => {
    if (timer !== undefined && turns.has(timer)) clearImmediate(timer as NodeJS.Immediate);
    else real.clearTimeout(timer as NodeJS.Timeout);
  };
  Object.assign(globalThis, { setTimeout: setTimer, clearTimeout: clearTimer });
  return () => Object.assign(globalThis, real);
};
