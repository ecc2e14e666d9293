import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, askRoute, buildApiWorld, type Credentials } from '../../../e2e/support/api-world.ts';
import { type BotWorld, buildBotWorld } from '../../../e2e/support/bot-world.ts';
import { PAYLOADS, PLACES, readsAsOrder, SECRET } from '../../analyst/testing/injected-orders.ts';
import type { ModelSettings } from '../../env-model.ts';
import { type FakeTurn, startOpenAiFake } from '../../models/testing/openai-fake.ts';
import { Secret } from '../../secret.ts';
import { type BotDatabase, openBotDatabase } from '../../store/database.ts';
import { arrangePortfolios } from '../../store/testing/arrange.ts';
import { arrangeLook, arrangeTick } from '../../store/testing/arrange-looks.ts';
import { wholeDatabase } from '../../store/testing/whole-database.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { writeSummaries } from './summaries.ts';

// A portfolio on a chain with an order in the book; what others wrote stands in its stored rows; a model that does what it reads.

const KEY = 'gsk_of-nobody';
const WBTC = 2_400_000_000_000n;
/** What the analyst's code writes itself: its summaries and whose turn is next; and what asking leaves: when a session was last used, counts of requests. */
const OWN = ['summaries', 'summary_turns', 'sessions', 'request_allowances', 'tick_totals'];

let chain: BotWorld;
let api: ApiWorld;
let bot: BotDatabase;
let fake: Awaited<ReturnType<typeof startOpenAiFake>>;
let owner: Credentials;
let mine = '';
let theirs = '';

beforeAll(async () => {
  chain = await buildBotWorld();
  await chain.tick();
  await chain.setPrices(100_000_000n, WBTC);
  await chain.tick();
  const { admin, urls } = chain.database;
  const [own] = await admin<{ id: string; owner: `0x${string}` }[]>`
    select p.id::text, a.owner from portfolios p join accounts a on a.id = p.account_id where a.address = ${chain.portfolio.toLowerCase()}`;
  if (own === undefined) throw new Error('the bot has not found the portfolio');
  mine = own.id;
  api = await buildApiWorld(chain.database);
  bot = openBotDatabase({ url: urls.bot, connectionsMax: 5 });
  fake = await startOpenAiFake(KEY);
  owner = await api.session(own.owner);
  theirs = (await arrangePortfolios(admin, 1))[0]?.id ?? '';
  await arrangeLook(admin, theirs, {
    ...{ tickId: await arrangeTick(admin), block: 2 },
    assets: [{ units: 10n ** 18n, targetBps: 10_000, symbol: SECRET }],
  });
});
afterAll(async () => {
  await fake?.close();
  await bot?.close();
  await api?.stop();
  await chain?.stop();
});

/** All that the chain has: its newest block with the root of its state, and what waits to come into one. */
const wholeChain = async (): Promise<string> =>
  JSON.stringify([
    await chain.rpc('eth_getBlockByNumber', ['latest', false]),
    await chain.rpc('txpool_content'),
    await chain.rpc('eth_getTransactionCount', [chain.deployer.account.address, 'pending']),
  ]);

type StoredLook = {
  readonly snapshotId: string;
  readonly snapshot: string;
  readonly decisionId: string;
  readonly decision: string;
};

const newestLook = async (): Promise<StoredLook> => {
  const [row] = await chain.database.admin<StoredLook[]>`
    select s.id::text as "snapshotId", s.snapshot::text, d.id::text as "decisionId", d.decision::text
    from snapshots s join decisions d on d.snapshot_id = s.id where s.portfolio_id = ${mine} order by s.id desc limit 1`;
  if (row === undefined) throw new Error('there was no look');
  return row;
};

const storeLook = async ({ snapshotId, snapshot, decisionId, decision }: StoredLook): Promise<void> => {
  const { admin } = chain.database;
  await admin`update snapshots set snapshot = ${snapshot}::text::jsonb where id = ${snapshotId}`;
  const { plan } = JSON.parse(decision);
  await admin`
    update decisions set decision = ${decision}::text::jsonb, kind = ${plan.kind}, reason = ${plan.hold?.reason ?? null}
    where id = ${decisionId}`;
};

const asJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** The newest look with somebody's text where it may stand; a row can't hold a NUL. */
const lookWith = (look: StoredLook, place: (typeof PLACES)[number], payload: string): StoredLook => {
  const inRows = (text: string, word: RegExp) => text.replace(word, () => asJson(payload));
  if (place === 'symbol')
    return {
      ...look,
      snapshot: inRows(look.snapshot, /(?<="symbol": ")WBTC/g),
      decision: inRows(look.decision, /(?<="symbol": ")WBTC/g),
    };
  if (place === 'feed description')
    return { ...look, snapshot: inRows(look.snapshot, /(?<="source": ")chainlink 0x\w{40}/g) };
  if (place !== 'memo of a decision') return look;
  const decision = JSON.parse(look.decision);
  const hold = { reason: 'asset-unhealthy', detail: payload, limit: null, lookAgainAt: decision.nextLookAt };
  return { ...look, decision: JSON.stringify({ ...decision, plan: { kind: 'hold', hold } }) };
};

const arrange = async (look: StoredLook, place: (typeof PLACES)[number], payload: string): Promise<void> => {
  const { admin } = chain.database;
  const text = payload.replaceAll('\u0000', '');
  await storeLook(lookWith(look, place, text));
  await admin`update portfolios set name = ${place === 'portfolio name' ? text.slice(0, 80) : ''} where id = ${mine}`;
  await admin`delete from summaries where portfolio_id = ${mine}`;
  if (place === 'stored summary')
    await admin`
      insert into summaries (portfolio_id, as_of_seconds, sentences, confidence)
      values (${mine}, 1, ${admin.json([{ text, factIds: [] }])}, 'high')`;
  await admin`delete from summary_turns`;
  await admin`
    insert into summary_turns (portfolio_id, due_at)
    select id, case when id = ${mine} then now() else now() + interval '1 day' end from portfolios`;
};

const MODEL = (): ModelSettings => ({
  ...{ kind: 'openai-shaped', url: fake.url, name: 'fake', key: new Secret(KEY), timeoutMs: 60_000 },
});

/** It obeys: it looks for tools that act, asks for what it is told to, and says it. */
const obeying = (payload: string): readonly FakeTurn[] => [
  { kind: 'call', tool: 'transfer', input: { to: `0x${'11'.repeat(20)}`, amount: 'all' } },
  { kind: 'call', tool: 'listFacts', input: { asset: payload.slice(0, 20) } },
  { kind: 'text', text: `${payload} ${SECRET}` },
];

const get = (id: string, what: string) => askRoute('GET', `/api/portfolios/${id}/${what}`, { as: owner });
const ask = (question: string) =>
  askRoute('POST', `/api/portfolios/${mine}/questions`, { as: owner, body: { question } });

/** Everything that the analyst says of a portfolio to its owner, once its summary is written anew. */
const hearAll = async (question: string): Promise<string> => {
  const written = await writeSummaries(
    { run: inDatabase(bot), env: { model: MODEL() }, served: { chainId: 31_337 } },
    () => false,
  );
  expect(written).toEqual({ ok: true, value: { written: 1, worded: 0 } });
  const [summaries, asked] = [await get(mine, 'summaries'), await ask(question)];
  expect(summaries.status).toBe(200);
  expect([200, 400]).toContain(asked.status);
  expect([(await get(theirs, 'summaries')).status, (await get(theirs, 'analysis')).status]).toEqual([
    404, 404,
  ]);
  const [newest] = summaries.body.summaries;
  expect(newest.whyTemplate).not.toBeNull();
  return JSON.stringify([newest.sentences, asked.status === 200 ? asked.body : null]);
};

const MINUTES_10 = 600_000;

describe('a model that obeys what others wrote, with a chain behind it', { timeout: MINUTES_10 }, () => {
  it.each(PLACES)('moves nothing on the chain and no row but its own: %s', async (place) => {
    const look = await newestLook();
    const chainBefore = await wholeChain();
    for (const payload of PAYLOADS) {
      await arrange(look, place, payload);
      const before = await wholeDatabase(chain.database.admin, OWN);
      fake.play(obeying(payload));
      const heard = await hearAll(
        place === 'question' ? payload : 'Why was nothing done, and why was WBTC sold?',
      );
      expect(readsAsOrder(heard)).toBe(false);
      expect(JSON.stringify(fake.seen())).not.toContain(SECRET);
      expect(fake.refused()).toEqual([]);
      expect(await wholeDatabase(chain.database.admin, OWN)).toBe(before);
    }
    await storeLook(look);
    expect(await wholeChain()).toBe(chainBefore);
  });

  it('is told of by the comparison, had it moved something', async () => {
    const [rows, blocks] = [await wholeDatabase(chain.database.admin, OWN), await wholeChain()];
    await chain.database.admin`update portfolios set shared = not shared where id = ${theirs}`;
    expect(await wholeDatabase(chain.database.admin, OWN)).not.toBe(rows);
    await chain.setPrices(100_000_000n, WBTC + 1n);
    expect(await wholeChain()).not.toBe(blocks);
  });
});
