import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PortfolioPlace } from '../../lib/api/live-dto.ts';
import { encodeLook } from '../../lib/engine/codec.ts';
import { decide } from '../../lib/engine/decide.ts';
import { snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import { policySchema } from '../../lib/policy/policy.ts';
import { Secret } from '../secret.ts';
import { openAppSql } from './database.ts';
import { asDatabaseResult } from './database-failure.ts';
import { heartbeatOf, readFleetIndex, readHalt, readIndexRow } from './pages/fleet-index.ts';
import { readDecisionPage, readOrderPage, readPortfolioPage } from './pages/portfolio-page.ts';
import { readSystem } from './pages/system-rows.ts';
import { readPortfolioRecords } from './portfolio-reads.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const HUGE = 2n ** 255n + 1n;
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const POLICY = {
  version: 1,
  triggers: [{ kind: 'absolute', bandBps: 500 }],
  destination: { kind: 'target' },
};
const FILLS_EACH = 2;

let database: TestDatabase;
let app: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  app = openAppSql(database.urls.app);
});
afterAll(async () => {
  await app.end();
  await database.drop();
});

async function addPortfolio(name: string, { shared = true, paused = false } = {}): Promise<string> {
  const { admin } = database;
  const [account] = await admin`
    insert into accounts (kind, chain_id, address, owner, paused, created_block, created_block_hash)
    values ('balancer', 31337, ${tokenAt(Math.floor(Math.random() * 1e9))}, ${tokenAt(1)}, ${paused}, 1, ${hash(1)}) returning id`;
  const [portfolio] = await admin`
    insert into portfolios (account_id, name, shared, simulated) values (${account?.id}, ${name}, ${shared}, true) returning id`;
  await admin`
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    values (${portfolio?.id}, 1, 1, ${admin.json(POLICY)}, 'test')`;
  return String(portfolio?.id);
}

async function addTick({ dryRun = false, secondsAgo = 1 } = {}): Promise<string> {
  const [tick] = await database.admin`
    insert into ticks (source, dry_run, started_at, checked, failed)
    values ('cli', ${dryRun}, now() - make_interval(secs => ${secondsAgo}), 1, 0) returning id`;
  return String(tick?.id);
}

/** A look at 55 % against a target of 50 %, so that there is something to trade. */
async function addLook(portfolio: string, tick: string, usd = 5_500): Promise<{ decisionId: string }> {
  const { admin } = database;
  const snapshot = snapshotOf([
    { usd, targetBps: 5_000 },
    { usd: 10_000 - usd, targetBps: 5_000 },
  ]);
  const decision = decide(snapshot, policySchema.parse(POLICY));
  const { plan } = decision;
  const [stored] = await admin`
    insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
    values (${portfolio}, ${tick}, ${String(snapshot.blockNumber)}, ${snapshot.blockHash}, ${snapshot.nowSeconds}, 0,
      ${encodeLook(snapshot, decision).snapshot as never}) returning id`;
  const [row] = await admin`
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
      next_look_at_seconds)
    values (${stored?.id}, ${portfolio}, ${tick}, 1, ${decision.engineVersion}, ${plan.kind},
      ${plan.kind === 'hold' ? plan.hold.reason : null}, ${encodeLook(snapshot, decision).decision as never}, ${decision.nextLookAt}) returning id`;
  await admin`
    insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    values (${row?.id}, 0, 'book', ${tokenAt(0)}, ${tokenAt(1)}, 1, 1)`;
  return { decisionId: String(row?.id) };
}

async function addOrder(
  portfolio: string,
  decisionId: string,
  order: { status: string; n: number },
): Promise<void> {
  await database.admin`
    insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver,
      sell_token, buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds, status,
      filled_sell_units)
    values (${hash(order.n)}, ${hash(order.n + 1_000)}, ${portfolio}, ${decisionId}, 0, 'book', 31337, ${order.n},
      ${tokenAt(9)}, ${tokenAt(9)}, ${tokenAt(0)}, ${tokenAt(1)}, ${String(HUGE)}, 7, 1, 1, '0x00', 2000000000,
      ${order.status}, 3)`;
}

async function addFill(portfolio: string, block: number): Promise<void> {
  await database.admin`
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash,
      taker, sell_token, buy_token, sell_units, buy_units)
    values (31337, ${hash(block)}, 0, ${hash(block)}, ${block}, ${block * 10}, ${portfolio}, ${hash(7)}, ${tokenAt(5)},
      ${tokenAt(0)}, ${tokenAt(1)}, ${String(HUGE)}, 2)`;
}

async function fleet() {
  const { rows, ...index } = await readFleetIndex(app);
  const portfolios = await readPortfolioRecords(
    app,
    rows.map(({ id }) => id),
    FILLS_EACH,
  );
  return { ...index, rows, portfolios };
}

describe('the list and the records, as the web app logs in', () => {
  it('show nothing, and no tick, in an empty database', async () => {
    expect(await fleet()).toMatchObject({ lastTick: null, halted: null, rows: [], portfolios: [] });
  });

  it('shows what is shared and hides what is not', async () => {
    await addPortfolio('shared');
    await addPortfolio('private', { shared: false });
    const hidden = await addPortfolio('private too', { shared: false });
    const { portfolios, rows } = await fleet();
    expect(portfolios.map(({ name }) => name)).toEqual(['shared']);
    expect(rows.map(({ name }) => name)).toEqual(['shared']);
    expect(await readPortfolioRecords(app, [hidden])).toEqual([]);
    expect(await readIndexRow(app, hidden)).toBeNull();
  });

  it('gives the latest look, and leaves dry runs out of sight', async () => {
    const portfolio = await addPortfolio('looked at');
    await addLook(portfolio, await addTick({ secondsAgo: 60 }), 6_000);
    await addLook(portfolio, await addTick({ secondsAgo: 30 }), 5_600);
    await addLook(portfolio, await addTick({ dryRun: true, secondsAgo: 1 }), 9_000);
    const { portfolios, lastTick, readAtSeconds } = await fleet();
    const look = portfolios.find(({ id }) => id === portfolio)?.look;
    expect(look?.snapshot.assets.map(({ units }) => units)).toEqual([
      5_600n * 10n ** 18n,
      4_400n * 10n ** 18n,
    ]);
    expect(look?.decision.plan.kind).toBe('act');
    expect(readAtSeconds - (lastTick?.startedAtSeconds ?? 0)).toBeGreaterThanOrEqual(29);
  });

  it('gives live orders only, with every digit of their amounts', async () => {
    const portfolio = await addPortfolio('with orders');
    const { decisionId } = await addLook(portfolio, await addTick());
    for (const [n, status] of [
      'open',
      'partially-filled',
      'unfillable',
      'filled',
      'expired',
      'cancelled',
    ].entries())
      await addOrder(portfolio, decisionId, { n: n + 1, status });
    const orders = (await fleet()).portfolios.find(({ id }) => id === portfolio)?.liveOrders ?? [];
    expect(orders.map(({ status }) => status).sort()).toEqual(['open', 'partially-filled', 'unfillable']);
    expect(orders[0]).toMatchObject({
      body: { order: { makingAmount: HUGE } },
      filledSellUnits: 3n,
    });
  });

  it('gives the newest fills of each portfolio, as many as asked for, and counts all', async () => {
    const [one, two] = [await addPortfolio('one'), await addPortfolio('two')];
    for (const block of [11, 13, 12]) await addFill(one, block);
    await addFill(two, 20);
    const { portfolios } = await fleet();
    const blocks = (id: string) =>
      portfolios.find((p) => p.id === id)?.lastFills.map(({ blockNumber }) => blockNumber);
    expect(blocks(one)).toEqual([13n, 12n]);
    expect(blocks(two)).toEqual([20n]);
    expect(portfolios.find(({ id }) => id === one)).toMatchObject({ fillCount: 3 });
  });

  it('sum up a portfolio as its record does: last decision, live orders, value held', async () => {
    const portfolio = await addPortfolio('summed up');
    const { decisionId } = await addLook(portfolio, await addTick(), 5_600);
    await addOrder(portfolio, decisionId, { n: 50, status: 'unfillable' });
    const { rows, portfolios } = await fleet();
    const row = rows.find(({ id }) => id === portfolio);
    expect(row?.lastDecision).toMatchObject({ id: decisionId, kind: 'act', reason: null });
    expect(row?.lastDecision?.heldUsdE18).toBe(10_000n * 10n ** 18n);
    expect(row?.liveOrders).toEqual({ count: 1, filledBps: 0, unfillableReason: 'order unfillable' });
    expect(portfolios.find(({ id }) => id === portfolio)?.liveOrders).toHaveLength(1);
  });

  it('say since when and by whom trading is halted', async () => {
    const { admin } = database;
    await admin`insert into settings (key, value, updated_by) values ('halted', 'true', 'somebody')`;
    const halted = await readHalt(app);
    expect(halted).toMatchObject({ by: 'somebody' });
    await admin`update settings set value = 'false' where key = 'halted'`;
    expect(await readHalt(app)).toBeNull();
  });

  it('treats a look it cannot read as none', async () => {
    const portfolio = await addPortfolio('unreadable');
    await addLook(portfolio, await addTick());
    await database.admin`update decisions set decision = '{"engineVersion":"0"}' where portfolio_id = ${portfolio}`;
    expect((await fleet()).portfolios.find(({ id }) => id === portfolio)?.look).toBeNull();
  });
});

describe('one portfolio’s page', () => {
  const placeOf = async (id: string): Promise<PortfolioPlace> => {
    const [row] = await database.admin`
      select a.address from portfolios p join accounts a on a.id = p.account_id where p.id = ${id}`;
    return { chainId: 31_337, address: row?.address as PortfolioPlace['address'] };
  };

  const pageOf = (place: PortfolioPlace) =>
    app.begin((sql) => readPortfolioPage(sql, place, { span: 'all', orders: null }));

  it('is the same nothing for a portfolio that is hidden and for one that never was', async () => {
    const hidden = await placeOf(await addPortfolio('hidden', { shared: false }));
    expect(await pageOf(hidden)).toBeNull();
    expect(await pageOf({ chainId: 31_337, address: tokenAt(7_777) })).toBeNull();
    expect(await readDecisionPage(app, hidden, '1')).toBeNull();
    expect(await readOrderPage(app, hidden, '0x01')).toBeNull();
  });

  it('tells looks in a row that came to the same as one, and each trade by itself', async () => {
    const portfolio = await addPortfolio('runs');
    for (const usd of [5_100, 5_110, 6_000, 6_010, 5_120]) await addLook(portfolio, await addTick(), usd);
    const page = await pageOf(await placeOf(portfolio));
    expect(page?.runs.map(({ kind, looks }) => [kind, looks])).toEqual([
      ['hold', 1],
      ['act', 1],
      ['act', 1],
      ['hold', 2],
    ]);
    expect(page?.chart).toBeNull();
  });

  it('tells what a look that acts and one that holds is worth alike, and the age of its prices', async () => {
    const portfolio = await addPortfolio('worth');
    for (const [usd, codec] of [
      [6_000, '3'],
      [5_100, '4'],
    ] as const) {
      const { decisionId } = await addLook(portfolio, await addTick(), usd);
      const [row] =
        await database.admin`select decision ->> 'codec' as codec from decisions where id = ${decisionId}`;
      expect(row?.codec).toBe(codec);
      expect((await readIndexRow(database.admin, portfolio))?.lastDecision?.heldUsdE18).toBe(
        10_000n * 10n ** 18n,
      );
      const { prices } = await readSystem(database.admin);
      expect(prices).toContainEqual({ source: 'built', token: tokenAt(1), ageSeconds: 60 });
    }
  });

  it('names no next turn of one that waits without end, as archived and set aside ones do', async () => {
    const portfolio = await addPortfolio('archived');
    const place = await placeOf(portfolio);
    await database.admin`insert into leases (id, visible_at) values (${portfolio}, now())`;
    expect((await pageOf(place))?.portfolio.nextTurnAtSeconds).toBeGreaterThan(0);
    await database.admin`update leases set visible_at = 'infinity' where id = ${portfolio}`;
    expect((await pageOf(place))?.portfolio.nextTurnAtSeconds).toBeNull();
  });

  it('shows a decision of its own and none of another portfolio’s', async () => {
    const [mine, other] = [await addPortfolio('mine'), await addPortfolio('other')];
    const { decisionId } = await addLook(mine, await addTick(), 6_000);
    const page = await readDecisionPage(app, await placeOf(mine), decisionId);
    expect(page?.look.decisionId).toBe(decisionId);
    expect(page?.look.decision.plan.kind).toBe('act');
    expect(await readDecisionPage(app, await placeOf(other), decisionId)).toBeNull();
  });
});

describe('a database that is not there', () => {
  it('is an expected failure, for the page and for the heartbeat', async () => {
    const nowhere = openAppSql(new Secret('postgres://nobody:nothing@127.0.0.1:9/none'));
    const unavailable = { ok: false, error: { code: 'database-unavailable' } };
    expect(await asDatabaseResult(() => readFleetIndex(nowhere))).toMatchObject(unavailable);
    expect(await asDatabaseResult(() => heartbeatOf(nowhere))).toMatchObject(unavailable);
    await nowhere.end();
  });
});
