import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { fail, ok, type Result } from '../../lib/result.ts';

/** Writes a file that isn't there yet, whole or not at all. A file that is there may be all there is of it: it stays. */
export const writeNewFile = (path: string, text: string): Result<null> => {
  const partial = `${path}.${process.pid}.partial`;
  try {
    writeFileSync(partial, text, { flag: 'wx' });
    // A link is made only where there is nothing, which a rename doesn't ask.
    linkSync(partial, path);
    return ok(null);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = code === 'EEXIST' ? 'is there already' : `can't be written (${code})`;
    return fail('file-unwritable', `--out: ${path} ${why}`);
  } finally {
    rmSync(partial, { force: true });
  }
};
