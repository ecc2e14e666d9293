import { expect, type Page } from '@playwright/test';
import { Crawl, type Pressed } from './support/crawl.ts';
import { PAGE_PATHS, type Place } from './support/every-page.ts';
import { placeOf } from './support/page-place.ts';
import { runningStack, test } from './support/running-stack.ts';
import { ownerKeyOf } from './support/signed-in.ts';
import { TestWallet } from './support/test-wallet.ts';

// A control that does nothing is a lie: every one of every page is pressed, by a visitor and by an owner who has logged in.

const deadOf = (pressed: readonly Pressed[]) => pressed.filter(({ effect }) => effect === null);

let place: Place;
test.beforeAll(async () => {
  place = await placeOf('owner');
});

/** Pages that know nobody: one crawl of them is as good as two. */
const SAME_FOR_ALL = [
  '/_not-found',
  '/demo',
  '/docs',
  '/docs/[page]',
  '/docs/api',
  '/docs/glossary',
  '/gallery',
  '/p/[chainId]/[address]',
];
const ROUTES = Object.keys(PAGE_PATHS);
const OWNERS_ROUTES = ROUTES.filter((route) => !SAME_FOR_ALL.includes(route));

/** Crawls pages one after the other; answers those controls that did nothing. */
async function crawlAll(page: Page, routes: readonly string[], wallet?: TestWallet) {
  const followed = new Set<string>();
  const dead: (Pressed & { readonly route: string })[] = [];
  for (const route of routes) {
    const pressed = await new Crawl(page, {
      followed,
      ...(wallet && { wallet }),
      mayEndSession: route === routes.at(-1),
    }).of(PAGE_PATHS[route]?.(place) ?? '/');
    process.stdout.write(`${route}: ${pressed.length} controls pressed\n`);
    dead.push(...deadOf(pressed).map((each) => ({ route, ...each })));
  }
  return dead;
}

test.describe('every control does something', () => {
  test.setTimeout(600_000);
  // Following links and typing nonsense is answered, also with refusals.
  test.beforeEach(({ consoleMaySay }) => {
    consoleMaySay.push(/status of (400|401|403|404|409|422|429)/);
    // Who leaves a page at once has not used what it fetched ahead.
    consoleMaySay.push(/was preloaded using link preload but not used/);
  });

  test('for a visitor', async ({ page }) => {
    expect(await crawlAll(page, ROUTES)).toEqual([]);
  });

  test('for an owner who has logged in, and whose wallet then refuses everything', async ({
    page,
    context,
  }) => {
    const wallet = await TestWallet.install(context, {
      ...{ chainId: 31_337, rpcUrl: runningStack().rpcUrl, keys: [ownerKeyOf(runningStack(), place.owner)] },
    });
    await page.goto(`${PAGE_PATHS['/portfolios/[chainId]/[address]/manage']?.(place)}`);
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Connect a wallet' }).click();
    await page.getByRole('button', { name: 'Test wallet' }).click();
    await expect(page.getByText('You own it.')).toBeVisible();
    await main.getByRole('button', { name: 'Sign in' }).click();
    await main.getByRole('button', { name: 'Sign the message' }).click();
    await expect(main.getByText('Signed in.')).toBeVisible();
    wallet.mood = 'reject';
    expect(await crawlAll(page, OWNERS_ROUTES, wallet)).toEqual([]);
  });
});

test('a control that does nothing is found', async ({ page, consoleMaySay }) => {
  consoleMaySay.push(/status of 404/);
  await page.addInitScript(() => {
    // Before React has taken over, it would be taken off again.
    const timer = setInterval(() => {
      const [main, link] = [document.querySelector('main'), document.querySelector('main a')];
      if (main === null || link === null || !Object.keys(link).some((key) => key.startsWith('__react')))
        return;
      clearInterval(timer);
      main.prepend(Object.assign(document.createElement('button'), { textContent: 'Pressed in vain' }));
    }, 10);
  });
  const pressed = await new Crawl(page, { followed: new Set() }).of('/there-is-no-such-page');
  expect(deadOf(pressed).map(({ control }) => control)).toEqual(['button “Pressed in vain” in “”']);
});
