import { expect } from '@playwright/test';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { makeStackDatabase } from './support/stack-database.ts';
import { startWebServer, type WebServer } from './support/web-server.ts';

const EMPTY = 'empty_for_browser';

let web: WebServer | undefined;
test.afterEach(() => web?.stop());

test('without a database the page says so, and what still works', async ({ page, request }) => {
  web = await startWebServer({ DB_URL: 'postgres://nobody:nothing@127.0.0.1:9/none' });
  await page.goto(`${web.url}/portfolios`);
  const trouble = page.getByRole('alert').filter({ hasText: 'The database did not answer.' });
  await expect(trouble).toContainText('npm run demo');
  await expect(trouble).toContainText('withdraw with your wallet alone');
  expect(await seriousViolations(page)).toEqual([]);
  const health = await request.get(`${web.url}/api/health/ready`);
  expect(health.status()).toBe(503);
  expect(await health.json()).toEqual({ ready: false, database: 'unavailable', bot: null, components: [] });
});

test('without DB_URL it names the variable', async ({ page }) => {
  web = await startWebServer({});
  await page.goto(`${web.url}/portfolios`);
  await expect(page.getByRole('alert').filter({ hasText: 'DB_URL is missing' })).toBeVisible();
});

test('a database without tables is told apart', async ({ page }) => {
  const { appUrl } = await makeStackDatabase(EMPTY, { migrated: false });
  web = await startWebServer({ APP_DB_URL: appUrl });
  await page.goto(`${web.url}/portfolios`);
  await expect(page.getByRole('alert').filter({ hasText: 'run the migrations' })).toBeVisible();
});

test('an empty fleet teaches, and a bot that never ticked is named', async ({ page, request }) => {
  const { appUrl } = await makeStackDatabase(EMPTY, { migrated: true });
  web = await startWebServer({ APP_DB_URL: appUrl });
  await page.goto(`${web.url}/portfolios`);
  await expect(page.getByRole('heading', { name: 'No portfolio yet' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'It has never looked.' })).toBeVisible();
  const health = await request.get(`${web.url}/api/health/ready`);
  expect(health.status()).toBe(503);
  expect(await health.json()).toMatchObject({ ready: false, database: 'ok', bot: { stale: true } });
});

test('figures stay on screen while the server is away', async ({ page, consoleMaySay }) => {
  // What was under way when the server went is told by the browser in words of its own.
  consoleMaySay.push(/net::ERR_/);
  web = await startWebServer({ APP_DB_URL: runningStack().appDbUrl });
  await page.goto(`${web.url}/portfolios`);
  const value = page.locator('header dl');
  await expect(value).toContainText('$ ');
  web.stop();
  await expect(page.getByText('The server does not answer; these figures are')).toBeVisible({
    timeout: 15_000,
  });
  await expect(value).toContainText('$ ');
});
