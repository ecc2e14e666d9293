import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from './sleep.ts';

/** How a child of the stack is started. `uid` and `gid` only where Postgres must not run as root. */
export type ChildSpec = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stopSignal?: NodeJS.Signals;
  readonly stopWithinMs?: number;
  /** Only its errors are logged: a line for each request would fill the disk. */
  readonly quiet?: boolean;
  readonly uid?: number;
  readonly gid?: number;
};

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

/** A running child. `exited` settles once and never rejects. */
export type Child = {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  readonly exited: Promise<Exit>;
  readonly running: () => boolean;
  /** Asks to end, then kills; settles when it is gone. */
  readonly stop: () => Promise<Exit>;
};

/** The last lines of a log, for a message that says why a child died. */
export const logTail = (logFile: string, lines = 15): string => {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
};

const signalGroup = (process_: ChildProcess, signal: NodeJS.Signals): void => {
  if (process_.pid === undefined) return;
  try {
    process.kill(-process_.pid, signal);
  } catch {
    process_.kill(signal);
  }
};

/**
 * Starts a child in a process group of its own, its output appended to `<logs>/<name>.log`. A group of its own, since
 * Ctrl-C reaches the whole foreground group at once and the stack must end in order: web, bot, taker, chain, database.
 */
export const startChild = (spec: ChildSpec, logs: string): Child => {
  mkdirSync(logs, { recursive: true });
  const logFile = join(logs, `${spec.name}.log`);
  const log = openSync(logFile, 'a');
  const started = spawn(spec.command, [...spec.args], {
    cwd: spec.cwd,
    env: spec.env as NodeJS.ProcessEnv,
    stdio: ['ignore', spec.quiet === true ? 'ignore' : log, log],
    detached: true,
    ...(spec.uid === undefined ? {} : { uid: spec.uid }),
    ...(spec.gid === undefined ? {} : { gid: spec.gid }),
  });
  closeSync(log);
  let exit: Exit | null = null;
  const exited = new Promise<Exit>((resolve) => {
    const settle = (end: Exit): void => {
      exit ??= end;
      resolve(exit);
    };
    started.once('exit', (code, signal) => settle({ code, signal }));
    started.once('error', () => settle({ code: 127, signal: null }));
  });
  const running = (): boolean => exit === null;
  const stopSignal = spec.stopSignal ?? 'SIGTERM';
  const stop = async (): Promise<Exit> => {
    if (exit !== null) return exit;
    signalGroup(started, stopSignal);
    await waitFor(() => exit, { timeoutMs: spec.stopWithinMs ?? 5_000, everyMs: 10 });
    if (running()) signalGroup(started, 'SIGKILL');
    return exited;
  };
  return { name: spec.name, pid: started.pid ?? -1, logFile, stopSignal, exited, running, stop };
};
