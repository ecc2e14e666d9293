import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { runningStack, test } from './support/running-stack.ts';

const UI = join(import.meta.dirname, '../components/ui');

/** What the library exports to be seen: components, and looks as constants. Formats and types are none. */
const exportedParts = (): readonly string[] =>
  readdirSync(UI)
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .flatMap((file) => [
      ...readFileSync(join(UI, file), 'utf8').matchAll(/^export (?:function|const) ([A-Z]\w*)/gm),
    ])
    .map(([, name]) => name ?? '')
    .sort();

const partOf = (page: Page, name: string): Locator => page.locator(`[data-part="${name}"]`);

/** What a part needs beside its ordinary look, where it is filled from a server or can be out of reach. */
const STATES_OWED: Readonly<Record<string, readonly string[]>> = {
  BUTTON: ['ready', 'read-only'],
  Figure: ['filled', 'unknown', 'stale'],
  Hex: ['with copy', 'read-only'],
  Section: ['filled', 'empty', 'loading', 'error'],
};

test('every part that components/ui exports stands in the gallery, with each of its states', async ({
  page,
}) => {
  await page.goto('/gallery');
  const exported = exportedParts();
  expect(exported.length).toBeGreaterThan(5);
  for (const name of exported) {
    const states = partOf(page, name).locator('[data-state]');
    expect({ name, states: await states.count() }).not.toEqual({ name, states: 0 });
    for (const state of STATES_OWED[name] ?? [])
      await expect(partOf(page, name).locator(`[data-state="${state}"] > dd`)).toBeVisible();
    for (const state of await states.all())
      expect((await state.locator('> dd').innerHTML()).length).toBeGreaterThan(20);
  }
});

const BASELINES = join(import.meta.dirname, 'baselines');
/** What is compared, each a few kilobytes: the product's signature, and the library's parts. */
const COMPARED = ['Account', 'Band bar, in a row', 'BUTTON', 'Figure', 'Section', 'Word'];
/** Another machine smooths an edge otherwise; a part that moved by a pixel differs in more of them than this. */
const TOLERANCE = { maxDiffPixelRatio: 0.002, threshold: 0.15 };

const fileOf = (name: string, theme: string, major: string): string =>
  `${name.toLowerCase().replaceAll(/[^a-z]+/g, '-')}-${theme}-chromium-${major}.png`;

for (const theme of ['light', 'dark'] as const)
  for (const name of COMPARED)
    test(`${name} of the gallery looks as it did, ${theme}`, async ({ browser }) => {
      const major = browser.version().split('.')[0] ?? '';
      const file = fileOf(name, theme, major);
      test.skip(
        !existsSync(join(BASELINES, file)) && test.info().config.updateSnapshots !== 'all',
        `No picture of it by Chromium ${major}. To make one: npx playwright test gallery --update-snapshots=all, and look at it.`,
      );
      // Without scripts: what the server draws, of a moment that stands still.
      const context = await browser.newContext({
        ...{ baseURL: runningStack().url, javaScriptEnabled: false, reducedMotion: 'reduce' },
        viewport: { width: 1100, height: 900 },
      });
      await context.addCookies([{ name: 'theme', value: theme, url: runningStack().url }]);
      const page = await context.newPage();
      await page.goto('/gallery');
      // Alone at the top: where the parts above it end would round its own height.
      await page.evaluate((shown) => {
        for (const part of document.querySelectorAll<HTMLElement>('[data-part]'))
          part.hidden = part.dataset.part !== shown;
      }, name);
      await expect(partOf(page, name)).toHaveScreenshot(file, TOLERANCE);
      await context.close();
    });
