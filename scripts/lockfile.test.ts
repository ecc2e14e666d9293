import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';

const Lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() }),
  ),
});

/** Whether a package that `from` asks for is in the lockfile, beside it or in any folder above. */
function isLocked(names: ReadonlySet<string>, from: string, wanted: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (names.has(`${folder === '' ? '' : `${folder}/`}node_modules/${wanted}`)) return true;
    if (folder === '') return false;
  }
}

// An npm that installs while a registry lacks the builds for other systems drops them from the lockfile, and `npm ci` then refuses it.
it('the lockfile names the builds for every system, so that npm ci accepts it everywhere', () => {
  const { packages } = Lockfile.parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')),
  );
  const names = new Set(Object.keys(packages));
  const absent = Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((wanted) => !isLocked(names, from, wanted)),
  );
  expect(absent).toEqual([]);
});
