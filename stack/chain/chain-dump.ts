import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';

const keptPath = (path: string): string => `${path}.kept`;

/** A dump is one JSON value: what was cut short does not parse. */
const isWhole = (path: string): boolean => {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
};

const keep = (path: string): void => {
  const draft = `${keptPath(path)}.new`;
  copyFileSync(path, draft);
  // The node writes in place, so the copy itself may be of a half.
  if (isWhole(draft)) renameSync(draft, keptPath(path));
  else rmSync(draft, { force: true });
};

const changedAt = (path: string): number => {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
};

/**
 * Keeps a copy of the chain's last whole dump. The node overwrites its dump in place: killed at the wrong moment it leaves
 * half a file, and with it would go the whole chain instead of its last seconds.
 */
export const keepDumps = (path: string, everyMs = 3_000): (() => void) => {
  let seen = 0;
  const timer = setInterval(() => {
    const at = changedAt(path);
    if (at === seen) return;
    seen = at;
    try {
      keep(path);
    } catch {
      // Gone or being replaced: the next round sees.
    }
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
};

/** Puts the kept dump in the place of one that was cut short. True when it did; without a kept one nothing changes. */
export const repairDump = (path: string): boolean => {
  if (!existsSync(path) || isWhole(path) || !existsSync(keptPath(path))) return false;
  copyFileSync(keptPath(path), path);
  return true;
};

/** Removes a dump and its copy. */
export const removeDump = (path: string): void => {
  for (const each of [path, keptPath(path), `${keptPath(path)}.new`]) rmSync(each, { force: true });
};
