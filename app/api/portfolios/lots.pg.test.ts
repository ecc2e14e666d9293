import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { lotDisposalRow, lotsAnswer, openLotRow } from '../../../lib/api/lots.ts';
import { tokenAt } from '../../../lib/engine/testing/builders.ts';
import { type BotDatabase, openBotDatabase } from '../../../services/store/database.ts';
import { feedSeries } from '../../../services/store/series/feed-series.ts';
import { savePricePoints } from '../../../services/store/series/price-points.ts';
import {
  type ArrangedPortfolio,
  arrangePortfolios,
  hashOf,
} from '../../../services/store/testing/arrange.ts';
import {
  arrangeFlow,
  arrangeLook,
  arrangeReach,
  arrangeTick,
  timeOf,
} from '../../../services/store/testing/arrange-looks.ts';

const E18 = 10n ** 18n;
const DAY = 24 * 60;

let world: ApiWorld;
let bot: BotDatabase;
let owner: Credentials;
let traded: ArrangedPortfolio;
let fresh: ArrangedPortfolio;

/** A fill of one of the portfolio's orders: A sold for B. */
const fill = async (block: number, [sold, bought]: readonly [bigint, bigint]) => {
  await world.database.admin`
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash, taker,
      sell_token, buy_token, sell_units, buy_units)
    values (31337, ${hashOf(`fill ${block}`)}, 3, ${hashOf(`block ${block}`)}, ${block}, ${timeOf(block)}, ${traded.id}, ${hashOf('order')},
      ${tokenAt(5)}, ${tokenAt(0)}, ${tokenAt(1)}, ${`${sold}`}, ${`${bought}`})`;
};

beforeAll(async () => {
  world = await buildApiWorld();
  const { admin, urls } = world.database;
  bot = openBotDatabase({ url: urls.bot });
  const [first, second] = await arrangePortfolios(admin, 2);
  if (first === undefined || second === undefined) throw new Error('nothing arranged');
  [traded, fresh] = [first, second];
  const tickId = await arrangeTick(admin);
  await arrangeReach(admin, 1_000_000);
  // 3 A at $ 10, 5 at $ 12, one withdrawn; then 4 sold in two fills; then 2 sold when nobody had seen a price for weeks.
  await arrangeFlow(admin, traded.id, { block: 1, token: 0, units: 3n * E18 });
  await arrangeFlow(admin, traded.id, { block: 3, token: 0, units: 5n * E18 });
  await arrangeFlow(admin, traded.id, { block: 4, token: 0, units: -E18 });
  await fill(5, [3n * E18, 40n * E18]);
  await fill(6, [E18, 14n * E18]);
  await fill(40 * DAY, [2n * E18, 30n * E18]);
  const look = (block: number, a: bigint, price: bigint) =>
    arrangeLook(admin, traded.id, {
      ...{ tickId, block },
      assets: [
        { units: a * E18, price: price * E18, targetBps: 5_000, symbol: '=A' },
        { units: 54n * E18, price: E18, targetBps: 5_000, symbol: 'B' },
      ],
    });
  await look(2, 3n, 10n);
  await look(7, 3n, 9n);
  await bot.run((sql) =>
    savePricePoints(
      sql,
      [
        [1, 10n],
        [3, 12n],
      ].flatMap(([block, price]) => [
        {
          asset: '=A',
          source: 'recorded 31337 built',
          knownAtSeconds: timeOf(Number(block)),
          priceUsdE18: BigInt(price ?? 0) * E18,
        },
        {
          asset: 'B',
          source: 'recorded 31337 built',
          knownAtSeconds: timeOf(Number(block)),
          priceUsdE18: E18,
        },
      ]),
    ),
  );
  for (let round = 0; round < 4; round += 1) await bot.run((sql) => feedSeries(sql, [traded.id]));
  owner = await world.session(ownerOf(1));
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await world?.stop();
});

const get = (query = '', as: Credentials = owner) =>
  askRoute('GET', `/api/portfolios/${traded.id}/lots${query}`, { as });
const lotsOf = async (query: string) => {
  const { status, body } = await get(query);
  expect(status).toBe(200);
  const { lots } = lotsAnswer.parse(body);
  if (lots === null) throw new Error('no lots');
  return lots;
};

describe('tax lots over HTTP', () => {
  // Newest first. The withdrawal takes one at 10; of the first fill two are at 10 and one at 12, and 40 / 3 is cut, the rest to the last.
  it.each([
    [
      'fifo',
      [
        ['sold', '2', null, '24', null, 'proceeds-unknown'],
        ['sold', '1', '14', '12', '2', null],
        ['sold', '1', '13.333333333333333334', '12', '1.333333333333333334', null],
        ['sold', '2', '26.666666666666666666', '20', '6.666666666666666666', null],
        ['withdrawn', '1', null, '10', null, null],
      ],
    ],
    [
      'hifo',
      [
        ['sold', '2', null, '20', null, 'proceeds-unknown'],
        ['sold', '1', '14', '12', '2', null],
        ['sold', '3', '40', '36', '4', null],
        ['withdrawn', '1', null, '12', null, null],
      ],
    ],
    [
      // 90 for 8: one is 11.25.
      'average',
      [
        ['sold', '2', null, '22.5', null, 'proceeds-unknown'],
        ['sold', '1', '14', '11.25', '2.75', null],
        ['sold', '3', '40', '33.75', '6.25', null],
        ['withdrawn', '1', null, '11.25', null, null],
      ],
    ],
  ])('by %s are those worked out by hand', async (method, expected) => {
    const { disposals } = await lotsOf(`?method=${method}`);
    expect(
      disposals.map((one) => [one.kind, one.amount, one.proceedsUsd, one.costUsd, one.gainUsd, one.missing]),
    ).toEqual(expected);
  });

  it('say what is left, at the last look’s price, and which of it is worth less than it cost', async () => {
    const { open, pricesAtSeconds } = await lotsOf('');
    expect(pricesAtSeconds).toBe(timeOf(7));
    expect(open.filter(({ token }) => token === tokenAt(0))).toMatchObject([
      ...[{ amount: '1', costUsd: '12', valueUsd: '9', unrealisedUsd: '-3', lossRecentlyBought: false }],
    ]);
    // What the fills brought cost what they brought; the last has neither.
    expect(open.filter(({ token }) => token === tokenAt(1)).map((lot) => [lot.amount, lot.costUsd])).toEqual([
      ['40', '40'],
      ['14', '14'],
      ['30', null],
    ]);
  });

  it('add up by year and token, and count apart what isn’t known', async () => {
    const { years, tokens } = await lotsOf('');
    const sums = { proceedsUsd: '54', costUsd: '44', gainUsd: '10', gainOverAYearUsd: '0' };
    expect(tokens).toEqual([{ symbol: '=A', token: tokenAt(0), ...sums, sold: 4, unknown: 1 }]);
    expect(years.reduce((sum, { sold }) => sum + sold, 0)).toBe(4);
    const [last] = years;
    const listed = await lotsOf(`?year=${last?.year}`);
    expect(listed.disposals.every(({ at }) => at.startsWith(`${last?.year}`))).toBe(true);
    expect(listed.years).toEqual(years);
  });

  it('come as a file with the same numbers, and a symbol that would be a formula is none', async () => {
    for (const [table, row] of [
      ['disposals', lotDisposalRow],
      ['open', openLotRow],
    ] as const) {
      const answer = await get(`?format=csv&table=${table}`);
      expect(answer.headers.get('content-type')).toContain('text/csv');
      const { data, meta } = Papa.parse<Record<string, string>>(answer.text.trim(), { header: true });
      expect(meta.fields).toEqual(Object.keys(row.shape));
      const told: readonly object[] = (await lotsOf(''))[table];
      expect(data).toEqual(
        told.map((one) =>
          Object.fromEntries(
            Object.entries(one).map(([name, value]) => [
              name,
              value === null ? '' : `${value === '=A' ? "'" : ''}${value}`,
            ]),
          ),
        ),
      );
    }
  });

  it('are the owner’s alone', async () => {
    expect((await get('', await world.session(ownerOf(77)))).status).toBe(404);
    await world.database.admin`update portfolios set shared = true where id = ${traded.id}`;
    const { status, body } = await get('', await world.session(ownerOf(77)));
    expect([status, body.code]).toEqual([403, 'not-owner']);
  });

  it('of a portfolio that was just created are none, which is no failure', async () => {
    const { body } = await askRoute('GET', `/api/portfolios/${fresh.id}/lots`, {
      as: await world.session(ownerOf(2)),
    });
    expect(lotsAnswer.parse(body).lots).toEqual({
      ...{ method: 'fifo', pricesAtSeconds: null, years: [], tokens: [], open: [], disposals: [] },
    });
  });
});
