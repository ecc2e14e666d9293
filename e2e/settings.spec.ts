import { expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { portfolioOf, type StoredPortfolio } from './support/ledger.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import type { Visitor } from './support/sign-in.ts';
import { ownerVisitor, takeCookies } from './support/signed-in.ts';

// What an owner settles off the chain.

/** What a browser says of a request that the API refuses on purpose. */
const REFUSED = /status of 4\d\d/;

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
  await sql.end();
});

const page = (rest = ''): string => `/portfolios/31337/${portfolio.address}${rest}`;
const storedPolicy = async () => {
  const [row] = await sql`
    select version, policy -> 'limits' ->> 'cooldownSeconds' as cooldown, created_by as author from policies
    where portfolio_id = ${portfolio.id} order by version desc limit 1`;
  return row;
};
const cooldownOf = (at: Page) => at.getByLabel('Between two rebalances');

test('an owner changes the policy, sees what the bot would do by it, and the next version is stored', async ({
  page: at,
  context,
}) => {
  await takeCookies(context, owner, stack.url);
  const before = await storedPolicy();
  await at.goto(page('/settings'));
  const aside = at.getByRole('complementary', { name: 'What it would do' });
  await expect(aside).toContainText('Nothing is changed yet.');
  await expect(aside).toContainText(/Trades when|Trades every/);
  await expect(cooldownOf(at)).toHaveValue(String(before?.cooldown));
  await cooldownOf(at).fill('1234');
  await expect(at.getByText('= 20 min 34 s.')).toBeVisible();
  await expect(aside.getByRole('row', { name: /Between two rebalances/ })).toContainText('1234');
  expect(await seriousViolations(at)).toEqual([]);
  await aside.getByRole('button', { name: 'Save the policy' }).click();
  await expect(
    at.getByText(`version ${Number(before?.version) + 1}, by user:${portfolio.owner}`),
  ).toBeVisible();
  expect(await storedPolicy()).toMatchObject({
    version: Number(before?.version) + 1,
    cooldown: '1234',
    author: `user:${portfolio.owner}`,
  });
});

test('what contradicts itself is told beside its field and is not saved', async ({
  page: at,
  context,
  consoleMaySay,
}) => {
  consoleMaySay.push(REFUSED);
  await takeCookies(context, owner, stack.url);
  const before = await storedPolicy();
  await at.goto(page('/settings'));
  await cooldownOf(at).fill('a while');
  await expect(at.getByText('This must be a whole number from 0 to 31,536,000.')).toBeVisible();
  await at.getByRole('button', { name: 'Undo the changes' }).click();
  await at.getByLabel('Smallest trade').fill('20000');
  await at.getByLabel('Largest order').fill('10000');
  await expect(at.getByText(/^This must not exceed maxTradeUsd/)).toBeVisible();
  await at.getByRole('button', { name: 'Save the policy' }).click();
  await expect(
    at.getByRole('complementary', { name: 'What it would do' }).getByRole('status').last(),
  ).toHaveClass(/text-stop/);
  expect(await storedPolicy()).toEqual(before);
});

test('whoever was overtaken sees where the two differ, and loses nothing', async ({
  page: at,
  context,
  consoleMaySay,
}) => {
  consoleMaySay.push(REFUSED);
  await takeCookies(context, owner, stack.url);
  await at.goto(page('/settings'));
  await cooldownOf(at).fill('777');
  const read = await owner.ask(`/api/portfolios/${portfolio.id}/policy`);
  const { version, policy } = (await read.json()) as { version: number; policy: { limits: object } };
  const theirs = { ...policy, limits: { ...policy.limits, cooldownSeconds: 555 } };
  const written = await owner.ask(`/api/portfolios/${portfolio.id}/policy`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ version, policy: theirs }),
  });
  expect(written.status).toBe(200);
  await at.getByRole('button', { name: 'Save the policy' }).click();
  const told = at.getByRole('alert').filter({ hasText: `Version ${version + 1} was saved meanwhile` });
  await expect(told.getByRole('row', { name: /Between two rebalances/ })).toContainText(/555.*777/);
  await told.getByRole('button', { name: 'Keep mine' }).click();
  await at.getByRole('button', { name: 'Save the policy' }).click();
  await expect(at.getByText(`version ${version + 2}, by user:${portfolio.owner}`)).toBeVisible();
  expect(await storedPolicy()).toMatchObject({ version: version + 2, cooldown: '777' });
});

test('a stranger may try another policy and is offered no way to save it', async ({ page: at }) => {
  const { address } = await portfolioOf(sql, 'nobody');
  await at.goto(`/portfolios/31337/${address}/settings`);
  await expect(at.getByText('You may try what another policy would do.')).toBeVisible();
  await cooldownOf(at).fill('60');
  await expect(at.getByRole('row', { name: /Between two rebalances/ })).toBeVisible();
  await expect(at.getByRole('button', { name: 'Save the policy' })).toHaveCount(0);
  await expect(at.getByRole('button', { name: 'Rename' })).toBeDisabled();
});

test('an owner says from which drift on they are told', async ({ page: at, context }) => {
  await takeCookies(context, owner, stack.url);
  await at.goto(page('/settings'));
  const limit = at.getByLabel('Told of beyond this drift, in per cent of an asset’s target');
  await expect(limit).toHaveValue('25');
  const set = at.getByRole('button', { name: 'Set this limit' });
  await expect(set).toBeDisabled();
  await limit.fill('0.5');
  await expect(at.getByText('A number from 1 to 1,000, of two places at most.')).toBeVisible();
  await expect(set).toBeDisabled();
  await limit.fill('12.5');
  await set.click();
  await expect(at.getByText('You are told from there on.')).toBeVisible();
  const read = await owner.ask('/api/portfolios');
  const { rows } = (await read.json()) as { rows: { id: string; highDriftBps: number | null }[] };
  expect(rows.find(({ id }) => id === portfolio.id)?.highDriftBps).toBe(1_250);
  await at.reload();
  await expect(limit).toHaveValue('12.5');
});
