import { type BrowserContext, type Page, expect as plainExpect } from '@playwright/test';
import { type Address, erc20Abi } from 'viem';
import { cashPortfolioAbi } from '../lib/abi/cash-portfolio-abi.ts';
import { pressed, typed } from './support/keyboard.ts';
import {
  buildNewCashWorld,
  FINALITY_BLOCKS,
  NEW_CASH_OWNER,
  type NewCashSide,
  type NewCashWorld,
} from './support/new-cash-world.ts';
import { signIn, step } from './support/owner-page.ts';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { TestWallet } from './support/test-wallet.ts';

// Portfolios of USDC on two real chains, made in a browser by an owner who has a keyboard and a wallet.

const expect = plainExpect.configure({ timeout: 40_000 });

let world: NewCashWorld;
let first: NewCashSide;
let second: NewCashSide;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  world = await buildNewCashWorld(runningStack());
  [first, second] = world.sides;
  await first.mintUsdc(5_000_000_000n);
});
test.afterAll(() => world?.stop());

const walletOf = async (context: BrowserContext): Promise<TestWallet> => {
  const { chainId, rpcUrl } = first;
  const wallet = await TestWallet.install(context, { chainId, rpcUrl, keys: [world.ownerKey] });
  wallet.addChain(second.chainId, second.rpcUrl);
  return wallet;
};
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const dialog = (page: Page) => page.getByRole('dialog');

/** One transaction by the keyboard: tried, shown, sent. */
const send = async (page: Page, title: string): Promise<void> => {
  await pressed(page, button(page, title));
  await expect(dialog(page).getByText('It would go through.')).toBeVisible();
  await pressed(page, button(page, /now, with the wallet$/));
  await expect(dialog(page)).toHaveCount(0);
  await expect(step(page, title)).toContainText('Done');
};
const switchTo = async (page: Page, { chainId }: NewCashSide): Promise<void> => {
  await expect(page.getByRole('alert').filter({ hasText: 'Wrong chain' })).toContainText(
    `the next step is on chain ${chainId}`,
  );
  await pressed(page, button(page, `Switch to chain ${chainId}`));
};
const placeOf = async (page: Page, name: string): Promise<Address> => {
  const shown = await page
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${name}, `) })
    .textContent();
  return (/0x[0-9a-fA-F]{40}/.exec(shown ?? '')?.[0] ?? '0x') as Address;
};
const siblingsOf = ({ deployer }: NewCashSide, address: Address) =>
  deployer.publicClient.readContract({ address, abi: cashPortfolioAbi, functionName: 'siblings' });

test('an owner makes portfolios of USDC on two chains by the keyboard, tests them, opens them, and has them looked after', async ({
  page,
  context,
}) => {
  test.setTimeout(600_000);
  const wallet = await walletOf(context);
  await page.goto(`${world.server.url}/usdc/new`);
  await expect(page.getByRole('region', { name: 'Its limits' })).toContainText(
    'even if the bot’s key is stolen',
  );
  await pressed(page, button(page, 'Connect a wallet'));
  await pressed(page, button(page, 'Test wallet'));
  await expect(page.getByText(`Connected with Test wallet: ${NEW_CASH_OWNER}`)).toBeVisible();

  // Limits are those of the profile that is chosen.
  await page.getByLabel('Profile').selectOption('aggressive');
  await expect(page.getByRole('region', { name: 'Its limits' })).toContainText(
    '2 % over all chains together',
  );
  await page.getByLabel('The money is on').selectOption('First');
  await typed(page, page.getByLabel('USDC to put in'), '1');
  await pressed(page, page.getByRole('checkbox', { name: /^Second/ }), 'Space');
  await expect(page.getByText('Its tests burn 1 USDC: put in more than that.')).toBeVisible();
  await typed(page, page.getByLabel('USDC to put in'), '2,500');
  await pressed(page, button(page, 'Go on to the transactions'));

  // What is declined in the wallet is said, and nothing was sent.
  wallet.mood = 'reject';
  await pressed(page, button(page, 'Allow 2,500 USDC on First'));
  await expect(dialog(page).getByText('It would go through.')).toBeVisible();
  await pressed(page, button(page, /now, with the wallet$/));
  await expect(dialog(page).getByText('You declined in the wallet. Nothing was sent.')).toBeVisible();
  expect(wallet.sent).toEqual([]);
  wallet.mood = 'approve';
  await pressed(page, dialog(page).getByRole('button', { name: 'Close' }));

  await send(page, 'Allow 2,500 USDC on First');
  await send(page, 'Create on First');
  const here = await placeOf(page, 'First');

  // There on one chain and not yet on the other: a page that is opened anew knows, and where it goes on.
  await page.reload();
  await expect(step(page, 'Create on First')).toContainText('Done');
  expect(await placeOf(page, 'First')).toBe(here);
  await switchTo(page, second);
  await expect(step(page, 'Allow 1 USDC on Second')).toContainText(
    'You hold 0 USDC on Second; 1 USDC are to go in.',
  );
  await second.mintUsdc(1_000_000n);
  await send(page, 'Allow 1 USDC on Second');
  await send(page, 'Create on Second');
  const there = await placeOf(page, 'Second');
  await send(page, 'Name First on Second');
  await send(page, 'Send 1 USDC from Second to First');

  await switchTo(page, first);
  await send(page, 'Name Second on First');
  await send(page, 'Send 1 USDC from First to Second');
  // Nothing is opened before its dollar has arrived, and none arrives before it is attested.
  await expect(step(page, 'Receive 1 USDC on First from Second')).toContainText(
    'Circle has not attested it yet',
  );
  await expect(step(page, 'Open First to Second')).toContainText('Its dollar has not arrived on Second yet.');
  await second.mine(FINALITY_BLOCKS);
  await first.mine(FINALITY_BLOCKS);
  await send(page, 'Receive 1 USDC on First from Second');
  await switchTo(page, second);
  await send(page, 'Receive 1 USDC on Second from First');
  await expect(step(page, 'Open Second to First')).toContainText(
    /From \d\d:\d\d UTC on, an hour after its test\./,
  );
  for (const side of world.sides) await side.pass(3_700);
  await send(page, 'Open Second to First');
  await switchTo(page, first);
  await send(page, 'Open First to Second');

  // The chains say so.
  expect(await siblingsOf(first, here)).toMatchObject([{ account: there, domain: 6 }]);
  expect(await siblingsOf(second, there)).toMatchObject([{ account: here, domain: 0 }]);
  for (const side of world.sides) {
    const place = side === first ? here : there;
    const [sibling] = await siblingsOf(side, place);
    const { timestamp } = await side.deployer.publicClient.getBlock();
    expect(sibling?.openUntil).toBeGreaterThan(Number(timestamp) + 80 * 86_400);
    const held = await side.deployer.publicClient.readContract({
      ...{ address: side.cctp.usdc, abi: erc20Abi, functionName: 'balanceOf', args: [place] },
    });
    expect(held).toBe(side === first ? 2_500_000_000n : 1_000_000n);
  }

  await signIn(page);
  await pressed(page, button(page, 'Have it looked after'));
  await expect(step(page, 'Have it looked after')).toContainText('Done');
  const chosen =
    await world.sql`select profile from cash_owners where owner = ${NEW_CASH_OWNER.toLowerCase()}`;
  expect(chosen.map(({ profile }) => profile)).toEqual(['aggressive']);
  // What this page asks of Circle takes no turn from transfers.
  const turns = await world.sql`select key from request_allowances where key like 'out:circle%' order by key`;
  expect(turns.map(({ key }) => key)).toEqual(['out:circle-visitors']);

  for (const { theme, ...viewport } of LOOKS) {
    await page.setViewportSize(viewport);
    await context.addCookies([{ name: 'theme', value: theme, url: world.server.url }]);
    await page.reload();
    await expect(step(page, 'Open First to Second')).toContainText('Done');
    expect.soft({ theme, over: await overflowOf(page) }).toEqual({ theme, over: 0 });
    expect.soft({ theme, serious: await seriousViolations(page) }).toEqual({ theme, serious: [] });
  }
});
