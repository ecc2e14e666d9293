import type { Page } from '@playwright/test';

/** Light as on a desk, dark as on a narrow phone: both themes and both layouts in two looks. */
export const LOOKS = [
  { theme: 'light', width: 1280, height: 900 },
  { theme: 'dark', width: 320, height: 640 },
] as const;

/** How many pixels of the page lie beyond its right edge. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
