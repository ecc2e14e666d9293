import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild } from '../../stack/process/child.ts';
import { treeMemoryBytes } from '../../stack/report/memory.ts';

/** As `npm run bot` has it. */
const HEAP_MAX = '--max-old-space-size=1024';
const ROOT = join(import.meta.dirname, '..', '..');

export type WorkerTerms = {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly logs: string;
  readonly intervalSeconds: number;
  /** The compiled program: whoever changes a source meanwhile changes no bot. */
  readonly program: string;
};

/** A bot in a process of its own; its log is appended to, whoever follows it under the same name. */
export const startWorker = ({ name, env, logs, intervalSeconds, program }: WorkerTerms): Child =>
  startChild(
    {
      ...{ name, command: process.execPath, cwd: ROOT, stopWithinMs: 60_000 },
      args: [
        ...[HEAP_MAX, program, 'bot'],
        ...['--interval-seconds', String(intervalSeconds), '--budget-ms', '20000'],
      ],
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'info', ...env },
    },
    logs,
  );

/** At once, as a machine that loses its power; one that has ended by itself meanwhile needs no killing. */
export const killWorker = async (worker: Child): Promise<void> => {
  try {
    process.kill(-worker.pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
  await worker.exited;
};

/** Lines of a log that tell of a mistake of ours; what a fault was made to cause is none. */
export const bugsIn = (logFile: string): readonly string[] =>
  readFileSync(logFile, 'utf8')
    .split('\n')
    .filter((line) => /"code":"bug"|tick-broke|TypeError|ReferenceError|unhandled/i.test(line));

export type MemorySample = { readonly second: number; readonly bytes: number };

export type MemoryWatch = { readonly samples: readonly MemorySample[]; readonly stop: () => void };

/** Of one process and all below it, every so often. */
export const watchMemory = (pid: number, everyMs: number): MemoryWatch => {
  const samples: MemorySample[] = [];
  const startMs = performance.now();
  const timer = setInterval(
    () =>
      samples.push({
        second: Math.round((performance.now() - startMs) / 1_000),
        bytes: treeMemoryBytes([pid]),
      }),
    everyMs,
  );
  return { samples, stop: () => clearInterval(timer) };
};
