import { expect, test } from '@playwright/test';
import { runningStack } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';

test.beforeEach(async ({ page }) => {
  await page.goto(`${runningStack().url}/docs/api`);
});

test('the API’s page leads from an endpoint to its schema and its codes, by keyboard alone', async ({
  page,
}) => {
  const endpoint = page.locator('article#registerPortfolio');
  await endpoint.getByText('Takes application/json').focus();
  await page.keyboard.press('Enter');
  const takes = page.getByRole('region', { name: 'What POST /api/portfolios takes, application/json' });
  await expect(takes).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(takes).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const schema = page.getByRole('region', { name: 'Schema RegistrationInput' });
  await expect(schema).toBeInViewport();
  await expect(schema).toContainText('"chainId"');
  await endpoint.getByRole('link', { name: 'not-owner' }).click();
  await expect(page.locator('li#not-owner')).toBeInViewport();
});

test('every address in it leads somewhere', async ({ page }) => {
  const lost = await page.evaluate(() =>
    [...document.querySelectorAll('main a[href^="#"]')]
      .map((link) => link.getAttribute('href')?.slice(1) ?? '')
      .filter((id) => document.getElementById(id) === null),
  );
  expect(lost).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`with parts of every kind open it has no fault that axe knows, at 360 pixels, ${colorScheme}`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 780 });
    await page.evaluate(() => {
      const all = [...document.querySelectorAll('details')];
      // All of them open are more than axe gets through in a test's time.
      for (const details of [...all.slice(0, 12), ...all.slice(-6)]) details.open = true;
    });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await seriousViolations(page)).toEqual([]);
  });
