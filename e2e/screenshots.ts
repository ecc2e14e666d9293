import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { findChromium, HOW_TO_GET_CHROMIUM } from '../scripts/check/find-chromium.mjs';
import { PAGE_PATHS, type Place } from './support/every-page.ts';
import { untouchedPlace } from './support/page-place.ts';
import { runningStack, startRunningStack } from './support/running-stack.ts';
import { ownerKeyOf } from './support/signed-in.ts';
import { TestWallet } from './support/test-wallet.ts';

const FOLDER = resolve(import.meta.dirname, '../.cache/screenshots');

const VIEWS = {
  light: { colorScheme: 'light', width: 1280, height: 900 },
  dark: { colorScheme: 'dark', width: 1280, height: 900 },
  narrow: { colorScheme: 'light', width: 360, height: 780 },
} as const;
type View = keyof typeof VIEWS;

/** A page's picture by its route: "portfolios-one-manage". */
const nameOf = (route: string): string =>
  route
    .replace('[address]', 'one')
    .split('/')
    .filter((part) => part !== '' && part !== '[chainId]')
    .map((part) => part.replaceAll(/[[\]_]/g, ''))
    .join('-') || 'first';

async function take(page: Page, name: string, { fullPage = true } = {}): Promise<void> {
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path, fullPage });
  process.stdout.write(`${path}\n`);
}

/** What covers a page once something was pressed, and what only an owner sees. */
async function takeOpened(page: Page, view: View, place: Place): Promise<void> {
  const pathTo = (route: string): string => PAGE_PATHS[route]?.(place) ?? '/';
  await page.goto(pathTo('/portfolios/[chainId]/[address]'));
  await page.waitForLoadState('networkidle');
  await page.getByRole('button', { name: 'Plan', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await take(page, `plan-${view}`, { fullPage: false });
  await page.goto(pathTo('/portfolios/[chainId]/[address]/manage'));
  await page.getByRole('main').getByRole('button', { name: 'Connect a wallet' }).click();
  await take(page, `connect-${view}`, { fullPage: false });
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await page.getByText('You own it.').waitFor();
  await take(page, `manage-by-owner-${view}`);
  await page
    .getByRole('button', { name: 'Withdraw everything' })
    .or(page.getByRole('button', { name: 'Pause', exact: true }))
    .first()
    .click();
  await page.getByText('It would go through.').waitFor();
  await take(page, `act-${view}`, { fullPage: false });
}

/** A browser with the wallet of whom the portfolio belongs to. */
async function contextFor(browser: Browser, view: View, owner: string): Promise<BrowserContext> {
  const { colorScheme, ...viewport } = VIEWS[view];
  const { url, rpcUrl } = runningStack();
  const context = await browser.newContext({ colorScheme, viewport, baseURL: url, reducedMotion: 'reduce' });
  // Functions are sent to the browser as text, and the runner of this file calls a helper in them that pages lack.
  await context.addInitScript('globalThis.__name = (named) => named');
  await TestWallet.install(context, { chainId: 31_337, rpcUrl, keys: [ownerKeyOf(runningStack(), owner)] });
  return context;
}

/** Pictures of every page in light, dark and on a narrow screen, for a person to look at. */
async function main(): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(HOW_TO_GET_CHROMIUM);
  const stop = await startRunningStack();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    mkdirSync(FOLDER, { recursive: true });
    const place = await untouchedPlace();
    for (const view of Object.keys(VIEWS) as View[]) {
      const context = await contextFor(browser, view, place.owner);
      const page = await context.newPage();
      for (const [route, pathOf] of Object.entries(PAGE_PATHS)) {
        await page.goto(pathOf(place));
        await take(page, `${nameOf(route)}-${view}`);
      }
      await takeOpened(page, view, place);
      await context.close();
    }
  } finally {
    await browser.close();
    await stop();
  }
}

await main();
