import { type BrowserContext, expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import {
  type Address,
  createPublicClient,
  createTestClient,
  encodeFunctionData,
  getAddress,
  type Hex,
  http,
  keccak256,
  parseAbi,
  parseEther,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { type RunningStack, runningStack, seriousViolations, test } from './support/running-stack.ts';
import { TestWallet } from './support/test-wallet.ts';

// The whole way of an owner against the running stack: nothing is stubbed but the person at the wallet.

const CHAIN = 31_337;
const OWNER_KEY: Hex = keccak256(toHex('wizard journey: owner'));
const OTHER_KEY: Hex = keccak256(toHex('wizard journey: another'));
const owner = privateKeyToAccount(OWNER_KEY).address;
const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function symbol() view returns (string)',
  'function balanceOf(address) view returns (uint256)',
]);

let stack: RunningStack;
let sql: Sql;
let usdc: Address;

const clients = () => ({
  reader: createPublicClient({ chain: foundry, transport: http(stack.rpcUrl) }),
  node: createTestClient({ mode: 'anvil', chain: foundry, transport: http(stack.rpcUrl) }),
});

/** The stack's own token of this symbol, as its portfolios list it. */
async function tokenCalled(symbol: string): Promise<Address> {
  const { reader } = clients();
  for (const address of stack.balancers) {
    const assets = await reader.readContract({
      ...{ address: getAddress(address), abi: balancerAbi, functionName: 'assets' },
    });
    for (const { token } of assets)
      if ((await reader.readContract({ address: token, abi: tokenAbi, functionName: 'symbol' })) === symbol)
        return token;
  }
  throw new Error(`no portfolio lists ${symbol}`);
}

test.beforeAll(async () => {
  stack = runningStack();
  sql = postgres(stack.administerUrl, { max: 1, onnotice: () => undefined });
  const { node, reader } = clients();
  await node.setBalance({ address: owner, value: parseEther('10') });
  usdc = await tokenCalled('USDC');
  const data = encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [owner, 5_000_000_000n] });
  await node.impersonateAccount({ address: owner });
  const hash = await reader.request({
    method: 'eth_sendTransaction',
    params: [{ from: owner, to: usdc, data }],
  } as never);
  await reader.waitForTransactionReceipt({ hash: hash as Hex });
});
test.afterAll(async () => {
  await sql.end();
});

const installed = (context: BrowserContext): Promise<TestWallet> =>
  TestWallet.install(context, { chainId: CHAIN, rpcUrl: stack.rpcUrl, keys: [OWNER_KEY, OTHER_KEY] });

async function connect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect a wallet' }).click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await expect(page.getByText(`Connected with Test wallet: ${owner}`)).toBeVisible();
}

async function signIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('It costs nothing and moves nothing.')).toBeVisible();
  await page.getByRole('button', { name: 'Sign the message' }).click();
  await expect(page.getByText('Signed in.')).toBeVisible();
}

/** Presses what the dialog offers, and waits until the wallet has sent it. */
async function confirm(page: Page): Promise<void> {
  await expect(page.getByText('It would go through.')).toBeVisible();
  await page.getByRole('button', { name: /now, with the wallet$/ }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function fillDraft(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('Made in a browser');
  await page.getByLabel('Chain').selectOption({ value: String(CHAIN) });
  await connect(page);
  await page.getByRole('checkbox', { name: /^USDC/ }).check();
  await page.getByRole('checkbox', { name: /^WETH/ }).check();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('USDC, in %').fill('33.33');
  await page.getByLabel('WETH, in %').fill('66.66');
  await expect(page.getByText('The targets make 99.99 %: 0.01 pp are missing.').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  await page.getByRole('button', { name: 'Equal shares' }).click();
  await expect(page.getByText('100.00 % in all.')).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('radio', { name: /^test-network/ }).check();
  await expect(page.getByText('Your contract will refuse anything worse than 1 %')).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByLabel('USDC to put in').fill('1000');
  await page.getByRole('button', { name: 'Next' }).click();
}

test('a portfolio is made by the wizard, is brought to target by bot and taker, and is paused and emptied by its owner', async ({
  page,
  context,
}) => {
  test.setTimeout(180_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  const wallet = await installed(context);
  const { reader } = clients();
  await page.goto('/portfolios/new');
  await fillDraft(page);
  const shown = await page.getByText(/^The contract will be at 0x/).textContent();
  const portfolio = getAddress(/0x[0-9a-fA-F]{40}/.exec(shown ?? '')?.[0] ?? '');
  await page.getByRole('button', { name: 'Allow 1,000 USDC' }).click();
  await confirm(page);
  // In the middle of the steps: what is done stays done, and the address with it.
  await page.reload();
  await expect(page.getByText(portfolio)).toBeVisible();
  await page.getByRole('button', { name: 'Create and fund' }).click();
  await confirm(page);
  await expect(page.getByRole('listitem').filter({ hasText: '2. Create and fund' })).toContainText('Done');
  expect(await reader.readContract({ address: portfolio, abi: balancerAbi, functionName: 'owner' })).toBe(
    owner,
  );
  expect(
    await reader.readContract({ address: usdc, abi: tokenAbi, functionName: 'balanceOf', args: [portfolio] }),
  ).toBe(1_000_000_000n);
  await signIn(page);
  await page.getByRole('button', { name: 'Register' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Register it with the bot' })).toContainText(
    'Done',
  );

  // Half of it is to become ether: the bot signs an order, the stranger fills it.
  await expect
    .poll(
      async () => {
        const [found] = await sql<{ fills: number; weights: Record<string, string> | null }[]>`
          select (select count(*)::int from fills f where f.portfolio_id = p.id) as fills,
            (select jsonb_object_agg(v ->> 'symbol', v ->> 'weightE18') from jsonb_array_elements(d.decision -> 'assets') v) as weights
          from portfolios p join accounts a on a.id = p.account_id
          join lateral (select * from decisions where portfolio_id = p.id order by id desc limit 1) d on true
          where a.address = ${portfolio.toLowerCase()}`;
        const weth = BigInt(found?.weights?.['WETH'] ?? 0);
        return (found?.fills ?? 0) > 0 && weth > 40n * 10n ** 16n && weth < 60n * 10n ** 16n;
      },
      { timeout: 120_000 },
    )
    .toBe(true);

  await page.getByRole('link', { name: 'Manage it' }).click();
  await expect(page.getByText('You own it.')).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page.getByText('No token.')).toBeVisible();
  await confirm(page);
  await expect(page.getByText('Paused', { exact: true })).toBeVisible();
  expect(await reader.readContract({ address: portfolio, abi: balancerAbi, functionName: 'paused' })).toBe(
    true,
  );
  await page.getByRole('button', { name: 'Withdraw all', exact: true }).click();
  await expect(page.getByText('What moves, simulated on the newest block')).toBeVisible();
  await page.getByLabel('Type “withdraw all” to go on').fill('withdraw all');
  await confirm(page);
  await expect
    .poll(() =>
      reader.readContract({ address: usdc, abi: tokenAbi, functionName: 'balanceOf', args: [portfolio] }),
    )
    .toBe(0n);
  expect(await seriousViolations(page)).toEqual([]);
  expect(wallet.sent.length).toBe(4);
  expect(problems).toEqual([]);
});

test('what was typed survives the way back, a reload and nonsense', async ({ page, context }) => {
  await installed(context);
  await page.goto('/portfolios/new');
  await fillDraft(page);
  for (let step = 0; step < 3; step += 1) await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByLabel('USDC, in %')).toHaveValue('50.00');
  await page.reload();
  await expect(page.getByLabel('USDC, in %')).toHaveValue('50.00');
  for (const nonsense of ['-1', '1e3', '50.001', '<b>', '٣٣', '100.01', ' ']) {
    await page.getByLabel('USDC, in %').fill(nonsense);
    await expect(page.getByText(/USDC: type a share between 0.01 and 100/).first()).toBeVisible();
    await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled();
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousViolations(page)).toEqual([]);
  }
});

test('signing out in one tab ends the other within a second, and another account in the wallet ends the session', async ({
  page,
  context,
}) => {
  const wallet = await installed(context);
  const manage = `/portfolios/${CHAIN}/${stack.balancers[0]}/manage`;
  await page.goto(manage);
  await connect(page);
  wallet.mood = 'reject';
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign the message' }).click();
  await expect(page.getByText('You declined in the wallet.')).toBeVisible();
  wallet.mood = 'approve';
  await signIn(page);
  const second = await context.newPage();
  await second.goto(`${stack.url}${manage}`);
  await expect(second.getByText('Signed in.')).toBeVisible();
  await second.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('Signed in.')).toHaveCount(0, { timeout: 1_000 });
  await second.close();
  await signIn(page);
  await wallet.switchAccount(1);
  await expect(page.getByText('Signed in.')).toHaveCount(0);
  const session = await page.request.get('/api/auth/session');
  expect(JSON.stringify(await session.json())).not.toContain('0x');
});

test('pages on which nobody acts load nothing that speaks to a wallet', async ({ page }) => {
  const scripts: string[] = [];
  page.on('response', async (response) => {
    if (response.url().endsWith('.js')) scripts.push(await response.text().catch(() => ''));
  });
  await page.goto('/portfolios');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.waitForLoadState('networkidle').catch(() => undefined);
  expect(scripts.length).toBeGreaterThan(3);
  expect(scripts.filter((text) => text.includes('eip6963:requestProvider'))).toEqual([]);
});
