import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { checkText } from '../../../lib/analyst/check-text.ts';
import type { Facts } from '../../../lib/facts/fact.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';
import { readFacts } from '../../analyst/read-facts.ts';
import type { ModelSettings } from '../../env-model.ts';
import { type FakeTurn, startOpenAiFake } from '../../models/testing/openai-fake.ts';
import { Secret } from '../../secret.ts';
import { readPortfoliosForFacts, readPriceTracks } from '../../store/analyst/fact-reads.ts';
import { readSummaries } from '../../store/analyst/summaries.ts';
import { type BotDatabase, openBotDatabase } from '../../store/database.ts';
import { feedSeries } from '../../store/series/feed-series.ts';
import { arrangePortfolios, CHAIN_ID, removePortfolios } from '../../store/testing/arrange.ts';
import { arrangeFlow, arrangeLook, arrangeReach, arrangeTick } from '../../store/testing/arrange-looks.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { writeSummaries } from './summaries.ts';

const KEY = 'gsk_of-nobody';
const HOUR = 60;
const PORTFOLIOS = 4;
/** Right whatever the facts are. */
const DRAFT = 'The portfolio is worth {value.now}. The weight of WETH is {weight.now:WETH}.';

let world: ApiWorld;
let bot: BotDatabase;
let fake: Awaited<ReturnType<typeof startOpenAiFake>>;
let owner: Credentials;
let ids: readonly string[] = [];
let id = '';
let tickId = '';

beforeAll(async () => {
  world = await buildApiWorld();
  bot = openBotDatabase({ url: world.database.urls.bot, connectionsMax: 5 });
  fake = await startOpenAiFake(KEY);
  owner = await world.session(ownerOf(1));
});
afterAll(async () => {
  await fake?.close();
  await bot?.close();
  await world?.stop();
});

const look = async (portfolioId: string, block: number, price: bigint): Promise<void> => {
  await arrangeLook(world.database.admin, portfolioId, {
    ...{ tickId, block },
    assets: [
      { units: 6n * E18, price: price * E18, targetBps: 5_000, symbol: 'WETH' },
      { units: 40n * E18, price: E18, targetBps: 5_000, symbol: 'USDC' },
    ],
  });
  await world.database.admin`update decisions set created_at = now()`;
  await bot.run((sql) => feedSeries(sql, [portfolioId]));
};

beforeEach(async () => {
  const { admin } = world.database;
  await removePortfolios(admin);
  ids = (await arrangePortfolios(admin, PORTFOLIOS)).map((one) => one.id);
  [id = ''] = ids;
  tickId = await arrangeTick(admin);
  await arrangeReach(admin, 1_000_000);
  await arrangeFlow(admin, id, { block: 1, token: 0, units: 6n * E18 });
  await arrangeFlow(admin, id, { block: 1, token: 1, units: 40n * E18, logIndex: 1 });
  await look(id, 2, 10n);
  await look(id, 2 * HOUR, 12n);
});

const modelAt = (url: string): ModelSettings => ({
  ...{ kind: 'openai-shaped', url, name: 'fake', key: new Secret(KEY), timeoutMs: 4_000 },
});
const write = (model: ModelSettings | null = null) =>
  writeSummaries({ run: inDatabase(bot), env: { model }, served: { chainId: CHAIN_ID } }, () => false);
const stored = (portfolioId = id) =>
  bot.run((sql) => readSummaries(sql, { portfolioId, limit: PORTFOLIOS * 10 }));
const get = (as?: Credentials) =>
  askRoute('GET', `/api/portfolios/${id}/summaries`, as === undefined ? {} : { as });
const pass = (seconds: number) =>
  world.database.admin`update summary_turns set due_at = due_at - make_interval(secs => ${seconds})`;
const done = (written: number, worded = 0) => ({ ok: true, value: { written, worded } });

const factsOf = (portfolioId: string): Promise<Facts> =>
  bot.run(async (sql) => {
    const reads = {
      portfolios: (some: readonly string[], stepped: Parameters<typeof readPortfoliosForFacts>[2]) =>
        readPortfoliosForFacts(sql, some, stepped),
      tracks: (wanted: Parameters<typeof readPriceTracks>[1]) => readPriceTracks(sql, wanted),
    };
    for await (const facts of readFacts(reads, [portfolioId], '30d')) return facts;
    throw new Error('no facts');
  });

const waitersOf = async (sql: TransactionSql): Promise<unknown> => {
  await sql`select pg_stat_clear_snapshot()`;
  const [row] = await sql`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.count;
};

/** Work of two whose first turns are given free only when both wait for them. */
const meeting = async <T>(work: () => Promise<T>): Promise<T> => {
  const { admin } = world.database;
  for (const one of ids)
    await admin`insert into summary_turns (portfolio_id, due_at) values (${one}, now() - interval '1 second')`;
  const { working } = await admin.begin(async (sql) => {
    await sql`select from summary_turns order by portfolio_id for update`;
    const started = work();
    await expect.poll(() => waitersOf(sql)).toBe(2);
    return { working: started };
  });
  return working;
};

describe('the summaries that a tick writes', () => {
  it('are one of a portfolio that is due, every sentence of it held by the facts, and read as stored', async () => {
    expect(await write()).toEqual(done(1));
    const facts = await factsOf(id);
    const [summary, ...more] = await stored();
    expect(more).toEqual([]);
    expect(summary).toMatchObject({ asOfSeconds: facts.asOf, whyTemplate: 'not-configured' });
    // 6 WETH at 12 and 40 USDC.
    expect(summary?.sentences[0]?.text).toMatch(/the portfolio is worth \$ 112\.00\.$/);
    expect(summary?.sentences.length).toBeGreaterThan(5);
    const known = new Set(facts.facts.map((fact) => fact.id));
    for (const { text, factIds } of summary?.sentences ?? []) {
      expect([text, checkText(facts, text)]).toEqual([text, []]);
      expect(factIds.filter((one) => !known.has(one))).toEqual([]);
    }
    const { status, body } = await get(owner);
    expect([status, body]).toEqual([200, { summaries: [summary] }]);
  });

  it('are shown to whoever may see the portfolio, signed in or not, and to nobody else', async () => {
    await write();
    expect([(await get()).status, (await get(await world.session(ownerOf(77)))).status]).toEqual([404, 404]);
    await world.database.admin`update portfolios set shared = true where id = ${id}`;
    expect((await get()).body).toEqual({ summaries: await stored() });
    const asked = await askRoute('POST', `/api/portfolios/${id}/summaries`);
    expect([asked.status, asked.body.code]).toEqual([401, 'unauthorised']);
  });

  it('are written once an hour, and of a new look at once where their owner asks', async () => {
    await write();
    await look(id, 3 * HOUR, 13n);
    await pass(3_500);
    expect(await write()).toEqual(done(0));
    await pass(101);
    expect(await write()).toEqual(done(1));
    await look(id, 4 * HOUR, 14n);
    expect(await write()).toEqual(done(0));
    const asked = await askRoute('POST', `/api/portfolios/${id}/summaries`, { as: owner });
    expect([asked.status, asked.body]).toEqual([202, { asked: true }]);
    expect(await write()).toEqual(done(1));
    expect((await stored()).map(({ sentences }) => sentences[0]?.text.split('worth ')[1])).toEqual([
      ...['$ 124.00.', '$ 118.00.', '$ 112.00.'],
    ]);
  });

  it('are written once where two workers write at the same time, and the model is asked once for each', async () => {
    for (const other of ids.slice(1)) await look(other, 2, 10n);
    fake.play(ids.map((): FakeTurn => ({ kind: 'text', text: DRAFT })));
    const model = modelAt(fake.url);
    const both = await meeting(() => Promise.all([write(model), write(model)]));
    expect(both.map((one) => (one.ok ? one.value.written : 0)).reduce((sum, one) => sum + one)).toBe(
      PORTFOLIOS,
    );
    expect(fake.seen()).toHaveLength(PORTFOLIOS);
    for (const one of ids) expect(await stored(one)).toHaveLength(1);
  });

  it('are asked of no model again for a look that has one, whoever wants it', async () => {
    fake.play([{ kind: 'text', text: DRAFT }]);
    expect(await write(modelAt(fake.url))).toEqual(done(1, 1));
    await pass(3_601);
    expect((await askRoute('POST', `/api/portfolios/${id}/summaries`, { as: owner })).status).toBe(202);
    expect(await write(modelAt(fake.url))).toEqual(done(0));
    expect([fake.seen().length, (await stored()).length]).toEqual([1, 1]);
  });

  it('stand in the template’s words where the model is down, and say why', async () => {
    const down = await startOpenAiFake(KEY);
    await down.close();
    expect(await write(modelAt(down.url))).toEqual(done(1));
    const [summary] = await stored();
    expect(summary?.whyTemplate).toBe('model-unavailable');
    await world.database.admin`delete from summaries`;
    await world.database.admin`delete from summary_turns`;
    await write();
    expect(summary?.sentences).toEqual((await stored())[0]?.sentences);
  });

  it('are in the model’s words where its draft is right, and in the template’s where it isn’t', async () => {
    fake.play([{ kind: 'text', text: DRAFT }]);
    expect(await write(modelAt(fake.url))).toEqual(done(1, 1));
    expect(await stored()).toMatchObject([
      {
        whyTemplate: null,
        sentences: [
          {
            // 72 of 112 dollars.
            text: 'The portfolio is worth $ 112.00. The weight of WETH is 64.29 %.',
            factIds: ['value.now', 'weight.now:WETH'],
          },
        ],
      },
    ]);
    await look(id, 3 * HOUR, 13n);
    await pass(3_601);
    fake.play([{ kind: 'text', text: `${DRAFT} There were fourteen trades.` }]);
    expect(await write(modelAt(fake.url))).toEqual(done(1));
    expect((await stored())[0]?.whyTemplate).toBe('text-unsupported');
    expect(fake.refused()).toEqual([]);
  });
});
