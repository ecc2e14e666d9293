import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run } from './process.mjs';

const packagesOf = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages ?? {};

/** Whether every package of the lockfile is installed in its version; optional ones of other platforms may be absent. */
export function isInstalled() {
  const record = 'node_modules/.package-lock.json';
  if (!existsSync(join(ROOT, record))) return false;
  const installed = packagesOf(record);
  return Object.entries(packagesOf('package-lock.json')).every(([path, wanted]) => {
    if (!path.includes('node_modules/') || wanted.link) return true;
    const found = installed[path];
    return found === undefined ? wanted.optional === true : found.version === wanted.version;
  });
}

/** @type {import('./steps.mjs').Step} */
export const installStep = {
  name: 'packages',
  does: 'installs about a thousand packages (1.3 GB) into node_modules: half a minute to three minutes',
  isDone: isInstalled,
  work: () =>
    run(['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
      stallSeconds: 1_200,
    }),
};
