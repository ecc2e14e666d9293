import { type BrowserContext, expect, type Page } from '@playwright/test';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import type { Visitor } from './support/sign-in.ts';
import { takeCookies } from './support/signed-in.ts';
import { buildUsdcPageWorld, type UsdcPageWorld } from './support/usdc-page-world.ts';

// An owner's USDC over two chains, what an amount would do, and how moves came out: the built app over the stack's database.

let world: UsdcPageWorld;
test.beforeAll(async () => {
  world = await buildUsdcPageWorld(runningStack());
});
test.afterAll(() => world?.stop());

const as = (context: BrowserContext, visitor: Visitor) => takeCookies(context, visitor, world.server.url);
const open = (page: Page, path: string) => page.goto(`${world.server.url}${path}`);
const part = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

test('an owner sees one value over all chains, what is on its way once, and the decision with its three scorers', async ({
  page,
  context,
}) => {
  await as(context, world.owner);
  await open(page, '/usdc');
  const own = part(page, 'Your USDC');
  await expect(own.getByText('$ 100,000.00')).toBeVisible();
  const table = own.getByRole('region', { name: 'Your USDC by chains and vaults, as a table' });
  // 40,000 + 19,500 + 2,500 here; 30,000 there with 8,000 on its way: together the value above.
  await expect(table.getByRole('rowheader', { name: /^First\s*\$\s62,000\.00/ })).toBeVisible();
  await expect(table.getByRole('rowheader', { name: /^Second\s*\$\s38,000\.00/ })).toBeVisible();
  await expect(table.getByRole('row', { name: /On its way here \$\s8,000\.00/ })).toHaveCount(1);
  const north = table.getByRole('row', { name: /^North of First/ });
  await expect(north).toContainText('$ 40,000.00');
  // Realised beside promised, with sources.
  await expect(north).toContainText(/4\.58\s%own share price over 7 days/);
  await expect(north).toContainText(/5\.60\s%DefiLlama/);
  await expect(table.getByRole('row', { name: /^South of First/ })).toContainText('no pool of DefiLlama');
  const decision = part(page, 'Newest decision');
  for (const scorer of ['Yield', 'Risk', 'Coordinator'])
    await expect(decision.getByText(scorer, { exact: true })).toBeVisible();
  await expect(decision).toContainText(/(Stay|Move)/);
});

test('who waits for a transfer is told its step, and how to mint it without us', async ({
  page,
  context,
}) => {
  await as(context, world.owner);
  await open(page, '/usdc');
  const transfers = part(page, 'On its way');
  await expect(transfers).toContainText('$ 8,000.00 from First to Second');
  await expect(transfers).toContainText('burnt, Circle is to attest it. Circle has not attested it yet.');
  await transfers.getByText('Mint it yourself').click();
  await expect(transfers).toContainText(/\/v2\/messages\/0\?transactionHash=0x[0-9a-f]{64}/);
});

test('each move is judged in the open, the bad one too, and their sum is told', async ({ page, context }) => {
  await as(context, world.owner);
  await open(page, '/usdc');
  await page.getByRole('link', { name: 'How moves came out' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'How moves came out' })).toBeVisible();
  await expect(page.getByText('+$ 10.16')).toBeVisible();
  const moves = page.getByRole('region', { name: 'Moves and their scores, as a table' });
  await expect(moves.getByRole('row')).toHaveCount(5);
  await expect(moves.getByRole('row', { name: /Deposit into South of First/ })).toContainText('$ 1.31 worse');
  await expect(moves.getByRole('row', { name: /Transfer from First to Second/ })).toContainText(
    '$ 3.05 better',
  );
  await expect(moves.getByRole('row', { name: /Deposit into Far of Second/ })).toContainText(
    'judged after seven days',
  );
});

test('anybody asks what an amount would do, and is told by what it was reckoned', async ({ page }) => {
  await open(page, '/usdc');
  const asked = part(page, 'What would an amount do?');
  await asked.getByLabel('USDC').fill('25,000');
  await asked.getByLabel('Risk').selectOption('conservative');
  await asked.getByRole('button', { name: 'See what it would do' }).click();
  await expect(page).toHaveURL(/amount=25%2C000&risk=conservative/);
  await expect(asked.getByText('Expected APY of $ 25,000.00')).toBeVisible();
  await expect(asked.getByText(/^Move \$\s[\d,.]+ from hand to/)).toBeVisible();
  await expect(asked).toContainText('Gas on Secondnot known:');
  await asked.getByText('How it is reckoned, and by what').click();
  const inputs = asked.getByRole('region', { name: 'Inputs of the plan, as a table' });
  await expect(inputs.getByRole('row', { name: /^North of First/ })).toContainText(/4\.10\s% DefiLlama/);
  await expect(inputs.getByRole('row', { name: /^Far of Second/ })).toContainText(
    'nobody tells how much of it is lent out',
  );
  await asked.getByLabel('USDC').fill('a lot');
  await asked.getByRole('button', { name: 'See what it would do' }).click();
  await expect(asked.getByRole('alert')).toContainText('“a lot” must be an amount of USDC');
});

test('who has none is told what there is, chooses a profile, and asks for a look with the keyboard', async ({
  page,
  context,
}) => {
  await as(context, world.other);
  await open(page, '/usdc');
  const make = part(page, 'Your USDC').getByRole('link', { name: 'Make one' });
  await expect(make).toHaveAttribute('href', '/usdc/new');
  const chosen = await world.other.client().chooseCashProfile({ body: { profile: 'balanced' } });
  expect(chosen.ok).toBe(true);
  await page.reload();
  const own = part(page, 'Your USDC');
  await own.getByLabel('Profile').selectOption('conservative');
  await own.getByLabel('Profile').evaluate((field) => field.setAttribute('data-same', ''));
  await own.getByRole('button', { name: 'Use this profile' }).focus();
  await page.keyboard.press('Enter');
  await expect(own.getByRole('button', { name: 'Use this profile' })).toBeDisabled();
  const seen = async () => {
    const read = await world.other.client().readCash();
    return read.ok ? read.value.profile : null;
  };
  await expect.poll(seen).toBe('conservative');
  // While the choice is being answered both are out of use, and what is out of use takes no focus.
  await expect(own.getByRole('button', { name: 'Ask for a look' })).toBeEnabled();
  await own.getByRole('button', { name: 'Ask for a look' }).focus();
  await page.keyboard.press('Enter');
  await expect(
    own.getByText(/^(The next tick looks at it|It is being looked at right now)\.$/),
  ).toBeVisible();
  // The page has been drawn anew by its choice, and nobody's field or button was put in another's place.
  await expect(own.getByLabel('Profile')).toHaveValue('conservative');
  await expect(own.getByLabel('Profile')).toHaveAttribute('data-same', '');
});

for (const path of ['/usdc?amount=10000', '/usdc/score'])
  test(`${path} of an owner is fine to axe and never scrolls aside`, async ({ page, context }) => {
    await as(context, world.owner);
    for (const { theme, ...viewport } of LOOKS) {
      await page.setViewportSize(viewport);
      await context.addCookies([{ name: 'theme', value: theme, url: world.server.url }]);
      await open(page, path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      expect.soft({ theme, over: await overflowOf(page) }).toEqual({ theme, over: 0 });
      expect.soft({ theme, serious: await seriousViolations(page) }).toEqual({ theme, serious: [] });
    }
  });
