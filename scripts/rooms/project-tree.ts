import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Tree } from './check-rooms.ts';

export const ROOT = resolve(import.meta.dirname, '../..');

/** Every TypeScript and JavaScript file of the project that git tracks, or would: untracked ones that it does not ignore count. */
export const projectTree = (): Tree => {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((file) => /\.(tsx?|mjs|cjs)$/.test(file));
  return new Map(
    files
      .filter((file) => existsSync(join(ROOT, file)))
      .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
  );
};
