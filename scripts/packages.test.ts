import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { subset } from 'semver';
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

const Engines = z.object({
  version: z.string().optional(),
  engines: z.object({ node: z.string().optional() }).optional(),
});
const Installed = z.object({ packages: z.record(z.string(), Engines) });

const read = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8'));

it('every installed package runs on every Node.js that the project promises', () => {
  const promised = z.object({ engines: z.object({ node: z.string() }) }).parse(read('package.json'))
    .engines.node;
  const { packages } = Installed.parse(read('node_modules/.package-lock.json'));
  const tooNew = Object.entries(packages).flatMap(([path, { version, engines }]) =>
    engines?.node === undefined || subset(promised, engines.node)
      ? []
      : [`${path} ${version} wants ${engines.node}`],
  );
  expect(tooNew).toEqual([]);
});
