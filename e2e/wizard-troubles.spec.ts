import { type Page, expect as plainExpect } from '@playwright/test';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { feeTokenCode } from './support/fee-token.ts';
import { confirm, fillDraft, predictedAddress, step } from './support/owner-page.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { StackChain } from './support/stack-chain.ts';
import { TestWallet } from './support/test-wallet.ts';

// What goes wrong on the way: each ends in a sentence, and nothing that was typed is lost.

const CHAIN = 31_337;
const KEYS: readonly [Hex, Hex] = [
  keccak256(toHex('wizard troubles: one')),
  keccak256(toHex('wizard troubles: two')),
];
const owner = privateKeyToAccount(KEYS[0]).address;
const other = privateKeyToAccount(KEYS[1]).address;

let stack: RunningStack;
let chain: StackChain;
let usdc: Address;

/** Blocks, and what is loaded after the page, come late on a machine with other work. */
const expect = plainExpect.configure({ timeout: 15_000 });

test.describe.configure({ timeout: 120_000 });

test.beforeAll(async () => {
  stack = runningStack();
  chain = new StackChain(stack);
  usdc = (await chain.asset('USDC')).token;
  await chain.giveEther(owner, '10');
  await chain.mint(usdc, owner, 5_000_000_000n);
});

const installed = (page: Page): Promise<TestWallet> =>
  TestWallet.install(page.context(), { chainId: CHAIN, rpcUrl: stack.rpcUrl, keys: KEYS });

test('a policy is tried on what the feeds have said on the chain, and on nothing else', async ({ page }) => {
  await installed(page);
  await page.goto('/portfolios/new');
  await fillDraft(page, owner, { name: 'Tried', usdc: '' });
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Try it on the past' }).click();
  const said = page.getByRole('region', { name: 'On the past' });
  await expect(said).toContainText(
    /From 20\d\d-\d\d-\d\d .* UTC, looked at every .*: \d+ rebalances?, turnover/,
  );
  await expect(said.getByRole('img', { name: /^Value over the feeds’ past: from \$ / })).toBeVisible();
});

test('declined, without gas, on another chain, with another account: a sentence each time, and the draft stays', async ({
  page,
}) => {
  const wallet = await installed(page);
  await page.goto('/portfolios/new');
  await fillDraft(page, owner, { name: 'In trouble', usdc: '5' });
  const mine = await predictedAddress(page);
  await page.getByRole('button', { name: 'Sign for 5 USDC' }).click();
  wallet.mood = 'reject';
  await page.getByRole('button', { name: /now, with the wallet$/ }).click();
  await expect(page.getByText('You declined in the wallet. Nothing was sent.')).toBeVisible();
  wallet.mood = 'approve';
  await confirm(page, 'You declined in the wallet. Nothing was sent.');
  await expect(step(page, 'Sign for 5 USDC')).toContainText('Done');
  await chain.giveEther(owner, '0');
  await page.getByRole('button', { name: 'Create and fund' }).click();
  await page.getByRole('button', { name: /now, with the wallet$/ }).click();
  await expect(page.getByText('too little of the chain’s own coin').first()).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
  await chain.giveEther(owner, '10');

  // Another account in the middle: another owner, so another address; what was signed is none of that one's.
  await wallet.switchAccount(1);
  await expect(page.getByText(`Connected with Test wallet: ${other}`)).toBeVisible();
  await expect(page.getByText(mine)).toHaveCount(0);
  await expect(page.getByText('You hold 0 USDC: less than you want to put in.')).toBeVisible();
  await wallet.switchAccount(0);
  await expect(page.getByText(mine)).toBeVisible();

  wallet.addChain(1_337, stack.rpcUrl);
  await wallet.switchChain(1_337);
  await expect(page.getByText('Wrong chain: your wallet is on chain 1337')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create and fund' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Switch to chain 31337' }).click();
  await expect(page.getByText(mine)).toBeVisible();
  expect(wallet.sent).toEqual([]);
});

test('a token that lies about itself is warned of, and a creation with it is refused before anything is signed', async ({
  page,
}) => {
  await installed(page);
  const code = await chain.reader.getCode({ address: usdc });
  await page.goto('/portfolios/new');
  await fillDraft(page, owner, { name: 'With a liar', usdc: '5' });
  await expect(page.getByRole('button', { name: 'Sign for 5 USDC' })).toBeEnabled();
  await chain.node.setCode({ address: usdc, bytecode: feeTokenCode(9_000) });
  try {
    await page.reload();
    await expect(page.getByText('You hold 0 USDC: less than you want to put in.')).toBeVisible();
    for (let back = 0; back < 4; back += 1) await page.getByRole('button', { name: 'Back' }).click();
    await expect(page.getByText('USDC says that it has 18 decimals, and its list says 6')).toBeVisible();
  } finally {
    await chain.node.setCode({ address: usdc, bytecode: code ?? '0x' });
  }
  await expect(page.getByText('USDC says that it has 18 decimals')).toHaveCount(0, { timeout: 15_000 });
});
