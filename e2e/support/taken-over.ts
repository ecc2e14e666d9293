import type { Page } from '@playwright/test';

/** Waits until React has taken over what the server drew: what is pressed before waits for that, or is pressed in vain. */
export const takenOver = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => {
    const last = [...document.querySelectorAll('main *, header *')].at(-1);
    return last !== undefined && Object.keys(last).some((key) => key.startsWith('__reactProps'));
  });
};
