import { expect, type Locator, type Page } from '@playwright/test';

const TABS_MAX = 120;
/** A step waits for the chain, or for what is loaded after the page. */
const THERE_WITHIN_MS = 20_000;

const hasRing = (element: Element): boolean => {
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
};

/** Goes on by the tabulator until the element has the focus: one that can't be reached so, or doesn't show that it was, fails. */
export async function reach(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible({ timeout: THERE_WITHIN_MS });
  await expect(wanted).toBeEnabled({ timeout: THERE_WITHIN_MS });
  const until = Date.now() + THERE_WITHIN_MS;
  // A dialog that is about to close keeps the focus inside: once it is gone the rest can be reached.
  for (let tabs = 0; tabs < TABS_MAX || Date.now() < until; tabs += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      expect(await wanted.evaluate(hasRing), `${wanted} shows that it has the focus`).toBe(true);
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`${wanted} can’t be reached by the keyboard`);
}

export async function pressed(
  page: Page,
  wanted: Locator,
  key: 'Enter' | 'Space' | 'ArrowDown' = 'Enter',
): Promise<void> {
  await reach(page, wanted);
  await page.keyboard.press(key);
}

export async function typed(page: Page, wanted: Locator, text: string): Promise<void> {
  await reach(page, wanted);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}
