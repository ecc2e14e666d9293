import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../lib/result.ts';
import { processIdentity } from './process-identity.ts';

const lockSchema = z.object({
  pid: z.int().positive(),
  identity: z.string(),
  url: z.string().nullable(),
  startedAt: z.string(),
});
type LockContent = z.infer<typeof lockSchema>;

/** A held lock. `announce` adds the address, so that a refusal can name it. */
export type Lock = {
  readonly announce: (url: string) => void;
  readonly release: () => void;
};

const read = (path: string): LockContent | null => {
  try {
    return lockSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};

const exists = (path: string): boolean => {
  try {
    readFileSync(path);
    return true;
  } catch {
    return false;
  }
};

const writeWhole = (path: string, content: LockContent): string => {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content)}\n`);
  return draft;
};

/** True when `path` is now ours. A link either makes the name or fails: two starters can't both win. */
const tryLink = (path: string, content: LockContent): boolean => {
  const draft = writeWhole(path, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
};

const heldBy = (path: string): LockContent | null => {
  const holder = read(path);
  return holder !== null && processIdentity(holder.pid) === holder.identity ? holder : null;
};

const refusal = (path: string, holder: LockContent): Result<never> =>
  fail(
    'already-running',
    `A stack already runs in ${dirname(path)}: process ${holder.pid}, started ${holder.startedAt}` +
      `${holder.url === null ? ', still starting' : `, at ${holder.url}`}. Stop it with Ctrl-C there or with \`kill ${holder.pid}\`.`,
  );

/** Moves a dead holder's file aside; puts it back when another starter was faster and the file is no longer the dead one. */
const removeStale = (path: string): void => {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (heldBy(aside) !== null) {
    try {
      linkSync(aside, path);
    } catch {
      // A third starter took the name meanwhile: it holds a lock of its own.
    }
  }
  rmSync(aside, { force: true });
};

/**
 * Takes the lock of a stack's folder. `already-running` names the holder's process and address; the lock of a dead
 * process, or an unreadable one, is taken over.
 */
export const acquireLock = (path: string): Result<Lock> => {
  mkdirSync(dirname(path), { recursive: true });
  const mine: LockContent = {
    pid: process.pid,
    identity: processIdentity(process.pid) ?? '',
    url: null,
    startedAt: new Date().toISOString(),
  };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    if (tryLink(path, mine)) {
      return ok({
        announce: (url) => renameSync(writeWhole(path, { ...mine, url }), path),
        release: () => {
          if (read(path)?.identity === mine.identity && read(path)?.pid === mine.pid)
            rmSync(path, { force: true });
        },
      });
    }
    const holder = heldBy(path);
    if (holder !== null) return refusal(path, holder);
    if (exists(path)) removeStale(path);
  }
  return fail('lock-contended', `Several stacks start in ${dirname(path)} at once: try again.`);
};
