import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFacts } from '../../../components/analyst/read-facts.ts';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { analysisDto } from '../../../lib/api/analysis.ts';
import { policyOf } from '../../../lib/engine/testing/builders.ts';
import type { Facts } from '../../../lib/facts/fact.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { recordedSource } from '../../../lib/prices/price-points.ts';
import { readFacts } from '../../../services/analyst/read-facts.ts';
import { readPortfoliosForFacts, readPriceTracks } from '../../../services/store/analyst/fact-reads.ts';
import { type BotDatabase, openBotDatabase } from '../../../services/store/database.ts';
import { feedSeries } from '../../../services/store/series/feed-series.ts';
import { savePricePoints } from '../../../services/store/series/price-points.ts';
import { arrangePortfolios, CHAIN_ID } from '../../../services/store/testing/arrange.ts';
import {
  arrangeFlow,
  arrangeLook,
  arrangeReach,
  arrangeTick,
  timeOf,
} from '../../../services/store/testing/arrange-looks.ts';
import { arrangeFill, arrangeOrder } from '../../../services/store/testing/arrange-orders.ts';

const E18 = 10n ** 18n;
/** Blocks of a minute. */
const HOUR = 60;
const DAY = 24 * HOUR;
const DAYS = 9;

let world: ApiWorld;
let bot: BotDatabase;
let owner: Credentials;
let tickId = '';
let ids: readonly string[] = [];
let acted = '';

/** A look at so many A and B, A at a price in dollars. */
const look = (portfolioId: string, block: number, [a, b, price]: readonly [number, number, number]) =>
  arrangeLook(world.database.admin, portfolioId, {
    ...{ tickId, block },
    assets: [
      { units: BigInt(a) * E18, price: BigInt(price) * E18, targetBps: 5_000 },
      { units: BigInt(b) * E18, price: E18, targetBps: 5_000 },
    ],
  });

/** A rises by a dollar a day from 10 on; B stays. */
const recordPrices = () =>
  bot.run((sql) =>
    savePricePoints(
      sql,
      ['A', 'B'].flatMap((asset) =>
        Array.from({ length: DAYS * 24 }, (_, hour) => ({
          ...{ asset, source: recordedSource(CHAIN_ID, 'built'), knownAtSeconds: timeOf(0) + hour * 3_600 },
          priceUsdE18: asset === 'A' ? 10n * E18 + (BigInt(hour) * E18) / 24n : E18,
        })),
      ),
    ),
  );

beforeAll(async () => {
  world = await buildApiWorld();
  const { admin } = world.database;
  bot = openBotDatabase({ url: world.database.urls.bot });
  ids = (await arrangePortfolios(admin, 3)).map(({ id }) => id);
  const [id = '', other = ''] = ids;
  const policy = JSON.stringify(policyToJson(policyOf({ lookEverySeconds: 3_600 })));
  await admin`update policies set policy = ${policy}::text::jsonb`;
  tickId = await arrangeTick(admin);
  await arrangeReach(admin, 1_000_000);
  await arrangeFlow(admin, id, { block: 1, token: 0, units: 60n * E18 });
  await arrangeFlow(admin, id, { block: 1, token: 1, units: 400n * E18, logIndex: 1 });
  // 600 and 400 dollars: 10 A are to be sold for 100 B.
  const { decisionId } = await look(id, 2, [60, 400, 10]);
  acted = decisionId;
  await arrangeOrder(admin, { decisionId, n: 1 }, { status: 'filled', sold: 10n * E18, bought: 101n * E18 });
  await arrangeFill(admin, { n: 1, block: 5, sold: 4n * E18, bought: 40n * E18 });
  await arrangeFill(admin, { n: 1, block: 6, sold: 6n * E18, bought: 61n * E18 });
  for (let block = HOUR; block <= 8 * DAY; block += 6 * HOUR) await look(id, block, [50, 501, 10]);
  await arrangeFlow(admin, id, { block: 8 * DAY + 1, token: 1, units: -101n * E18 });
  await look(id, 8 * DAY + 2, [50, 400, 12]);
  await look(other, 2, [1, 1, 10]);
  await recordPrices();
  for (let round = 0; round < 4; round += 1) await bot.run((sql) => feedSeries(sql, ids));
  owner = await world.session(ownerOf(1));
}, 120_000);
afterAll(async () => {
  await bot?.close();
  await world?.stop();
});

const get = (path: string, as: Credentials = owner) => askRoute('GET', `/api/portfolios/${path}`, { as });

const amounts = (body: unknown): Readonly<Record<string, unknown>> => {
  const { facts, missing } = analysisDto.parse(body);
  return Object.fromEntries([
    ...facts.map(({ id, amount, word }) => [id, word ?? amount]),
    ...missing.map(({ id, why }) => [id, why]),
  ]);
};

describe('the facts of a portfolio over HTTP', () => {
  it('are what its rows say, by hand', async () => {
    const { status, body } = await get(`${ids[0]}/analysis`);
    expect(status).toBe(200);
    // 60 A at 10 and 400 B in; 10 A went for 101 B, A rose to 12, 101 B went out: 1,000 of 1,000 put in, 101 taken.
    expect(amounts(body)).toMatchObject({
      'value.now': `${1_000n * E18}`,
      'deposited.30d': `${1_000n * E18}`,
      'withdrawn.30d': `${101n * E18}`,
      'gain.30d': `${101n * E18}`,
      // A: 600 − 600 + 100. B: 400 + 101 − 400 − 101, bought for 101.
      'contribution.30d:A': `${100n * E18}`,
      'contribution.30d:B': '0',
      'trading-effect.30d': `${E18}`,
      'contribution-share.30d:A': '1000',
      'gain-share.30d': '1010',
      // 101 B for 10 A that are now worth 120.
      [`rebalance-effect.30d:${acted}`]: `${-19n * E18}`,
      'held-effect.30d': `${120n * E18}`,
      'traded.30d': `${100n * E18}`,
      'cost.30d': `${-E18}`,
      'cost-gas.30d': '0',
      'weight.now:A': '6000',
      'target.now:A': '5000',
      'trend.30d:A': 'rising',
      'trend-fit.30d:B': '0',
      'correlation.30d:A/B': 'too-few-prices',
      'loss-used.now': '0',
    });
  });

  it('of a shorter span begin with the last look before it', async () => {
    const { body } = await get(`${ids[0]}/analysis?span=7d`);
    expect(amounts(body)).toMatchObject({
      'deposited.7d': '0',
      'gain.7d': `${100n * E18}`,
      'contribution.7d:A': `${100n * E18}`,
      'rebalances.7d': '0',
    });
  });

  it('are absences where nobody has looked yet, and nothing at all for strangers', async () => {
    const second = await world.session(ownerOf(3));
    const { body } = await get(`${ids[2]}/analysis`, second);
    expect(body).toMatchObject({
      asOfSeconds: 0,
      facts: [],
      missing: [{ id: 'value.now', why: 'never-valued' }],
    });
    for (const stranger of [await world.session(ownerOf(77)), second])
      expect((await get(`${ids[0]}/analysis`, stranger)).status).toBe(404);
    expect((await get(`${ids[0]}/analysis?span=2d`)).status).toBe(400);
  });

  it('are the same whether they are read of all portfolios at once or of each by itself, and as a page reads them', async () => {
    const factsOf = (wanted: readonly string[]): Promise<readonly Facts[]> =>
      bot.run(async (sql) => {
        const found: Facts[] = [];
        const reads = {
          portfolios: (some: readonly string[], stepped: { spanSeconds: number; steps: number }) =>
            readPortfoliosForFacts(sql, some, stepped),
          tracks: (tracks: Parameters<typeof readPriceTracks>[1]) => readPriceTracks(sql, tracks),
        };
        for await (const facts of readFacts(reads, wanted, '30d')) found.push(facts);
        return found;
      });
    const together = await factsOf(ids);
    expect(together).toHaveLength(3);
    // Of the second alone the markets are read up to its own last look.
    const [first, , third] = together;
    expect([...(await factsOf(ids.slice(0, 1))), ...(await factsOf(ids.slice(2)))]).toEqual([first, third]);
    expect(parseFacts((await get(`${ids[0]}/analysis`)).body)).toEqual({
      ...{ asOfSeconds: first?.asOf, facts: first?.facts, missing: first?.missing },
    });
  });
});
