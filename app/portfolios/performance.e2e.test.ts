import { type Browser, chromium, type Page } from '@playwright/test';
import Papa from 'papaparse';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { createPortfolio, mint, SIGNER_KEY, type WorldAsset } from '../../e2e/support/order-world.ts';
import { type ChainPerformance, performanceFromChain } from '../../e2e/support/performance-oracle.ts';
import { Visitor } from '../../e2e/support/sign-in.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { aggregatorV3Abi } from '../../lib/abi/aggregator-v3-abi.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { MovementRow } from '../../lib/api/movements.ts';
import type { PerformanceDto, StatisticsDto } from '../../lib/api/performance.ts';
import { grouped, percentText } from '../../lib/money/display.ts';
import { findChromium } from '../../scripts/check/find-chromium.mjs';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';

// Five portfolios live through two weeks of the same prices on a real chain. What the page and the API say of them is worked out again
// from transfers, balances and feeds.

/** anvil's first account, which deploys everything and owns the portfolios. */
const OWNER = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const STEP_SECONDS = 9 * 3_600;
const LOOK_EVERY_SECONDS = 12 * 3_600;
const MINUTE_SECONDS = 60;
const STEPS = 30;
/** Nobody looks: five steps of nine hours are a hole of more than three looks. */
const MISSED = [20, 21, 22, 23];
/** The feeds say nothing for more than a day: there is a look, and no price. */
const STALE = 26;
/** The market moves between the order and its fill, and a look sees it before it moves again. */
const MOVES_BEFORE_FILL = [1, 2, 7, 10, 13, 19, 27];

const btcAt = (step: number): number => 20_000 * (1 + 0.1 * Math.sin(step * 0.9) + 0.008 * step);
const usdcAt = (step: number): number => 1 + 0.001 * Math.sin(step);

let world: BotWorld;
let server: WebServer;
let browser: Browser;
let page: Page;
let owner: Visitor;
const portfolios: Record<'left' | 'paidInto' | 'closed' | 'reopened' | 'busy', Address> = {} as never;
const NAMES = ['left', 'paidInto', 'closed', 'reopened', 'busy'] as const;
type Name = (typeof NAMES)[number];

const usdc = (whole: number) => [world.usdc, whole] as const;
const wbtc = (whole: number) => [world.wbtc, whole] as const;

const deposit = async (
  to: Address,
  ...amounts: readonly (readonly [WorldAsset, number])[]
): Promise<void> => {
  for (const [asset, whole] of amounts)
    await mint(world.deployer, asset, { to, units: BigInt(Math.round(whole * 10 ** asset.decimals)) });
};

const OUT: Address = `0x${'0b'.repeat(20)}`;
const asOwner = async (to: Address, data: Hex): Promise<void> => {
  const hash = await world.deployer.walletClient.sendTransaction({ to, data, gas: 2_000_000n });
  const receipt = await world.client.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`${hash} reverted`);
};
const withdraw = (of: Address, { token, decimals }: WorldAsset, whole: number): Promise<void> =>
  asOwner(
    of,
    encodeFunctionData({
      ...{ abi: balancerAbi, functionName: 'withdraw' },
      args: [token, BigInt(Math.round(whole * 10 ** decimals)), OUT],
    }),
  );
const withdrawShare = (of: Address, bps: bigint): Promise<void> =>
  asOwner(of, encodeFunctionData({ abi: balancerAbi, functionName: 'withdrawShare', args: [bps, OUT] }));
const withdrawAll = (of: Address): Promise<void> =>
  asOwner(
    of,
    encodeFunctionData({
      ...{ abi: balancerAbi, functionName: 'withdrawAll' },
      args: [[world.usdc.token, world.wbtc.token], OUT],
    }),
  );
const unpause = async (of: Address): Promise<void> => {
  const paused = await world.client.readContract({ address: of, abi: balancerAbi, functionName: 'paused' });
  if (paused) await asOwner(of, encodeFunctionData({ abi: balancerAbi, functionName: 'unpause' }));
};

/** What owners do in a step, before its prices are set or after. */
const DEEDS: Readonly<
  Record<number, { readonly before?: () => Promise<void>; readonly after?: () => Promise<void> }>
> = {
  4: { before: () => deposit(portfolios.paidInto, usdc(10_000)) },
  5: {
    before: () => withdraw(portfolios.busy, world.wbtc, 0.5),
    after: () => deposit(portfolios.busy, usdc(3_000)),
  },
  8: { before: () => withdrawAll(portfolios.reopened) },
  9: { after: () => deposit(portfolios.paidInto, wbtc(0.4)) },
  12: { after: () => withdrawAll(portfolios.closed) },
  15: { before: () => withdraw(portfolios.paidInto, world.usdc, 8_000) },
  16: {
    before: async () => {
      await unpause(portfolios.reopened);
      await deposit(portfolios.reopened, usdc(30_000), wbtc(1));
    },
  },
  18: {
    before: async () => {
      await withdrawShare(portfolios.busy, 3_000n);
      await deposit(portfolios.busy, wbtc(0.2));
    },
  },
  // In the hole in which nobody looks, at the price of the last look: what the feeds say later in it the index never learns.
  20: { before: () => withdrawShare(portfolios.reopened, 2_500n) },
  // While the feeds are silent.
  26: { before: () => deposit(portfolios.left, usdc(500)) },
};

const setPrices = (step: number, factor = 1): Promise<void> =>
  world.setPrices(BigInt(Math.round(usdcAt(step) * 1e8)), BigInt(Math.round(btcAt(step) * factor * 1e8)));

/** Blocks that are mined at once share a second, which no chain's do. */
const pass = async (seconds: number): Promise<void> => {
  await world.rpc('evm_increaseTime', [seconds]);
  await world.rpc('evm_mine');
};

/** Everybody is due, whatever their last look promised. */
const look = async (): Promise<void> => {
  await world.database.admin`update leases set visible_at = now() where visible_at <> 'infinity'`;
  await world.tick();
};

const liveThrough = async (step: number): Promise<void> => {
  await pass(step === STALE ? 3 * STEP_SECONDS : STEP_SECONDS);
  await DEEDS[step]?.before?.();
  await pass(MINUTE_SECONDS);
  if (step !== STALE) await setPrices(step);
  await pass(MINUTE_SECONDS);
  await DEEDS[step]?.after?.();
  if (MISSED.includes(step)) return;
  await look();
  await pass(MINUTE_SECONDS);
  if (MOVES_BEFORE_FILL.includes(step)) await setPrices(step, 1.002);
  await pass(MINUTE_SECONDS);
  await world.fillAll();
  if (MOVES_BEFORE_FILL.includes(step)) await look();
};

beforeAll(async () => {
  world = await buildBotWorld();
  const registry = openPolicyRegistry(world.database.urls.bot.reveal());
  for (const [index, name] of NAMES.entries()) {
    portfolios[name] = await createPortfolio(world.deployer, world.contracts.factory, {
      assets: [world.usdc, world.wbtc],
      ...{ signer: privateKeyToAccount(SIGNER_KEY).address, publicBook: false },
      salt: `0x${String(index + 1).padStart(64, '0')}`,
    });
    await deposit(portfolios[name], usdc(20_000 + 1_000 * index), wbtc(1 + 0.1 * index));
    const registered = await registry.registerPolicy({
      ...{ chainId: 31_337, address: portfolios[name], name, shared: true, simulated: true },
      policy: {
        version: 1,
        triggers: [{ kind: 'absolute', bandBps: 200 }],
        limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
        orderTerms: { expiresInSeconds: 600 },
        lookEverySeconds: LOOK_EVERY_SECONDS,
      },
    });
    if (!registered.ok) throw new Error(registered.error.message);
  }
  await registry.close();
  for (let step = 0; step < STEPS; step += 1) await liveThrough(step);
  await look();
  server = await startWebServer({
    ...{ APP_DB_URL: world.database.urls.app.reveal(), RPC_URL: world.rpcUrl },
    ...{ FACTORY_ADDRESS: world.contracts.factory, NEXTAUTH_SECRET: 'a secret of thirty-two characters' },
  });
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('no Chromium');
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
  owner = new Visitor(server.url);
  await owner.logIn(OWNER);
});
afterAll(async () => {
  await browser?.close();
  server?.stop();
  await world?.stop();
});

const idOf = async (name: Name): Promise<string> => {
  const [row] = await world.database.admin`
    select p.id::text from portfolios p join accounts a on a.id = p.account_id where a.address = ${portfolios[name]}`;
  return row?.id;
};
const asked = async (name: Name, what: string) =>
  (await fetch(`${server.url}/api/portfolios/${await idOf(name)}/${what}?range=all`)).json();

/** When it was looked at the API says; what there was to be seen the chain. */
const fromChain = async (name: Name): Promise<ChainPerformance> => {
  const listed = await fetch(`${server.url}/api/portfolios/${await idOf(name)}/snapshots?limit=200`);
  const { rows }: { rows: readonly { blockNumber: string }[] } = await listed.json();
  const blocks = rows.map(({ blockNumber }) => BigInt(blockNumber)).sort((a, b) => Number(a - b));
  return performanceFromChain(world, portfolios[name], { blocks, gapSeconds: 3 * LOOK_EVERY_SECONDS });
};

const usd = (dollars: number): string => {
  const cents = Math.round(Math.abs(dollars) * 100);
  return `${dollars < 0 && cents > 0 ? '−' : ''}$ ${grouped((cents / 100).toFixed(2))}`;
};
const signedUsd = (dollars: number): string => `${dollars >= 0.005 ? '+' : ''}${usd(dollars)}`;
const percent = (ratio: number): string => {
  const bps = Math.round(ratio * 1e4);
  return `${bps > 0 ? '+' : ''}${percentText(bps, 2)} %`;
};
const bps = (one: number): string => `${one < 0 ? '−' : ''}${Math.abs(one).toFixed(2)} bps`;

/** The value under a label of the page. */
const shown = async (label: string): Promise<string> => {
  const term = page.locator('dt').getByText(label, { exact: true }).first();
  return (await term.locator('xpath=following-sibling::dd[1]').textContent()) ?? '';
};

describe.each(NAMES)('the performance of a portfolio that was %s', (name) => {
  it('is on its page, to the last digit, what the chain’s transfers, balances and feeds make of it', async () => {
    const told = await fromChain(name);
    await page.goto(`${server.url}/portfolios/31337/${portfolios[name]}/performance`);
    const figures: Record<string, string> = {
      Value: usd(told.value),
      'Put in, less taken out': signedUsd(told.deposited - told.withdrawn),
      Gain: signedUsd(told.gain),
      'Against holding': signedUsd(told.versusHold),
      'Time-weighted': percent(told.timeWeighted),
      'Money-weighted': percent(told.moneyWeighted),
      Holding: percent(told.hold),
      'Target index': percent(told.index),
      'Beyond holding': percent(told.rebalancing),
      'Beyond the index': percent(told.versusIndex),
      'Money-weighted, a year': '–',
    };
    const read = Object.fromEntries(
      await Promise.all(Object.keys(figures).map(async (label) => [label, await shown(label)] as const)),
    );
    expect(read).toEqual(figures);
  });

  it('is by its API the same', async () => {
    const told = await fromChain(name);
    const { performance }: { performance: PerformanceDto } = await asked(name, 'performance');
    const cents = (usdE18: string | null): number => Math.round(Number(usdE18 ?? 'NaN') / 1e16);
    expect({
      end: cents(performance.endUsdE18),
      deposited: cents(performance.depositedUsdE18),
      withdrawn: cents(performance.withdrawnUsdE18),
      timeWeighted: performance.timeWeightedBps.value,
      moneyWeighted: performance.moneyWeightedBps.value,
      index: performance.indexBps.value,
      unseen: performance.toSeconds - performance.fromSeconds - performance.observedSeconds > 86_400,
    }).toEqual({
      end: Math.round(told.value * 100),
      deposited: Math.round(told.deposited * 100),
      withdrawn: Math.round(told.withdrawn * 100),
      timeWeighted: Math.round(told.timeWeighted * 1e4),
      moneyWeighted: Math.round(told.moneyWeighted * 1e4),
      index: Math.round(told.index * 1e4),
      unseen: told.unseenSeconds > 86_400,
    });
  });

  it('cost what its fills gave away, at the prices of the looks and at those of the fills', async () => {
    const { cost } = await fromChain(name);
    const { statistics }: { statistics: StatisticsDto } = await asked(name, 'statistics');
    expect(statistics.fills.count).toBe(cost.fills);
    expect(cost.fills).toBeGreaterThan(2);
    expect(Math.abs(cost.given - cost.got - cost.lost)).toBeGreaterThan(0.1);
    const [whole, spread] = [
      Math.round(((cost.given - cost.got) / cost.given) * 1e6) / 100,
      Math.round((cost.lost / cost.given) * 1e6) / 100,
    ];
    expect({
      'Cost in all': await shown('Cost in all'),
      'of it spread': await shown('of it spread'),
      'of it impact': await shown('of it impact'),
      'of it waiting': await shown('of it waiting'),
      Gas: await shown('Gas'),
      'Fills against mid': await shown('Fills against mid'),
    }).toEqual({
      'Cost in all': bps(whole),
      'of it spread': bps(spread),
      'of it impact': bps(0),
      'of it waiting': bps(Math.round((whole - spread) * 100) / 100),
      Gas: bps(0),
      'Fills against mid': bps(spread),
    });
    expect(statistics.medianFillSeconds.value).toBe(cost.medianSeconds);
    expect(await page.getByText(/traded$/).textContent()).toBe(
      `${signedUsd(cost.given - cost.got)} of ${usd(cost.given)} traded`,
    );
  });

  it('adds up, in the export for accounting, to what the contract holds, each movement with a price or the reason why not', async () => {
    const what = `/api/portfolios/${await idOf(name)}/export?what=movements`;
    const csv = await (await owner.ask(`${what}&format=csv`)).text();
    const { data } = Papa.parse<Record<string, string>>(csv.trim(), { header: true });
    const { rows } = await (await owner.ask(`${what}&format=json`)).json();
    expect(data.map(({ txHash, units }) => [txHash, units])).toEqual(
      rows.map((row: MovementRow) => [row.txHash, row.units]),
    );
    for (const asset of [world.usdc, world.wbtc]) {
      const sum = data
        .filter(({ token }) => token === asset.token.toLowerCase())
        .reduce((total, { units }) => total + BigInt(units ?? ''), 0n);
      expect(sum).toBe(await world.balanceOf(asset, portfolios[name]));
    }
    for (const row of data) {
      expect([row.priceUsd === '', row.priceSource === '', row.reason === '']).toEqual([false, false, true]);
      const feed = row.symbol === 'USDC' ? world.usdc.feed : world.wbtc.feed;
      const [, answer] = await world.client.readContract({
        ...{ address: feed, abi: aggregatorV3Abi, functionName: 'latestRoundData' },
        blockNumber: BigInt(row.blockNumber ?? ''),
      });
      expect([row.at, row.symbol, Number(row.priceUsd)]).toEqual([row.at, row.symbol, Number(answer) / 1e8]);
    }
  });

  it('says that for a while nobody looked or a price was missing, and for how long', async () => {
    const { unseenSeconds, days } = await fromChain(name);
    expect(await page.getByText(/nobody looked, or a price was missing/).textContent()).toContain(
      `For ${Math.floor(unseenSeconds / 86_400)} d of these ${Math.floor(days)} d nobody looked`,
    );
  });
});
