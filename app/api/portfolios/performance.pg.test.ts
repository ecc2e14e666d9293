import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { pageOf } from '../../../lib/api/fields.ts';
import { performanceDto, seriesDto, statisticsDto } from '../../../lib/api/performance.ts';
import { cashFlowDto, rebalanceLogDto } from '../../../lib/api/rebalances.ts';
import { policyOf, tokenAt } from '../../../lib/engine/testing/builders.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { type BotDatabase, openBotDatabase } from '../../../services/store/database.ts';
import { feedSeries } from '../../../services/store/series/feed-series.ts';
import { arrangePortfolios, hashOf } from '../../../services/store/testing/arrange.ts';
import {
  arrangeFlow,
  arrangeLook,
  arrangeReach,
  arrangeTick,
  timeOf,
} from '../../../services/store/testing/arrange-looks.ts';

const cashFlowPage = pageOf(cashFlowDto);
const rebalancePage = pageOf(rebalanceLogDto);

const E18 = 10n ** 18n;
const HOUR = 60;
const DAY = 24 * HOUR;

let world: ApiWorld;
let bot: BotDatabase;
let owner: Credentials;
let stranger: Credentials;
let id = '';
let young = '';
let tickId = '';

/** A look at so many A and B, at prices in dollars. */
const look = (portfolioId: string, block: number, [a, b]: readonly [number, number], price = 1) =>
  arrangeLook(world.database.admin, portfolioId, {
    ...{ tickId, block },
    assets: [
      { units: BigInt(a) * E18, price: BigInt(price) * E18, targetBps: 5_000 },
      { units: BigInt(b) * E18, price: E18, targetBps: 5_000 },
    ],
  });

/** An order of the decision's first leg, filled as far as said. */
const order = async (
  decisionId: string,
  n: number,
  { status, sold, bought }: { status: string; sold: bigint; bought: bigint },
) => {
  const { admin } = world.database;
  await admin`
    insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, 0, 'order-book', decision #>> '{plan,legs,0,sellToken}', decision #>> '{plan,legs,0,buyToken}',
      (decision #>> '{plan,legs,0,sellUnits}')::numeric, (decision #>> '{plan,legs,0,buyUnits}')::numeric
    from decisions where id = ${decisionId}`;
  await admin`
    insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver, sell_token,
      buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds, status, filled_sell_units, filled_buy_units,
      placed_at)
    select ${hashOf(`id ${n}`)}, ${hashOf(`order ${n}`)}, d.portfolio_id, d.id, 0, 'order-book', 31337, 1, ${tokenAt(9)}, ${tokenAt(9)},
      l.sell_token, l.buy_token, l.sell_units, l.buy_units, ${n}, 0, '0x00', 1, ${status}, ${`${sold}`}, ${`${bought}`}, now()
    from decisions d join legs l on l.decision_id = d.id where d.id = ${decisionId}`;
};
const fill = async (n: number, block: number, sold: bigint, bought: bigint) => {
  await world.database.admin`
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash, taker,
      sell_token, buy_token, sell_units, buy_units)
    select 31337, ${hashOf(`fill ${n} ${block}`)}, 0, ${hashOf(`block ${block}`)}, ${block}, ${timeOf(block)}, portfolio_id, order_hash,
      ${tokenAt(5)}, sell_token, buy_token, ${`${sold}`}, ${`${bought}`} from orders where order_hash = ${hashOf(`order ${n}`)}`;
};

beforeAll(async () => {
  world = await buildApiWorld();
  const { admin } = world.database;
  bot = openBotDatabase({ url: world.database.urls.bot });
  const [first, second] = await arrangePortfolios(admin, 2);
  [id, young] = [first?.id ?? '', second?.id ?? ''];
  const policy = JSON.stringify(policyToJson(policyOf({ lookEverySeconds: 3_600 })));
  await admin`update policies set policy = ${policy}::text::jsonb`;
  tickId = await arrangeTick(admin);
  await arrangeReach(admin, 1_000_000);
  await arrangeFlow(admin, id, { block: 1, token: 0, units: 600n * E18 });
  await arrangeFlow(admin, id, { block: 1, token: 1, units: 400n * E18, logIndex: 1 });
  // Six hours and more without a look in the first night, then one an hour for ten days.
  const drifted = await look(id, 2, [600, 400]);
  await order(drifted.decisionId, 1, { status: 'filled', sold: 100n * E18, bought: 101n * E18 });
  await fill(1, 5, 40n * E18, 40n * E18);
  await fill(1, 6, 60n * E18, 61n * E18);
  for (let block = 7 * HOUR; block < 10 * DAY; block += HOUR) {
    if (block === 5 * DAY) await arrangeFlow(admin, id, { block: block - 1, token: 1, units: -100n * E18 });
    await look(id, block, [500, block < 5 * DAY ? 501 : 401]);
  }
  const again = await look(id, 10 * DAY, [500, 401], 2);
  await order(again.decisionId, 2, { status: 'expired', sold: 0n, bought: 0n });
  await look(young, 2, [1, 1]);
  for (let round = 0; round < 10; round += 1) await bot.run((sql) => feedSeries(sql, [id, young]));
  owner = await world.session(ownerOf(1));
  stranger = await world.session(ownerOf(77));
});
afterAll(async () => {
  await bot?.close();
  await world?.stop();
});

const get = async (path: string, as: Credentials = owner) =>
  askRoute('GET', `/api/portfolios/${id}/${path}`, { as });

describe('performance over HTTP', () => {
  it('is what the index and the prices of the looks make of it, by hand', async () => {
    const { status, body } = await get('performance?range=all');
    expect(status).toBe(200);
    const performance = performanceDto.parse(body.performance);
    // 1,000 in, 1 from the taker, 100 out of 1,001, then A doubles: 1,401 of 901.
    expect(performance).toMatchObject({
      ...{
        fromSeconds: timeOf(1),
        toSeconds: timeOf(10 * DAY),
        startUsdE18: '0',
        endUsdE18: `${1_401n * E18}`,
      },
      ...{ depositedUsdE18: `${1_000n * E18}`, withdrawnUsdE18: `${100n * E18}` },
      gainUsdE18: { value: `${501n * E18}`, absent: null },
      timeWeightedBps: { value: Math.round((1.001 * (1_401 / 901) - 1) * 1e4), absent: null },
      moneyWeightedYearlyBps: { value: null, absent: 'under-a-year' },
    });
    // −1,000 (1 + r) + 100 (1 + r)^(time left ÷ time) + 1,401 = 0 at the rate, with its change of sign there.
    const [rate, left] = [(performance.moneyWeightedBps.value ?? 0) / 1e4, (5 * DAY + 1) / (10 * DAY - 1)];
    const worth = (r: number) => -1_000 * (1 + r) + 100 * (1 + r) ** left + 1_401;
    expect(worth(rate - 1e-4)).toBeGreaterThan(0);
    expect(worth(rate + 1e-4)).toBeLessThan(0);
    // The basket: 600 A and 400 B, of which the withdrawal took 100 / 1,001.
    expect(performance.holdBps.value).toBe(6_000);
    const kept = 1 - 100 / 1_001;
    expect(Number(performance.versusHoldUsdE18.value) / 1e18).toBeCloseTo(1_401 - kept * 1_600, 6);
  });

  it('of a window begins with what was there', async () => {
    const { body } = await get('performance?range=7d');
    expect(performanceDto.parse(body.performance)).toMatchObject({
      ...{
        fromSeconds: timeOf(3 * DAY),
        startUsdE18: `${1_001n * E18}`,
        depositedUsdE18: '0',
        withdrawnUsdE18: `${100n * E18}`,
      },
    });
  });

  it('is none before the first look, and says so', async () => {
    const [, , third] = await arrangePortfolios(world.database.admin, 3, { from: 300 });
    const { body } = await askRoute('GET', `/api/portfolios/${third?.id}/performance`, {
      as: await world.session(ownerOf(302)),
    });
    expect(body).toEqual({ performance: null, absent: 'never-valued' });
  });
});

describe('statistics over HTTP', () => {
  it('are what the orders, fills and looks come to, by hand', async () => {
    const { body } = await get('statistics');
    const statistics = statisticsDto.parse(body.statistics);
    expect(statistics).toMatchObject({
      ...{ fromSeconds: timeOf(2), toSeconds: timeOf(10 * DAY), observedSeconds: (10 * DAY - 7 * HOUR) * 60 },
      rebalances: { count: 2, filled: 1, partlyFilled: 0, unfilled: 1, open: 0 },
      successBps: { value: 5_000 },
      // 100 A for 101 B, both at one dollar: the taker paid one.
      ...{ tradedUsdE18: `${100n * E18}`, costUsdE18: `${-E18}`, costBps: { value: -100 } },
      ...{ gasUsdE18: { value: '0', absent: null }, gasBps: { value: 0 } },
      days: [{ rebalances: 1, medianSeconds: 4 * 60, longestSeconds: 4 * 60 }],
      driftNowBps: { value: Math.floor((1_000 / 1_401 - 0.5) * 1e4) },
      driftWorstBps: { value: Math.floor((1_000 / 1_401 - 0.5) * 1e4) },
    });
    // 500 of 1,001 until the withdrawal, 500 of 901 after it; the first night nobody looked.
    const [before, after] = [Math.floor((501 / 1_001 - 0.5) * 1e4), Math.floor((500 / 901 - 0.5) * 1e4)];
    const hours = [5 * 24 - 7, 5 * 24] as const;
    const wanted = Math.round((before * hours[0] + after * hours[1]) / (hours[0] + hours[1]));
    expect(statistics.driftAverageBps.value).toBe(wanted);
  });

  it('of fewer than seven days are none, and say so', async () => {
    const as = await world.session(ownerOf(2));
    const { body } = await askRoute('GET', `/api/portfolios/${young}/statistics`, { as });
    expect(body).toEqual({ statistics: null, absent: 'under-seven-days' });
  });
});

describe('series over HTTP', () => {
  it('have at most as many points as asked for, each the last of its step, and show the night nobody looked as a gap', async () => {
    const { body } = await get('series?range=all&points=50');
    const { points, stepSeconds, assets } = seriesDto.parse(body);
    expect(points.length).toBeLessThanOrEqual(50);
    expect(points.length).toBeGreaterThan(40);
    expect(assets.map(({ symbol }) => symbol)).toEqual(['A', 'B']);
    for (const [index, { timeSeconds }] of points.entries())
      if (index > 0)
        expect(timeSeconds - (points[index - 1]?.timeSeconds ?? 0)).toBeLessThanOrEqual(2 * stepSeconds);
    expect(points.at(-1)).toMatchObject({
      ...{ timeSeconds: timeOf(10 * DAY), valueUsdE18: `${1_401n * E18}`, gapSeconds: 0 },
      driftsBps: [2_137, -2_137],
    });
    expect(points.filter(({ gapSeconds }) => gapSeconds > 0)).toMatchObject([
      { gapSeconds: (7 * HOUR - 2) * 60 },
    ]);
  });

  it('of any span lie in it', async () => {
    const [from, to] = [timeOf(4 * DAY), timeOf(4 * DAY + 5 * HOUR)];
    const { body } = await get(`series?fromSeconds=${from}&toSeconds=${to}`);
    expect(seriesDto.parse(body).points.map(({ timeSeconds }) => timeSeconds)).toEqual(
      Array.from({ length: 6 }, (_, hour) => from + hour * 3_600),
    );
    const backwards = await get(`series?fromSeconds=${to}&toSeconds=${from}`);
    expect(backwards).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    const before = await get('series?fromSeconds=0&toSeconds=1');
    expect(before.body.points).toEqual([]);
  });
});

describe('the rebalance log over HTTP', () => {
  it('has trigger, weights, orders, fills and the spread received, the latest first', async () => {
    const { body } = await get('rebalances');
    const { rows, nextCursor } = rebalancePage.parse(body);
    expect(nextCursor).toBeNull();
    expect(rows.map(({ outcome }) => outcome)).toEqual(['unfilled', 'filled']);
    expect(rows[1]).toMatchObject({
      ...{
        trigger: 'absolute',
        decidedAtSeconds: timeOf(2),
        triggeredAtSeconds: timeOf(2),
        lastFillAtSeconds: timeOf(6),
      },
      ...{ givenUsdE18: `${100n * E18}`, gotUsdE18: `${101n * E18}`, spreadUsdE18: `${E18}`, gasUsdE18: '0' },
      ...{ trackingErrorBeforeBps: 1_000, trackingErrorAfterBps: 4 },
      weights: [
        { symbol: 'A', beforeBps: 6_000, afterBps: 4_995 },
        { symbol: 'B', beforeBps: 4_000, afterBps: 5_004 },
      ],
      orders: [
        { status: 'filled', fillCount: 2, fills: [{ timeSeconds: timeOf(5) }, { timeSeconds: timeOf(6) }] },
      ],
    });
  });

  it('tells what each fill gave away at the feeds’ prices of its block, where looks have seen them', async () => {
    const logged = async () => rebalancePage.parse((await get('rebalances')).body).rows[1];
    expect(await logged()).toMatchObject({ lossBps: null, orders: [{ lossBps: null }] });
    const { admin } = world.database;
    const seen = (asset: string, block: number, usdE18: bigint) => admin`
      insert into price_points (asset, source, time_seconds, price_usd_e18)
      values (${asset}, 'recorded 31337 built', ${timeOf(block)}, ${`${usdE18}`})`;
    await seen('B', 1, E18);
    await seen('A', 4, (1_002n * E18) / 1_000n);
    // Of the second fill's block: the first one is older than that.
    await seen('A', 6, (101n * E18) / 100n);
    const fills = [
      { timeSeconds: timeOf(5), lossBps: 19.96 },
      { timeSeconds: timeOf(6), lossBps: -66.01 },
    ];
    // 40 % of the one and 60 % of the other.
    expect(await logged()).toMatchObject({ lossBps: -31.62, orders: [{ lossBps: -31.62, fills }] });
    // Worked out of the decision's own documents, to the same.
    const statistics = statisticsDto.parse((await get('statistics')).body.statistics);
    const figure = (value: number) => ({ value });
    expect(statistics.fills).toMatchObject({
      ...{ count: 2, unpriced: 0 },
      ...{ averageBps: figure(-31.62), bestBps: figure(-66.01), worstBps: figure(19.96) },
    });
    const rows = (await get('fills')).body.rows;
    expect(rows).toMatchObject([{ lossBps: -66.01 }, { lossBps: 19.96 }]);
    const exported = await get('export?what=fills&format=json');
    expect(exported.body.rows).toMatchObject([{ lossBps: -66.01 }, { lossBps: 19.96 }]);
    await admin`delete from price_points`;
  });

  it('is read in pages without a row twice or missing', async () => {
    const first = rebalancePage.parse((await get('rebalances?limit=1')).body);
    const second = rebalancePage.parse((await get(`rebalances?limit=1&cursor=${first.nextCursor}`)).body);
    expect([...first.rows, ...second.rows].map(({ outcome }) => outcome)).toEqual(['unfilled', 'filled']);
    expect(second.nextCursor).toBeNull();
  });
});

describe('cash flows over HTTP', () => {
  it('have value, price and weights at their blocks, the latest first, in pages', async () => {
    const { rows } = cashFlowPage.parse((await get('cash-flows')).body);
    expect(rows).toMatchObject([
      {
        ...{
          kind: 'out',
          units: `${-100n * E18}`,
          valueUsdE18: `${-100n * E18}`,
          timeSeconds: timeOf(5 * DAY - 1),
        },
        ...{ shareBps: Math.floor((100 / 1_001) * 1e4), weightBeforeBps: 5_004, weightAfterBps: 4_450 },
        priceAtSeconds: timeOf(5 * DAY - HOUR),
      },
      { kind: 'in', token: tokenAt(1), valueUsdE18: `${400n * E18}`, shareBps: 4_000, weightAfterBps: 4_000 },
      {
        kind: 'in',
        token: tokenAt(0),
        valueUsdE18: `${600n * E18}`,
        shareBps: 10_000,
        weightAfterBps: 10_000,
      },
    ]);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = cashFlowPage.parse(
        (await get(`cash-flows?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)).body,
      );
      seen.push(...page.rows.map(({ units }) => units));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(rows.map(({ units }) => units));
  });

  it('that no look was taken in after have no value yet', async () => {
    await arrangeFlow(world.database.admin, id, { block: 20 * DAY, token: 0, units: 5n });
    const { rows } = cashFlowPage.parse((await get('cash-flows?limit=1')).body);
    expect(rows).toMatchObject([{ units: '5', valueUsdE18: null, priceUsdE18: null, shareBps: null }]);
  });
});

describe('whoever may not see the portfolio', () => {
  it.each(['performance', 'statistics', 'series', 'cash-flows', 'rebalances'])(
    'is told of no %s',
    async (path) => {
      for (const as of [stranger, {}]) expect((await get(path, as)).status).toBe(404);
    },
  );
});
