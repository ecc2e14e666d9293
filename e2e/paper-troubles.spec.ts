import { expect, type Page } from '@playwright/test';
import postgres from 'postgres';
import { type Address, type Hex, toHex } from 'viem';
import { receiptOf } from '../stack/chain/local-chain.ts';
import { type Anvil, startAnvil } from './support/anvil.ts';
import { BATCH_EXECUTOR_CODE, batchData } from './support/batch-executor.ts';
import { FLOOD_TOKEN_CODE, floodCall } from './support/flood-token.ts';
import { buildOrderWorld, mint, type OrderWorld } from './support/order-world.ts';
import { test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';
import { makeStackDatabase } from './support/stack-database.ts';
import { startWebServer, type WebServer } from './support/web-server.ts';

// Addresses of which little or nothing can be followed, on a chain of their own: no price of the running stack is touched.

const CHAIN = 31_337;
const DAY = 86_400;
const UNKNOWN_TOKENS = 1_000;

let chain: Anvil;
let web: WebServer;
let world: OrderWorld;

const addressOf = (number: number): Address => `0x${number.toString(16).padStart(40, 'c0ffee')}`;
const COLLECTOR = addressOf(1);
const HOLDER = addressOf(2);
const SENDER = addressOf(3);
const CALLS_AT_ONCE = 200;

const rpc = (method: string, params: readonly unknown[]): Promise<unknown> =>
  world.client.request({ method, params } as never);

/** A portfolio that everybody may see: on a chain of made-up tokens its assets are those that are known. */
async function arrangeShared(administerUrl: string): Promise<void> {
  const sql = postgres(administerUrl, { max: 1, onnotice: () => undefined });
  const [account] = await sql`
    insert into accounts (kind, chain_id, address, owner, signer, created_block, created_block_hash, refresh)
    values ('balancer', ${CHAIN}, ${world.portfolio}, ${addressOf(9)}, ${addressOf(10)}, 1, ${toHex(1, { size: 32 })}, false)
    returning id`;
  await sql`insert into portfolios (account_id, shared) values (${account?.id ?? null}, true)`;
  await sql.end();
}

/** Many tokens that nobody here knows, one unit of each sent to the address. */
async function sendUnknownTokens(to: Address, count: number): Promise<void> {
  const tokens = Array.from({ length: count }, (_, index) => addressOf(1_000 + index));
  await Promise.all(tokens.map((token) => rpc('anvil_setCode', [token, FLOOD_TOKEN_CODE])));
  await rpc('anvil_setCode', [SENDER, BATCH_EXECUTOR_CODE]);
  await rpc('anvil_setBalance', [SENDER, toHex(10n ** 20n)]);
  await rpc('anvil_impersonateAccount', [SENDER]);
  for (let at = 0; at < count; at += CALLS_AT_ONCE) {
    const calls = tokens
      .slice(at, at + CALLS_AT_ONCE)
      .map((token) => ({ to: token, data: floodCall(to, 1) }));
    const sent = { from: SENDER, to: SENDER, data: batchData(calls), gas: toHex(20_000_000) };
    await receiptOf(world.client, (await rpc('eth_sendTransaction', [sent])) as Hex);
  }
}

test.beforeAll(async () => {
  chain = await startAnvil();
  world = await buildOrderWorld(chain.rpcUrl, { publicBook: false });
  const { appUrl, administerUrl } = await makeStackDatabase('paper_troubles', { migrated: true });
  await arrangeShared(administerUrl);
  web = await startWebServer({
    ...{ APP_DB_URL: appUrl, RPC_URL: chain.rpcUrl, FACTORY_ADDRESS: world.contracts.factory },
    ...{ API_ADDRESS_REQUESTS_PER_MINUTE: '1000000', API_USER_REQUESTS_PER_MINUTE: '1000000' },
  });
});
test.afterAll(async () => {
  web?.stop();
  await chain?.stop();
});

const look = (page: Page, address: string) => page.goto(`${web.url}/try?chain=${CHAIN}&address=${address}`);
const row = (page: Page, symbol: string) => page.getByRole('row', { name: new RegExp(`^${symbol} `) });
const choice = (page: Page, symbol: string) =>
  page.getByRole('checkbox', { name: new RegExp(`^${symbol} `) });
const MADE_UP = 'Choose tokens below and type amounts that you make up, or look at another address.';

test('an address with a thousand tokens that nobody here knows is told how many there are, and what can be done', async ({
  page,
}) => {
  await look(page, COLLECTOR);
  await expect(page.getByText('Looked at the 2 tokens that have a price feed here.')).toBeVisible();
  await expect(page.getByText(`It holds none of them. ${MADE_UP}`)).toBeVisible();
  await sendUnknownTokens(COLLECTOR, 1);
  await look(page, COLLECTOR);
  await expect(page.getByText(`It holds only tokens that are unknown here. ${MADE_UP}`)).toBeVisible();
  await expect(
    page.getByText('1 token without a feed here came to it in the newest blocks; it is left out'),
  ).toBeVisible();
  await sendUnknownTokens(COLLECTOR, UNKNOWN_TOKENS);
  await look(page, COLLECTOR);
  await expect(
    page.getByText('1,000 tokens without a feed here came to it in the newest blocks; they are left out'),
  ).toBeVisible();
  await choice(page, 'USDC').check();
  await choice(page, 'WBTC').check();
  await page.getByRole('button', { name: 'Equal shares' }).click();
  await page.getByLabel('USDC to begin with').fill('10,000');
  await page.getByRole('button', { name: 'See today’s plan' }).click();
  await expect(page.getByText(/^It would trade \$\s4,750\.00 of \$\s10,000\.00/)).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);
});

test('what is held without a price is named with the reason, valued at nothing and left out; the rest can be planned', async ({
  page,
}) => {
  for (const asset of [world.usdc, world.wbtc])
    await mint(world.deployer, asset, { to: HOLDER, units: 10n ** BigInt(asset.decimals) });
  await world.setPrices(100_000_000n, 0n);
  await look(page, HOLDER);
  await expect(row(page, 'WBTC')).toContainText('none now: ');
  await expect(row(page, 'USDC')).toContainText('$ 1.00');
  await expect(row(page, 'In all')).toContainText('$ 1.00');
  await expect(choice(page, 'WBTC')).toBeDisabled();
  await expect(choice(page, 'WBTC')).not.toBeChecked();
  await expect(choice(page, 'USDC')).toBeChecked();
  await expect(page.getByText('Choose at least 2 tokens.')).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);

  await world.setPrices(100_000_000n, 2_000_000_000_000n);
  await rpc('evm_increaseTime', [DAY + 1]);
  await rpc('evm_mine', []);
  await look(page, HOLDER);
  await expect(row(page, 'WBTC')).toContainText('none now: its feed is 864');
  await expect(page.getByText(`Nothing that it holds has a price just now. ${MADE_UP}`)).toBeVisible();

  await world.setPrices(100_000_000n, 2_000_000_000_000n);
  await look(page, HOLDER);
  await expect(row(page, 'In all')).toContainText('$ 20,001.00');
});

test('without an answer of the chain the page says so, and asks again for the same address', async ({
  page,
}) => {
  await chain.stop();
  await look(page, HOLDER);
  await expect(page.getByRole('heading', { level: 1, name: 'Try it on paper' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: /chain|node/ })).toBeVisible();
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue(HOLDER);
  expect(await seriousViolations(page)).toEqual([]);
});
