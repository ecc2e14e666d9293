import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../setup/process.mjs';

const SYSTEM_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const PLAYWRIGHT_FOLDERS = [
  process.env.PLAYWRIGHT_BROWSERS_PATH,
  join(homedir(), '.cache/ms-playwright'),
  join(homedir(), 'Library/Caches/ms-playwright'),
];
const PLAYWRIGHT_BINARIES = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
];

/** What to tell a person when no Chromium is found. */
export const HOW_TO_GET_CHROMIUM =
  'No Chromium found. Get one with "sudo apt-get install chromium" (Debian), "npx playwright install chromium", or name one in CHROMIUM_PATH.';

/** Path of a Chromium to test with, or null: CHROMIUM_PATH, the system's own, then Playwright's. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : null;
  const system = SYSTEM_PATHS.find((path) => existsSync(path));
  if (system !== undefined) return system;
  for (const folder of PLAYWRIGHT_FOLDERS) {
    if (!folder || !existsSync(folder)) continue;
    for (const version of readdirSync(folder)
      .filter((name) => name.startsWith('chromium-'))
      .sort()
      .reverse()) {
      const binary = PLAYWRIGHT_BINARIES.map((path) => join(folder, version, path)).find((path) =>
        existsSync(path),
      );
      if (binary !== undefined) return binary;
    }
  }
  return null;
}

const isRootOnDebian = () =>
  process.getuid?.() === 0 &&
  existsSync('/etc/os-release') &&
  /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));

/** Finds a Chromium, or installs Debian's where that needs no password. */
export async function provideChromium() {
  const found = findChromium();
  if (found !== null || process.env.CHROMIUM_PATH || !isRootOnDebian()) return found;
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { code } = await run(['apt-get', ...args], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
    if (code !== 0) break;
  }
  return findChromium();
}
