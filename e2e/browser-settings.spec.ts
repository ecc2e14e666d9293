import { createServer, type Server } from 'node:http';
import { expect, type Page } from '@playwright/test';
import { startAnvil } from './support/anvil.ts';
import { untouchedPlace } from './support/page-place.ts';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { ownerKeyOf } from './support/signed-in.ts';
import { TestWallet } from './support/test-wallet.ts';

// What a browser's person chooses for this browser alone.

const nodes = (page: Page) => page.getByRole('region', { name: 'Your own node' });

/** A node in front of another one, that writes down what it is asked. */
async function openNode(rpcUrl: string): Promise<{ url: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (request.method === 'OPTIONS') {
      response.end();
      return;
    }
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const body = Buffer.concat(parts).toString();
      asked.push(String(JSON.parse(body).method));
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(rpcUrl, { method: 'POST', headers, body });
      response.setHeader('content-type', 'application/json').end(await answer.text());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/a-key-of-mine`, asked, server };
}

test('a node of one’s own is asked for its chain, then reads what the wallet’s would have, and is given up again', async ({
  page,
  context,
}) => {
  const { rpcUrl, url } = runningStack();
  const { address, owner } = await untouchedPlace();
  const keys = [ownerKeyOf(runningStack(), owner)];
  const wallet = await TestWallet.install(context, { chainId: 31_337, rpcUrl, keys });
  const node = await openNode(rpcUrl);
  const told: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(url)) told.push(JSON.stringify(request.headers()) + request.url());
  });
  await page.goto('/settings');
  await nodes(page).getByLabel('Address of your node').fill(node.url);
  await nodes(page).getByRole('button', { name: 'Read by it' }).click();
  await expect(nodes(page).getByText(/It is on chain 31337, at block [\d,]+\./)).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);

  await page.goto(`/portfolios/31337/${address}/manage`);
  await page.getByRole('main').getByRole('button', { name: 'Connect a wallet' }).click();
  await page.getByRole('button', { name: 'Test wallet' }).click();
  await expect(page.getByText('You own it.')).toBeVisible();
  expect(node.asked).toContain('eth_call');
  const reads = ['eth_call', 'eth_getBlockByNumber', 'eth_blockNumber', 'eth_estimateGas', 'eth_getCode'];
  expect(wallet.asked.filter((method) => reads.includes(method))).toEqual([]);
  expect(told.some((text) => text.includes('a-key-of-mine'))).toBe(false);

  await page.goto('/settings');
  await nodes(page).getByRole('button', { name: 'by the wallet again' }).click();
  await expect(nodes(page).getByRole('button', { name: 'by the wallet again' })).toHaveCount(0);
  const before = node.asked.length;
  await page.goto(`/portfolios/31337/${address}/manage`);
  await expect.poll(() => wallet.asked.includes('eth_call')).toBe(true);
  expect(node.asked).toHaveLength(before);
  node.server.close();
});

test('a node on another chain, and one that is none, are not used', async ({ page, consoleMaySay }) => {
  consoleMaySay.push(/ERR_CONNECTION_REFUSED|Failed to load resource/);
  const other = await startAnvil(undefined, 5_151);
  await page.goto('/settings');
  const use = async (address: string): Promise<void> => {
    await nodes(page).getByLabel('Address of your node').fill(address);
    await nodes(page).getByRole('button', { name: 'Read by it' }).click();
  };
  await use(other.rpcUrl);
  await expect(
    nodes(page).getByText('That node is on chain 5151, not on chain 31337. It is not used.'),
  ).toBeVisible();
  await expect(nodes(page).getByRole('listitem')).toHaveCount(0);
  await other.stop();
  await use(other.rpcUrl);
  await expect(nodes(page).getByText(/doesn’t answer/)).toBeVisible();
  await use('http://node.example');
  await expect(nodes(page).getByText(/It must begin with https:\/\//)).toBeVisible();
  expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: 'nodes' }));
});

test('numbers are written as was chosen, on every page and in what comes later, and as before when it is taken back', async ({
  page,
}) => {
  const { address } = await untouchedPlace();
  const value = () => page.getByRole('main').locator('dl').first();
  const portfolio = `/portfolios/31337/${address}`;
  const choice = () => page.getByLabel('How numbers are written');
  await page.goto('/settings');
  await choice().selectOption('de');
  await page.goto(portfolio);
  await expect(value()).toContainText(/\$\s\d{3}\.\d{3},\d\d|\$\s\d\.\d{3}\.\d{3},\d\d/);
  await expect(value()).not.toContainText(/\d,\d{3}\./);
  // What React draws anew meanwhile.
  await page.getByRole('navigation').getByRole('link', { name: 'Settings' }).first().click();
  await page.waitForURL(/settings/);
  await page.goBack();
  await expect(value()).toContainText(/\$\s(\d\.)?\d{3}\.\d{3},\d\d/);
  await page.goto('/settings');
  await choice().selectOption('en');
  await page.goto(portfolio);
  await expect(value()).toContainText(/\$\s(\d,)?\d{3},\d{3}\.\d\d/);
});
