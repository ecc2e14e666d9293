import { expect, type Page } from '@playwright/test';
import { builtPages, PAGE_PATHS, type Place } from './support/every-page.ts';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { untouchedPlace } from './support/page-place.ts';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';

// What every page of the build owes to everybody, whatever it shows.

let place: Place;
test.beforeAll(async () => {
  place = await untouchedPlace();
});

test('every page of the build is looked at here', () => {
  expect(Object.keys(PAGE_PATHS).sort()).toEqual(builtPages());
});

/** Whatever would still move, by its name. */
const movesOf = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map((animation) => `${animation.constructor.name} ${animation.id}`),
  );

/** Hundreds of parts of a few kinds, which take axe minutes; api-docs.spec.ts has it look at some of every kind. */
const TOO_LONG_FOR_AXE = '/docs/api';

/** Axe takes longer than everything else here: it sees each page in one look, its neighbour in the other; in both in `npm run test:deep`. */
const isForAxe = (page: number, look: number): boolean =>
  process.env['BROWSER_TESTS'] === 'deep' || page % LOOKS.length === look;

for (const [index, [route, pathOf]] of Object.entries(PAGE_PATHS).entries())
  test(`${route}: nothing serious to axe, no scroll aside at 320 pixels, nothing moves for those who asked, the console is empty`, async ({
    page,
    context,
    consoleMaySay,
  }) => {
    test.setTimeout(300_000);
    if (route === '/_not-found') consoleMaySay.push(/status of 404/);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    for (const [look, { theme, ...viewport }] of LOOKS.entries()) {
      await page.setViewportSize(viewport);
      await context.addCookies([{ name: 'theme', value: theme, url: runningStack().url }]);
      // A node or database that was late once is asked again, as the page then says.
      await expect(async () => {
        await page.goto(pathOf(place));
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 5_000 });
      }).toPass({ timeout: 60_000 });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      expect
        .soft({ theme, pixelsBeyondTheEdge: await overflowOf(page) })
        .toEqual({ theme, pixelsBeyondTheEdge: 0 });
      expect.soft({ theme, moves: await movesOf(page) }).toEqual({ theme, moves: [] });
      if (route === TOO_LONG_FOR_AXE || !isForAxe(index, look)) continue;
      expect.soft({ theme, serious: await seriousViolations(page) }).toEqual({ theme, serious: [] });
    }
  });
