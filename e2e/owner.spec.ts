import { type BrowserContext, expect, type Page } from '@playwright/test';
import { type Address, encodeFunctionData, getAddress, type Hex, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { LOCAL_DEPLOYER_KEY } from '../hardhat/deploy/deploy-local.ts';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../lib/abi/limit-order-protocol-abi.ts';
import { orderHasher } from '../lib/orders/limit-order.ts';
import { buildOrder } from '../lib/orders/order-terms.ts';
import { type Anvil, startAnvil } from './support/anvil.ts';
import { buildOrderWorld, type OrderWorld, SERIES, signBody, TAKER_KEY } from './support/order-world.ts';
import { TestWallet } from './support/test-wallet.ts';
import { databaselessTest as test } from './support/watched-test.ts';
import { startWebServer, type WebServer } from './support/web-server.ts';

// What an owner does with a portfolio, on a chain of its own and a web server without a database.

const CHAIN = 31_337;
const MAKING_AMOUNT_GIVEN = 1n << 255n;

let chain: Anvil;
let web: WebServer;
let world: OrderWorld;
let snapshot: unknown;

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  world.client.request({ method, params } as never);

test.beforeAll(async () => {
  [chain, web] = await Promise.all([startAnvil(), startWebServer({})]);
  world = await buildOrderWorld(chain.rpcUrl, { publicBook: false });
});
test.beforeEach(async () => {
  snapshot = await rpc('evm_snapshot');
});
test.afterEach(async () => {
  await rpc('evm_revert', [snapshot]);
});
test.afterAll(async () => {
  web.stop();
  await chain.stop();
});

const manage = () => `${web.url}/portfolios/${CHAIN}/${world.portfolio}/manage`;

const installed = (
  context: BrowserContext,
  keys: readonly Hex[] = [LOCAL_DEPLOYER_KEY],
): Promise<TestWallet> => TestWallet.install(context, { chainId: CHAIN, rpcUrl: chain.rpcUrl, keys });

async function open(page: Page, context: BrowserContext): Promise<TestWallet> {
  const wallet = await installed(context);
  await page.goto(manage());
  await page.getByRole('button', { name: 'Connect a wallet' }).click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await expect(page.getByText('You own it.')).toBeVisible();
  return wallet;
}

/** Presses what the dialog offers, and waits until the chain has it. */
async function confirm(page: Page, intent: string): Promise<void> {
  await expect(page.getByText('It would go through.')).toBeVisible();
  await page.getByRole('button', { name: /now, with the wallet$/ }).click();
  const row = page.getByRole('region', { name: 'Transactions' }).getByRole('listitem').first();
  await expect(row).toContainText(intent);
  await expect(row).toContainText('Done');
}

/** An order that sells bitcoin for dollars, as the bot signs them, while bitcoin is above its target. */
async function signedOrder() {
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  const order = buildOrder({
    contentId: `0x${'11'.repeat(32)}`,
    maker: world.portfolio,
    generation: await world.generation(),
    fillMode: { kind: 'parts', series: SERIES, epoch: await world.epoch() },
    nowSeconds: await world.blockTimeSeconds(),
    orderTtlMaxSeconds: 86_400,
    leg: {
      sellToken: world.wbtc.token,
      buyToken: world.usdc.token,
      sellUnits: 10_000_000n,
      buyUnits: 2_400_000_000n,
      limit: { expiresInSeconds: 3_600 },
    },
    publicBook: null,
  });
  const signed = await signBody(
    { order, extension: '0x' },
    { hashOrder: orderHasher(CHAIN), sign: world.sign },
  );
  return { order, signature: signed.signature };
}

/** What the stranger sends to take `units` of bitcoin from it. */
const fillOf = ({ order, signature }: Awaited<ReturnType<typeof signedOrder>>, units: bigint) => ({
  account: privateKeyToAccount(TAKER_KEY),
  to: world.contracts.router,
  gas: 1_000_000n,
  data: encodeFunctionData({
    abi: limitOrderProtocolAbi,
    functionName: 'fillContractOrderArgs',
    args: [order, signature, units, MAKING_AMOUNT_GIVEN | 2_400_000_000n, '0x'],
  }),
});

test('paused from the page, the rest of a half-filled order can’t be filled by anybody', async ({
  page,
  context,
}) => {
  const taker = privateKeyToAccount(TAKER_KEY);
  const approve = encodeFunctionData({
    abi: parseAbi(['function approve(address spender, uint256 amount) returns (bool)']),
    args: [world.contracts.router, 10n ** 12n],
  });
  const send = async (call: { readonly to: Address; readonly data: Hex }): Promise<void> => {
    const hash = await world.deployer.walletClient.sendTransaction({
      ...call,
      account: taker,
      gas: 1_000_000n,
    });
    const { status } = await world.client.waitForTransactionReceipt({ hash });
    expect(status).toBe('success');
  };
  await send({ to: world.usdc.token, data: approve });
  const order = await signedOrder();
  await send(fillOf(order, 5_000_000n));
  expect(await world.balanceOf(world.wbtc, world.portfolio)).toBe(245_000_000n);
  await world.client.call(fillOf(order, 1_000_000n));

  await open(page, context);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await confirm(page, 'Pause');
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  await expect(world.client.call(fillOf(order, 1_000_000n))).rejects.toThrow();
  await page.getByRole('button', { name: 'Unpause', exact: true }).click();
  await confirm(page, 'Unpause');
  // Unpaused, it stays dead: the generation has moved on.
  await expect(world.client.call(fillOf(order, 1_000_000n))).rejects.toThrow();
});

test('the signer is changed and revoked; a share and one token are withdrawn; a deposit takes a signature and one transaction', async ({
  page,
  context,
}) => {
  await open(page, context);
  const owner = world.deployer.account.address;
  const signer = () =>
    world.client.readContract({
      address: world.portfolio,
      abi: balancerAbi,
      functionName: 'authorizedSigner',
    });
  await page.getByLabel('New signer').fill('0x000000000000000000000000000000000000bEEg');
  await expect(page.getByText('That is no address')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change the signer' })).toBeDisabled();
  await page.getByLabel('New signer').fill('0x000000000000000000000000000000000000bEEF');
  await page.getByRole('button', { name: 'Change the signer' }).click();
  await confirm(page, 'Change the signer');
  expect(await signer()).toBe('0x000000000000000000000000000000000000bEEF');
  await page.getByRole('button', { name: 'Revoke the signer', exact: true }).click();
  await confirm(page, 'Revoke the signer');
  expect(BigInt(await signer())).toBe(0n);

  const usdc = await world.balanceOf(world.usdc, owner);
  await page.getByLabel('Share of everything, in %').fill('33.33');
  await page.getByRole('button', { name: 'Withdraw the share' }).click();
  await expect(page.getByText('16,665 USDC, from the portfolio to you')).toBeVisible();
  await confirm(page, 'Withdraw 33.33 % of everything');
  expect((await world.balanceOf(world.usdc, owner)) - usdc).toBe(16_665_000_000n);
  await page.getByLabel('Amount to withdraw').fill('99999999');
  await expect(page.getByText('More than the portfolio holds.')).toBeVisible();
  await page.getByLabel('Amount to withdraw').fill('35.5');
  await page.getByRole('button', { name: 'Withdraw the token' }).click();
  await confirm(page, 'Withdraw 35.5 USDC');
  expect(await world.balanceOf(world.usdc, world.portfolio)).toBe(33_299_500_000n);

  await page.getByLabel('Amount to deposit').fill('100');
  await page.getByRole('button', { name: 'Deposit: next step' }).click();
  await expect(page.getByText('Only a signature; nothing is sent.')).toBeVisible();
  await page.getByRole('button', { name: 'Step 1 of 2: sign the permit now, with the wallet' }).click();
  await expect(page.getByText('100 USDC, from you to the portfolio')).toBeVisible();
  await confirm(page, 'Deposit 100 USDC');
  expect(await world.balanceOf(world.usdc, world.portfolio)).toBe(33_399_500_000n);
});

test('opened to 1inch’s book with a word that has to be typed, and closed again', async ({
  page,
  context,
}) => {
  await open(page, context);
  const isOpen = async (): Promise<boolean> =>
    (await world.client.readContract({ address: world.portfolio, abi: balancerAbi, functionName: 'guard' }))
      .publicBook;
  const book = page.getByRole('region', { name: '1inch’s book' });
  await expect(book).toContainText('Closed.');
  await book.getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Trusted from now on')).toHaveCount(3);
  await expect(dialog.getByRole('button', { name: /now, with the wallet$/ })).toBeDisabled();
  await dialog.getByLabel(/^Type/).fill('publicBook');
  await confirm(page, 'Open the portfolio to 1inch’s public book');
  await expect(book).toContainText('Open: its orders may stand there');
  expect(await isOpen()).toBe(true);
  const ceilingOf = (token: Address): Promise<bigint> =>
    world.client.readContract({
      ...{ address: world.portfolio, abi: balancerAbi, functionName: 'allowanceCeiling', args: [token] },
    });
  await book.getByLabel('Asset that may be sold there').selectOption(getAddress(world.wbtc.token));
  await book.getByLabel('At most at a time').fill('1.5');
  await book.getByRole('button', { name: 'Set the ceiling' }).click();
  await confirm(page, 'Let 1inch’s router take 1.5 WBTC at most');
  await expect.poll(() => ceilingOf(world.wbtc.token)).toBe(150_000_000n);
  await book.getByRole('button', { name: 'Close it to 1inch’s book' }).click();
  await confirm(page, 'Close the portfolio to 1inch’s public book');
  await expect(book).toContainText('Closed.');
  expect(await isOpen()).toBe(false);
});
