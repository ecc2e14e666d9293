import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { Found } from './search.ts';

const partSchema = z.object({
  planned: z.number(),
  ran: z.number(),
  broken: z.number(),
  drawn: z.number(),
  met: z.number(),
  pairs: z.array(z.string()),
  seconds: z.number(),
});

/** What a search came to, in numbers, as one process tells it to another. */
export type Part = z.output<typeof partSchema>;

export const summaryOf = ({ ran, broken, drawn, met, pairs, seconds }: Found, planned: number): Part => ({
  ...{ planned, ran, drawn, met, seconds },
  broken: broken.length,
  pairs: [...pairs],
});

const together = (a: Part, b: Part): Part => ({
  planned: a.planned + b.planned,
  ran: a.ran + b.ran,
  broken: a.broken + b.broken,
  drawn: a.drawn + b.drawn,
  met: a.met + b.met,
  pairs: [...new Set([...a.pairs, ...b.pairs])],
  seconds: Math.max(a.seconds, b.seconds),
});

type Ended = { readonly part: Part | null; readonly code: number | null };

/** What it prints is printed, since a broken seed is told at once. */
const searchPart = (args: readonly string[]): Promise<Ended> => {
  const child = fork(join(import.meta.dirname, 'run.ts'), [...args]);
  let part: Part | null = null;
  child.on('message', (message) => {
    part = partSchema.parse(message);
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ part, code })));
};

/** The same search as by these arguments, its plans dealt out to processes; passed only where each of them has. */
export const searchInProcesses = async (
  processes: number,
  args: readonly string[],
): Promise<{ readonly whole: Part; readonly passed: boolean }> => {
  const ends = await Promise.all(
    Array.from({ length: processes }, (_, index) => searchPart([...args, '--part', `${index}/${processes}`])),
  );
  const parts = ends.flatMap(({ part }) => part ?? []);
  const [first, ...others] = parts;
  if (first === undefined) throw new Error('no process has told what its search came to');
  return {
    whole: others.reduce(together, first),
    passed: parts.length === processes && ends.every(({ code }) => code === 0),
  };
};
