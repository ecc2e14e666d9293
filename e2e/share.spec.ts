import { expect } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { percentText } from '../lib/money/display.ts';
import { portfolioOf, type StoredPortfolio } from './support/ledger.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import type { Visitor } from './support/sign-in.ts';
import { ownerVisitor, takeCookies } from './support/signed-in.ts';

// A portfolio's page for everybody: in per cent, as long as its owner likes.

let sql: Sql;
let stack: RunningStack;
let portfolio: StoredPortfolio;
let owner: Visitor;

test.beforeAll(async () => {
  stack = runningStack();
  sql = postgres(stack.administerUrl, { max: 2, onnotice: () => undefined });
  portfolio = await portfolioOf(sql, 'owner');
  owner = await ownerVisitor(stack, portfolio.owner);
});
test.afterAll(async () => {
  await sql`update portfolios set shared = true, card_shared = false where id = ${portfolio.id}`;
  await sql.end();
});

const card = (): string => `/p/31337/${portfolio.address}`;
const settings = (): string => `/portfolios/31337/${portfolio.address}/settings`;
const choose = (shared: boolean, cardShared: boolean) =>
  sql`update portfolios set shared = ${shared}, card_shared = ${cardShared} where id = ${portfolio.id}`;

/** Whole dollars and whole tokens of everything that is held, as any page would write them. */
async function amountsHeld(): Promise<readonly string[]> {
  const answer = await owner.ask(`/api/portfolios/${portfolio.id}`);
  const { look } = (await answer.json()) as {
    look: {
      valueUsd: string;
      assets: readonly { units: string; valueUsd: string; price: { usd: string } }[];
    };
  };
  return [look.valueUsd, ...look.assets.flatMap(({ units, valueUsd }) => [units, valueUsd])].flatMap(
    (amount) => {
      const [whole = ''] = amount.split('.');
      return [amount, whole, whole.replace(/\B(?=(\d{3})+$)/g, ',')].filter((text) => text.length >= 4);
    },
  );
}

test('an owner makes a page in per cent, a stranger reads it, and no byte of it tells an amount', async ({
  browser,
  page,
  context,
  consoleMaySay,
}) => {
  consoleMaySay.push(/status of 404/);
  await choose(false, false);
  expect((await page.goto(card()))?.status()).toBe(404);
  await takeCookies(context, owner, stack.url);
  await page.goto(settings());
  await page.getByRole('button', { name: 'Make a page in per cent' }).click();
  await expect(page.getByText('Its page for everybody is there.')).toBeVisible();
  await expect(page.getByRole('link', { name: card() })).toBeVisible();

  const stranger = await browser.newContext({ baseURL: stack.url });
  const at = await stranger.newPage();
  const bodies: Promise<string>[] = [];
  at.on('response', (answer) => {
    // What was still under way when the page was opened anew has come to nobody.
    if (/document|fetch|xhr/.test(answer.request().resourceType()))
      bodies.push(answer.text().catch(() => ''));
  });
  expect((await at.goto(card()))?.status()).toBe(200);
  await expect(at.getByRole('heading', { level: 1, name: portfolio.name })).toBeVisible();
  // The bot goes on looking: the bars are those of the newest look as soon as it is read again.
  await expect(async () => {
    const answer = await owner.ask(`/api/portfolios/${portfolio.id}`);
    const { look } = (await answer.json()) as {
      look: { places: 1 | 2; assets: readonly { symbol: string; targetBps: number; weightBps: number }[] };
    };
    await at.reload();
    for (const { symbol, targetBps, weightBps } of look.assets)
      await expect(at.getByRole('main').getByRole('listitem').filter({ hasText: symbol })).toContainText(
        `${percentText(weightBps, look.places)} / ${percentText(targetBps, look.places)} %`,
        { timeout: 1_000 },
      );
  }).toPass({ timeout: 60_000 });
  await expect(at.getByText(/^time-weighted, since/)).toBeVisible();
  // What the router asks for when one comes from another page of ours.
  const flight = await at.request.get(card(), { headers: { rsc: '1' } });
  const told = [...(await Promise.all(bodies)), await flight.text()].join('\n');
  expect(told).toContain(portfolio.name);
  expect(told).not.toMatch(/\$[ \u00a0]\d/);
  for (const amount of await amountsHeld())
    expect({ amount, told: told.includes(amount) }).toEqual({ amount, told: false });
  expect(await seriousViolations(at)).toEqual([]);
  // Everything else of it stays its owner's.
  expect((await at.request.get(`/api/portfolios/${portfolio.id}`)).status()).toBe(404);
  expect((await at.request.get(`/portfolios/31337/${portfolio.address}`)).status()).toBe(404);

  await page.getByRole('button', { name: 'Take the page away' }).click();
  await expect(page.getByText('Its page for everybody is gone.')).toBeVisible();
  expect((await at.goto(card()))?.status()).toBe(404);
  await expect(
    at.getByRole('heading', { level: 1, name: 'Nothing is shared under this link' }),
  ).toBeVisible();
  await stranger.close();
});

test('an amount is told where the owner shares everything, and the picture of a link is drawn', async ({
  page,
}) => {
  await choose(true, false);
  await page.goto(card());
  await expect(page.getByText('its owner shows amounts')).toBeVisible();
  await expect(page.locator('dl')).toContainText(/\$\s[\d,]+\.\d\d/);
  const picture = await page.locator('meta[property="og:image"]').getAttribute('content');
  const answer = await page.request.get(new URL(picture ?? '').pathname);
  expect(answer.status()).toBe(200);
  expect((await answer.body()).subarray(1, 4).toString()).toBe('PNG');
});

test('what was never there and what is shared no more are answered alike', async ({
  page,
  consoleMaySay,
}) => {
  consoleMaySay.push(/status of 404/);
  await choose(false, false);
  const textOf = async (path: string): Promise<string | null> => {
    expect((await page.goto(path))?.status()).toBe(404);
    return page.getByRole('main').textContent();
  };
  const hidden = await textOf(card());
  expect(hidden).toContain('Ask whoever gave you the link.');
  expect(await textOf(`/p/31337/0x${'5'.repeat(40)}`)).toBe(hidden);
  expect((await page.request.get(`${card()}/opengraph-image`)).status()).toBe(404);
});
