import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { bandsAnswer } from '../../../lib/api/bands.ts';
import { reportAnswer } from '../../../lib/api/reports.ts';
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

const E18 = 10n ** 18n;
const HOUR = 60;
const DAY = 24 * HOUR;

let world: ApiWorld;
let bot: BotDatabase;
let owner: Credentials;
let [traded, untraded, empty] = ['', '', ''];

beforeAll(async () => {
  world = await buildApiWorld();
  const { admin, urls } = world.database;
  bot = openBotDatabase({ url: urls.bot });
  [traded, untraded, empty] = (await arrangePortfolios(admin, 3)).map(({ id }) => id) as [
    string,
    string,
    string,
  ];
  const policy = JSON.stringify(policyToJson(policyOf({ lookEverySeconds: 3_600 })));
  await admin`update policies set policy = ${policy}::text::jsonb`;
  const tickId = await arrangeTick(admin);
  await arrangeReach(admin, 1_000_000);
  const look = (id: string, block: number, [a, b]: readonly [bigint, bigint], price: bigint) =>
    arrangeLook(admin, id, {
      ...{ tickId, block },
      assets: [
        { units: a * E18, price: (price * E18) / 100n, targetBps: 5_000 },
        { units: b * E18, price: E18, targetBps: 5_000 },
      ],
    });
  for (const id of [traded, untraded]) {
    await arrangeFlow(admin, id, { block: 1, token: 0, units: 600n * E18 });
    await arrangeFlow(admin, id, { block: 1, token: 1, units: 400n * E18, logIndex: 1 });
  }
  const { decisionId } = await look(traded, 2, [600n, 400n], 100n);
  await admin`
    insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, 0, 'order-book', decision #>> '{plan,legs,0,sellToken}', decision #>> '{plan,legs,0,buyToken}',
      (decision #>> '{plan,legs,0,sellUnits}')::numeric, (decision #>> '{plan,legs,0,buyUnits}')::numeric
    from decisions where id = ${decisionId}`;
  await admin`
    insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver, sell_token,
      buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds, status, filled_sell_units, filled_buy_units,
      placed_at)
    select ${hashOf('id')}, ${hashOf('order')}, d.portfolio_id, d.id, 0, 'order-book', 31337, 1, ${tokenAt(9)}, ${tokenAt(9)},
      l.sell_token, l.buy_token, l.sell_units, l.buy_units, 1, 0, '0x00', 1, 'filled', ${`${100n * E18}`}, ${`${101n * E18}`}, now()
    from decisions d join legs l on l.decision_id = d.id where d.id = ${decisionId}`;
  await admin`
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash, taker,
      sell_token, buy_token, sell_units, buy_units)
    select 31337, ${hashOf('fill')}, 0, ${hashOf('block 5')}, 5, ${timeOf(5)}, portfolio_id, order_hash, ${tokenAt(5)}, sell_token,
      buy_token, ${`${100n * E18}`}, ${`${101n * E18}`} from orders`;
  // A look every six hours for ten days; nobody looks on the fifth.
  for (let block = 6 * HOUR; block <= 10 * DAY; block += 6 * HOUR) {
    if (block > 4 * DAY && block < 5 * DAY) continue;
    const price = BigInt(100 + ((block / HOUR) % 17));
    await look(traded, block, [500n, 501n], price);
    await look(untraded, block, [600n, 400n], price);
  }
  for (let round = 0; round < 10; round += 1) await bot.run((sql) => feedSeries(sql, [traded, untraded]));
  owner = await world.session(ownerOf(1));
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await world?.stop();
});

const reportOf = async (id: string, span: string, as: Credentials) => {
  const { status, body } = await askRoute('GET', `/api/portfolios/${id}/reports/${span}`, { as });
  expect(status).toBe(200);
  return reportAnswer.parse(body);
};

describe('a report over HTTP', () => {
  it('of a month has what was done, what it cost and which way of rebalancing was best', async () => {
    const { report } = await reportOf(traded, '30d', owner);
    expect(report).toMatchObject({
      ...{ span: '30d', fromSeconds: timeOf(1), toSeconds: timeOf(10 * DAY) },
      statistics: { rebalances: { count: 1, filled: 1 }, successBps: { value: 10_000 } },
      gas: { transactions: 0, unpriced: 0, costWei: '0', usdE18: '0' },
      // 100 for 101: a hundred basis points came in.
      strategies: [
        {
          ...{ trigger: 'absolute', venue: 'order-book', rebalances: 1, costBps: { value: -100 } },
          ...{ tradedUsdE18: `${100n * E18}`, costUsdE18: `${-E18}` },
        },
      ],
    });
    expect(report?.risk.sharpeE4.absent).toBeNull();
    expect(report?.risk.drawdownBps.value).toBeLessThan(0);
    const { assets, versusIndexBps, ofItCostBps, ofItDriftBps } = report?.attribution ?? {};
    const shares = assets?.value?.reduce((sum, { usdE18 }) => sum + BigInt(usdE18), 0n);
    expect(`${shares}`).toBe(report?.performance.versusHoldUsdE18.value);
    expect((ofItCostBps?.value ?? 0) + (ofItDriftBps?.value ?? 0)).toBe(versusIndexBps?.value);
    expect(ofItCostBps?.value).toBeGreaterThan(0);
  });

  it('of a day counts that day alone, and blows nothing up to a year', async () => {
    const { report } = await reportOf(traded, '24h', owner);
    expect(report).toMatchObject({
      ...{ fromSeconds: timeOf(9 * DAY), toSeconds: timeOf(10 * DAY) },
      statistics: { rebalances: { count: 0 }, successBps: { absent: 'nothing-closed' } },
      ...{ strategies: [], risk: { sharpeE4: { value: null, absent: 'under-seven-days' } } },
    });
    expect(report?.performance.timeWeightedBps.value).not.toBeNull();
  });

  it('says for how long nobody looked', async () => {
    const { report } = await reportOf(traded, '1y', owner);
    const { fromSeconds = 0, toSeconds = 0, observedSeconds = 0 } = report?.performance ?? {};
    expect(toSeconds - fromSeconds - observedSeconds).toBeGreaterThan(0.5 * 86_400);
  });

  it('where nothing was traded says so of every cost, and is exactly what holding brought', async () => {
    const { report } = await reportOf(untraded, '30d', await world.session(ownerOf(2)));
    expect(report).toMatchObject({
      statistics: {
        ...{ rebalances: { count: 0 }, tradedUsdE18: '0', costBps: { absent: 'nothing-traded' } },
        fills: { count: 0, averageBps: { absent: 'nothing-traded' } },
      },
      performance: { versusHoldUsdE18: { value: '0' }, rebalancingBps: { value: 0 } },
      strategies: [],
    });
    expect(report?.attribution.assets.value?.every(({ usdE18 }) => usdE18 === '0')).toBe(true);
  });

  it('of a portfolio that was just created is none, and says why', async () => {
    expect(await reportOf(empty, '24h', await world.session(ownerOf(3)))).toEqual({
      ...{ report: null, absent: 'never-valued' },
    });
  });

  it('as a file has a row for each figure of the JSON', async () => {
    const { report } = await reportOf(traded, '30d', owner);
    const { text } = await askRoute('GET', `/api/portfolios/${traded}/reports/30d?format=csv`, { as: owner });
    const { data } = Papa.parse<Record<string, string>>(text.trim(), { header: true });
    const value = (figure: string) => data.find((row) => row.figure === figure)?.value;
    expect(value('strategies.0.tradedUsdE18')).toBe('100');
    expect(value('statistics.rebalances.count')).toBe('1');
    expect(value('risk.drawdownBps')).toBe(`${report?.risk.drawdownBps.value}`);
    expect(new Set(data.map(({ figure }) => figure)).size).toBe(data.length);
  });

  it('of another’s portfolio is none to a stranger, and there to whoever it is shared with', async () => {
    const stranger = await world.session(ownerOf(77));
    const path = `/api/portfolios/${traded}/reports/30d`;
    expect((await askRoute('GET', path, { as: stranger })).status).toBe(404);
    await world.database.admin`update portfolios set shared = true where id = ${traded}`;
    expect((await askRoute('GET', path, { as: stranger })).status).toBe(200);
  });
});

describe('bands over HTTP', () => {
  const bandsOf = async (id: string, as: Credentials) =>
    bandsAnswer.parse((await askRoute('GET', `/api/portfolios/${id}/bands`, { as })).body);

  it('are not told of ten days, nor of a portfolio that was just created, each in a word', async () => {
    expect(await bandsOf(traded, owner)).toEqual({ bands: null, absent: 'history-too-short' });
    expect(await bandsOf(empty, await world.session(ownerOf(3)))).toEqual({
      ...{ bands: null, absent: 'never-valued' },
    });
  });

  it('of three weeks are a table with the policy in force, as a file too', async () => {
    const { admin } = world.database;
    const tickId = await arrangeTick(admin);
    for (let block = 10 * DAY + 6 * HOUR; block <= 21 * DAY; block += 6 * HOUR)
      await arrangeLook(admin, traded, {
        ...{ tickId, block },
        assets: [
          { units: 500n * E18, price: (BigInt(100 + ((block / HOUR) % 17)) * E18) / 100n, targetBps: 5_000 },
          { units: 501n * E18, price: E18, targetBps: 5_000 },
        ],
      });
    for (let round = 0; round < 5; round += 1) await bot.run((sql) => feedSeries(sql, [traded]));
    const { bands } = await bandsOf(traded, owner);
    expect(bands).toMatchObject({ policyVersion: 1, fromSeconds: timeOf(2) });
    expect(bands?.tried.length).toBe(18);
    const { text } = await askRoute('GET', `/api/portfolios/${traded}/bands?format=csv`, { as: owner });
    expect(text.trim().split('\r\n')).toHaveLength(19);
  });
});
