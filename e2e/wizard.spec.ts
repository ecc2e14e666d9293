import { expect, type Page } from '@playwright/test';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { BookEntry } from '../cli/taker/order.ts';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { confirm, fillDraft, predictedAddress, problemsOf, signIn, step } from './support/owner-page.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { StackChain } from './support/stack-chain.ts';
import { Stranger } from './support/stranger.ts';
import { TestWallet } from './support/test-wallet.ts';

// The whole way of an owner against the running stack: nothing is stubbed but the person at the wallet.

const CHAIN = 31_337;
const OWNER_KEY: Hex = keccak256(toHex('wizard journey: owner'));
const owner = privateKeyToAccount(OWNER_KEY).address;
const stranger = privateKeyToAccount(keccak256(toHex('wizard journey: stranger'))).address;

let stack: RunningStack;
let chain: StackChain;
let taker: Stranger;
let usdc: Address;
let weth: Address;

test.beforeAll(async () => {
  stack = runningStack();
  chain = new StackChain(stack);
  taker = new Stranger(stack, chain, stranger);
  usdc = (await chain.asset('USDC')).token;
  weth = (await chain.asset('WETH')).token;
  await chain.giveEther(owner, '10');
  await chain.mint(usdc, owner, 5_000_000_000n);
  await chain.wrap(weth, stranger, 10n ** 19n);
  await taker.approve(weth);
});

const read = <Name extends 'owner' | 'paused' | 'authorizedSigner' | 'generation'>(
  portfolio: Address,
  functionName: Name,
) => chain.reader.readContract({ address: portfolio, abi: balancerAbi, functionName });

/** Waits until the bot has an order in the book that isn't `after`. */
async function nextOrder(portfolio: Address, after?: BookEntry): Promise<BookEntry> {
  let found: BookEntry | null = null;
  await expect
    .poll(
      async () => {
        found = await taker.order(portfolio);
        return found !== null && found.orderHash !== after?.orderHash;
      },
      { timeout: 90_000, message: 'no order in the book' },
    )
    .toBe(true);
  if (found === null) throw new Error('no order');
  return found;
}

/** The portfolio's own page says this within a tick or two. */
async function says(page: Page, portfolio: Address, words: string | RegExp): Promise<void> {
  await expect(async () => {
    await page.goto(`/portfolios/${CHAIN}/${portfolio.toLowerCase()}`);
    await expect(page.getByText(words).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 90_000 });
}

async function createAndRegister(page: Page): Promise<Address> {
  await page.goto('/portfolios/new');
  await fillDraft(page, owner, { name: 'Made in a browser', usdc: '1000' });
  const portfolio = await predictedAddress(page);
  await page.getByRole('button', { name: 'Sign for 1,000 USDC' }).click();
  await confirm(page, 'Only a signature; nothing is sent.');
  await page.getByRole('button', { name: 'Create and fund' }).click();
  await expect(page.getByText('1,000 USDC, from you to the portfolio')).toBeVisible();
  await chain.node.setAutomine(false);
  await confirm(page);
  // In the middle of the deployment: what was sent isn't offered again, and the address stays.
  for (let round = 0; round < 2; round += 1) {
    await expect(step(page, 'Create and fund')).toContainText('Sent, waiting for a block');
    await page.reload();
    await expect(page.getByText(portfolio)).toBeVisible();
  }
  // In this order nothing that another file sends just now is left without a block.
  await chain.node.setAutomine(true);
  await chain.node.mine({ blocks: 1 });
  await expect(step(page, 'Create and fund')).toContainText('Done');
  expect(await read(portfolio, 'owner')).toBe(owner);
  expect(await chain.balanceOf(usdc, portfolio)).toBe(1_000_000_000n);
  await signIn(page);
  await page.getByRole('button', { name: 'Register' }).click();
  // The server settles the chain up to the contract first.
  await expect(step(page, 'Register it with the bot')).toContainText('Done', { timeout: 60_000 });
  return portfolio;
}

test.afterAll(() => chain.node.setAutomine(true));

test('a portfolio is made by the wizard, brought to target, drifts, is stopped half-way and emptied', async ({
  page,
  context,
}) => {
  test.setTimeout(600_000);
  const problems = problemsOf(context);
  const wallet = await TestWallet.install(context, {
    chainId: CHAIN,
    rpcUrl: stack.rpcUrl,
    keys: [OWNER_KEY],
  });
  const portfolio = await createAndRegister(page);
  expect(wallet.sent.length).toBe(1);

  // Half of it is to become ether: the bot signs an order, a stranger fills half of it, then the rest.
  const first = await nextOrder(portfolio);
  await says(page, portfolio, /Sell .* USDC .* for at least .* WETH|Order open/);
  const half = first.order.makingAmount / 2n;
  await taker.fill(first, half);
  await says(page, portfolio, /50\.0 % filled/);
  await taker.fill(first, first.order.makingAmount - half);
  await says(page, portfolio, 'On target');

  // The price falls by four tenths, and the cooldown passes: out of its band, a second order.
  await chain.later(1_000);
  await chain.movePrices({ WETH: 60n });
  const second = await nextOrder(portfolio, first);
  await says(page, portfolio, 'Order open');
  await taker.fill(second, second.order.makingAmount / 2n);
  await taker.tryFill(second, second.order.makingAmount / 4n);

  await page.goto(`/portfolios/${CHAIN}/${portfolio}/manage`);
  await expect(page.getByText('You own it.')).toBeVisible();
  await expect(page.getByText('1 order can fill')).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText('No token.')).toBeVisible();
  await confirm(page);
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  expect(await read(portfolio, 'paused')).toBe(true);
  await expect(page.getByText('0 orders can fill')).toBeVisible();
  await expect(page.getByText('of 1 order seen here')).toBeVisible();
  await expect(taker.tryFill(second, second.order.makingAmount / 4n)).rejects.toThrow();

  await page.getByLabel('New signer').fill(stranger);
  await page.getByRole('button', { name: 'Change the signer' }).click();
  await confirm(page);
  await expect.poll(() => read(portfolio, 'authorizedSigner')).toBe(stranger);
  await page.getByRole('button', { name: 'Revoke the signer', exact: true }).click();
  await confirm(page);
  await expect.poll(async () => BigInt(await read(portfolio, 'authorizedSigner'))).toBe(0n);

  const [dollars, ether] = [await chain.balanceOf(usdc, portfolio), await chain.balanceOf(weth, portfolio)];
  expect(dollars > 0n && ether > 0n).toBe(true);
  const before = await chain.balanceOf(usdc, owner);
  await page.getByRole('button', { name: 'Withdraw all', exact: true }).click();
  await expect(page.getByText('What moves, simulated on the newest block')).toBeVisible();
  await page.getByLabel('Type “withdraw all” to go on').fill('withdraw all');
  await confirm(page);
  await expect.poll(() => chain.balanceOf(usdc, portfolio)).toBe(0n);
  expect(await chain.balanceOf(weth, portfolio)).toBe(0n);
  expect((await chain.balanceOf(usdc, owner)) - before).toBe(dollars);
  expect(await chain.balanceOf(weth, owner)).toBe(ether);
  await expect(page.getByText('0 orders can fill')).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
  expect(problems).toEqual([]);
});
