import { execFileSync } from 'node:child_process';
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of a few megabytes. */
export type SmallDisk = {
  readonly path: string;
  /** A folder on it that belongs to whom `like` belongs to. */
  readonly folder: (like: string) => string;
  /** Until not a byte more goes on it. */
  readonly fill: () => void;
  readonly free: () => void;
  readonly unmount: () => void;
};

const CHUNK = Buffer.alloc(4_096, 1);

const writeUntilFull = (path: string): void => {
  const file = openSync(path, 'a');
  try {
    for (;;) writeSync(file, CHUNK);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOSPC') throw error;
  } finally {
    closeSync(file);
  }
};

/** Null where this user may not mount one. */
export const mountSmallDisk = (megabytes: number): SmallDisk | null => {
  const path = mkdtempSync(join(tmpdir(), '1balancer-disk-'));
  try {
    const options = `size=${megabytes}m,mode=0755`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmSync(path, { recursive: true });
    return null;
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    folder: (like) => {
      const folder = mkdtempSync(join(path, 'data-'));
      const { uid, gid } = statSync(like);
      chownSync(folder, uid, gid);
      return folder;
    },
    fill: () => writeUntilFull(ballast),
    free: () => rmSync(ballast, { force: true }),
    unmount: () => {
      execFileSync('umount', [path]);
      rmSync(path, { recursive: true });
    },
  };
};
