import { type BrowserContext, expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { generatePrivateKey } from 'viem/accounts';
import { type StoredPortfolio, storedPortfolios } from './support/ledger.ts';
import { runningStack, test } from './support/running-stack.ts';
import { TestWallet } from './support/test-wallet.ts';

// What arrives by itself, and whose page it is.

const CHAIN = 31_337;

let sql: Sql;
test.beforeAll(() => {
  sql = postgres(runningStack().administerUrl, { max: 2, onnotice: () => undefined });
});
test.afterAll(() => sql.end());

const first = async (): Promise<StoredPortfolio> => {
  const [portfolio] = await storedPortfolios(sql);
  if (portfolio === undefined) throw new Error('no portfolio');
  return portfolio;
};

/** Gives a portfolio another name while something is looked at. */
async function renamed(portfolio: StoredPortfolio, name: string, look: () => Promise<void>): Promise<void> {
  await sql`update portfolios set name = ${name} where id = ${portfolio.id}`;
  try {
    await look();
  } finally {
    await sql`update portfolios set name = ${portfolio.name} where id = ${portfolio.id}`;
  }
}

const told = { timeout: 5_000 };

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
  const portfolio = await first();
  const questions: string[] = [];
  const pages: string[] = [];
  await page.goto('/portfolios');
  await expect(page.getByText(/^Live, checked /)).toBeVisible({ timeout: 15_000 });
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname === '/api/live/portfolios') questions.push(request.url());
    // A row that is drawn anew has the page behind its link fetched ahead, which is another page.
    if (pathname === '/portfolios') pages.push(request.url());
  });
  await renamed(portfolio, 'Told by itself', async () => {
    await expect(page.getByRole('link', { name: 'Told by itself', exact: true })).toBeVisible(told);
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
  }).toPass({ timeout: 30_000 });
});

test('one portfolio’s page is told of a change', async ({ page }) => {
  const portfolio = await first();
  await page.goto(`/portfolios/${CHAIN}/${portfolio.address}`);
  await expect(page.getByText(/^Live, checked /).first()).toBeVisible({ timeout: 15_000 });
  await renamed(portfolio, 'Told here too', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Told here too', told);
  });
});

test('where no stream is to be had the page says so, and asks every few seconds', async ({
  page,
  consoleMaySay,
}) => {
  consoleMaySay.push(/api\/events|Failed to load resource/);
  const portfolio = await first();
  await page.route('**/api/events*', (route) => route.abort());
  await page.goto('/portfolios');
  await expect(page.getByText(/again every 5 s/)).toBeVisible();
  await renamed(portfolio, 'Asked for', async () => {
    await expect(page.getByRole('link', { name: 'Asked for', exact: true })).toBeVisible({ timeout: 12_000 });
  });
});

const chip = (page: Page) => page.locator('[data-account]');

async function signedIn(page: Page, context: BrowserContext): Promise<TestWallet> {
  const keys = [generatePrivateKey(), generatePrivateKey()];
  const wallet = await TestWallet.install(context, { chainId: CHAIN, rpcUrl: runningStack().rpcUrl, keys });
  await page.goto('/portfolios');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign the message' }).click();
  await expect(chip(page)).toHaveAttribute('data-account', 'in');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return wallet;
}

const SOON = { timeout: 1_000 };

test('signed in on one tab is signed in on every tab, and out of every tab within a second', async ({
  page,
  context,
}) => {
  const wallet = await signedIn(page, context);
  const other = await context.newPage();
  await other.goto('/status');
  await expect(chip(other)).toHaveAttribute('data-account', 'in');
  const third = await context.newPage();
  await third.goto('/docs/api');
  await expect(chip(third)).toHaveAttribute('data-account', 'in');
  await expect(
    third.getByText(`Account ending in ${wallet.account.address.slice(-4).toLowerCase()}`),
  ).toBeAttached();
  await page.bringToFront();
  await chip(page).locator('summary').click();
  await expect(page.getByText(`Signed in on chain ${CHAIN}`)).toBeVisible();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await Promise.all(
    [page, other, third].map((tab) => expect(chip(tab)).toHaveAttribute('data-account', 'out', SOON)),
  );
  await expect(other.getByText('You have signed out.')).toBeVisible();
  const address = wallet.account.address.toLowerCase();
  const revoked = async (): Promise<unknown> => {
    const [row] = await sql`
      select s.revoked_at from sessions s join users u on u.id = s.user_id
      where u.address = ${address} order by s.created_at desc limit 1`;
    return row?.revoked_at ?? null;
  };
  await expect.poll(revoked).not.toBeNull();
  // Nor is it only said: a reload finds nobody.
  await other.reload();
  await expect(other.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
});

test('a wallet that goes over to another account ends the session, also where no wallet code is loaded', async ({
  page,
  context,
}) => {
  const wallet = await signedIn(page, context);
  const other = await context.newPage();
  await other.goto('/status');
  await expect(chip(other)).toHaveAttribute('data-account', 'in');
  await page.close();
  // The page has asked the wallet for its accounts by then.
  await expect
    .poll(() => wallet.asked.filter((method) => method === 'eth_accounts').length)
    .toBeGreaterThan(1);
  await wallet.switchAccount(1);
  await expect(chip(other)).toHaveAttribute('data-account', 'out', SOON);
  await expect(other.getByText('Your wallet went over to another account')).toBeVisible();
});

test('signed out everywhere from elsewhere, an open page shows nobody within a second', async ({
  page,
  context,
}) => {
  const wallet = await signedIn(page, context);
  const address = wallet.account.address.toLowerCase();
  await expect(page.getByText(/^Live, checked /)).toBeVisible({ timeout: 15_000 });
  await page.waitForTimeout(1_000);
  // As another device does it, which this browser hears nothing of.
  await sql`update sessions set revoked_at = now() where user_id = (select id from users where address = ${address})`;
  await expect(chip(page)).toHaveAttribute('data-account', 'out', SOON);
  await expect(page.getByText('Your session has ended.')).toBeVisible();
});

test('a session that is over by its age is told at its end', async ({ page, context, consoleMaySay }) => {
  // Whether it is still good is asked of the server, which first doesn't answer, then says no.
  consoleMaySay.push(/401 .*\/api\/sessions/, /503 .*\/api\/caller/);
  const wallet = await signedIn(page, context);
  const address = wallet.account.address.toLowerCase();
  await sql`
    update sessions set expires_at = now() + interval '12 seconds'
    where user_id = (select id from users where address = ${address})`;
  await page.reload();
  await expect(chip(page)).toHaveAttribute('data-account', 'in');
  await page.route('**/api/caller', (route) => route.fulfill({ status: 503 }), { times: 1 });
  await expect(page.getByText('Your session has ended.')).toBeVisible({ timeout: 20_000 });
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
  // One that no other file stops sharing meanwhile.
  const shared = (await storedPortfolios(sql)).at(-1);
  await page.goto(`/portfolios/${CHAIN}/${shared?.address}/manage`);
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
