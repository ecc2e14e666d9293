import { type Browser, chromium, type Page } from '@playwright/test';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { mint, SIGNER_KEY } from '../../e2e/support/order-world.ts';
import { Visitor } from '../../e2e/support/sign-in.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { findChromium } from '../../scripts/check/find-chromium.mjs';

// The timeline of a portfolio whose owner changes all that can be changed.

/** anvil's first account, which deploys everything and owns the portfolio. */
const OWNER = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');

let world: BotWorld;
let server: WebServer;
let browser: Browser;
let visitor: Page;
let owner: Page;
let fillTx: Hex;

const asOwner = async (data: Hex): Promise<Hex> => {
  const hash = await world.deployer.walletClient.sendTransaction({
    to: world.portfolio,
    data,
    gas: 2_000_000n,
  });
  const receipt = await world.client.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`${hash} reverted`);
  return hash;
};
const setSigner = (signer: Address): Promise<Hex> =>
  asOwner(encodeFunctionData({ abi: balancerAbi, functionName: 'setSigner', args: [signer] }));

const changePolicy = async (person: Visitor): Promise<void> => {
  const listed = await person.client().listPortfolios({ query: { archived: 'no' } });
  const id = listed.ok ? (listed.value.rows[0]?.id ?? '') : '';
  const read = await person.client().readPolicy({ params: { id } });
  if (!read.ok) throw new Error(read.problem.detail);
  const policy = { ...(read.value.policy as object), lookEverySeconds: 7_200 };
  const body = { version: read.value.version, policy } as never;
  const changed = await person.client().updatePolicy({ params: { id }, body });
  if (!changed.ok) throw new Error(changed.problem.detail);
};

beforeAll(async () => {
  world = await buildBotWorld();
  const look = async (): Promise<void> => {
    await world.database.admin`update leases set visible_at = now() where visible_at <> 'infinity'`;
    await world.tick();
  };
  await look();
  await look();
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  await look();
  fillTx = await world.fillNewest();
  await mint(world.deployer, world.usdc, { to: world.portfolio, units: 1_000_000_000n });
  await asOwner(
    encodeFunctionData({
      abi: balancerAbi,
      functionName: 'setTargets',
      args: [[world.usdc.token, world.wbtc.token], [6_000, 4_000], { bps: 0, expiresAt: 0 }],
    }),
  );
  await setSigner(world.taker);
  await setSigner(privateKeyToAccount(SIGNER_KEY).address);
  await look();
  server = await startWebServer({
    ...{ APP_DB_URL: world.database.urls.app.reveal(), RPC_URL: world.rpcUrl },
    ...{ FACTORY_ADDRESS: world.contracts.factory, NEXTAUTH_SECRET: 'a secret of thirty-two characters' },
  });
  const person = new Visitor(server.url);
  await person.logIn(OWNER);
  await changePolicy(person);
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  visitor = await browser.newPage();
  const context = await browser.newContext();
  await context.addCookies(
    person.jar.header.split('; ').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('='), url: server.url };
    }),
  );
  owner = await context.newPage();
});
afterAll(async () => {
  await browser?.close();
  server?.stop();
  await world?.stop();
});

const open = (page: Page, query = '') =>
  page.goto(`${server.url}/portfolios/31337/${world.portfolio}/activity${query}`);
const linesOf = async (page: Page, query = ''): Promise<readonly string[]> => {
  await open(page, query);
  const texts = await page.locator('[data-line]').allTextContents();
  return texts.map((text) => text.replaceAll('\u00a0', ' '));
};
const one = (lines: readonly string[], pattern: RegExp): string => {
  const found = lines.filter((line) => pattern.test(line));
  expect(found, `${pattern} in\n${lines.join('\n')}`).toHaveLength(1);
  return found[0] ?? '';
};

describe('the timeline of a portfolio', () => {
  it('shows each change with what was before and what is after', async () => {
    const lines = await linesOf(owner, '?kind=change');
    const targets = one(lines, /60 %, 40 %/);
    expect(targets).toMatch(/USDC50\.00 % → 60\.00 %/);
    expect(targets).toMatch(/WBTC50\.00 % → 40\.00 %/);
    expect(targets).toContain('· you');
    const signer = privateKeyToAccount(SIGNER_KEY).address.toLowerCase();
    expect(lines.some((line) => line.includes(`${world.taker} → ${signer}`))).toBe(true);
    expect(one(lines, /Changed the policy/)).toMatch(/3600 → 7200/);
  });

  it('tells of checks by the day and not one by one, with the tick of the last', async () => {
    const lines = await linesOf(visitor, '?kind=check');
    const [row] = await world.database.admin`
      select count(*)::int as holds, count(distinct reason)::int as reasons from decisions where kind = 'hold'`;
    expect(lines).toHaveLength(row?.reasons);
    const counted = lines.reduce(
      (sum, line) => sum + Number(/(\d+) checks?, nothing to do/.exec(line)?.[1]),
      0,
    );
    expect(counted).toBe(row?.holds);
    const [tick] = await world.database.admin`
      select tick_id::text as tick from decisions where kind = 'hold' order by id desc limit 1`;
    expect(lines.join()).toContain(`tick ${String(tick?.tick).slice(0, 8)}`);
  });

  it('names who did it: the owner, the bot, a taker, anybody, with a link to the transaction', async () => {
    const fills = await linesOf(visitor, '?actor=taker');
    expect(one(fills, /^fill: Sold .* WBTC for .* USDC/)).toContain('· taker');
    const link = visitor.locator(`[data-hex="${fillTx}"]`);
    expect(await link.getAttribute('href')).toBe(`/tx/${fillTx}`);
    expect(
      one(await linesOf(visitor, '?actor=anyone&kind=money'), /^money: 1,000\.00 USDC came in/),
    ).toContain('anyone');
    one(await linesOf(visitor, '?actor=bot&kind=decision'), /^decision: Trade: sell \$ 3,900/);
    for (const line of await linesOf(visitor, '?actor=owner')) expect(line).toContain('· owner');
  });

  it('shows what is off-chain to the owner alone, who can fetch the files', async () => {
    expect((await linesOf(visitor)).filter((line) => line.includes('policy'))).toEqual([]);
    expect(await visitor.getByRole('link', { name: 'CSV of movements' }).count()).toBe(0);
    await open(owner);
    expect(await owner.getByRole('link', { name: 'CSV of movements' }).count()).toBe(1);
  });

  it('is read in pages without a line twice or missing, and nonsense in its address is as good as nothing', async () => {
    const { admin } = world.database;
    await admin`
      insert into cash_flows (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, token, direction,
        units, counterparty)
      select c.chain_id, '0x' || lpad(to_hex(n), 64, 'a'), 900 + n, c.block_hash, c.block_number, c.block_time_seconds, c.portfolio_id,
        c.token, 'in', 1, c.counterparty
      from (select * from cash_flows order by block_number limit 1) c, generate_series(1, 130) n`;
    const seen: string[] = [];
    for (let query = '?kind=money'; query !== ''; ) {
      await open(visitor, query);
      seen.push(
        ...(await visitor
          .locator('[data-line]')
          .evaluateAll((all) => all.map((line) => line.getAttribute('data-line') ?? ''))),
      );
      const more = visitor.getByRole('link', { name: 'What came before' });
      query =
        (await more.count()) === 0 ? '' : new URL((await more.getAttribute('href')) ?? '', server.url).search;
    }
    const [row] = await admin`select count(*)::int as count from cash_flows`;
    expect([seen.length, new Set(seen).size]).toEqual([row?.count, row?.count]);
    const plain = await linesOf(visitor);
    expect(await linesOf(visitor, '?kind=%3Cb%3E&actor=me&before=1')).toEqual(plain);
  });
});
