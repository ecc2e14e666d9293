const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** npm passes Ctrl-C on to a child that the terminal has told already: the echo is no second wish. */
const ECHO_MS = 800;

/**
 * Calls `stop` once, with the reason: on Ctrl-C, SIGTERM, SIGHUP, or when the process that started this one is gone. A
 * second signal, later than an echo, ends at once and leaves the rest to the watchdog.
 */
export const onStopRequest = (stop: (reason: string, exitCode: number) => void): void => {
  const parent = process.ppid;
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
    if (process.ppid !== parent && askedAt === null) ask('the process that started it is gone', 143);
  }, 500).unref();
};
