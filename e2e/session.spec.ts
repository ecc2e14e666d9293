import { type BrowserContext, expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { generatePrivateKey } from 'viem/accounts';
import { tooLong } from './support/judged-time.ts';
import { runningStack, test } from './support/running-stack.ts';
import { TestWallet } from './support/test-wallet.ts';

// Whose page it is: the same in every tab of a browser, and nobody's once the session is over.

const CHAIN = 31_337;

let sql: Sql;
test.beforeAll(() => {
  sql = postgres(runningStack().administerUrl, { max: 2, onnotice: () => undefined });
});
test.afterAll(() => sql.end());

const chip = (page: Page) => page.locator('[data-account]');

type AccountWindow = Window & { pressedAtMs?: number; outAtMs?: number };

/** Has every page note when something was last pressed on it, and when it last came to show nobody. */
const noteTimes = (context: BrowserContext) =>
  context.addInitScript(() => {
    const noted = window as AccountWindow;
    let was: string | undefined;
    document.addEventListener('click', () => (noted.pressedAtMs = Date.now()), true);
    new MutationObserver(() => {
      const now = document.querySelector<HTMLElement>('[data-account]')?.dataset['account'];
      if (now === 'out' && was !== 'out') noted.outAtMs = Date.now();
      was = now;
    }).observe(document, { subtree: true, childList: true, attributes: true });
  });

const WITHIN_MS = 1_000;

/** Each of these pages comes to show nobody, within a second by its own clock. */
async function showNobody(pages: readonly Page[], sinceMs: number): Promise<void> {
  await Promise.all(pages.map((page) => expect(chip(page)).toHaveAttribute('data-account', 'out')));
  const at = await Promise.all(
    pages.map((page) => page.evaluate(() => (window as AccountWindow).outAtMs ?? Number.NaN)),
  );
  expect(tooLong('nobody to be seen', Math.max(...at) - sinceMs, WITHIN_MS)).toBeNull();
}

async function signedIn(page: Page, context: BrowserContext): Promise<TestWallet> {
  await noteTimes(context);
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
  await showNobody(
    [page, other, third],
    await page.evaluate(() => (window as AccountWindow).pressedAtMs ?? Number.NaN),
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
  await page.close();
  const asked = () => wallet.asked.filter((method) => method === 'eth_accounts').length;
  const askedBefore = asked();
  const other = await context.newPage();
  await other.goto('/status');
  await expect(chip(other)).toHaveAttribute('data-account', 'in');
  // Only a page that has asked the wallet for its accounts hears of another.
  await expect.poll(asked).toBeGreaterThan(askedBefore);
  const sinceMs = Date.now();
  await wallet.switchAccount(1);
  await showNobody([other], sinceMs);
  await expect(other.getByText('Your wallet went over to another account')).toBeVisible();
});

test('signed out everywhere from elsewhere, an open page shows nobody within a second', async ({
  page,
  context,
}) => {
  const wallet = await signedIn(page, context);
  const address = wallet.account.address.toLowerCase();
  // Its stream is this session's from the first: one that opens after the end of a session hears nothing of it.
  await page.reload();
  await expect(chip(page)).toHaveAttribute('data-account', 'in');
  await expect(page.getByText(/^Live, checked /)).toBeVisible();
  // As another device does it, which this browser hears nothing of.
  const sinceMs = Date.now();
  await sql`update sessions set revoked_at = now() where user_id = (select id from users where address = ${address})`;
  await showNobody([page], sinceMs);
  await expect(page.getByText('Your session has ended.')).toBeVisible();
});

test('a session that is over by its age is told at its end', async ({ page, context, consoleMaySay }) => {
  // Whether it is still good is asked of the server, which first doesn't answer, then says no.
  consoleMaySay.push(/401 .*\/api\/sessions/, /503 .*\/api\/caller/);
  const wallet = await signedIn(page, context);
  const address = wallet.account.address.toLowerCase();
  await sql`
    update sessions set expires_at = now() + interval '20 seconds'
    where user_id = (select id from users where address = ${address})`;
  await page.reload();
  await expect(chip(page)).toHaveAttribute('data-account', 'in');
  await page.route('**/api/caller', (route) => route.fulfill({ status: 503 }), { times: 1 });
  await expect(page.getByText('Your session has ended.')).toBeVisible({ timeout: 60_000 });
});
