import { type Browser, expect } from '@playwright/test';
import { PAGE_PATHS } from './support/every-page.ts';
import { type Fetched, fetchedOf } from './support/fetched.ts';
import { untouchedPlace } from './support/page-place.ts';
import { runningStack, test } from './support/running-stack.ts';

/** gzipped: the scripts that the served page names and whatever it fetches without a click, fonts included. */
const FETCHED_BYTES_MAX = 310_000;
/** The same without what a page asks for while it is looked at, which depends on what happens meanwhile. */
const BUILT_BYTES_MAX = 250_000;
const ASKED_MEANWHILE = ['fetch', 'xhr', 'eventsource'];
/** Each waits for its time to pass more than it works. */
const PAGES_AT_ONCE = 4;

/** Opens a page with nothing in the browser's cache. */
async function openedAnew(browser: Browser, path: string): Promise<readonly Fetched[]> {
  const context = await browser.newContext({ baseURL: runningStack().url });
  try {
    return await fetchedOf(await context.newPage(), path);
  } finally {
    await context.close();
  }
}

const bytesOf = (fetched: readonly Fetched[], counts: (kind: string) => boolean): number =>
  fetched.reduce((sum, { kind, bytes }) => sum + (counts(kind) ? bytes : 0), 0);

test('every page fetches less than its budget, fonts and all', async ({ browser }) => {
  const place = await untouchedPlace();
  const routes = Object.entries(PAGE_PATHS);
  while (routes.length > 0)
    await Promise.all(
      routes.splice(0, PAGES_AT_ONCE).map(async ([route, pathOf]) => {
        const fetched = await openedAnew(browser, pathOf(place));
        const scripts = bytesOf(fetched, (kind) => kind === 'script');
        const fonts = bytesOf(fetched, (kind) => kind === 'font');
        const all = bytesOf(fetched, (kind) => kind !== 'document');
        process.stdout.write(`${route}: scripts ${scripts} B, fonts ${fonts} B, all ${all} B\n`);
        expect.soft(scripts, `${route} has scripts`).toBeGreaterThan(0);
        expect.soft(fonts, `${route} has fonts`).toBeGreaterThan(0);
        const built = bytesOf(fetched, (kind) => kind !== 'document' && !ASKED_MEANWHILE.includes(kind));
        expect
          .soft(built, `${route} is made of at most ${BUILT_BYTES_MAX} B`)
          .toBeLessThanOrEqual(BUILT_BYTES_MAX);
        expect
          .soft(all, `${route} fetches at most ${FETCHED_BYTES_MAX} B`)
          .toBeLessThanOrEqual(FETCHED_BYTES_MAX);
      }),
    );
});
