import { join, resolve } from 'node:path';

/**
 * Where everything of one local stack lives; nothing outside `dir` is written, but for Postgres run by root (see postgres-home.ts).
 * Each world has a folder of its own with its chain and database; keys, locks and logs are the stack's.
 */
export type StackPaths = {
  readonly root: string;
  readonly dir: string;
  readonly lock: string;
  readonly children: string;
  readonly running: string;
  readonly world: string;
  readonly keys: string;
  readonly logs: string;
  readonly chain: string;
  readonly postgres: string;
};

/** The paths of the stack whose folder is `dir`, `.stack` in the project unless told otherwise, and of the world of that name in it. */
export const stackPaths = (dir?: string, world = 'world'): StackPaths => {
  const root = resolve(import.meta.dirname, '../..');
  const home = dir === undefined ? join(root, '.stack') : resolve(dir);
  const own = join(home, 'worlds', world);
  return {
    root,
    dir: home,
    lock: join(home, 'lock.json'),
    children: join(home, 'children.json'),
    running: join(home, 'running.json'),
    keys: join(home, 'keys.json'),
    logs: join(home, 'logs'),
    world: join(own, 'world.json'),
    chain: join(own, 'chain'),
    postgres: join(own, 'postgres'),
  };
};
