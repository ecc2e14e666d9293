import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { type Address, createPublicClient, http, parseAbi } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, HOW_TO_GET_CHROMIUM } from '../../scripts/check/find-chromium.mjs';
import { latestBlock, rpc } from '../chain/rpc.ts';
import { type DemoLine, type DemoProcess, startDemo } from '../testing/demo-process.ts';
import { eventually } from '../testing/market.ts';

// The panel by hand in a browser, on a stack of its own: what is played with here others would trip over.

let dir: string;
let demo: DemoProcess;
let line: DemoLine;
let sql: Sql;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), '1balancer-panel-'));
  demo = startDemo(['--once', '--json', '--hold', '--portfolios', '1', '--dir', dir, '--port', '3700']);
  line = await demo.line;
  sql = postgres(line.dbUrl, { max: 1, onnotice: () => undefined });
  const executablePath = findChromium();
  if (executablePath === null) throw new Error(HOW_TO_GET_CHROMIUM);
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  page = await (await browser.newContext()).newPage();
  await page.goto(line.panelUrl);
});

afterAll(async () => {
  await browser?.close();
  await sql?.end();
  await demo?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const said = (pattern: RegExp) => page.getByRole('status').filter({ hasText: pattern }).waitFor();
const press = (name: string) => page.getByRole('button', { name }).first().click();

type Ask = {
  readonly method?: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** As a browser of somebody else's page would send it, with any head. */
const statusOf = ({ method = 'POST', path, headers }: Ask): Promise<number> =>
  new Promise((answer, refuse) => {
    const { port } = new URL(line.panelUrl);
    const asked = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
      response.resume();
      answer(response.statusCode ?? 0);
    });
    asked.once('error', refuse);
    asked.end(method === 'POST' ? '{}' : undefined);
  });

describe('who may use the panel', () => {
  const own = () => new URL(line.panelUrl);
  const json = { 'content-type': 'application/json' };

  it('is its own page alone', async () => {
    const { host, origin } = own();
    expect(await statusOf({ path: '/tick', headers: { ...json, host, origin } })).toBe(200);
    expect(await statusOf({ path: '/tick', headers: { ...json, host, origin: 'http://evil.example' } })).toBe(
      403,
    );
    expect(await statusOf({ path: '/tick', headers: { ...json, host, origin: 'null' } })).toBe(403);
    expect(await statusOf({ path: '/tick', headers: { ...json, host } })).toBe(403);
  });

  it('is nobody who came by another name for this machine, with a form, or from another site', async () => {
    const { host, origin } = own();
    const rebound = `evil.example:${own().port}`;
    expect(
      await statusOf({ path: '/tick', headers: { ...json, host: rebound, origin: `http://${rebound}` } }),
    ).toBe(403);
    expect(await statusOf({ method: 'GET', path: '/state', headers: { host: rebound } })).toBe(403);
    expect(await statusOf({ path: '/tick', headers: { host, origin, 'content-type': 'text/plain' } })).toBe(
      403,
    );
    const fromElsewhere = { host, 'sec-fetch-site': 'cross-site' };
    expect(await statusOf({ method: 'GET', path: '/state', headers: fromElsewhere })).toBe(403);
  });

  it('is told in words what can’t be done', async () => {
    const { host, origin } = own();
    expect(await statusOf({ path: '/constructor', headers: { ...json, host, origin } })).toBe(404);
    await page.getByLabel('Seconds').fill('0');
    await press('Let them pass');
    await said(/can’t be read: seconds/);
  });
});

/** What the panel itself is told of the stack. */
type State = {
  readonly prices: readonly { readonly symbol: string; readonly usd: string }[];
  readonly tokens: readonly { readonly symbol: string; readonly token: Address }[];
  readonly orders: readonly { readonly orderHash: string; readonly words: string }[];
};
const state = (): Promise<State> =>
  page.evaluate(() => fetch('/state').then((answer) => answer.json() as Promise<State>));

const balanceOf = async (symbol: string, holder: Address): Promise<bigint> => {
  const found = (await state()).tokens.find((one) => one.symbol === symbol);
  return createPublicClient({ transport: http(line.rpcUrl) }).readContract({
    address: found?.token ?? '0x',
    abi: parseAbi(['function balanceOf(address) view returns (uint256)']),
    functionName: 'balanceOf',
    args: [holder],
  });
};

describe('what is done with it', () => {
  it('tokens are handed out to any address', async () => {
    const address = `0x${'7'.repeat(40)}` as const;
    await page.getByLabel('Address').fill(address);
    await page.getByLabel('Amount').fill('5.5');
    await page.getByLabel('Token').last().selectOption('USDC');
    await press('Hand out');
    await said(/got 5\.5 USDC/);
    expect(await balanceOf('USDC', address)).toBe(5_500_000n);
  });

  it('time passes, the node is broken for bot and pages alone, and all is undone', async () => {
    const before = await latestBlock(line.rpcUrl);
    await page.getByLabel('Seconds').fill('7200');
    await press('Let them pass');
    await said(/7200 seconds have passed/);
    expect((await latestBlock(line.rpcUrl)).timeSeconds).toBeGreaterThanOrEqual(before.timeSeconds + 7_200);
    await press('Break the node');
    await said(/no answer from the node/);
    await expect(rpc(`${line.rpcUrl}/product`, 'eth_chainId')).rejects.toThrow();
    expect(await rpc(line.rpcUrl, 'eth_chainId')).toBe('0x7a69');
    await press('Undo what was done here');
    await said(/All is as it was/);
    expect(await rpc(`${line.rpcUrl}/product`, 'eth_chainId')).toBe('0x7a69');
  });

  it('a price drives a portfolio out of its band, the bot signs an order, and half of it is filled', async () => {
    const portfolio = line.balancers[0] as Address;
    const open = page.locator('#orders li');
    await press('Hold market and stranger');
    await said(/The market stands still/);
    await page.getByLabel('Seconds').fill('3600');
    await press('Let them pass');
    await said(/no feed has answered/);
    await press('Feeds answer again');
    await said(/Every feed has answered/);
    const { prices } = await state();
    const dearer = (Number(prices.find(({ symbol }) => symbol === 'WETH')?.usd) * 1.2).toFixed(2);
    await page.getByLabel('Token').first().selectOption('WETH');
    await page.getByLabel('Dollars').fill(dearer);
    await press('Set the price');
    await said(/WETH is at/);
    await eventually('an order is open', async () => {
      await press('Have the bot look');
      await said(/The bot has looked/);
      return (await open.count()) > 0;
    });
    const [first] = (await state()).orders;
    const hash = first?.orderHash ?? '';
    const [order] = await sql`select sell_units::text as "sellUnits" from orders where order_hash = ${hash}`;
    const half = BigInt(order?.sellUnits) / 2n;
    const before = await balanceOf('WETH', portfolio);
    await open.first().getByRole('button', { name: 'Fill 50 %' }).click();
    await said(/Filled 50 % of .+ WETH for .+ USDC/);
    expect(before - (await balanceOf('WETH', portfolio))).toBe(half);
    await press('Have the bot look');
    await open.filter({ hasText: / WETH are left/ }).waitFor();
    expect((await state()).orders.map(({ orderHash }) => orderHash)).toContain(hash);
    const [filled] = await sql`
      select status, filled_sell_units::text as "filledUnits" from orders where order_hash = ${hash}`;
    expect(filled).toEqual({ status: 'partially-filled', filledUnits: String(half) });
  });

  it.each(['light', 'dark'] as const)('it is read without hindrance, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id),
    ).toEqual([]);
  });

  it('a screen of 320 pixels shows all of it without moving sideways', async () => {
    await page.setViewportSize({ width: 320, height: 700 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});
