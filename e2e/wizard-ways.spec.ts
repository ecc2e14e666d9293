import { expect, type Page } from '@playwright/test';
import { type Address, encodeFunctionData, erc20Abi, getAddress, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { pressed, typed } from './support/keyboard.ts';
import { confirm, fillDraft, predictedAddress, step } from './support/owner-page.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { StackChain } from './support/stack-chain.ts';
import { TestWallet } from './support/test-wallet.ts';

// Other ways to the same portfolio: as one batch, by keyboard alone, and what is left over when it is given up.

const CHAIN = 31_337;
const keyOf = (name: string): Hex => keccak256(toHex(`wizard ways: ${name}`));
const addressOf = (name: string): Address => privateKeyToAccount(keyOf(name)).address;

let stack: RunningStack;
let chain: StackChain;
let usdc: Address;

test.beforeAll(async () => {
  stack = runningStack();
  chain = new StackChain(stack);
  usdc = (await chain.asset('USDC')).token;
  for (const name of ['batch', 'keyboard', 'giver', 'taker']) {
    await chain.giveEther(addressOf(name), '10');
    await chain.mint(usdc, addressOf(name), 5_000_000_000n);
  }
});

const read = (portfolio: Address, functionName: 'owner' | 'pendingOwner' | 'paused') =>
  chain.reader.readContract({ address: portfolio, abi: balancerAbi, functionName });

const installed = (page: Page, ...names: readonly string[]): Promise<TestWallet> =>
  TestWallet.install(page.context(), { chainId: CHAIN, rpcUrl: stack.rpcUrl, keys: names.map(keyOf) });

test('a wallet that can do several calls as one creates, funds and deposits with one request each, all or nothing', async ({
  page,
}) => {
  const owner = addressOf('batch');
  const wallet = await installed(page, 'batch');
  wallet.batching = true;
  await page.goto('/portfolios/new');
  await fillDraft(page, owner, { name: 'As one', usdc: '750' });
  const portfolio = await predictedAddress(page);
  await expect(page.getByText('Test wallet can do all of it as one.')).toBeVisible();
  await page.getByRole('button', { name: 'Allow, create and fund' }).click();
  await expect(page.getByText('750 USDC, from you to the portfolio')).toBeVisible();
  wallet.mood = 'reject';
  await page.getByRole('button', { name: 'Create and fund now, with the wallet' }).click();
  await expect(page.getByText('You declined in the wallet. Nothing was sent.')).toBeVisible();
  wallet.mood = 'approve';
  await page.getByRole('button', { name: 'Create and fund now, with the wallet' }).click();
  await expect(step(page, 'Allow, create and fund')).toContainText('Done');
  const batches = page.getByRole('region', { name: 'Several calls as one' });
  await expect(batches).toContainText('2 calls as one. All calls went through together.');
  expect(wallet.sent).toEqual([]);
  expect(wallet.batches.sent.map(({ request }) => request.calls.length)).toEqual([2]);
  expect(await read(portfolio, 'owner')).toBe(owner);
  expect(await chain.balanceOf(usdc, portfolio)).toBe(750_000_000n);
  await page.reload();
  await expect(step(page, 'Allow, create and fund')).toContainText('Done');
  await expect(batches).toContainText('Done');

  await page.goto(`/portfolios/${CHAIN}/${portfolio}/manage`);
  await page.getByLabel('Amount to deposit').fill('5000');
  await page.getByRole('button', { name: 'Deposit: next step' }).click();
  await expect(page.getByText('which is less')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByLabel('Amount to deposit').fill('25.5');
  await page.getByRole('button', { name: 'Deposit: next step' }).click();
  await confirm(page);
  await expect.poll(() => chain.balanceOf(usdc, portfolio)).toBe(775_500_000n);
  expect(wallet.batches.sent.length).toBe(2);
  expect(wallet.sent).toEqual([]);
});

test('from the empty page to the pause, and on to its name and archive, by keyboard alone', async ({
  page,
  consoleMaySay,
}) => {
  // The bot may have looked by itself just before; and the server is made not to answer once.
  consoleMaySay.push(/status of 429 .*\/run\)$/, /status of 503 .*of=me/);
  const wallet = await installed(page, 'keyboard');
  await page.goto('/portfolios/new');
  const main = page.getByRole('main');
  const button = (name: string | RegExp) =>
    main.getByRole('button', { name, exact: typeof name === 'string' });
  await pressed(page, page.getByLabel('Chain', { exact: true }), 'ArrowDown');
  await typed(page, page.getByLabel('Name', { exact: true }), 'By keyboard');
  await pressed(page, button('Connect a wallet'));
  await pressed(page, button('Test wallet'));
  await pressed(page, page.getByRole('checkbox', { name: /^USDC/ }), 'Space');
  await pressed(page, page.getByRole('checkbox', { name: /^WETH/ }), 'Space');
  await pressed(page, button('Next'));
  await typed(page, page.getByLabel('USDC, in %'), '40');
  await pressed(page, page.getByRole('checkbox', { name: 'Lock USDC' }), 'Space');
  await pressed(page, button('Equal shares'));
  await expect(page.getByLabel('WETH, in %')).toHaveValue('60.00');
  await pressed(page, button('Next'));
  await pressed(page, main.getByRole('radio', { checked: true }), 'Space');
  await page.keyboard.press('ArrowDown');
  await pressed(page, button('Next'));
  await typed(page, page.getByLabel('USDC to put in'), '10');
  await page.keyboard.press('Enter');
  const portfolio = await predictedAddress(page);
  await pressed(page, button('Sign for 10 USDC'));
  await pressed(page, button(/now, with the wallet$/));
  await pressed(page, button('Create and fund'));
  await pressed(page, button(/now, with the wallet$/));
  await expect(step(page, 'Create and fund')).toContainText('Done');
  await pressed(page, button('Sign in'));
  await pressed(page, button('Sign the message'));
  await pressed(page, button('Register'));
  await expect(step(page, 'Register it with the bot')).toContainText('Done');
  await page.route('**/api/portfolios?of=me*', (route) => route.fulfill({ status: 503 }), { times: 1 });
  await page.reload();
  await expect(step(page, 'Register it with the bot')).toContainText('The server does not say just now');
  await expect(step(page, 'Register it with the bot')).toContainText('Done');
  await pressed(page, page.getByRole('link', { name: 'Manage it' }));
  await pressed(page, button('Pause'));
  await pressed(page, button('Pause now, with the wallet'));
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  expect(await read(portfolio, 'paused')).toBe(true);
  expect(wallet.sent.length).toBe(2);

  // A field's form is sent by Enter; a dialog closes by Escape, and its opener has the focus again.
  await typed(page, page.getByLabel('Share of everything, in %'), '50');
  await page.keyboard.press('Enter');
  await expect(page.getByText('It would go through.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByLabel('Share of everything, in %')).toBeFocused();
  expect(wallet.sent.length).toBe(2);

  await pressed(page, page.getByRole('link', { name: 'The portfolio' }));
  await pressed(page, button('Run check now'));
  await expect(
    main.getByText(
      /^(The next tick looks at it|It is being looked at right now|It has just been looked at)\.$/,
    ),
  ).toBeVisible();
  await pressed(page, page.getByRole('link', { name: 'Settings', exact: true }));
  await typed(page, page.getByLabel('Name', { exact: true }), 'Renamed by keyboard');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Renamed.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Renamed by keyboard' })).toBeVisible();
  await pressed(page, button('Archive it'));
  await expect(page.getByText('It is archived. You can bring it back here.')).toBeVisible();
  await expect(page.getByText('It is archived: the bot does not look at it')).toBeVisible();
  await pressed(page, button('Bring it back'));
  await expect(page.getByText('It is back.')).toBeVisible();
  await pressed(page, page.getByRole('link', { name: 'Renamed by keyboard' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Renamed by keyboard' })).toBeVisible();
});

test('an allowance that an abandoned creation left with the factory is shown and taken back', async ({
  page,
}) => {
  const owner = addressOf('giver');
  await installed(page, 'giver');
  const factory = getAddress(stack.factory);
  const args = [factory, 77_000_000n] as const;
  await chain.sendAs(owner, {
    to: usdc,
    data: encodeFunctionData({ abi: erc20Abi, functionName: 'approve', args }),
  });
  await page.goto('/portfolios/new');
  await fillDraft(page, owner, { name: 'Given up', usdc: '12' });
  await expect(page.getByText('The factory may still take this from you')).toBeVisible();
  await page.getByRole('button', { name: 'Take USDC back' }).click();
  await confirm(page);
  await expect.poll(() => chain.allowance(usdc, owner, factory)).toBe(0n);
  await expect(page.getByText('The factory may still take this from you')).toHaveCount(0);
});

test('a portfolio is handed over in two steps, and an offer can be taken back', async ({ page }) => {
  const [giver, taker] = [addressOf('giver'), addressOf('taker')];
  const wallet = await installed(page, 'giver', 'taker');
  await page.goto('/portfolios/new');
  await fillDraft(page, giver, { name: 'Handed over', usdc: '' });
  const portfolio = await predictedAddress(page);
  await page.getByRole('button', { name: 'Create and fund' }).click();
  await confirm(page);
  await expect(step(page, 'Create and fund')).toContainText('Done');
  await page.goto(`/portfolios/${CHAIN}/${portfolio}/manage`);
  for (const [typedIn, words] of [
    ['nonsense', 'That is no address'],
    [giver, 'That account owns it already.'],
    [portfolio, 'A portfolio can’t own itself.'],
  ] as const) {
    await page.getByLabel('Next owner').fill(typedIn);
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Offer it' })).toBeDisabled();
  }
  const offer = async (): Promise<void> => {
    await page.getByLabel('Next owner').fill(taker);
    await page.getByRole('button', { name: 'Offer it' }).click();
    await page.getByLabel(/^Type “/).fill(taker.slice(-4));
    await confirm(page);
    await expect(page.getByText('who has not accepted yet')).toBeVisible();
  };
  await offer();
  await page.getByRole('button', { name: 'Take the offer back' }).click();
  await confirm(page);
  await expect(page.getByText('who has not accepted yet')).toHaveCount(0);
  expect(BigInt(await read(portfolio, 'pendingOwner'))).toBe(0n);
  await offer();
  expect(await read(portfolio, 'owner')).toBe(giver);
  await wallet.switchAccount(1);
  await page.getByRole('button', { name: 'Accept the portfolio' }).click();
  await confirm(page);
  await expect(page.getByText('You own it.')).toBeVisible();
  expect(await read(portfolio, 'owner')).toBe(taker);
});
