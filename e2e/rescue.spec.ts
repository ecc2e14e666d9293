import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { privateKeyToAccount } from 'viem/accounts';
import { LOCAL_DEPLOYER_KEY } from '../hardhat/deploy/deploy-local.ts';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { type Anvil, startAnvil } from './support/anvil.ts';
import { buildOrderWorld, type OrderWorld, SIGNER_KEY } from './support/order-world.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { TestWallet } from './support/test-wallet.ts';

// No server of ours runs here: the page is opened from disk, and speaks to the wallet and a local chain.

const PAGE = pathToFileURL(join(import.meta.dirname, '../public/rescue.html')).href;
const CHAIN = 31_337;

let chain: Anvil;
let world: OrderWorld;
let snapshot: unknown;

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  world.client.request({ method, params } as never);

test.beforeAll(async () => {
  chain = await startAnvil();
  world = await buildOrderWorld(chain.rpcUrl, { publicBook: false });
});
test.beforeEach(async () => {
  snapshot = await rpc('evm_snapshot');
});
test.afterEach(async () => {
  await rpc('evm_revert', [snapshot]);
});
test.afterAll(() => chain.stop());

const installed = (context: BrowserContext, key = LOCAL_DEPLOYER_KEY): Promise<TestWallet> =>
  TestWallet.install(context, { chainId: CHAIN, rpcUrl: chain.rpcUrl, keys: [key] });

async function open(page: Page): Promise<void> {
  await page.goto(PAGE);
  await page.getByRole('button', { name: 'Connect Test wallet' }).click();
  await expect(page.getByText('Connected: 0x')).toBeVisible();
  await page.getByLabel('Address of the portfolio').fill(world.portfolio);
  await page.getByRole('button', { name: 'Read it' }).click();
  await expect(page.getByText(/^Read at block \d+ of chain 31337\.$/)).toBeVisible();
}

const contract = <Name extends 'paused' | 'authorizedSigner' | 'generation'>(functionName: Name) =>
  world.client.readContract({ address: world.portfolio, abi: balancerAbi, functionName });

test('from disk, pausing stops the portfolio on chain and proves that no order can fill', async ({
  page,
  context,
}) => {
  await installed(context);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  await open(page);
  await expect(page.getByText('the owner: you may do all of this')).toBeVisible();
  const before = await contract('generation');
  await page.getByRole('button', { name: 'Pause: show what happens' }).click();
  await expect(page.getByText('It would go through.')).toBeVisible();
  expect(await contract('paused')).toBe(false);
  await page.getByRole('button', { name: 'Pause now, with the wallet' }).click();
  await expect(page.getByText('0 orders can fill.')).toBeVisible();
  await expect(page.getByText(`Generation: ${before} before, ${before + 1} now.`)).toBeVisible();
  expect(await contract('paused')).toBe(true);
  expect(await contract('generation')).toBe(before + 1);
  expect(problems).toEqual([]);
});

test('orders are voided and the signer is revoked, each with one wallet call', async ({ page, context }) => {
  const wallet = await installed(context);
  await open(page);
  const before = await contract('generation');
  await page.getByRole('button', { name: 'Void all orders: show what happens' }).click();
  await page.getByRole('button', { name: 'Void all orders now' }).click();
  await expect(page.getByText('0 orders of an earlier generation can fill.')).toBeVisible();
  expect(await contract('generation')).toBe(before + 1);
  await page.getByRole('button', { name: 'Revoke the signer: show what happens' }).click();
  await page.getByRole('button', { name: 'Revoke the signer now' }).click();
  await expect(page.getByText('0 orders can fill.')).toBeVisible();
  expect(BigInt(await contract('authorizedSigner'))).toBe(0n);
  expect(wallet.sent).toHaveLength(2);
});

test('all is withdrawn to the owner, in kind, after the words were typed', async ({ page, context }) => {
  await installed(context);
  await open(page);
  const owner = world.deployer.account.address;
  const before = await world.balanceOf(world.wbtc, owner);
  await page.getByRole('button', { name: 'Withdraw all: show what happens' }).click();
  await expect(page.getByText(`50,000 USDC (`)).toBeVisible();
  const now = page.getByRole('button', { name: 'Withdraw all now' });
  await expect(now).toBeDisabled();
  await page.getByLabel('Type “withdraw all” to go on').fill('withdraw all');
  await now.click();
  await expect(page.getByText('It holds nothing any more.')).toBeVisible();
  expect(await world.balanceOf(world.wbtc, world.portfolio)).toBe(0n);
  expect(await world.balanceOf(world.usdc, world.portfolio)).toBe(0n);
  expect((await world.balanceOf(world.wbtc, owner)) - before).toBe(250_000_000n);
});

test('it reads through a node that is typed in, and says when the wallet is on another chain', async ({
  page,
  context,
}) => {
  const other = await startAnvil(undefined, 31_338);
  try {
    const wallet = await installed(context);
    wallet.addChain(31_338, other.rpcUrl);
    await wallet.switchChain(31_338);
    await page.goto(PAGE);
    await page.getByLabel('Address of the portfolio').fill(world.portfolio);
    await page.getByLabel('A node’s address').fill(chain.rpcUrl);
    await page.getByRole('button', { name: 'Read it' }).click();
    await expect(page.getByText('of chain 31337.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Pause: show what happens' })).toBeDisabled();
    await page.getByRole('button', { name: 'Connect Test wallet' }).click();
    await page.getByRole('button', { name: 'Pause: show what happens' }).click();
    await expect(
      page.getByText('Your wallet is on chain 31338; the portfolio was read on chain 31337.'),
    ).toBeVisible();
    await wallet.switchChain(CHAIN);
    await page.getByRole('button', { name: 'Pause: show what happens' }).click();
    await page.getByRole('button', { name: 'Pause now' }).click();
    await expect(page.getByText('0 orders can fill.')).toBeVisible();
  } finally {
    await other.stop();
  }
});

test('a stranger, a declined signature, a locked wallet and an account without gas are each told in a sentence', async ({
  page,
  context,
}) => {
  const wallet = await installed(context, SIGNER_KEY);
  await open(page);
  await page.getByRole('button', { name: 'Withdraw all: show what happens' }).click();
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  await expect(page.getByText(`It would be refused. ${signer} does not own this portfolio.`)).toBeVisible();
  const pause = async () => {
    await page.getByRole('button', { name: 'Pause: show what happens' }).click();
    await page.getByRole('button', { name: 'Pause now' }).click();
  };
  await pause();
  await expect(page.getByText('too little of the chain’s own coin')).toBeVisible();
  await rpc('anvil_setBalance', [signer, `0x${(10n ** 18n).toString(16)}`]);
  wallet.mood = 'reject';
  await pause();
  await expect(page.getByText('You declined in the wallet. Nothing was sent.')).toBeVisible();
  await wallet.lock();
  await pause();
  await expect(page.getByText('The wallet is locked')).toBeVisible();
  expect(await contract('paused')).toBe(false);
  await wallet.unlock();
  wallet.mood = 'approve';
  await pause();
  await expect(page.getByText('0 orders can fill.')).toBeVisible();
});

test('nonsense, an address without a contract, another contract and a dead node are told in a sentence', async ({
  page,
  context,
}) => {
  await installed(context);
  await page.goto(PAGE);
  const address = page.getByLabel('Address of the portfolio');
  const read = page.getByRole('button', { name: 'Read it' });
  const said = page.locator('#portfolio-said');
  await address.fill('0x123; drop table');
  await read.click();
  await expect(said).toContainText('That is no address');
  await address.fill('0x00000000000000000000000000000000000000aa');
  await read.click();
  await expect(said).toContainText('Connect a wallet, or name a node');
  await page.getByLabel('A node’s address').fill('javascript:alert(1)');
  await read.click();
  await expect(said).toContainText('must begin with https://');
  await page.getByLabel('A node’s address').fill('http://127.0.0.1:9');
  await read.click();
  await expect(said).toContainText('No node answers at http://127.0.0.1:9.');
  await page.getByLabel('A node’s address').fill(chain.rpcUrl);
  await read.click();
  await expect(said).toContainText('There is no contract at');
  await address.fill(world.usdc.token);
  await read.click();
  await expect(said).toContainText('doesn’t answer as a portfolio does.');
  await expect(page.getByRole('button', { name: 'Pause: show what happens' })).toBeDisabled();
});

test('without a wallet it says how to have one on a page from disk, and the recipe stands', async ({
  page,
}) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto(PAGE);
  await expect(page.getByText('access to file URLs')).toBeVisible();
  await expect(page.getByText('no arguments; raw data 0x8456cb59')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousViolations(page)).toEqual([]);
  }
});
