import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium, HOW_TO_GET_CHROMIUM } from '../scripts/check/find-chromium.mjs';
import { runningStack, startRunningStack } from './support/running-stack.ts';

const FOLDER = resolve(import.meta.dirname, '../.cache/screenshots');

const VIEWS = {
  light: { colorScheme: 'light', width: 1280, height: 900 },
  dark: { colorScheme: 'dark', width: 1280, height: 900 },
  narrow: { colorScheme: 'light', width: 360, height: 780 },
} as const;

/** Every page that a person reads, by the name of its picture. */
const pathsOf = (balancer: string, decision: string): Readonly<Record<string, string>> => ({
  portfolios: '/portfolios',
  portfolio: `/portfolios/31337/${balancer}`,
  decision: `/portfolios/31337/${balancer}${decision}`,
  status: '/status',
  gallery: '/gallery',
  api: '/docs/api',
  'not-found': '/portfolios/31337/0x0000000000000000000000000000000000000001',
});

/** Pictures of every page in light, dark and on a narrow screen, for a person to look at. */
async function main(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(HOW_TO_GET_CHROMIUM);
  const stop = await startRunningStack();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const { url, balancers } = runningStack();
    mkdirSync(FOLDER, { recursive: true });
    for (const [view, { colorScheme, ...viewport }] of Object.entries(VIEWS)) {
      const page = await browser.newPage({ colorScheme, viewport, baseURL: url, reducedMotion: 'reduce' });
      await page.goto(`/portfolios/31337/${balancers[0]}`);
      const href = await page.locator('a[href*="/decisions/"]').first().getAttribute('href');
      const paths = pathsOf(balancers[0] ?? '', href?.slice(href.indexOf('/decisions/')) ?? '');
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(path);
        await page.waitForTimeout(300);
        const file = join(FOLDER, `${name}-${view}.png`);
        await page.screenshot({ path: file, fullPage: true });
        process.stdout.write(`${file}\n`);
      }
      await page.goto(paths.portfolio ?? '/');
      await page.getByRole('button', { name: 'Plan' }).click();
      await page.getByRole('dialog').waitFor();
      await page.screenshot({ path: join(FOLDER, `plan-${view}.png`) });
      await page.close();
    }
  } finally {
    await browser.close();
    await stop();
  }
}

await main();
