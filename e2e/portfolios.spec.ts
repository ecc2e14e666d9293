import { expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import {
  bpsOf,
  dollars,
  grouped,
  heldOf,
  percent,
  portfolioOf,
  type StoredPortfolio,
  storedPortfolios,
} from './support/ledger.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';

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

const rowOf = (page: Page, address: string) => page.locator(`tr[data-address="${address}"]`);
const hrefOf = ({ address }: Pick<StoredPortfolio, 'address'>): string => `/portfolios/31337/${address}`;

const listed = (): Promise<StoredPortfolio> => portfolioOf(sql, 'list');

test('the first page leads a visitor to the demo and an owner to the portfolios by one press, and loads nothing from elsewhere', async ({
  page,
}) => {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(stack.url) && !request.url().startsWith('data:'))
      problems.push(request.url());
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Your tokens stay in your own contract/);
  await page.getByRole('main').getByRole('link', { name: 'Try the demo' }).click();
  await expect(page).toHaveURL(`${stack.url}/demo`);
  await page.getByRole('link', { name: '1Balancer' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Connect' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.goto('/');
  await page.getByRole('link', { name: 'Portfolios', exact: true }).click();
  await expect(page).toHaveURL(`${stack.url}/portfolios`);
  await expect(page.getByRole('heading', { level: 1, name: 'Portfolios' })).toBeVisible();
  await expect(page.getByText('Simulated market.')).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'The bot is not running' })).toHaveCount(0);
  expect(problems).toEqual([]);
});

test('each row of the list shows what the database says, and the header its sum', async ({ page }) => {
  // The bot goes on working, so a look may fall between the two reads: both are repeated until they agree.
  await expect(async () => {
    await page.goto('/portfolios');
    const stored = await storedPortfolios(sql);
    expect(stored.map(({ address }) => address).sort()).toEqual(
      stack.balancers.map((address) => address.toLowerCase()).sort(),
    );
    // Another file makes one its owner's alone meanwhile, and shares it again.
    const shown = stored.filter(({ shared }) => shared);
    const sum = shown.reduce((total, portfolio) => total + heldOf(portfolio), 0n);
    await expect(page.locator('header dl')).toContainText(dollars(sum), { timeout: 2_000 });
    for (const portfolio of shown) {
      const row = rowOf(page, portfolio.address);
      await expect(row.getByRole('link', { name: portfolio.name, exact: true })).toHaveAttribute(
        'href',
        hrefOf(portfolio),
        { timeout: 2_000 },
      );
      await expect(row).toContainText(dollars(heldOf(portfolio)), { timeout: 2_000 });
      await expect(row.getByRole('img').first()).toHaveAccessibleName(/^Made of /, { timeout: 2_000 });
      await expect(row.getByRole('img').last()).toHaveAccessibleName(/: .* %, target .* %, .*its band of /, {
        timeout: 2_000,
      });
    }
  }).toPass({ timeout: 150_000 });
});

test('one portfolio’s page shows what database and chain say: value, weights, keys, fills, orders, decision', async ({
  page,
}) => {
  const { address } = await listed();
  await expect(async () => {
    await page.goto(hrefOf({ address }));
    const stored = (await storedPortfolios(sql)).find((one) => one.address === address);
    if (stored === undefined) throw new Error('it is gone');
    const soon = { timeout: 2_000 };
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(stored.name, soon);
    await expect(page.locator('dl').first()).toContainText(dollars(heldOf(stored)), soon);
    await expect(page.locator('dl').first()).toContainText(`at block ${grouped(stored.block)}`, soon);
    for (const [symbol, value] of Object.entries(stored.held)) {
      const row = page
        .getByRole('table', { name: `${stored.name}: target and actual` })
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: symbol, exact: true }) });
      const weightBps = bpsOf(BigInt(value), heldOf(stored));
      const drift = weightBps - (stored.targets[symbol] ?? 0);
      await expect(row).toContainText(percent(weightBps), soon);
      await expect(row).toContainText(`${percent(Math.abs(drift))} pp`, soon);
      await expect(row).toContainText(dollars(BigInt(value)), soon);
      await expect(row.getByRole('img')).toHaveAccessibleName(
        new RegExp(`^${symbol}: .* %, target .* %, `),
        soon,
      );
    }
    const safe = page.getByRole('region', { name: 'Is my money safe?' });
    await expect(safe.locator(`[data-hex="${stored.owner}"]`)).toBeVisible(soon);
    await expect(safe).toContainText(`Generation, which every order must carry${stored.generation}`, soon);
    const [newest] = await sql`
      select tx_hash, taker from fills where portfolio_id = ${stored.id} order by block_number desc, log_index desc limit 1`;
    expect(stored.fills).toBeGreaterThan(0);
    const first = page.getByRole('region', { name: 'Last fills' }).getByRole('listitem').first();
    await expect(first.locator(`[data-hex="${String(newest?.tx_hash)}"]`)).toBeVisible(soon);
    await expect(first.locator(`[data-hex="${stack.taker.toLowerCase()}"]`)).toBeVisible(soon);
    const live = await sql`
      select order_hash from orders where portfolio_id = ${stored.id}
        and status in ('signed', 'open', 'partially-filled', 'unfillable')`;
    const open = page.getByRole('region', { name: 'Open orders' });
    await expect(open.locator('[data-hex]')).toHaveCount(live.length, soon);
    for (const { order_hash } of live)
      await expect(open.locator(`[data-hex="${String(order_hash)}"]`)).toBeVisible(soon);
    const decided = page.getByRole('region', { name: 'Decisions' }).getByRole('listitem').first();
    await expect(decided).toHaveAttribute('data-decision', stored.decisionId, soon);
  }).toPass({ timeout: 150_000 });
});

test('a decision opens with every number, and its plan sums to 100 %', async ({ page }) => {
  const portfolio = await listed();
  const [acted] = await sql`
    select d.id::text, d.decision ->> 'navUsdE18' as nav, d.engine_version, s.block_number::text as block, d.tick_id::text
    from decisions d join snapshots s on s.id = d.snapshot_id
    where d.portfolio_id = ${portfolio.id} and d.kind = 'act'
      and not exists (select from orders o where o.decision_id = d.id and o.closed_at is null)
    order by d.id desc limit 1`;
  await page.goto(`${hrefOf(portfolio)}/decisions/${acted?.id}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Decision ${grouped(String(acted?.id))}`);
  await expect(page.getByText(/^Trade: sell \$\s/).first()).toBeVisible();
  await expect(page.locator('[data-sum-after]')).toHaveText('100.00 %');
  await expect(page.getByText(String(acted?.tick_id))).toBeVisible();
  await expect(page.getByText(`npm run replay -- ${acted?.id}`)).toBeVisible();
  const [, leg] = await sql`
    select order_hash from orders where decision_id = ${String(acted?.id)} order by leg_index, slice_number`;
  const orders = page.getByRole('region', { name: 'Orders that are over', exact: true });
  if (leg !== undefined) await expect(orders.locator(`[data-hex="${String(leg.order_hash)}"]`)).toBeVisible();
});

test('the plan opens over the page, sums to 100 %, and closes by Escape to where it was opened', async ({
  page,
}) => {
  await page.goto(hrefOf(await listed()));
  await expect(page.locator('[data-account="out"]')).toBeVisible();
  const button = page.getByRole('button', { name: 'Plan' });
  await button.click();
  const drawer = page.getByRole('dialog', { name: 'What the bot would do now' });
  await expect(drawer.locator('[data-sum-after]')).toHaveText('100.00 %');
  await expect(drawer.getByRole('list', { name: 'Checks' })).toContainText(
    'The contract names the bot’s key',
  );
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(button).toBeFocused();
});

test('what is somebody else’s is answered like what never was', async ({ page, request, consoleMaySay }) => {
  consoleMaySay.push(/status of 404/);
  const portfolio = await listed();
  const nowhere = await request.get('/portfolios/31337/0x00000000000000000000000000000000000000aa');
  await sql`update portfolios set shared = false where id = ${portfolio.id}`;
  try {
    const hidden = await request.get(hrefOf(portfolio));
    expect([nowhere.status(), hidden.status()]).toEqual([404, 404]);
    const decision = await request.get(`${hrefOf(portfolio)}/decisions/${portfolio.decisionId}`);
    expect(decision.status()).toBe(404);
    expect(await hidden.text()).not.toContain(portfolio.name);
    await page.goto(hrefOf(portfolio));
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  } finally {
    await sql`update portfolios set shared = true where id = ${portfolio.id}`;
  }
  for (const nonsense of ['/portfolios/1e9/0xzz', '/portfolios/31337/x/decisions/-1', '/portfolios/0/0'])
    expect((await request.get(nonsense)).status()).toBe(404);
});

test('new figures arrive by themselves, and what its owner hides disappears', async ({ page }) => {
  const portfolio = await listed();
  await page.goto('/portfolios');
  const row = rowOf(page, portfolio.address);
  try {
    await sql`update portfolios set name = 'Renamed meanwhile' where id = ${portfolio.id}`;
    await expect(row.getByRole('link')).toHaveText('Renamed meanwhile');
    await sql`update portfolios set shared = false where id = ${portfolio.id}`;
    await expect(row).toHaveCount(0);
  } finally {
    await sql`update portfolios set shared = true, name = ${portfolio.name} where id = ${portfolio.id}`;
  }
  await expect(row.getByRole('link')).toHaveText(portfolio.name);
});

test('a halt stands in red over every page, with its time and author, and verdicts stay', async ({
  page,
}) => {
  const portfolio = await listed();
  await sql`
    insert into settings (key, value, updated_by) values ('halted', 'true', 'operator')
    on conflict (key) do update set value = 'true', updated_by = 'operator', updated_at = now()`;
  try {
    await page.goto(hrefOf(portfolio));
    const banner = page.getByRole('alert').filter({ hasText: 'All trading is stopped.' });
    await expect(banner).toContainText('By the operator');
    await expect(page.getByRole('region', { name: 'Open orders' })).not.toContainText(
      'The bot signs one when',
    );
    await expect(
      page
        .getByRole('row')
        .filter({ hasText: /inside|outside/ })
        .first(),
    ).toBeVisible();
    await page.goto('/portfolios');
    await expect(banner).toBeVisible();
    await expect(rowOf(page, portfolio.address)).toContainText('Halted');
    expect(await seriousViolations(page)).toEqual([]);
  } finally {
    await sql`update settings set value = 'false' where key = 'halted'`;
  }
});

test('the list is sorted and filtered by its address, which a reload keeps', async ({ page }) => {
  await page.goto('/portfolios');
  await page.getByRole('columnheader', { name: 'Portfolio' }).getByRole('link').click();
  await expect(page).toHaveURL(/sort=name/);
  const names = page.locator('tbody th a');
  // Other files rename one meanwhile, and hide one: the page is told of it, and so is who compares.
  const areByName = () =>
    expect(async () => {
      const byName = (await storedPortfolios(sql))
        .flatMap(({ shared, name }) => (shared ? [name] : []))
        .sort((a, b) => a.localeCompare(b, 'en'));
      await expect(names).toHaveText(byName, { timeout: 1_000 });
    }).toPass({ timeout: 40_000 });
  await areByName();
  await page.reload();
  await areByName();
  await page.goto('/portfolios?state=paused');
  await expect(page.getByText('None is in this state now.')).toBeVisible();
});

test('the status page says what the database says of the last tick, and shows a run that never was', async ({
  page,
}) => {
  const [before] = await sql`
    select started_at from ticks where not dry_run and finished_at is not null order by started_at desc limit 1`;
  await page.goto('/status');
  const figures = page.locator('dl').first();
  await expect(figures).toContainText(/\d ms/);
  const said = (await figures.textContent()) ?? '';
  // A tick or two may have ended while the page was made: it tells of one that was the last just then.
  const since = await sql`
    select duration_ms, held, acted, failed from ticks
    where not dry_run and finished_at is not null and started_at >= ${before?.['started_at']}
    order by started_at`;
  const isOfATick = since.some(
    ({ duration_ms, held, acted, failed }) =>
      said.includes(`${grouped(String(duration_ms))} ms`) &&
      said.includes(`${held} held, ${acted} acted, ${failed} failed`),
  );
  expect({ said, since: isOfATick ? [] : [...since] }).toEqual({ said, since: [] });
  await expect(async () => {
    await page.reload();
    const [cursor] = await sql`select max(block_number)::text as block from cursors`;
    await expect(page.getByRole('region', { name: 'Chains' })).toContainText(
      `block ${grouped(String(cursor?.block))}`,
      { timeout: 1_000 },
    );
  }).toPass({ timeout: 40_000 });
  await expect(page.getByRole('img', { name: /^Quarters of an hour/ })).toHaveAccessibleName(/ticks ran/);
  // A tick of two hours ago, and nothing since but the last minutes: what lies between is missing.
  const [planted] =
    await sql`insert into ticks (source, started_at, finished_at) values ('api', now() - interval '2 hours',
    now() - interval '2 hours') returning id`;
  try {
    await page.reload();
    await expect(page.getByRole('img', { name: /^Quarters of an hour/ })).toHaveAccessibleName(
      /ticks are missing/,
    );
  } finally {
    await sql`delete from ticks where id = ${String(planted?.id)}`;
  }
});

test('an address can be copied', async ({ page, context }) => {
  const portfolio = await listed();
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(hrefOf(portfolio));
  await expect(page.locator('[data-account="out"]')).toBeVisible();
  await page.locator('header').last().getByRole('button', { name: 'Copy address' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(portfolio.address);
});

test('axe finds nothing serious in the theme of high contrast, which the first byte already has', async ({
  page,
  context,
}) => {
  await context.addCookies([{ name: 'theme', value: 'contrast', url: stack.url }]);
  await page.goto(hrefOf(await listed()));
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'contrast');
  expect(await seriousViolations(page)).toEqual([]);
});

test('the keyboard reaches the content and the theme, which is kept', async ({ page }) => {
  await page.goto('/portfolios');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'To the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();
  // Only a page that runs knows who is there; before that a choice would be the browser's alone.
  await expect(page.locator('[data-account="out"]')).toBeVisible();
  await page.getByRole('radio', { name: 'As the system' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveCSS('background-color', 'rgb(16, 16, 14)');
});

test('nothing moves for those who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(hrefOf(await listed()));
  const bar = page.locator('.band-bar rect').first();
  await expect(bar).toHaveCSS('transition-duration', '0s');
});

test('the health endpoint says that it is ready, and nothing of any portfolio', async ({ request }) => {
  // A bot that had to wait for the machine is late, and says so until it has looked again.
  await expect(async () => {
    const response = await request.get('/api/health/ready');
    expect(response.status()).toBe(200);
    expect(await response.json()).toMatchObject({ ready: true, database: 'ok', bot: { stale: false } });
  }).toPass({ timeout: 40_000 });
});
