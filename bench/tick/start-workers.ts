import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildCommands } from '../../e2e/support/build-command.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const workedSchema = z.object({
  checked: z.number(),
  /** From its first claim to its end. */
  seconds: z.number(),
  /** Resident, the most seen. */
  memoryBytesMax: z.number(),
});

/** What a worker's tick came to. */
export type Worked = z.output<typeof workedSchema>;

type Order = { readonly env: Readonly<Record<string, string>>; readonly limit: number };

/** Bots in processes of their own, each with its own memory; they stay, so that only their first tick meets cold code. */
export type Workers = {
  /** So many of them tick at the same moment and share what is due; answers when the last one is done. */
  readonly tick: (workers: number, order: Order) => Promise<readonly Worked[]>;
  readonly stop: () => void;
};

/** As `npm run bot` has it, and room for young objects (docs/scaling.md). */
const FLAGS = ['--max-old-space-size=1024', '--max-semi-space-size=64'];

const tickOf = async (child: ChildProcess, order: Order): Promise<Worked> => {
  // A worker ticks many times: what listens for its end goes with each tick.
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a worker ended with ${code}`);
  });
  child.send(order);
  try {
    const [worked] = await Promise.race([once(child, 'message', { signal }), ended]);
    return workedSchema.parse(worked);
  } finally {
    over.abort();
  }
};

/** Starts so many; what they run is compiled once. */
export const startWorkers = async (count: number): Promise<Workers> => {
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'bench-'));
  await buildCommands({ worker: 'bench/tick/worker.ts' }, folder);
  const children = Array.from({ length: count }, () =>
    fork(join(folder, 'worker.mjs'), [], { execArgv: FLAGS }),
  );
  return {
    tick: (workers, order) => Promise.all(children.slice(0, workers).map((child) => tickOf(child, order))),
    stop: () => {
      for (const child of children) child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
