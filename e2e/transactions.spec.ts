import { type BrowserContext, expect, type Page } from '@playwright/test';
import { encodeFunctionData, type Hex } from 'viem';
import { LOCAL_DEPLOYER_KEY } from '../hardhat/deploy/deploy-local.ts';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { type Anvil, startAnvil } from './support/anvil.ts';
import { buildOrderWorld, type OrderWorld, TAKER_KEY } from './support/order-world.ts';
import { type SentTransaction, TestWallet } from './support/test-wallet.ts';
import { databaselessTest as test } from './support/watched-test.ts';
import { startWebServer, type WebServer } from './support/web-server.ts';

// Each state is caused on a real chain, and must read the same on the page where it happened, after a reload, and in a second tab.
// The web server has no database: what became of a transaction is the chain's to say.

const CHAIN = 31_337;

let chain: Anvil;
let web: WebServer;
let world: OrderWorld;
let snapshot: unknown;

const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
  world.client.request({ method, params } as never);
const mine = () => rpc('anvil_mine', ['0x1']);
const byHand = () => rpc('evm_setAutomine', [false]);

test.beforeAll(async () => {
  [chain, web] = await Promise.all([startAnvil(), startWebServer({})]);
  world = await buildOrderWorld(chain.rpcUrl, { publicBook: false });
});
test.beforeEach(async () => {
  snapshot = await rpc('evm_snapshot');
});
test.afterEach(async () => {
  await rpc('anvil_dropAllTransactions');
  await rpc('evm_setAutomine', [true]);
  await rpc('evm_revert', [snapshot]);
});
test.afterAll(async () => {
  web.stop();
  await chain.stop();
});

const manage = () => `${web.url}/portfolios/${CHAIN}/${world.portfolio}/manage`;

async function open(page: Page, context: BrowserContext, keys: readonly Hex[] = [LOCAL_DEPLOYER_KEY]) {
  const wallet = await TestWallet.install(context, { chainId: CHAIN, rpcUrl: chain.rpcUrl, keys });
  await page.goto(manage());
  await page.getByRole('button', { name: 'Connect a wallet' }).click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await expect(page.getByText('You own it.')).toBeVisible();
  return wallet;
}

/** Presses "Void all orders" up to the wallet. */
async function voidOrders(page: Page) {
  await page.getByRole('button', { name: 'Void all orders', exact: true }).click();
  await page.getByRole('button', { name: 'Void all orders now, with the wallet' }).click();
}

const lastSent = (wallet: TestWallet): SentTransaction => {
  const sent = wallet.sent.at(-1);
  if (sent === undefined) throw new Error('nothing was sent');
  return sent;
};

/** Sends while blocks are made by hand, and waits until the page has seen it in the pool. */
async function waiting(page: Page, wallet: TestWallet): Promise<SentTransaction> {
  await byHand();
  await voidOrders(page);
  await expect(row(page)).toContainText('Waiting for a block');
  return lastSent(wallet);
}

const row = (page: Page) => page.getByRole('region', { name: 'Transactions' }).getByRole('listitem').first();

/** Just then, in a tab opened afterwards, and after a reload. */
async function shows(page: Page, words: readonly (string | RegExp)[]): Promise<void> {
  const second = await page.context().newPage();
  const opened = second.goto(manage());
  for (const text of words) await expect(row(page)).toContainText(text);
  await opened;
  for (const text of words) await expect(row(second)).toContainText(text);
  await second.close();
  await page.reload();
  for (const text of words) await expect(row(page)).toContainText(text);
}

test('asked: the wallet has not answered, and nothing is claimed', async ({ page, context }) => {
  const wallet = await open(page, context);
  wallet.mood = 'wait';
  await voidOrders(page);
  await shows(page, ['Waiting for you', 'if you have closed that request, nothing was sent']);
});

test('asked, then sent while the page was gone: found again on the chain', async ({ page, context }) => {
  const wallet = await open(page, context);
  wallet.mood = 'wait';
  await voidOrders(page);
  await expect(row(page)).toContainText('Waiting for you');
  // It says so before it asks: nobody has been asked yet.
  await expect.poll(() => wallet.asked).toContain('eth_sendTransaction');
  await page.goto('about:blank');
  wallet.answer('approve');
  await expect.poll(() => wallet.sent.length).toBe(1);
  await page.goto(manage());
  await shows(page, ['Done', /In block \d+, \d+ blocks? deep/, lastSent(wallet).hash]);
});

test('rejected in the wallet', async ({ page, context }) => {
  const wallet = await open(page, context);
  wallet.mood = 'reject';
  await voidOrders(page);
  await expect(page.getByRole('dialog')).toContainText('You declined in the wallet. Nothing was sent.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await shows(page, ['Declined', 'Nothing was sent.']);
});

test('the wallet is locked when it is asked', async ({ page, context }) => {
  const wallet = await open(page, context);
  await page.getByRole('button', { name: 'Void all orders', exact: true }).click();
  await expect(page.getByText('It would go through.')).toBeVisible();
  wallet.locked = true;
  await page.getByRole('button', { name: 'Void all orders now' }).click();
  await expect(row(page)).toContainText('Wallet locked');
  await shows(page, ['Wallet locked', 'Unlock it and try again; nothing was sent.']);
});

test('the wallet is on another chain when it is asked, and is not asked to sign there', async ({
  page,
  context,
}) => {
  const other = await startAnvil(undefined, 31_338);
  try {
    const wallet = await open(page, context);
    wallet.addChain(31_338, other.rpcUrl);
    await page.getByRole('button', { name: 'Void all orders', exact: true }).click();
    await expect(page.getByText('It would go through.')).toBeVisible();
    await wallet.switchChain(31_338, { quietly: true });
    await page.getByRole('button', { name: 'Void all orders now' }).click();
    await expect(row(page)).toContainText('Wrong chain');
    expect(wallet.asked).not.toContain('eth_sendTransaction');
    await shows(page, ['Wrong chain', 'nothing was sent']);
  } finally {
    await other.stop();
  }
});

test('an account without gas', async ({ page, context }) => {
  await open(page, context);
  await page.getByRole('button', { name: 'Void all orders', exact: true }).click();
  await expect(page.getByText('It would go through.')).toBeVisible();
  await rpc('anvil_setBalance', [world.deployer.account.address, '0x0']);
  await page.getByRole('button', { name: 'Void all orders now' }).click();
  await expect(row(page)).toContainText('No gas');
  await shows(page, ['No gas', 'too little of the chain’s own coin']);
});

test('seen: it waits for a block', async ({ page, context }) => {
  const wallet = await open(page, context);
  const { hash } = await waiting(page, wallet);
  await shows(page, ['Waiting for a block', hash]);
});

test('mined', async ({ page, context }) => {
  const wallet = await open(page, context);
  const { hash } = await waiting(page, wallet);
  await mine();
  const { blockNumber } = await world.client.getTransactionReceipt({ hash });
  await shows(page, ['Done', `In block ${blockNumber}, 1 block deep.`]);
});

test('refused on chain: it reverted, though it had passed when it was tried', async ({ page, context }) => {
  const wallet = await open(page, context);
  await byHand();
  await page.getByRole('button', { name: 'Revoke the signer', exact: true }).click();
  await expect(page.getByText('It would go through.')).toBeVisible();
  // The owner changes just before it, in the same block.
  const heir = await rpc('eth_accounts').then((accounts) => (accounts as Hex[])[1] as Hex);
  await rpc('evm_setAutomine', [true]);
  await world.deployer.walletClient.writeContract({
    ...{ address: world.portfolio, abi: balancerAbi, functionName: 'transferOwnership', args: [heir] },
  });
  await rpc('anvil_impersonateAccount', [heir]);
  const accept = encodeFunctionData({ abi: balancerAbi, functionName: 'acceptOwnership' });
  await rpc('eth_sendTransaction', [{ from: heir, to: world.portfolio, data: accept }]);
  await page.getByRole('button', { name: 'Revoke the signer now' }).click();
  await expect(row(page)).toContainText('Refused on chain');
  expect(wallet.sent).toHaveLength(1);
  await shows(page, ['Refused on chain', 'nothing moved but the gas']);
});

test('being replaced: another transaction with its number waits', async ({ page, context }) => {
  const wallet = await open(page, context);
  await wallet.replace(await waiting(page, wallet), 'cancel');
  await shows(page, ['Being replaced', 'The next block tells which.']);
});

test('sped up: the same call at a higher fee was mined instead', async ({ page, context }) => {
  const wallet = await open(page, context);
  const hash = await wallet.replace(await waiting(page, wallet), 'speed-up');
  await mine();
  await shows(page, ['Done, sped up', hash]);
});

test('cancelled in the wallet: nothing to oneself took its number', async ({ page, context }) => {
  const wallet = await open(page, context);
  const hash = await wallet.replace(await waiting(page, wallet), 'cancel');
  await mine();
  await shows(page, ['Cancelled', 'It has had no effect.', hash]);
});

test('replaced: another call took its number', async ({ page, context }) => {
  const wallet = await open(page, context);
  const data = encodeFunctionData({ abi: balancerAbi, functionName: 'pause' });
  const hash = await wallet.replace(await waiting(page, wallet), { to: world.portfolio, data });
  await mine();
  await shows(page, ['Replaced', 'This one has had no effect', hash]);
});

test('dropped: no node holds it, and its number is free', async ({ page, context }) => {
  const wallet = await open(page, context);
  await rpc('anvil_dropTransaction', [(await waiting(page, wallet)).hash]);
  await shows(page, ['Dropped', 'Send it again.']);
});

test('dropped before any node has shown it, and seen again when it comes back', async ({ page, context }) => {
  const wallet = await open(page, context);
  const sent = await waiting(page, wallet);
  const raw = await rpc('eth_getRawTransactionByHash', [sent.hash]);
  await rpc('anvil_dropTransaction', [sent.hash]);
  await expect(row(page)).toContainText('Dropped');
  await rpc('eth_sendRawTransaction', [raw]);
  await shows(page, ['Waiting for a block', sent.hash]);
});

test('reorganised away: the block it was in is gone, and nothing holds it', async ({ page, context }) => {
  const wallet = await open(page, context);
  const { hash } = await waiting(page, wallet);
  await mine();
  await expect(row(page)).toContainText('Done');
  const { blockNumber } = await world.client.getTransactionReceipt({ hash });
  await rpc('anvil_reorg', [1, []]);
  await rpc('anvil_dropAllTransactions');
  await shows(page, ['Undone by the chain', `The chain gave up block ${blockNumber}`]);
});

test('mined again in another block after a reorganisation', async ({ page, context }) => {
  const wallet = await open(page, context);
  const { hash } = await waiting(page, wallet);
  const raw = await rpc('eth_getRawTransactionByHash', [hash]);
  await mine();
  await expect(row(page)).toContainText('Done');
  await rpc('anvil_reorg', [1, []]);
  await expect(row(page)).toContainText('Undone by the chain');
  await rpc('anvil_dropAllTransactions');
  await rpc('eth_sendRawTransaction', [raw]);
  await mine();
  await shows(page, ['Done', 'before, which the chain gave up.']);
});

test('two tabs at once: what happens in one is told by the other without a reload', async ({
  page,
  context,
}) => {
  const wallet = await open(page, context, [LOCAL_DEPLOYER_KEY, TAKER_KEY]);
  const second = await context.newPage();
  await second.goto(manage());
  await expect(second.getByText('None yet.')).toBeVisible();
  await waiting(page, wallet);
  await expect(row(second)).toContainText('Waiting for a block');
  await mine();
  await expect(row(second)).toContainText('Done');
  await second.getByRole('button', { name: 'Take off the list' }).click();
  await expect(page.getByText('None yet.')).toBeVisible();
});
