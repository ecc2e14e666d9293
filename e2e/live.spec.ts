import { expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { portfolioOf, type StoredPortfolio } from './support/ledger.ts';
import { runningStack, test } from './support/running-stack.ts';

// What arrives by itself, and what a page loads for that. A page that is told looks by itself only once a minute: what comes sooner was told.

const CHAIN = 31_337;

let sql: Sql;
test.beforeAll(() => {
  sql = postgres(runningStack().administerUrl, { max: 2, onnotice: () => undefined });
});
test.afterAll(() => sql.end());

/** Gives a portfolio another name while something is looked at. */
async function renamed(portfolio: StoredPortfolio, name: string, look: () => Promise<void>): Promise<void> {
  await sql`update portfolios set name = ${name} where id = ${portfolio.id}`;
  try {
    await look();
  } finally {
    await sql`update portfolios set name = ${portfolio.name} where id = ${portfolio.id}`;
  }
}

type Row = {
  readonly id: string;
  readonly version: string;
  readonly portfolio: { readonly name: string } | null;
};

/** The page's own question, by somebody who knows all rows; null while the list is as it was. */
async function changesSince(page: Page, question: URL): Promise<readonly Row[] | null> {
  const { list, version } = await (await page.request.get(question.href)).json();
  if (list === null) return null;
  question.searchParams.set('version', version);
  question.searchParams.set('rows', list.rows.map((row: Row) => `${row.id}:${row.version}`).join(','));
  return list.rows;
}

test('the list is told of a change, and asks for that row alone', async ({ page }) => {
  const portfolio = await portfolioOf(sql, 'stream');
  const questions: string[] = [];
  const pages: string[] = [];
  await page.goto('/portfolios');
  await expect(page.getByText(/^Live, checked /)).toBeVisible();
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/api/live/portfolios') questions.push(request.url());
    // A row that is drawn anew has the page behind its link fetched ahead, which is another page.
    if (pathname === '/portfolios') pages.push(request.url());
  });
  await renamed(portfolio, 'Told by itself', async () => {
    await expect(page.getByRole('link', { name: 'Told by itself', exact: true })).toBeVisible();
  });
  expect(pages).toEqual([]);
  const question = new URL(questions[0] ?? '');
  // A tick between two questions changes every row, and is rare between two that follow each other at once.
  await expect(async () => {
    await changesSince(page, question);
    await renamed(portfolio, 'Told alone', async () => {
      const rows = (await changesSince(page, question)) ?? [];
      expect(rows.length).toBeGreaterThan(1);
      expect(rows.flatMap((row) => row.portfolio?.name ?? [])).toEqual(['Told alone']);
    });
  }).toPass({ timeout: 60_000 });
});

test('one portfolio’s page is told of a change', async ({ page }) => {
  const portfolio = await portfolioOf(sql, 'stream');
  await page.goto(`/portfolios/${CHAIN}/${portfolio.address}`);
  await expect(page.getByText(/^Live, checked /).first()).toBeVisible();
  await renamed(portfolio, 'Told here too', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Told here too');
  });
});

test('where no stream is to be had the page says so, and asks every few seconds', async ({
  page,
  consoleMaySay,
}) => {
  consoleMaySay.push(/api\/events|Failed to load resource/);
  const portfolio = await portfolioOf(sql, 'stream');
  await page.route('**/api/events*', (route) => route.abort());
  await page.goto('/portfolios');
  await expect(page.getByText(/again every 5 s/)).toBeVisible();
  await renamed(portfolio, 'Asked for', async () => {
    await expect(page.getByRole('link', { name: 'Asked for', exact: true })).toBeVisible();
  });
});

/** What wagmi and viem carry with them, whatever a bundler does to their names. */
const WALLET_CODE = /wagmi\.store|@wagmi\/core|WagmiProvider|viem@\d/;

const scriptsOf = (page: Page): readonly Promise<string>[] => {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') bodies.push(response.text().catch(() => ''));
  });
  return bodies;
};

for (const path of ['/portfolios', '/status', '/docs/api'])
  test(`${path} loads no wallet code for those who only look`, async ({ page }) => {
    const bodies = scriptsOf(page);
    await page.goto(path);
    await page.waitForTimeout(3_000);
    const texts = await Promise.all(bodies);
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.filter((text) => WALLET_CODE.test(text)).map((text) => text.slice(0, 200))).toEqual([]);
  });

test('the page on which an owner acts loads it once somebody wants to connect a wallet', async ({ page }) => {
  const bodies = scriptsOf(page);
  const { address } = await portfolioOf(sql, 'nobody');
  await page.goto(`/portfolios/${CHAIN}/${address}/manage`);
  for (const name of ['Pause', 'Void all orders', 'Revoke the signer', 'Withdraw all'])
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  await page.waitForTimeout(3_000);
  const before = await Promise.all(bodies);
  expect(before.some((text) => WALLET_CODE.test(text))).toBe(false);
  await page.getByRole('main').getByRole('button', { name: 'Connect a wallet' }).click();
  await expect(page.getByRole('dialog')).toContainText('No wallet was found in this browser.');
  const after = await Promise.all(bodies);
  expect(after.some((text) => WALLET_CODE.test(text))).toBe(true);
});
