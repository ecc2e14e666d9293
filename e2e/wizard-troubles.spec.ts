import { expect, type Page } from '@playwright/test';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { feeTokenCode } from './support/fee-token.ts';
import { confirm, connect, fillDraft, predictedAddress, step } from './support/owner-page.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
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

test.beforeAll(async () => {
  stack = runningStack();
  chain = new StackChain(stack);
  usdc = (await chain.asset('USDC')).token;
  await chain.giveEther(owner, '10');
  await chain.mint(usdc, owner, 5_000_000_000n);
});

const installed = (page: Page): Promise<TestWallet> =>
  TestWallet.install(page.context(), { chainId: CHAIN, rpcUrl: stack.rpcUrl, keys: KEYS });

test('what was typed survives the way back, a reload and nonsense in every field', async ({ page }) => {
  await installed(page);
  await page.goto('/portfolios/new');
  await page.getByLabel('Chain', { exact: true }).selectOption({ value: '31337' });
  for (const nonsense of ['<b>x</b>', 'a--b', '"; drop table', '\u202eabc']) {
    await page.getByLabel('Name', { exact: true }).fill(nonsense);
    await expect(page.getByText('A name has letters, digits, emoji')).toBeVisible();
  }
  await fillDraft(page, owner, { name: 'Half and half', usdc: '1000' });
  for (let back = 0; back < 3; back += 1) await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByLabel('USDC, in %')).toHaveValue('50.00');
  await page.reload();
  await expect(page.getByLabel('USDC, in %')).toHaveValue('50.00');
  const next = page.getByRole('button', { name: 'Next' });
  for (const nonsense of ['-1', '1e3', '50.001', '<b>', '٣٣', '100.01', ' ', '0x10', '1,00']) {
    await page.getByLabel('USDC, in %').fill(nonsense);
    await expect(page.getByText(/USDC: type a share between 0.01 and 100/).first()).toBeVisible();
    await expect(next).toBeDisabled();
  }
  await page.getByLabel('USDC, in %').fill('49.99');
  await expect(page.getByText('The targets make 99.99 %: 0.01 pp are missing.').first()).toBeVisible();
  await page.getByLabel('USDC, in %').fill('50');
  await next.click();
  await next.click();
  for (const nonsense of ['-1', '1e3', '0.0000001', '<script>', '0', '.5', '1'.repeat(70), '1 2']) {
    await page.getByLabel('USDC to put in').fill(nonsense);
    await expect(next).toBeDisabled();
    await expect(page.getByLabel('USDC to put in')).toHaveAttribute('aria-invalid', 'true');
  }
  await page.getByLabel('USDC to put in').fill('1,000.5');
  await expect(page.getByText('$ 1,000.50 go in, at the feeds’ prices of now.')).toBeVisible();
  await expect(page.getByRole('row', { name: /^USDC/ })).toContainText('100.00 %');
  await expect(page.getByRole('row', { name: /^USDC/ })).toContainText('sell $ 500.25');
  await expect(page.getByRole('row', { name: /^WETH/ })).toContainText('buy $ 500.25');
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousViolations(page)).toEqual([]);
  }
});

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
  await expect(said.getByRole('img', { name: /^Value over the feeds’ past: from \$\s/ })).toBeVisible();
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

test('who only looks finds nothing live, and a stranger is refused before the wallet is asked', async ({
  page,
}) => {
  const wallet = await installed(page);
  await page.goto(`/portfolios/${CHAIN}/${stack.balancers[0]}/manage`);
  await expect(page.getByText('Connect your wallet first.')).toBeVisible({ timeout: 20_000 });
  for (const name of ['Pause', 'Void all orders', 'Revoke the signer', 'Withdraw all'])
    await expect(page.getByRole('button', { name, exact: true })).toBeDisabled();
  await connect(page, owner);
  await expect(page.getByText('You don’t own it: the contract will refuse what you try.')).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText('is neither the owner nor the signer of this portfolio')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Pause now, with the wallet' })).toBeDisabled();
  expect(wallet.asked).not.toContain('eth_sendTransaction');
  expect(wallet.sent).toEqual([]);
});
