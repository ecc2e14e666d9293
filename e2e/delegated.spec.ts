import { type BrowserContext, type Locator, type Page, expect as plainExpect } from '@playwright/test';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { REASON_WORDS } from '../lib/engine/explain.ts';
import { formatDecimal } from '../lib/money/fixed-point.ts';
import { pressed, typed } from './support/keyboard.ts';
import {
  buildNewDelegatedWorld,
  EOA_KEY,
  HYBRID_KEY,
  type NewDelegatedWorld,
} from './support/new-delegated-world.ts';
import { signIn, step } from './support/owner-page.ts';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { TestWallet } from './support/test-wallet.ts';

// Two owners let their own accounts be rebalanced, in a browser with a keyboard and a wallet, on the real delegation contracts: one whose
// key's account is upgraded, one with a smart account. Each ends it again.

const expect = plainExpect.configure({ timeout: 40_000 });

const OTHER_KEY = keccak256(toHex('delegated: lists what others do'));

let world: NewDelegatedWorld;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  world = await buildNewDelegatedWorld();
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

const looksFine = async (
  page: Page,
  context: BrowserContext,
  { name, ready = /Connected with Test wallet/ }: { readonly name: string; readonly ready?: RegExp },
): Promise<void> => {
  for (const { theme, ...viewport } of LOOKS) {
    await page.setViewportSize(viewport);
    await context.addCookies([{ name: 'theme', value: theme, url: world.server.url }]);
    await page.reload();
    await expect(page.getByRole('main')).toContainText(ready);
    if (process.env.SHOTS_DIR !== undefined)
      await page.screenshot({ path: `${process.env.SHOTS_DIR}/${name}-${theme}.png`, fullPage: true });
    expect.soft({ name, theme, over: await overflowOf(page) }).toEqual({ name, theme, over: 0 });
    expect
      .soft({ name, theme, serious: await seriousViolations(page) })
      .toEqual({ name, theme, serious: [] });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
};

/** The contract's page, and back to what ends it. */
const toPortfolio = async (page: Page): Promise<void> => {
  await pressed(page, page.getByRole('link', { name: 'What was decided and traded' }));
  await expect(page.getByRole('region', { name: 'Is my money safe?' })).toBeVisible();
};
const toCards = async (page: Page): Promise<void> => {
  await pressed(page, page.getByRole('link', { name: 'Permissions, pause, revoke' }));
  await expect(page.getByText(/^Connected with Test wallet/)).toBeVisible();
};

const sendOff = async (page: Page, title: string): Promise<void> => {
  await pressed(page, button(page, title));
  await expect(said(page)).toContainText('It would go through.');
  await goOn(page);
  await expect(dialog(page)).toHaveCount(0);
};

const unitsOf = async (account: Address, symbol: 'USDC' | 'WBTC'): Promise<bigint> =>
  (await world.holdings(account))[symbol];

/** A day after the grant the bitcoin costs more; the bot trades by the delegation, and the page shows what it did. */
const tradedAndShown = async (page: Page, clone: Address, account: Address): Promise<void> => {
  const before = await world.holdings(account);
  await world.nextDay(20_200n);
  expect(await world.tick(clone)).toBe(null);
  // The next look finds the swap in the chain's log.
  await world.tick(clone);
  const after = await world.holdings(account);
  expect(after.USDC).toBeLessThan(before.USDC);
  expect(after.WBTC).toBeGreaterThan(before.WBTC);
  const [fill] = await world.sql<{ hash: Hex }[]>`
    select f.tx_hash as hash from fills f join portfolios p on p.id = f.portfolio_id join accounts a on a.id = p.account_id
    where a.address = ${clone.toLowerCase()}`;
  await page.reload();
  await toPortfolio(page);
  await expect(page.getByRole('main')).toContainText('there is nothing to deposit or to withdraw');
  for (const [symbol, decimals] of [
    ['USDC', 6],
    ['WBTC', 8],
  ] as const)
    await expect(
      page.getByTitle(`${formatDecimal(after[symbol], decimals)} ${symbol}`, { exact: true }).first(),
    ).toBeVisible();
  await expect(page.locator(`[data-hex="${fill?.hash}"]`).first()).toBeVisible();
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
  // A tick finds it; nothing is granted yet.
  const clone = await world.cloneOf(address);
  expect(await world.tick(clone)).toBe('delegation-missing');
  const signatures = () => wallet.asked.filter((method) => method === 'eth_signTypedData_v4').length;
  const before = signatures();
  await send(page, 'Grant USDC', 'Only a signature');
  expect(signatures()).toBe(before);
  await page.reload();
  await expect(step(page, 'Grant USDC')).toContainText('Done');
  await send(page, 'Grant WBTC', 'Only a signature');
  await looksFine(page, context, { name: 'new' });

  await pressed(page, page.getByRole('link', { name: 'See what you have granted' }));
  await expect(card(page, 'USDC')).toContainText('may move at most 500 USDC a day');
  await expect(card(page, 'USDC')).toContainText('it may go through twice in 24 hours');
  await expect(card(page, 'WBTC')).toContainText('may move at most 0.02 WBTC a day');
  // 1 % of 6,000 dollars and 0.2 WBTC at 20,000.
  await expect(page.getByRole('main')).toContainText('1.00 % a day');
  await expect(page.getByRole('main')).toContainText('$ 100.00');
  await expect(page.getByRole('main')).toContainText('No allowance is left open');
  await looksFine(page, context, { name: 'cards' });

  await tradedAndShown(page, clone, address);
  await looksFine(page, context, { name: 'portfolio', ready: /Is my money safe/ });

  // Pause: held, with its reason.
  await toCards(page);
  await sendOff(page, 'Pause');
  await expect.poll(() => world.isPaused(clone)).toBe(true);
  expect(await world.tick(clone)).toBe('paused');
  await toPortfolio(page);
  await expect(page.getByRole('main')).toContainText('Paused');
  await expect(page.getByRole('main')).toContainText('refused: the contract is paused');
  await toCards(page);
  await sendOff(page, 'Let it go on');
  await expect.poll(() => world.isPaused(clone)).toBe(false);

  // Revoke: refused, with its reason.
  const hash = await hashOf('USDC', address);
  await sendOff(page, 'Revoke USDC');
  await expect.poll(() => world.isDisabled(hash)).toBe(true);
  expect(await refusalOf(page, hash)).toContain('422 The account has revoked it.');
  await world.nextDay(20_200n);
  await world.earn(address);
  const held = await unitsOf(address, 'USDC');
  expect(await world.tick(clone)).toBe('delegation-revoked');
  expect(await unitsOf(address, 'USDC')).toBe(held);
  await page.reload();
  await expect(card(page, 'USDC')).toContainText('Revoked');
  await toPortfolio(page);
  await expect(page.getByRole('main')).toContainText(REASON_WORDS['delegation-revoked']);
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
  const clone = await world.cloneOf(hybrid);
  await world.tick(clone);
  await signIn(page);
  await send(page, 'Grant USDC', 'Only a signature');
  await send(page, 'Grant WBTC', 'Only a signature');

  await pressed(page, page.getByRole('link', { name: 'See what you have granted' }));
  await expect(card(page, 'USDC')).toContainText('may move at most 1,000 USDC a day');
  // 1 % of 4,000 dollars.
  await expect(page.getByRole('main')).toContainText('$ 40.00');
  // Its guardian, who signs in, sees what the bot did for an account that signs in nowhere.
  await tradedAndShown(page, clone, hybrid);
  await toCards(page);
  // Who owns it on chain keeps its portfolio: by this session, and by no word of the smart account's.
  await page.goto(`${world.server.url}/portfolios/${world.chainId}/${clone}/settings`);
  await typed(page, page.getByLabel('Name', { exact: true }), 'My smart account');
  await pressed(page, button(page, 'Rename'));
  await expect(page.getByText('Renamed.')).toBeVisible();
  await page.goBack();
  const hash = await hashOf('USDC', hybrid);
  await pressed(page, button(page, 'Revoke USDC'));
  await expect(said(page)).toContainText('Only a signature');
  await goOn(page);
  await expect(said(page)).toContainText('It would go through.');
  await goOn(page);
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => world.isDisabled(hash)).toBe(true);
  expect(await refusalOf(page, hash)).toContain('422 The account has revoked it.');
  await world.nextDay(20_200n);
  expect(await world.tick(clone)).toBe('delegation-revoked');
  await toPortfolio(page);
  await expect(page.getByRole('main')).toContainText(REASON_WORDS['delegation-revoked']);
  await toCards(page);
  await sendOff(page, 'Pause');
  await expect.poll(() => world.isPaused(clone)).toBe(true);
  expect(await world.tick(clone)).toBe('paused');
  await toPortfolio(page);
  await expect(page.getByRole('main')).toContainText('refused: the contract is paused');
});

test('an owner lists a token that only a portfolio on this chain lists, and its contract follows from it', async ({
  page,
  context,
}) => {
  test.setTimeout(240_000);
  await world.listElsewhere();
  await walletOf(context, OTHER_KEY);
  await connectOn(page, '/delegated/new', privateKeyToAccount(OTHER_KEY).address);
  await page.getByRole('combobox', { name: /^Chain/ }).selectOption('Local chain', { timeout: 15_000 });
  for (const symbol of ['USDC', 'LINK']) {
    await pressed(page, page.getByRole('checkbox', { name: new RegExp(`^${symbol}`) }), 'Space');
    await typed(page, page.getByLabel(`${symbol}, in %`), '50');
    await typed(page, page.getByLabel(`${symbol}, at most a day`), '5');
  }
  await pressed(page, button(page, 'Go on to the transactions'));
  const contract = page.getByRole('definition').nth(1);
  await expect(contract).toHaveText(/^0x[0-9a-fA-F]{40}$/);
  // It is still known once the page is loaded anew.
  const address = await contract.textContent();
  await page.reload();
  await expect(contract).toHaveText(`${address}`);
});
