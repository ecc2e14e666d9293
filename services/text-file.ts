import { readFileSync } from 'node:fs';
import { fail, ok, type Result } from '../lib/result.ts';

/** The text of a file that the environment names. Fails with `file-missing`, naming the path and the system's word. */
export const readTextFile = (path: string): Result<string> => {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return fail('file-missing', `${path} can't be read${code}`);
  }
};
