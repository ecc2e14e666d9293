import { expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { type RunningStack, runningStack, seriousViolations, test } from './support/running-stack.ts';

let sql: Sql;
let stack: RunningStack;

test.beforeAll(() => {
  stack = runningStack();
  // A journey also changes what a page must notice.
  sql = postgres(stack.administerUrl, { max: 2, onnotice: () => undefined });
});
test.afterAll(async () => {
  await sql.end();
});

/** What the database says of each portfolio, read by a path of its own. */
async function portfoliosInDatabase() {
  return sql<
    {
      id: string;
      name: string;
      address: string;
      nav: string;
      weights: Record<string, string>;
      fills: number;
    }[]
  >`
    select p.id::text, p.name, a.address, d.decision ->> 'navUsdE18' as nav,
      (select jsonb_object_agg(v ->> 'symbol', v ->> 'weightE18') from jsonb_array_elements(d.decision -> 'assets') v) as weights,
      (select count(*)::int from fills f where f.portfolio_id = p.id) as fills
    from portfolios p join accounts a on a.id = p.account_id
    join lateral (select * from decisions where portfolio_id = p.id order by id desc limit 1) d on true
    order by p.id`;
}

/** Dollars and cents of an 18-decimal amount, rounded half up, by string arithmetic. */
function dollars(e18: string): string {
  const cents = ((BigInt(e18) + 5n * 10n ** 15n) / 10n ** 16n).toString().padStart(3, '0');
  return `$ ${cents.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${cents.slice(-2)}`;
}

const sectionOf = (page: Page, address: string) => page.locator(`section[data-address="${address}"]`);

test('the first page leads to the portfolios, and loads nothing from elsewhere', async ({ page }) => {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(stack.url) && !request.url().startsWith('data:'))
      problems.push(request.url());
  });
  await page.goto('/');
  await expect(page).toHaveURL(`${stack.url}/portfolios`);
  await expect(page.getByRole('heading', { level: 1, name: 'Portfolios' })).toBeVisible();
  await expect(page.getByText('Simulated market.')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'The bot is not running' })).toHaveCount(0);
  expect(problems).toEqual([]);
});

test('each portfolio shows what the database says: value, weights, reason, fills, open orders', async ({
  page,
}) => {
  // The bot goes on working, so a look may fall between the two reads: both are repeated until they agree.
  await expect(async () => {
    await page.goto('/portfolios');
    const expected = await portfoliosInDatabase();
    expect(expected.map(({ address }) => address).sort()).toEqual(
      stack.balancers.map((a) => a.toLowerCase()).sort(),
    );
    for (const { address, name, nav, weights, fills } of expected) {
      const section = sectionOf(page, address);
      await expect(section.getByRole('heading', { level: 2 })).toHaveText(name, { timeout: 500 });
      await expect(section.locator('dl')).toContainText(dollars(nav), { timeout: 500 });
      for (const [symbol, weight] of Object.entries(weights)) {
        const row = section
          .getByRole('row')
          .filter({ has: page.getByRole('rowheader', { name: symbol, exact: true }) });
        await expect(row).toContainText((Number(BigInt(weight) / 10n ** 14n) / 100).toFixed(1), {
          timeout: 500,
        });
        await expect(row.getByRole('img')).toHaveAccessibleName(
          new RegExp(`^${symbol}: .* %, target .* %, band `),
          { timeout: 500 },
        );
      }
      await expect(section).toContainText(/Next look .*\d\d:\d\d UTC/, { timeout: 500 });
      const [newest] = await sql`
        select tx_hash, taker from fills f join portfolios p on p.id = f.portfolio_id join accounts a on a.id = p.account_id
        where a.address = ${address} order by block_number desc, log_index desc limit 1`;
      expect(fills).toBeGreaterThan(0);
      const first = section.getByRole('region', { name: 'Last fills' }).getByRole('listitem').first();
      await expect(first.getByTitle(String(newest?.tx_hash))).toBeVisible({ timeout: 500 });
      await expect(first.getByTitle(stack.taker.toLowerCase())).toBeVisible({ timeout: 500 });
      const live = await sql`
        select order_hash from orders o join portfolios p on p.id = o.portfolio_id join accounts a on a.id = p.account_id
        where a.address = ${address} and status in ('signed', 'open', 'partially-filled', 'unfillable')`;
      const shown = section.getByRole('region', { name: 'Open orders' }).getByRole('listitem');
      await expect(shown).toHaveCount(live.length, { timeout: 500 });
      for (const { order_hash } of live)
        await expect(shown.getByTitle(String(order_hash))).toBeVisible({ timeout: 500 });
    }
  }).toPass({ timeout: 40_000 });
});

test('new figures arrive by themselves, and what its owner hides disappears', async ({ page }) => {
  const [portfolio] = await portfoliosInDatabase();
  if (portfolio === undefined) throw new Error('no portfolio');
  await page.goto('/portfolios');
  const section = sectionOf(page, portfolio.address);
  await sql`update portfolios set name = 'Renamed meanwhile' where id = ${portfolio.id}`;
  await expect(section.getByRole('heading', { level: 2 })).toHaveText('Renamed meanwhile', {
    timeout: 15_000,
  });
  await sql`update portfolios set shared = false where id = ${portfolio.id}`;
  await expect(section).toHaveCount(0, { timeout: 15_000 });
  await sql`update portfolios set shared = true, name = ${portfolio.name} where id = ${portfolio.id}`;
  await expect(section.getByRole('heading', { level: 2 })).toHaveText(portfolio.name, { timeout: 15_000 });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in the ${colorScheme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.goto('/portfolios');
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
  });
}

test('the keyboard reaches the content and the theme, which is kept', async ({ page }) => {
  await page.goto('/portfolios');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'To the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  // Only a live page counts the seconds; before that a choice would be the browser's alone.
  await expect(page.getByText(/^Read [1-9]\d* s ago/)).toBeVisible();
  await page.getByRole('radio', { name: 'As the system' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(16, 16, 14)');
});

test('it fits on a screen 320 pixels wide', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/portfolios');
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  expect(await seriousViolations(page)).toEqual([]);
});

test('nothing moves for those who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/portfolios');
  const bar = page.locator('.band-bar rect').first();
  await expect(bar).toBeVisible();
  expect(await bar.evaluate((element) => getComputedStyle(element).transitionDuration)).toBe('0s');
});

test('the health endpoint says that it is ready, and nothing of any portfolio', async ({ request }) => {
  const response = await request.get('/api/health/ready');
  expect(response.status()).toBe(200);
  expect(await response.json()).toMatchObject({ ready: true, database: 'ok', bot: { stale: false } });
});
