import { expect } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { untouchedPlace } from './support/page-place.ts';
import { runningStack, test } from './support/running-stack.ts';

let sql: Sql;
test.beforeAll(() => {
  sql = postgres(runningStack().administerUrl, { max: 1, onnotice: () => undefined });
});
test.afterAll(() => sql.end());

test('orders that are over are filtered by the page’s address, which a reload and the charts’ span keep', async ({
  page,
}) => {
  const { address } = await untouchedPlace();
  const stored = await sql<{ orderHash: string; status: string }[]>`
    select order_hash as "orderHash", status from orders o join accounts a on a.id = (select account_id from portfolios where id = o.portfolio_id)
    where a.address = ${address} and o.closed_at is not null`;
  const filled = stored.filter(({ status }) => status === 'filled');
  expect(filled.length).toBeGreaterThan(0);
  await page.goto(`/portfolios/31337/${address}`);
  const orders = page.getByRole('region', { name: 'Orders that are over', exact: true });
  await expect(orders.locator('tbody tr')).toHaveCount(Math.min(stored.length, 20));
  await orders.getByRole('link', { name: 'filled', exact: true }).click();
  await expect(page).toHaveURL(/\?orders=filled$/);
  await expect(orders.locator('tbody tr')).toHaveCount(Math.min(filled.length, 20));
  await page.getByRole('link', { name: '7 days' }).click();
  await expect(page).toHaveURL(/\?span=week&orders=filled$/);
  await page.reload();
  await expect(orders.locator('tbody tr')).toHaveCount(Math.min(filled.length, 20));
  for (const row of await orders.locator('tbody tr').all()) await expect(row).toContainText('filled');
  await orders.getByRole('link', { name: 'rejected', exact: true }).click();
  await expect(orders).toContainText('No order of this portfolio is rejected.');
  await page.goto(`/portfolios/31337/${address}?orders=%3Cb%3E`);
  await expect(orders.locator('tbody tr')).toHaveCount(Math.min(stored.length, 20));
});
