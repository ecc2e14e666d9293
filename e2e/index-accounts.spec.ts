import { type BrowserContext, type Page, expect as plainExpect } from '@playwright/test';
import { CUSTODY_SENTENCES } from '../lib/intents/custody.ts';
import { USDC } from '../stack/intents/index-market.ts';
import {
  buildIndexAccountsWorld,
  INDEX_OWNER,
  type IndexAccountsWorld,
} from './support/index-accounts-world.ts';
import { pressed, typed } from './support/keyboard.ts';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { TestWallet } from './support/test-wallet.ts';

// An index account from first to last, by somebody who has a keyboard and a wallet, before the strict fake of provider and verifier.

const expect = plainExpect.configure({ timeout: 40_000 });
/** Of bitcoin's first block; nobody's here. */
const BTC_HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const NEAR_HOME = 'somebody.near';
const STELLAR_HOME = 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ';

let world: IndexAccountsWorld;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  world = await buildIndexAccountsWorld(runningStack());
});
test.afterAll(() => world?.stop());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });
/** The fault that is told of a field, which then has the focus. */
const faultOf = async (page: Page, field: string, words: RegExp): Promise<void> => {
  const input = page.getByLabel(field).first();
  await expect(input).toHaveAccessibleDescription(words);
  await expect(input).toHaveAttribute('aria-invalid', 'true');
  await expect(input).toBeFocused();
};

const signedIn = async (page: Page, context: BrowserContext): Promise<TestWallet> => {
  const { rpcUrl } = runningStack();
  const wallet = await TestWallet.install(context, { chainId: 31_337, rpcUrl, keys: [world.ownerKey] });
  await page.goto(`${world.server.url}/portfolios`);
  await pressed(page, page.getByRole('link', { name: 'Index accounts' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Index accounts' })).toBeVisible();
  await pressed(page, page.getByRole('banner').getByRole('button', { name: 'Sign in', exact: true }));
  await pressed(page, button(page, 'Test wallet'));
  await pressed(page, page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }));
  await pressed(page, button(page, 'Sign the message'));
  await expect(page.getByRole('dialog')).toHaveCount(0);
  return wallet;
};

/** Ticks until the page, opened anew, says so. */
const tickedUntil = async (page: Page, said: () => Promise<void>): Promise<void> => {
  await expect(async () => {
    await world.tick();
    await page.reload();
    await said();
  }).toPass({ timeout: 240_000 });
};
/** Within one look at the page: it says so, or it is opened anew. */
const briefly = plainExpect.configure({ timeout: 12_000 });

test('an index account by the keyboard: made, paid in, built up, tried, brought back, withdrawn from, its key taken', async ({
  page,
  context,
  consoleMaySay,
}) => {
  test.setTimeout(900_000);
  // What is refused on purpose.
  consoleMaySay.push(/status of (400|422) /);
  await signedIn(page, context);

  // Who can move the money is read before anything can be made.
  const warning = page.getByRole('complementary', { name: 'Who can move the money' });
  for (const sentence of CUSTODY_SENTENCES) await expect(warning).toContainText(sentence);
  await expect(page.getByLabel('Takes in up to, US dollars')).toBeDisabled();
  await pressed(page, page.getByRole('checkbox', { name: /^I say: / }), 'Space');
  await typed(page, page.getByLabel('Your name for it'), 'Savings');
  await typed(page, page.getByLabel('Takes in up to, US dollars'), '0');
  await pressed(page, button(page, 'Make the account'));
  await faultOf(
    page,
    'Takes in up to, US dollars',
    /^Must be US dollars above 0, with at most two decimals\. /,
  );
  await typed(page, page.getByLabel('Takes in up to, US dollars'), '5000');
  await pressed(page, button(page, 'Make the account'));
  await expect(page.getByRole('heading', { level: 1, name: 'Savings' })).toBeVisible();
  for (const sentence of CUSTODY_SENTENCES) await expect(warning).toContainText(sentence);
  await expect(part(page, 'What it holds')).toContainText('Nothing. The verifier says so');

  // What is refused is told beside its field, and gets no address.
  const deposit = part(page, 'Deposit');
  const askFor = async (asset: string, amount: string, refundTo: string): Promise<void> => {
    await deposit.getByLabel('Asset and chain').selectOption({ label: asset });
    await typed(page, deposit.getByLabel('Amount'), amount);
    await typed(page, deposit.getByLabel(/^Your address on /), refundTo);
    await pressed(page, button(page, 'Make an address'));
  };
  // Where a refund's address can't be checked nothing is offered, with the reason beside it.
  await expect(deposit).toContainText('Not offered. From ton: addresses can’t be checked there');
  await expect(deposit.getByRole('option', { name: 'TON on ton' })).toHaveCount(0);
  await askFor('BTC on btc', '0.01', INDEX_OWNER);
  await faultOf(page, 'Your address on btc, for a refund', /is no address of btc/);
  await askFor('BTC on btc', '0.00000001', BTC_HOME);
  await faultOf(page, 'Amount', /^No address is given\. The least that is taken is 0\.0000001 BTC\.$/);
  await askFor('BTC on btc', '1', BTC_HOME);
  await faultOf(page, 'Amount', /would hold and await 60000 USD, and its cap is 5000 USD/);
  await expect(page.locator('[data-deposit]')).toHaveCount(0);

  // A chain with memos shows none of its addresses without one.
  await askFor('XLM on stellar', '100', STELLAR_HOME);
  const byMemo = page.locator('[data-deposit="awaited"]').filter({ hasText: 'XLM' });
  await expect(byMemo).toContainText('Without this memo the money is lost');

  await askFor('USDC on near', '1000', NEAR_HOME);
  const awaited = page.locator('[data-deposit="awaited"]').filter({ hasText: 'USDC' });
  await expect(awaited).toContainText('Send 1,000.00 USDC on near, and nothing but USDC');
  const address = (await awaited.locator('code').last().textContent()) ?? '';
  await expect(part(page, 'What it holds')).toContainText('Nothing.');

  // It arrives; what is held is what the verifier says.
  world.fake.arrive(address, USDC, 1_000_000_000n);
  await tickedUntil(page, async () => {
    await briefly(page.locator('[data-deposit="arrived"]')).toBeVisible();
    // The provider keeps a thousandth.
    await briefly(part(page, 'What it holds')).toContainText('$ 999.00 in all');
  });

  // An index, whose shares have to make 100 %.
  const index = part(page, 'Index');
  await typed(page, index.getByLabel('Your name for the index'), 'Three chains');
  const choose = async (at: number, label: string, percent: string): Promise<void> => {
    const row = index.getByRole('listitem').nth(at);
    await row.getByRole('combobox').selectOption({ label });
    await typed(page, row.getByRole('textbox'), percent);
  };
  await choose(0, 'BTC on btc', '40');
  await pressed(page, button(page, 'Add an asset'));
  await choose(1, 'ETH on eth', '30');
  await expect(index.getByText('70 % in all: 30 % is missing.')).toBeVisible();
  await pressed(page, button(page, 'Keep these shares'));
  await expect(index.getByText('The shares make 70 %, and must make 100 %.')).toBeVisible();
  await pressed(page, button(page, 'Add an asset'));
  await choose(2, 'SOL on sol', 'thirty');
  await pressed(page, button(page, 'Keep these shares'));
  await expect(index.getByLabel('Per cent of SOL on sol')).toHaveAccessibleDescription(/from 0.01 to 100/);
  await expect(index.getByLabel('Per cent of SOL on sol')).toBeFocused();
  await choose(2, 'SOL on sol', '30');
  await expect(index.getByText('100 % in all.')).toBeVisible();
  await pressed(page, button(page, 'Keep these shares'));
  const shares = part(page, 'Index: Three chains');
  await expect(shares).toContainText('Every hour');

  // Tried before anything is traded.
  await pressed(page, button(page, 'What would a look do now?'));
  const tried = shares.getByRole('region', { name: 'What a look would swap now, as a table' });
  await expect(tried.getByRole('row')).toHaveCount(4);
  await expect(tried).toContainText('$ 399.60');
  await expect(page.getByText('Nothing has been swapped yet.')).toBeVisible();

  // Built up by ticks, each swap with its end, each share with the look's age.
  await pressed(page, button(page, 'Look with the next tick'));
  await expect(shares.getByText('The next tick looks at it.')).toBeVisible();
  const swaps = part(page, 'Swaps');
  await tickedUntil(page, () => briefly(swaps.getByText('Swapped', { exact: true })).toHaveCount(3));
  await expect(swaps.getByRole('row').filter({ hasText: 'USDC for BTC' })).toContainText(
    'to build the index up',
  );
  await tickedUntil(page, async () => {
    await briefly(shares.getByRole('row').filter({ hasText: 'BTC' })).toContainText('40');
    await briefly(shares).toContainText(/Last look.*ago/);
  });
  await tickedUntil(page, () => briefly(part(page, 'What it holds').getByRole('row')).toHaveCount(4));
  // No second source is asked here.
  await expect(part(page, 'What it holds')).toContainText('Priced by the provider alone: BTC,');

  // One asset leaves: to the wrong chain and to the account's own deposit address not at all, a test first, then as much as is typed.
  const out = part(page, 'Withdraw');
  await expect(out).toContainText('Connected with Test wallet');
  const leave = async (percent: string, to: string): Promise<void> => {
    await out.getByLabel('Asset and chain').selectOption({ label: 'BTC on btc' });
    await typed(page, out.getByLabel('Per cent of it'), percent);
    await typed(page, out.getByLabel('To this address on btc'), to);
    await pressed(page, out.getByRole('button', { name: 'Sign, and withdraw' }));
  };
  await leave('half', BTC_HOME);
  await faultOf(page, 'Per cent of it', /^How much is per cent from 0\.01 to 100\.$/);
  await leave('50', INDEX_OWNER);
  await faultOf(page, 'To this address on btc', /is no address of btc/);
  await leave('50', BTC_HOME);
  await faultOf(page, 'Per cent of it', /send a test of no more than 25 USD first/);
  await pressed(page, out.getByRole('button', { name: 'A test first, of about 20 USD' }));
  await expect(out.getByLabel('Per cent of it')).toHaveAccessibleDescription(/BTC, \$\s(19|20)\./);
  await pressed(page, out.getByRole('button', { name: 'Sign, and withdraw' }));
  await expect(page.locator('[data-withdrawal="asked"]')).toContainText(', a test');
  await tickedUntil(page, () => briefly(page.locator('[data-withdrawal="left"]')).toHaveCount(1));
  expect(world.fake.paidOut.map(({ chain, to }) => [chain, to])).toEqual([['btc', BTC_HOME]]);
  await leave('50', BTC_HOME);
  await expect(page.locator('[data-withdrawal="asked"]')).toHaveCount(1);
  await tickedUntil(page, () => briefly(page.locator('[data-withdrawal="left"]')).toHaveCount(2));

  // Its key goes out by a fresh signature, and the page says so for ever.
  const key = part(page, 'Its key');
  await pressed(page, key.getByRole('button', { name: 'Sign, and show the key' }));
  await expect(key.getByText(/^0x[0-9a-f]{64}$/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^Its key was given out on /)).toBeVisible();
  await expect(page.getByText(/^0x[0-9a-f]{64}$/)).toHaveCount(0);

  for (const { theme, ...viewport } of LOOKS) {
    await page.setViewportSize(viewport);
    await context.addCookies([{ name: 'theme', value: theme, url: world.server.url }]);
    await page.reload();
    await expect(part(page, 'What it holds').getByRole('row')).toHaveCount(4);
    expect.soft({ theme, over: await overflowOf(page) }).toEqual({ theme, over: 0 });
    expect.soft({ theme, serious: await seriousViolations(page) }).toEqual({ theme, serious: [] });
  }
});

test('where index accounts are off nothing leads to them, and their page says so', async ({ page }) => {
  await page.goto('/portfolios');
  await expect(page.getByRole('link', { name: 'Delegated accounts' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Index accounts' })).toHaveCount(0);
  await page.goto('/accounts');
  await expect(page.getByRole('main')).toContainText('Index accounts are switched off here');
});
