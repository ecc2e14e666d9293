import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { buildCommands } from './build-command.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of this run's compiled commands. */
    readonly commandsFolder: string;
  }
}

const ROOT = join(import.meta.dirname, '..', '..');

type Project = { readonly provide: (key: 'commandsFolder', value: string) => void };

/**
 * Vitest's global set-up of what starts commands as processes: the same sources, compiled once a run. A process that compiles them for
 * itself takes three seconds of processor before its first line.
 */
export const setup = async (project: Project): Promise<() => void> => {
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'commands-'));
  await buildCommands({ main: 'cli/main.ts', taker: 'cli/taker.ts' }, folder);
  project.provide('commandsFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
};

/** The arguments of node that run a compiled command: `main` is what `npm run 1balancer` runs, `taker` the reference taker. */
export const compiledCommand = (program: 'main' | 'taker'): string =>
  join(inject('commandsFolder'), `${program}.mjs`);
