import { parentOf, processIdentity } from './process-identity.ts';

// A terminal that closes (SIGHUP) ends this process at once, unless it was started to outlive it; the watchdog does the rest.
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** npm passes Ctrl-C on to a child that the terminal has told already: the echo is no second wish. */
const ECHO_MS = 800;

/** The process that wanted this one: its parent, and behind the shell that npm puts in between, npm. */
const starters = (): readonly number[] => {
  const parent = process.ppid;
  const behind = process.env.npm_lifecycle_event === undefined ? null : parentOf(parent);
  return behind === null ? [parent] : [parent, behind];
};

/**
 * Calls `stop` once, with the reason: on Ctrl-C, SIGTERM, or when the process that started this one is gone. A second
 * signal, later than an echo, ends at once and leaves the rest to the watchdog.
 */
export const onStopRequest = (stop: (reason: string, exitCode: number) => void): void => {
  const wanted = starters().map((pid) => ({ pid, identity: processIdentity(pid) }));
  let askedAt: number | null = null;
  const ask = (reason: string, exitCode: number): void => {
    const now = performance.now();
    if (askedAt === null) {
      askedAt = now;
      stop(reason, exitCode);
    } else if (now - askedAt > ECHO_MS) process.exit(exitCode);
  };
  for (const signal of SIGNALS) process.on(signal, () => ask(signal, signal === 'SIGINT' ? 130 : 143));
  setInterval(() => {
    const isGone = wanted.some(({ pid, identity }) => identity !== null && processIdentity(pid) !== identity);
    if (isGone && askedAt === null) ask('the process that started it is gone', 143);
  }, 500).unref();
};
