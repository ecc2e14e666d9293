import { join, resolve } from 'node:path';

/** Where everything of one local stack lives; nothing outside `dir` is written, but for Postgres run by root (see postgres-home.ts). */
export type StackPaths = {
  readonly root: string;
  readonly dir: string;
  readonly lock: string;
  readonly children: string;
  readonly world: string;
  readonly keys: string;
  readonly logs: string;
  readonly chain: string;
  readonly postgres: string;
};

/** The paths of the stack whose folder is `dir`, `.stack` in the project unless told otherwise. */
export const stackPaths = (dir?: string): StackPaths => {
  const root = resolve(import.meta.dirname, '../..');
  const home = dir === undefined ? join(root, '.stack') : resolve(dir);
  return {
    root,
    dir: home,
    lock: join(home, 'lock.json'),
    children: join(home, 'children.json'),
    world: join(home, 'world.json'),
    keys: join(home, 'keys.json'),
    logs: join(home, 'logs'),
    chain: join(home, 'chain'),
    postgres: join(home, 'postgres'),
  };
};
