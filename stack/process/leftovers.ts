import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { processIdentity } from './process-identity.ts';
import { waitFor } from './sleep.ts';

const childrenSchema = z.array(z.object({ name: z.string(), pid: z.int(), identity: z.string() }));
type Recorded = z.infer<typeof childrenSchema>;

/** A process's command line, empty when it is gone. */
export const commandOf = (pid: number): string => {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
};

/** Writes down which processes run, so that the next start can end them should this one be killed. */
export const recordChildren = (path: string, children: readonly { name: string; pid: number }[]): void => {
  const recorded: Recorded = children.map(({ name, pid }) => ({
    name,
    pid,
    identity: processIdentity(pid) ?? '',
  }));
  writeFileSync(`${path}.new`, `${JSON.stringify(recorded)}\n`);
  renameSync(`${path}.new`, path);
};

const readRecorded = (path: string): Recorded => {
  try {
    return childrenSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return [];
  }
};

const tryKill = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already.
  }
};

/** The watchdog lets nobody talk to it: its own signals come through a pipe that is gone. */
const endSignal = (name: string): NodeJS.Signals =>
  name === 'watchdog' ? 'SIGKILL' : name === 'postgres' ? 'SIGINT' : 'SIGTERM';

/**
 * Ends the processes that a killed stack left behind and answers their names: an old chain would write over the dump
 * that the new one reads. A number that belongs to a later process is left alone.
 */
export const endLeftovers = async (path: string): Promise<readonly string[]> => {
  const alive = readRecorded(path).filter(({ pid, identity }) => processIdentity(pid) === identity);
  const gone = (): true | null =>
    alive.every(({ pid, identity }) => processIdentity(pid) !== identity) ? true : null;
  for (const { pid, name } of alive) tryKill(pid, endSignal(name));
  if ((await waitFor(gone, { timeoutMs: 5_000 })) === null) {
    for (const { pid, identity } of alive) if (processIdentity(pid) === identity) tryKill(pid, 'SIGKILL');
    await waitFor(gone, { timeoutMs: 2_000 });
  }
  return alive.map(({ name }) => name);
};
