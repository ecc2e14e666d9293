import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pressed } from '../../e2e/support/keyboard.ts';
import { BOB, type LoginServer, startLoginServer } from '../../e2e/support/login-server.ts';
import { seriousViolations } from '../../e2e/support/serious-violations.ts';
import { takeCookies } from '../../e2e/support/signed-in.ts';
import { findChromium } from '../../scripts/check/find-chromium.mjs';
import { arrangePortfolios, hashOf } from '../../services/store/testing/arrange.ts';

// What an operator sees of everybody's portfolios, beside what the database says.

const BLOCKED = 60;
const SET_ASIDE = 'its token refused <b>three</b> times';

let server: LoginServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;

/** One look of a portfolio, with what it holds and why nothing is traded. */
const look = async (id: string, valueUsd: number | null, reason: string): Promise<void> => {
  const { admin } = server.database;
  const [tick] = await admin`insert into ticks (source) values ('cli') returning id`;
  const value = valueUsd === null ? null : `${valueUsd}${'0'.repeat(18)}`;
  await admin`
    with seen as (
      insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      values (${id}, ${tick?.id}, 1, ${hashOf('block 1')}, 1700000000, ${value}, '{}') returning id
    )
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
      tracking_error_bps, next_look_at_seconds)
    select id, ${id}, ${tick?.id}, 1, 'test', 'hold', ${reason}::reason, '{}', 0, 1700003600 from seen`;
};

const arrange = async (): Promise<void> => {
  const { admin } = server.database;
  const shared = await arrangePortfolios(admin, 3, { from: 101, shared: true });
  const hidden = await arrangePortfolios(admin, BLOCKED, { from: 1 });
  await admin`update leases set visible_at = now() + interval '1 hour'`;
  for (const [at, { id }] of hidden.entries()) await look(id, at === 0 ? null : 1_000 + at, 'price-missing');
  const [aside, calm, fresh] = shared;
  await look(aside?.id ?? '', 250_000, 'in-band');
  await look(calm?.id ?? '', 49_615, 'in-band');
  await admin`
    update portfolios set quarantined_at = now() - interval '3 hours', quarantine_reason = ${SET_ASIDE} where id = ${aside?.id ?? ''}`;
  expect(fresh).toBeDefined();
};

beforeAll(async () => {
  server = await startLoginServer();
  await arrange();
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  context = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce' });
  await takeCookies(context, await server.loggedIn(BOB), server.url);
  page = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const main = () => page.getByRole('main');
const table = (name: string) => page.getByRole('region', { name: `${name}, as a table` });
const dollars = (value: unknown): string =>
  `$ ${Number(value).toLocaleString('en-US', { minimumFractionDigits: 2 })}`;

it('shows nothing of anybody to whoever is signed in without the role', async () => {
  await page.goto('/operator');
  await main().getByText('it is for operators and admins').waitFor();
  const [row] = await server.database.admin`select address from accounts order by id limit 1`;
  expect(await page.content()).not.toContain(row?.address);
});

it('shows an operator what all hold, who needs a person and why, as the database says', async () => {
  await server.database
    .admin`update users set role = 'operator' where address = ${BOB.address.toLowerCase()}`;
  await page.goto('/operator');
  const [held] = await server.database.admin`
    select (sum(nav_usd_e18) / 1e18)::text as value, count(*)::int as looked from snapshots`;
  await page.getByText(SET_ASIDE).waitFor();
  expect(await main().textContent()).toContain(dollars(held?.value));
  const needy = table('What needs a person');
  expect(await needy.getByRole('row').count()).toBe(1 + 50);
  expect(await needy.getByRole('row').filter({ hasText: 'Blocked' }).first().textContent()).toMatch(
    /price missing\s*unknown/,
  );
  const states = table('Portfolios by state');
  expect(await states.getByRole('row', { name: /^Blocked/ }).textContent()).toMatch(
    new RegExp(`${BLOCKED}.*and 1 without a value`, 's'),
  );
  expect(await states.getByRole('row', { name: /^Set aside/ }).textContent()).toContain('$ 250,000.00');
  expect(await states.getByRole('row', { name: /^On target/ }).textContent()).toContain('$ 49,615.00');
});

it('leads to all of a state, page by page, by the keyboard alone', async () => {
  await pressed(page, page.getByRole('link', { name: 'More', exact: true }));
  await page.waitForURL(/after=/);
  const rest = table('What needs a person').getByRole('row');
  await expect.poll(() => rest.count()).toBe(1 + BLOCKED + 1 - 50);
  await pressed(page, page.getByRole('link', { name: 'Set aside' }));
  await page.waitForURL(/state=quarantined/);
  await page.getByRole('heading', { name: 'Set aside' }).waitFor();
  const row = table('Set aside').getByRole('row').last();
  expect(await row.textContent()).toContain(SET_ASIDE);
  const [aside] = await server.database.admin`
    select a.address from accounts a join portfolios p on p.account_id = a.id where p.quarantined_at is not null`;
  expect(await row.getByRole('link').getAttribute('href')).toBe(`/portfolios/31337/${aside?.address}`);
  await pressed(page, page.getByRole('link', { name: 'What needs a person, from the first' }));
  await page.waitForURL(/\/operator$/);
});

it.each(['light', 'dark'] as const)('is read without hindrance, %s', async (colorScheme) => {
  await page.emulateMedia({ colorScheme });
  await page.goto('/operator');
  await page.getByText(SET_ASIDE).waitFor();
  expect(await seriousViolations(page)).toEqual([]);
});

it('moves its tables sideways, never the page, on a narrow screen', async () => {
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});
