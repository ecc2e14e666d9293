import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from './process.mjs';

const IGNORED = new Set(['node_modules', 'artifacts', 'cache', 'cache-forge', 'out', '.next']);

function* filesUnder(path) {
  const full = join(ROOT, path);
  if (!existsSync(full)) return;
  if (!statSync(full).isDirectory()) {
    yield path;
    return;
  }
  for (const name of readdirSync(full).sort()) if (!IGNORED.has(name)) yield* filesUnder(join(path, name));
}

/** A hash over names and contents of the files under `paths`, tests left out. */
export function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of filesUnder(path)) {
      if (/\.test\.tsx?$/.test(file)) continue;
      hash
        .update(file)
        .update('\0')
        .update(readFileSync(join(ROOT, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

const stampFile = (name) => join(ROOT, '.cache/setup', `${name}.stamp`);

/** Whether `name` was last built from exactly this, and what it built is still there. */
export function isFresh(name, print, products) {
  const file = stampFile(name);
  return (
    existsSync(file) &&
    readFileSync(file, 'utf8') === print &&
    products.every((product) => existsSync(join(ROOT, product)))
  );
}

export function writeStamp(name, print) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), print);
}
