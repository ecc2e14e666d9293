import { type BrowserContext, type Locator, type Page, expect as plainExpect } from '@playwright/test';
import type { Address, Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { pressed, typed } from './support/keyboard.ts';
import {
  buildNewDelegatedWorld,
  EOA_KEY,
  HYBRID_KEY,
  type NewDelegatedWorld,
} from './support/new-delegated-world.ts';
import { signIn, step } from './support/owner-page.ts';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { TestWallet } from './support/test-wallet.ts';

// Two owners let their own accounts be rebalanced, in a browser with a keyboard and a wallet, on the real delegation contracts: one whose
// key's account is upgraded, one with a smart account. Each ends it again.

const expect = plainExpect.configure({ timeout: 40_000 });

let world: NewDelegatedWorld;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  world = await buildNewDelegatedWorld(runningStack());
});
test.afterAll(() => world?.stop());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const dialog = (page: Page) => page.getByRole('dialog');
const said = (page: Page) => dialog(page).getByRole('status');
const goOn = (page: Page) => pressed(page, button(page, /now, with the wallet$/));

const walletOf = async (context: BrowserContext, key: Hex): Promise<TestWallet> => {
  const { chainId, rpcUrl, upgraded } = world;
  const wallet = await TestWallet.install(context, { chainId, rpcUrl, keys: [key] });
  wallet.batches.upgradeTo = upgraded;
  return wallet;
};

/** One transaction by the keyboard: tried, shown, sent. */
const send = async (
  page: Page,
  title: string,
  verdict: string | RegExp = 'It would go through.',
): Promise<void> => {
  await pressed(page, button(page, title));
  await expect(said(page)).toContainText(verdict);
  await goOn(page);
  await expect(dialog(page)).toHaveCount(0);
  await expect(step(page, title)).toContainText('Done');
};

const connectOn = async (page: Page, path: string, account: Address): Promise<void> => {
  await page.goto(`${world.server.url}${path}`);
  await pressed(page, button(page, 'Connect a wallet'));
  await pressed(page, button(page, 'Test wallet'));
  await expect(page.getByText(`Connected with Test wallet: ${account}`)).toBeVisible();
};

const chooseTokens = async (
  page: Page,
  amounts: Readonly<Record<'USDC' | 'WBTC', string>>,
): Promise<void> => {
  await page.getByRole('combobox', { name: /^Chain/ }).selectOption('Local chain', { timeout: 15_000 });
  for (const symbol of ['USDC', 'WBTC'] as const) {
    await pressed(page, page.getByRole('checkbox', { name: new RegExp(`^${symbol}`) }), 'Space');
    await typed(page, page.getByLabel(`${symbol}, in %`), '50');
    await typed(page, page.getByLabel(`${symbol}, at most a day`), amounts[symbol]);
  }
};

const card = (page: Page, symbol: string): Locator =>
  page.getByRole('listitem', { name: `Permission for ${symbol}` });
const hashOf = async (symbol: string, holder: string): Promise<Hex> => {
  const [row] = await world.sql<{ hash: Hex }[]>`
    select hash from delegations where symbol = ${symbol} and delegator = ${holder.toLowerCase()}`;
  return row?.hash ?? '0x';
};

/** The same delegation once more, by its owner's session: the chain doesn't accept it any more, and it is said why. */
const refusalOf = (page: Page, hash: Hex): Promise<string> =>
  page.evaluate(async (wanted) => {
    const { rows } = await (await fetch('/api/delegations')).json();
    const row = rows.find((one: { hash: string }) => one.hash === wanted);
    const { chainId, clone, token, amountUnits, manager, context } = row;
    const answer = await fetch('/api/delegations', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ chainId, clone, token, amountUnits, context, signedFor: { chainId, manager } }),
    });
    return `${answer.status} ${(await answer.json()).detail}`;
  }, hash);

const looksFine = async (page: Page, context: BrowserContext, name: string): Promise<void> => {
  for (const { theme, ...viewport } of LOOKS) {
    await page.setViewportSize(viewport);
    await context.addCookies([{ name: 'theme', value: theme, url: world.server.url }]);
    await page.reload();
    await expect(page.getByRole('main')).toContainText(/Connected with Test wallet/);
    if (process.env.SHOTS_DIR !== undefined)
      await page.screenshot({ path: `${process.env.SHOTS_DIR}/${name}-${theme}.png`, fullPage: true });
    expect.soft({ name, theme, over: await overflowOf(page) }).toEqual({ name, theme, over: 0 });
    expect
      .soft({ name, theme, serious: await seriousViolations(page) })
      .toEqual({ name, theme, serious: [] });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
};

test('an owner has their own account upgraded, grants, pauses and revokes, all by the keyboard', async ({
  page,
  context,
  consoleMaySay,
}) => {
  test.setTimeout(600_000);
  consoleMaySay.push(/status of (401|404|422) .*\/api\/delegations/);
  const wallet = await walletOf(context, EOA_KEY);
  const { address } = privateKeyToAccount(EOA_KEY);
  await connectOn(page, '/delegated/new', address);
  await expect(page.getByRole('region', { name: 'Its limits' })).toContainText(
    'at most 1 % of what it holds',
  );
  await expect(page.getByText('Choose a chain.')).toBeVisible();
  await chooseTokens(page, { USDC: '500', WBTC: '0.02' });
  await typed(page, page.getByLabel('It expires after so many days'), '91');
  await expect(page.getByText('It expires after 1 to 90 days.')).toBeVisible();
  await typed(page, page.getByLabel('It expires after so many days'), '30');
  await pressed(page, button(page, 'Go on to the transactions'));

  // A wallet that can't upgrade is told of before anything is asked of it.
  const upgrade = 'Upgrade the account and create its contract';
  await expect(step(page, upgrade)).toContainText('Your wallet can’t upgrade the account');
  wallet.batching = true;
  wallet.mood = 'reject';
  await pressed(page, button(page, upgrade));
  await expect(said(page)).toContainText(/would go through|Your wallet tries them/);
  await goOn(page);
  await expect(said(page)).toContainText('You declined in the wallet. Nothing was sent.');
  wallet.mood = 'approve';
  await pressed(page, dialog(page).getByRole('button', { name: 'Close' }));
  await send(page, upgrade, /would go through|Your wallet tries them/);
  await expect(step(page, 'Create its contract')).toContainText('Done');

  // What is granted waits for a session, and for the bot to have found the contract; nobody signs twice.
  await expect(step(page, 'Grant USDC')).toContainText('Sign in above first');
  await signIn(page);
  await pressed(page, button(page, 'Grant USDC'));
  await goOn(page);
  await expect(said(page)).toContainText('has not been found on chain');
  await pressed(page, dialog(page).getByRole('button', { name: 'Close' }));
  expect(await world.sql`select 1 from delegations where delegator = ${address.toLowerCase()}`).toHaveLength(
    0,
  );
  const clone = await world.found(address);
  const signatures = () => wallet.asked.filter((method) => method === 'eth_signTypedData_v4').length;
  const before = signatures();
  await send(page, 'Grant USDC', 'Only a signature');
  expect(signatures()).toBe(before);
  await page.reload();
  await expect(step(page, 'Grant USDC')).toContainText('Done');
  await send(page, 'Grant WBTC', 'Only a signature');
  await looksFine(page, context, 'new');

  await pressed(page, page.getByRole('link', { name: 'See what you have granted' }));
  await expect(card(page, 'USDC')).toContainText('may move at most 500 USDC a day');
  await expect(card(page, 'USDC')).toContainText('it may go through twice in 24 hours');
  await expect(card(page, 'WBTC')).toContainText('may move at most 0.02 WBTC a day');
  // 1 % of 6,000 dollars and 0.2 WBTC at 20,000.
  await expect(page.getByRole('main')).toContainText('1.00 % a day');
  await expect(page.getByRole('main')).toContainText('$ 100.00');
  await looksFine(page, context, 'cards');

  const pauseSent = async (): Promise<void> => {
    await pressed(page, button(page, 'Pause'));
    await expect(said(page)).toContainText('It would go through.');
    await goOn(page);
    await expect(dialog(page)).toHaveCount(0);
  };
  await pauseSent();
  await expect.poll(() => world.isPaused(clone)).toBe(true);
  const hash = await hashOf('USDC', address);
  await pressed(page, button(page, 'Revoke USDC'));
  await expect(said(page)).toContainText('It would go through.');
  await goOn(page);
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => world.isDisabled(hash)).toBe(true);
  expect(await refusalOf(page, hash)).toContain('422 The account has revoked it.');
});

test('an owner makes a smart account, funds it, grants, and revokes by a signature of theirs', async ({
  page,
  context,
  consoleMaySay,
}) => {
  test.setTimeout(600_000);
  consoleMaySay.push(/status of (401|404|422) .*\/api\/delegations/);
  await walletOf(context, HYBRID_KEY);
  const { address } = privateKeyToAccount(HYBRID_KEY);
  await connectOn(page, '/delegated/new', address);
  // The tabulator reaches the one that is chosen; arrows choose another.
  await pressed(page, page.getByRole('radio', { name: /^My own account/ }), 'ArrowDown');
  await chooseTokens(page, { USDC: '1,000', WBTC: '0.1' });
  const shown = await page.getByText(/^Its address will be/).textContent();
  const hybrid = (/0x[0-9a-fA-F]{40}/.exec(shown ?? '')?.[0] ?? '0x') as Address;
  await typed(page, page.getByLabel('USDC, to put in'), '4,000');
  await pressed(page, button(page, 'Go on to the transactions'));
  await send(page, 'Deploy the smart account');
  await pressed(page, button(page, 'Create its contract'));
  await expect(said(page)).toContainText('Only a signature');
  await goOn(page);
  await expect(said(page)).toContainText('It would go through.');
  await goOn(page);
  await expect(step(page, 'Create its contract')).toContainText('Done');
  await send(page, 'Put 4,000 USDC in');
  const clone = await world.found(hybrid);
  await signIn(page);
  await send(page, 'Grant USDC', 'Only a signature');
  await send(page, 'Grant WBTC', 'Only a signature');

  await pressed(page, page.getByRole('link', { name: 'See what you have granted' }));
  await expect(card(page, 'USDC')).toContainText('may move at most 1,000 USDC a day');
  // 1 % of 4,000 dollars.
  await expect(page.getByRole('main')).toContainText('$ 40.00');
  const hash = await hashOf('USDC', hybrid);
  await pressed(page, button(page, 'Revoke USDC'));
  await expect(said(page)).toContainText('Only a signature');
  await goOn(page);
  await expect(said(page)).toContainText('It would go through.');
  await goOn(page);
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => world.isDisabled(hash)).toBe(true);
  expect(await refusalOf(page, hash)).toContain('422 The account has revoked it.');
  await pressed(page, button(page, 'Pause'));
  await expect(said(page)).toContainText('It would go through.');
  await goOn(page);
  await expect.poll(() => world.isPaused(clone)).toBe(true);
});
