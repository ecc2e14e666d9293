import { expect, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { portfolioOf, type StoredPortfolio } from './support/ledger.ts';
import { LOOKS, overflowOf } from './support/page-looks.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import type { Visitor } from './support/sign-in.ts';
import { ownerVisitor, takeCookies } from './support/signed-in.ts';

// What an owner reads of a portfolio afterwards: facts, the analyst's answers, reports to print. Nothing of it changes anything.

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
test.afterAll(() => sql.end());

const address = (part: string): string => `/portfolios/31337/${portfolio.address}/${part}`;

/** In both looks: nothing serious to axe, and nothing aside. */
const isFine = async (page: Page, part: string): Promise<void> => {
  for (const { theme, ...viewport } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.context().addCookies([{ name: 'theme', value: theme, url: stack.url }]);
    await page.goto(address(part));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect.soft({ part, theme, over: await overflowOf(page) }).toEqual({ part, theme, over: 0 });
    expect
      .soft({ part, theme, serious: await seriousViolations(page) })
      .toEqual({ part, theme, serious: [] });
  }
};

test('an owner reads facts with what they rest on, and has a question answered from a decision', async ({
  page,
  context,
}) => {
  await takeCookies(context, owner, stack.url);
  await page.goto(address('performance'));
  const facts = page.getByRole('region', { name: 'Facts', exact: true });
  await expect(facts.getByRole('status')).toHaveText('Read when a part of them is opened.');
  await facts.getByText('Market', { exact: true }).click();
  await expect(facts.getByRole('status')).toContainText('From stored rows, up to');
  await expect(facts.getByRole('table').first()).toBeVisible();
  expect(await overflowOf(page)).toBe(0);

  const analyst = page.getByRole('region', { name: 'Analyst', exact: true });
  await expect(analyst.getByText(/^(Summary|No summary yet|Of the look)/).first()).toBeVisible();
  await analyst.getByLabel('A question about this portfolio').fill('Why was the last decision made?');
  await analyst.getByRole('button', { name: 'Put the question' }).click();
  await analyst
    .getByRole('link', { name: /^decision \d+$/ })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

const WHY = [
  ['not-configured', 'no model is set'],
  ['model-unavailable', 'the model’s endpoint can’t be reached'],
  ['model-slow', 'the model didn’t answer in time'],
  ['model-limited', 'the model’s quota is used up'],
  ['text-unsupported', 'the model said something that the facts don’t hold'],
] as const;

test('the page says that the template stands, and why, and what became of warnings', async ({
  page,
  context,
}) => {
  await takeCookies(context, owner, stack.url);
  let whyTemplate: string = WHY[0][0];
  // A summary as the API tells it, whatever the stack's own bot writes meanwhile.
  await page.route(`**/api/portfolios/${portfolio.id}/summaries`, (route) =>
    route.fulfill({
      json: {
        summaries: [
          {
            ...{ id: '1', asOfSeconds: 1_794_974_400, createdAtSeconds: 1_794_974_400, confidence: 'high' },
            ...{ sentences: [{ text: 'The words of the template.', factIds: [] }], whyTemplate },
          },
        ],
      },
    }),
  );
  const analyst = page.getByRole('region', { name: 'Analyst', exact: true });
  for (const [code, words] of WHY) {
    whyTemplate = code;
    await page.goto(address('performance'));
    await expect(analyst.getByText('The words of the template.')).toBeVisible();
    await expect(analyst.getByText(`In the template’s words: ${words}.`)).toBeVisible();
  }
  const warnings = page.getByRole('region', { name: 'Warnings', exact: true });
  await expect(warnings.getByRole('status')).toHaveText(/No warning has been judged yet|In the last 7 days/);
});

for (const part of ['performance', 'reports', 'reports/lots', 'reports/compliance', 'reports/bands'])
  test(`${part} of an owner is fine to axe and never scrolls aside`, async ({ page, context }) => {
    await takeCookies(context, owner, stack.url);
    await isFine(page, part);
  });

test('who is nobody to a portfolio is told that its reports are its owner’s', async ({ page }) => {
  await page.goto(address('reports/compliance'));
  await expect(page.getByText('This report is its owner’s business.')).toBeVisible();
});
