import { expect, type Page } from '@playwright/test';
import postgres from 'postgres';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { formatUnits, formatUsd } from '../components/ui/format.ts';
import { formatDecimal, formatDecimalRounded } from '../lib/money/fixed-point.ts';
import { pressed, typed } from './support/keyboard.ts';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { spokenOf, steadySpeech } from './support/spoken.ts';
import { StackChain } from './support/stack-chain.ts';
import { TestWallet } from './support/test-wallet.ts';

// From an address to a running portfolio on paper, against the running stack: nothing is stubbed but the person at the wallet.

const CHAIN = 31_337;
const KEY: Hex = keccak256(toHex('paper journey: person'));
const person = privateKeyToAccount(KEY).address;
const addressOf = (who: string) => privateKeyToAccount(keccak256(toHex(`paper journey: ${who}`))).address;
const nobody = addressOf('nobody');
const nobodyElse = addressOf('nobody else');

let stack: RunningStack;
let chain: StackChain;
let usdc: Address;
let sql: postgres.Sql;

test.beforeAll(async () => {
  stack = runningStack();
  chain = new StackChain(stack);
  usdc = (await chain.asset('USDC')).token;
  await chain.giveEther(person, '1');
  await chain.mint(usdc, person, 5_000_000_000n);
  sql = postgres(stack.administerUrl, { max: 1, onnotice: () => undefined });
  // What a run of before left behind on a stack that is kept.
  await sql`delete from paper_portfolios where watched = ${person.toLowerCase()}`;
});
test.afterAll(() => sql?.end());

const tryUrl = (address: string): string => `/try?chain=${CHAIN}&address=${address}`;

type Stored = {
  readonly id: string;
  readonly steps: number;
  readonly valueUsdE18: string;
  readonly heldUsdE18: string;
};

const storedPaper = async (): Promise<Stored> => {
  const [row] = await sql<Stored[]>`
    select p.id, steps, value_usd_e18::text as "valueUsdE18", held_usd_e18::text as "heldUsdE18"
    from paper_portfolios p join users u on u.id = p.user_id
    where u.address = ${person.toLowerCase()} order by p.created_at desc, p.id limit 1`;
  if (row === undefined) throw new Error('nothing is followed');
  return row;
};

/** The would-be trades as the page has to write them, from the database. */
const tradesOf = async (id: string): Promise<readonly string[]> => {
  const rows = await sql`
    select t.sell_units_e18::text as sold, t.buy_units_e18::text as bought, s->>'symbol' as sell, b->>'symbol' as buy,
      t.sell_usd_e18::text as usd
    from paper_trades t join paper_portfolios p on p.id = t.paper_id
    cross join lateral jsonb_array_elements(p.terms->'assets') s
    cross join lateral jsonb_array_elements(p.terms->'assets') b
    where p.id = ${id}::uuid and s->>'token' = t.sell_token and b->>'token' = t.buy_token
    order by t.at_seconds desc, t.leg limit 50`;
  const units = (text: string): string => formatUnits(formatDecimal(BigInt(text), 18));
  return rows.map(({ sold, bought, sell, buy }) => `Sell ${units(sold)} ${sell} for ${units(bought)} ${buy}`);
};

const usdOf = (e18: string): string => formatUsd(formatDecimalRounded(BigInt(e18), 18, 2));

const named = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The order in which a person hears the pages of the journey. */
class Heard {
  readonly #parts: string[] = [];

  async add(title: string, page: Page, selector?: string): Promise<void> {
    this.#parts.push(`# ${title}\n${steadySpeech(await spokenOf(page, selector))}`);
  }

  get text(): string {
    return `${this.#parts.join('\n\n')}\n`;
  }
}

/** The page says what the database holds. */
async function saysWhatIsStored(page: Page, id: string): Promise<void> {
  await expect(async () => {
    const { valueUsdE18, heldUsdE18 } = await storedPaper();
    const trades = page.getByRole('list', { name: 'Would-be trades' }).getByRole('listitem');
    const expected = await tradesOf(id);
    expect(expected.length).toBeGreaterThan(0);
    await expect(trades).toHaveCount(expected.length, { timeout: 2_000 });
    for (const [index, text] of expected.entries())
      await expect(trades.nth(index)).toContainText(text, { timeout: 2_000 });
    for (const text of [usdOf(valueUsdE18), `held and left alone it is ${usdOf(heldUsdE18)}`])
      await expect(page.getByText(text, { exact: true }).first()).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

/** Nothing serious to axe and no scroll aside, in both themes and both layouts, whatever has been opened. */
async function isSound(page: Page): Promise<void> {
  for (const { theme, ...viewport } of [...LOOKS].reverse()) {
    await page.setViewportSize(viewport);
    await page.locator('html').evaluate((html, name) => html.setAttribute('data-theme', name), theme);
    expect({ theme, pixelsBeyondTheEdge: await overflowOf(page) }).toEqual({ theme, pixelsBeyondTheEdge: 0 });
    expect({ theme, serious: await seriousViolations(page) }).toEqual({ theme, serious: [] });
  }
}

async function signInByKeyboard(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await pressed(page, dialog.getByRole('button', { name: 'Test wallet' }));
  await pressed(page, dialog.getByRole('button', { name: 'Sign in', exact: true }));
  await pressed(page, dialog.getByRole('button', { name: 'Sign the message' }));
  await expect(dialog).toHaveCount(0);
}

/** What the wizard begins with. */
async function wizardHas(page: Page, { name, policy }: { readonly name: string; readonly policy: string }) {
  await page.waitForURL('/portfolios/new');
  await expect(page.getByLabel('Chain', { exact: true })).toHaveValue(String(CHAIN));
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue(name);
  await pressed(page, named(page, 'Next'));
  await expect(page.getByLabel('USDC, in %')).toHaveValue('40.00');
  await expect(page.getByLabel('WETH, in %')).toHaveValue('60.00');
  await pressed(page, named(page, 'Next'));
  await expect(page.getByRole('radio', { name: new RegExp(`^${policy}`) })).toBeChecked();
}

test('from the first page to a portfolio on paper that the bot follows, and on to a real one, by keyboard alone and as it is heard', async ({
  page,
  context,
}) => {
  test.setTimeout(300_000);
  await TestWallet.install(context, { chainId: CHAIN, rpcUrl: stack.rpcUrl, keys: [KEY] });
  const heard = new Heard();
  await page.goto('/');
  await heard.add('The first page', page);
  await pressed(page, page.getByRole('link', { name: 'Try with your own holdings' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Try it on paper' })).toBeVisible();
  await heard.add('Nothing asked yet', page);

  await typed(page, page.getByLabel('Address', { exact: true }), person);
  await page.keyboard.press('Enter');
  const units = formatUnits(formatDecimal(await chain.balanceOf(usdc, person), 6));
  await expect(page.getByRole('row', { name: `USDC ${units}` })).toBeVisible();
  await expect(page.getByText('its ETH counted as WETH')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: /^WETH/ })).toBeChecked();
  await expect(page.getByText('100.00 % in all.')).toBeVisible();
  await isSound(page);
  await heard.add('What an address holds, and what is chosen', page);

  await typed(page, page.getByLabel('USDC, in %'), '40');
  await expect(page.getByText('The targets make 90.00 %: 10.00 pp are missing.').first()).toBeVisible();
  await typed(page, page.getByLabel('WETH, in %'), '60');
  await pressed(page, page.getByRole('radio', { name: /^index/ }), 'Space');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^test-network/ })).toBeChecked();
  await pressed(page, named(page, 'See today’s plan'));
  await expect(page.getByText(/^It would trade \$\s.* of \$\s.*, at a cost of \$/)).toBeVisible();
  await expect(page.getByRole('table', { name: 'Before and after' })).toBeVisible();
  await isSound(page);
  await heard.add('Today’s plan', page, 'section[aria-labelledby=plan-title]');
  await heard.add('The way on', page, 'section[aria-labelledby=follow-title]');

  await pressed(page, named(page, 'Sign in to follow it'));
  await signInByKeyboard(page);
  await expect(named(page, 'Follow it on paper')).toBeFocused();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/try\/[0-9a-f-]{36}$/);
  await expect(page.getByText('Waiting for the bot’s first look')).toBeVisible();
  const { id } = await storedPaper();
  expect(page.url().endsWith(id)).toBe(true);

  // A look is of a block, and nothing has happened since the one it began at; the page hears of the look by itself.
  await chain.mint(usdc, nobodyElse, 1n);
  await expect(page.getByText('Traded on paper at the last look')).toBeVisible({ timeout: 60_000 });
  // Another file's block would have the bot look again, and find nothing more to trade.
  await sql`update paper_portfolios set due_at = now() + interval '1 hour' where id = ${id}::uuid`;
  await saysWhatIsStored(page, id);
  await expect(page.getByText(/^Live, checked /)).toBeVisible();
  await isSound(page);
  await heard.add('Followed on paper', page);
  expect(heard.text).toMatchSnapshot('paper-spoken.txt');

  await pressed(page, named(page, 'Make it real'));
  const name = `Wallet ending in ${person.slice(-4).toLowerCase()}`;
  await wizardHas(page, { name, policy: 'test-network' });

  await page.goto('/try');
  await pressed(page, page.getByRole('link', { name }));
  await pressed(page, named(page, 'Delete this paper portfolio'));
  await pressed(page, named(page, 'Delete it and its trades for good'));
  await page.waitForURL('/try');
  await expect(page.getByRole('link', { name })).toHaveCount(0);
  expect(await sql`select from paper_trades where paper_id = ${id}::uuid`).toHaveLength(0);
});

test('what can’t be followed is told in a sentence, with what can be done', async ({ page }) => {
  await page.goto(tryUrl(nobody));
  await expect(
    page.getByText('It holds none of them. Choose tokens below and type amounts that you make up'),
  ).toBeVisible();
  await page.getByRole('checkbox', { name: /^USDC/ }).check();
  await page.getByRole('checkbox', { name: /^WETH/ }).check();
  await named(page, 'Equal shares').click();
  await expect(page.getByText('None of these tokens is held: type an amount to begin with.')).toBeVisible();
  await page.getByLabel('USDC to begin with').fill('10,000');
  await named(page, 'See today’s plan').click();
  await expect(page.getByText(/^It would trade/)).toBeVisible();

  await page.goto(tryUrl(stack.balancers[0] ?? ''));
  await expect(page.getByText('This is a portfolio already')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Open the portfolio' })).toHaveAttribute(
    'href',
    new RegExp(`${stack.balancers[0]}`, 'i'),
  );

  await page.goto(tryUrl(stack.router));
  await expect(page.getByText('A contract lives at this address, as a Safe does')).toBeVisible();

  await page.goto(tryUrl('0x1234'));
  await expect(
    page.getByText('“0x1234” must be an address: 0x and 40 hex digits. Copy it again from your wallet.'),
  ).toBeVisible();
  const wrong = person.replace(/[a-f]/, (letter) => letter.toUpperCase());
  await page.goto(
    tryUrl(wrong === person ? person.replace(/[A-F]/, (letter) => letter.toLowerCase()) : wrong),
  );
  await expect(
    page.getByText('has a wrong checksum: a letter was changed, or the case of one.'),
  ).toBeVisible();
  await page.goto('/try/not-an-id');
  await expect(page.getByRole('heading', { name: 'No such paper portfolio' })).toBeVisible();
});
