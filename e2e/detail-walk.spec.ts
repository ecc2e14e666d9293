import { expect, type Locator, type Page } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import { type Address, createPublicClient, erc20Abi, http } from 'viem';
import {
  formatInstant,
  formatLoss,
  formatSpan,
  formatUsd,
  formatUsdDifference,
} from '../components/ui/format.ts';
import { aggregatorV3Abi } from '../lib/abi/aggregator-v3-abi.ts';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import type { SeriesDto } from '../lib/api/performance.ts';
import type { PortfolioDto } from '../lib/api/portfolio-dto.ts';
import {
  percentText,
  priceText,
  shownDriftBps,
  signedPointsText,
  unitsText,
  usdText,
  wordedPointsText,
} from '../lib/money/display.ts';
import { bpsOf, grouped, portfolioOf, type StoredPortfolio } from './support/ledger.ts';
import { type RunningStack, runningStack, test } from './support/running-stack.ts';

// Walks one portfolio's page: whatever number is left once those are taken out that chain, database and API have, is a lie.

/** What an open page doesn't show soon was of another look, and all is read again. */
const SOON = { timeout: 1_000 };

let sql: Sql;
let stack: RunningStack;

test.beforeAll(() => {
  stack = runningStack();
  sql = postgres(stack.administerUrl, { max: 2, onnotice: () => undefined });
});
test.afterAll(async () => {
  await sql.end();
});

/** What a part of the page says to the eye, without addresses and hashes. */
const wordsOf = (part: Locator): Promise<string> =>
  part.evaluate((element) => {
    const copy = element.cloneNode(true) as HTMLElement;
    for (const hidden of copy.querySelectorAll('[data-hex], .sr-only, title, button, caption'))
      hidden.remove();
    for (const block of copy.querySelectorAll('td, th, dt, dd, li, p, div, span')) block.append(' ');
    return (copy.textContent ?? '').replaceAll(' ', ' ').replaceAll(/\s+/g, ' ');
  });

/** Takes each expected text out once, the longest first, so that "5 %" is not found in "15 %". */
async function expectNothingElse(part: Locator, expected: readonly string[]): Promise<void> {
  let left = await wordsOf(part);
  const whole = left;
  for (const text of [...expected].sort((a, b) => b.length - a.length)) {
    const at = left.indexOf(text.replaceAll(' ', ' '));
    expect(at, `“${text}” in “${whole}”`).toBeGreaterThanOrEqual(0);
    left = `${left.slice(0, at)}·${left.slice(at + text.length)}`;
  }
  expect(
    left.match(/[^·]{0,20}\d[^·]{0,20}/g) ?? [],
    `numbers that nobody accounts for in “${whole}”`,
  ).toEqual([]);
}

/** What the chain says of a portfolio at one block, asked of the contract, its tokens and its feeds one by one. */
async function chainAt(address: Address, blockNumber: bigint) {
  const client = createPublicClient({ transport: http(stack.rpcUrl) });
  const at = { address, abi: balancerAbi, blockNumber } as const;
  const [block, list, guard, budgets, owner, signer, generation] = await Promise.all([
    client.getBlock({ blockNumber }),
    client.readContract({ ...at, functionName: 'assets' }),
    client.readContract({ ...at, functionName: 'guard' }),
    client.readContract({ ...at, functionName: 'budgets' }),
    client.readContract({ ...at, functionName: 'owner' }),
    client.readContract({ ...at, functionName: 'authorizedSigner' }),
    client.readContract({ ...at, functionName: 'generation' }),
  ]);
  const assets = await Promise.all(
    list.map(async ({ token, feed, decimals, feedDecimals, targetBps }) => {
      const of = { address: token, abi: erc20Abi, blockNumber } as const;
      const [units, symbol, round] = await Promise.all([
        client.readContract({ ...of, functionName: 'balanceOf', args: [address] }),
        client.readContract({ ...of, functionName: 'symbol' }),
        client.readContract({
          address: feed,
          abi: aggregatorV3Abi,
          blockNumber,
          functionName: 'latestRoundData',
        }),
      ]);
      const priceE18 = round[1] * 10n ** BigInt(18 - feedDecimals);
      const valueE18 = (units * priceE18) / 10n ** BigInt(decimals);
      return {
        symbol,
        decimals,
        targetBps,
        units,
        priceE18,
        valueE18,
        ageSeconds: Number(block.timestamp - round[3]),
      };
    }),
  );
  const navE18 = assets.reduce((sum, { valueE18 }) => sum + valueE18, 0n);
  return { timeSeconds: Number(block.timestamp), assets, navE18, guard, budgets, owner, signer, generation };
}
type ChainSight = Awaited<ReturnType<typeof chainAt>>;

const askApi = async <T>(page: Page, path: string): Promise<T> => {
  const answer = await page.request.get(`/api/portfolios/${path}`);
  expect(answer.status(), path).toBe(200);
  return (await answer.json()) as T;
};

type Told = { readonly chain: ChainSight; readonly api: PortfolioDto; readonly stored: StoredPortfolio };
type Look = NonNullable<PortfolioDto['look']>;

const lookOf = ({ api }: Told): Look => {
  if (api.look === null) throw new Error('it was not looked at');
  return api.look;
};

/** One asset's numbers, from the chain; its band from the API. */
const assetFacts = (told: Told) =>
  told.chain.assets.map((asset) => {
    const { places, assets } = lookOf(told);
    const weightBps = bpsOf(asset.valueE18, told.chain.navE18);
    const band = assets.find(({ symbol }) => symbol === asset.symbol)?.band ?? null;
    const driftBps = shownDriftBps(weightBps, asset.targetBps, places);
    return { ...asset, weightBps, driftBps, band, places };
  });

async function walkFigures(page: Page, told: Told): Promise<void> {
  const look = lookOf(told);
  const reaches = assetFacts(told).map(({ weightBps, targetBps, driftBps, band }) => {
    const width = Math.max(1, band?.widthBps ?? 1);
    const words = wordedPointsText(driftBps, look.places) ?? 'on target';
    return {
      words,
      least: (Math.abs(weightBps - targetBps) - 1) / width,
      most: (Math.abs(weightBps - targetBps) + 1) / width,
    };
  });
  // Weights are whole basis points here: of two that are as far in them, the page knows which is further.
  const least = Math.max(...reaches.map((reach) => reach.least));
  const furthest = reaches.filter(({ most }) => most >= least).map(({ words }) => words);
  const figures = page.locator('dl').first();
  const shown = (await figures.textContent()) ?? '';
  const [decided] = await sql`
    select round(coalesce(decision ->> 'trackingErrorE18', (decision ->> 'values')::jsonb ->> 3)::numeric / 1e14)::int as error from decisions where id = ${look.decisionId}`;
  await expectNothingElse(figures, [
    usdText(told.chain.navE18),
    `block ${grouped(look.blockNumber)}`,
    formatInstant(told.chain.timeSeconds),
    `${percentText(Number(decided?.error), look.places)} %`,
    furthest.find((words) => shown.includes(words)) ?? furthest.join(' or '),
    `${percentText(told.chain.guard.lossBpsPerDay, 2)} % / day`,
  ]);
}

async function walkAssets(page: Page, told: Told): Promise<void> {
  const table = page.getByRole('table', { name: `${told.stored.name}: target and actual` });
  for (const asset of assetFacts(told)) {
    const row = table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: asset.symbol, exact: true }) });
    const { places, symbol } = asset;
    const planned = lookOf(told).assets.find((one) => one.symbol === symbol);
    const target = `/ ${percentText(asset.targetBps, places)} %`;
    await expectNothingElse(row, [
      percentText(asset.weightBps, places),
      // Once for a narrow page, once for a wide one.
      ...[target, target],
      signedPointsText(asset.driftBps, places),
      usdText(asset.valueE18),
      priceText(asset.priceE18),
      formatSpan(asset.ageSeconds),
      ...(planned === undefined || planned.action === 'hold'
        ? []
        : [
            usdText(BigInt(Math.round(Math.abs(Number(planned.plannedUsd)))) * 10n ** 18n).replace('.00', ''),
          ]),
    ]);
  }
}

async function walkSafety(page: Page, told: Told): Promise<void> {
  const { guard, budgets, owner, signer, generation } = told.chain;
  const safe = page.getByRole('region', { name: 'Is my money safe?' });
  const leftBps = (capacity: bigint, level: bigint): number =>
    Number((capacity > level ? capacity - level : 0n) / 10n ** 14n);
  const budget = (perDayBps: number, left: number): string => {
    const full = perDayBps / 2;
    const shown = Math.min(left, full);
    const text = (bps: number): string => `${percentText(Math.floor(bps), 2)} %`;
    return `${text(shown)} left, ${text(full - shown)} used`;
  };
  const percent = (bps: number): string => `${percentText(bps, 2)} %`;
  const oneOff = Number(budgets.oneOffE18 / 10n ** 14n);
  await expectNothingElse(safe, [
    `block ${grouped(lookOf(told).blockNumber)}`,
    budget(guard.lossBpsPerDay, leftBps(budgets.lossCapacityE18, budgets.lossLevelE18)),
    budget(guard.turnoverBpsPerDay, leftBps(budgets.turnoverCapacityE18, budgets.turnoverLevelE18)),
    ...(oneOff > 0 && Number(budgets.oneOffExpiresAt) > told.chain.timeSeconds ? [percent(oneOff)] : []),
    `${percent(guard.lossBpsPerDay)} a day`,
    `${percent(guard.turnoverBpsPerDay)} a day`,
    `${percent(guard.maxSlippageBps)} below the feeds`,
    formatSpan(guard.orderTtlMax),
    `asset ${formatSpan(guard.cooldown)}`,
    `carry ${grouped(String(generation))}`,
  ]);
  for (const key of [owner, signer, told.stored.address])
    await expect(safe.locator(`[data-hex="${key.toLowerCase()}"]`)).toBeVisible(SOON);
}

async function walkCharts(page: Page, told: Told): Promise<void> {
  const series = await askApi<SeriesDto>(page, `${told.stored.id}/series?range=all&points=180`);
  const tableOf = async (region: string) => {
    const part = page.getByRole('region', { name: region, exact: true });
    await part.getByText('View as table').click();
    const rows = part.getByRole('table').last().locator('tbody tr');
    return rows.evaluateAll((all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')),
    );
  };
  const shown = series.points
    .map((point) => {
      const cents = (e18: string): string => usdText(BigInt(e18)).replaceAll(/[$ ,]/g, '').replace('−', '-');
      return {
        ...point,
        value: cents(point.valueUsdE18),
        hold: point.holdUsdE18 === null ? null : cents(point.holdUsdE18),
      };
    })
    .reverse();
  const step = Math.max(1, Math.ceil(shown.length / 30));
  const kept = shown.filter((_, index) => index % step === 0);
  expect(await tableOf('Value against holding')).toEqual(
    kept.map(({ timeSeconds, value, hold }) => [
      formatInstant(timeSeconds),
      formatUsd(value),
      hold === null ? '–' : formatUsd(hold),
      hold === null ? '–' : formatUsdDifference(value, hold),
    ]),
  );
  expect(await tableOf('Drift of each asset')).toEqual(
    kept.map(({ timeSeconds, driftsBps, trackingErrorBps }) => [
      formatInstant(timeSeconds),
      ...driftsBps.map((bps) => (bps === null ? '–' : signedPointsText(bps, 2))),
      trackingErrorBps === null ? '–' : `${percentText(trackingErrorBps, 2)} %`,
    ]),
  );
  const [newest] = await sql`
    select time_seconds::text as at, value_usd_e18::text as value from series_points
    where portfolio_id = ${told.stored.id} order by time_seconds desc limit 1`;
  expect(series.points.at(-1)).toMatchObject({ timeSeconds: Number(newest?.at), valueUsdE18: newest?.value });
}

type Traded = { readonly symbol: string; readonly units: bigint };

/** What a fill gave away by the feeds of its block, in hundredths of a basis point, in the page's words. */
async function lossAt(told: Told, block: bigint, [sold, bought]: readonly [Traded, Traded]): Promise<string> {
  const { assets } = await chainAt(told.stored.address as Address, block);
  const worth = ({ symbol, units }: Traded): number => {
    const asset = assets.find((one) => one.symbol === symbol);
    if (asset === undefined) throw new Error(`${symbol} is no asset at block ${block}`);
    return Number(units * asset.priceE18) / 10 ** asset.decimals;
  };
  return formatLoss(Math.round((1 - worth(bought) / worth(sold)) * 1_000_000) / 100);
}

async function walkFills(page: Page, told: Told): Promise<void> {
  const rows = await sql`
    select f.tx_hash || '-' || f.log_index as id, f.sell_units::text as sold, f.buy_units::text as bought, f.sell_token, f.buy_token,
      f.block_number::text as block, f.block_time_seconds::float8 as at, o.slice_number as slice, l.slice_of as of
    from fills f left join orders o on o.order_hash = f.order_hash
    left join legs l on l.decision_id = o.decision_id and l.leg_index = o.leg_index
    where f.portfolio_id = ${told.stored.id} order by f.block_number desc, f.log_index desc limit 6`;
  const symbolOf = (token: string) =>
    lookOf(told).assets.find((asset) => asset.token === token)?.symbol ?? '';
  const amount = (token: string, units: string): string => {
    const symbol = symbolOf(token);
    const decimals = told.chain.assets.find((asset) => asset.symbol === symbol)?.decimals ?? 0;
    return `${unitsText(BigInt(units), decimals)} ${symbol}`;
  };
  const items = page.getByRole('region', { name: 'Last fills' }).getByRole('listitem');
  await expect(items).toHaveCount(rows.length, SOON);
  for (const row of rows)
    await expectNothingElse(page.locator(`[data-fill="${String(row.id)}"]`), [
      `Sold ${amount(String(row.sell_token), String(row.sold))} for ${amount(String(row.buy_token), String(row.bought))}`,
      formatInstant(Number(row.at)),
      `block ${grouped(String(row.block))}`,
      await lossAt(told, BigInt(row.block), [
        { symbol: symbolOf(String(row.sell_token)), units: BigInt(row.sold) },
        { symbol: symbolOf(String(row.buy_token)), units: BigInt(row.bought) },
      ]),
      ...(Number(row.of) > 1 ? [`slice ${row.slice} of ${row.of}`] : []),
    ]);
}

test('every number of a portfolio’s page is what chain, database and API say at the block that it names', async ({
  page,
}) => {
  const { id, address } = await portfolioOf(sql, 'nobody');
  // The bot goes on working: a look between two reads makes them disagree, and all of them are made again.
  await expect(async () => {
    await page.goto(`/portfolios/31337/${address}`);
    const api = await askApi<PortfolioDto>(page, id);
    const stored = await portfolioOf(sql, 'nobody');
    if (api.look === null) throw new Error('it is gone');
    expect(api.look.decisionId).toBe(stored.decisionId);
    const chain = await chainAt(stored.address as Address, BigInt(stored.block));
    const told = { api, stored, chain };
    await walkFigures(page, told);
    await walkAssets(page, told);
    await walkSafety(page, told);
    await walkCharts(page, told);
    await walkFills(page, told);
  }).toPass({ timeout: 150_000 });
});
