import { availableParallelism, loadavg } from 'node:os';

/** Processes that want a core, for each core: a run's own are about one. Beyond it a time says more of the machine than of us. */
export const LOAD_QUIET_MAX = 1.5;

export const loadPerCore = (): number => (loadavg()[0] ?? 0) / availableParallelism();

/** What to hold against a time that was too long: null where it wasn't, and on a busy machine, where it is printed and not judged. */
export function tooLong(what: string, tookMs: number, mostMs: number): string | null {
  if (tookMs <= mostMs) return null;
  const told = `${what}: ${Math.round(tookMs)} ms of ${mostMs} ms, load ${loadPerCore().toFixed(1)} a core`;
  if (loadPerCore() <= LOAD_QUIET_MAX) return told;
  process.stdout.write(`${told}: not judged\n`);
  return null;
}
