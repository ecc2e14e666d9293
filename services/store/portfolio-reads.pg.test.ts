import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeDecision, encodeSnapshot } from '../../lib/engine/codec.ts';
import { decide } from '../../lib/engine/decide.ts';
import { snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import { policySchema } from '../../lib/policy/policy.ts';
import { Secret } from '../secret.ts';
import { openAppSql } from './database.ts';
import { readFleet, readHeartbeat } from './portfolio-reads.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const HUGE = 2n ** 255n + 1n;
const hash = (n: number): string => `0x${n.toString(16).padStart(64, '0')}`;
const POLICY = {
  version: 1,
  triggers: [{ kind: 'absolute', bandBps: 500 }],
  destination: { kind: 'target' },
};
const OPTIONS = { portfoliosMax: 10, fillsEach: 2 };

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
      ${encodeSnapshot(snapshot) as never}) returning id`;
  const [row] = await admin`
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
      next_look_at_seconds)
    values (${stored?.id}, ${portfolio}, ${tick}, 1, ${decision.engineVersion}, ${plan.kind},
      ${plan.kind === 'hold' ? plan.hold.reason : null}, ${encodeDecision(decision) as never}, ${decision.nextLookAt}) returning id`;
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
  const read = await readFleet(app, OPTIONS);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe('readFleet, as the web app logs in', () => {
  it('shows nothing, and no tick, in an empty database', async () => {
    expect(await fleet()).toMatchObject({ lastTick: null, portfolioCount: 0, portfolios: [] });
  });

  it('shows what is shared and hides what is not', async () => {
    await addPortfolio('shared');
    await addPortfolio('private', { shared: false });
    const { portfolios, portfolioCount } = await fleet();
    expect(portfolios.map(({ name }) => name)).toEqual(['shared']);
    expect(portfolioCount).toBe(1);
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

  it('treats a look it cannot read as none', async () => {
    const portfolio = await addPortfolio('unreadable');
    await addLook(portfolio, await addTick());
    await database.admin`update decisions set decision = '{"engineVersion":"0"}' where portfolio_id = ${portfolio}`;
    expect((await fleet()).portfolios.find(({ id }) => id === portfolio)?.look).toBeNull();
  });
});

describe('a database that is not there', () => {
  it('is an expected failure, for the page and for the heartbeat', async () => {
    const nowhere = openAppSql(new Secret('postgres://nobody:nothing@127.0.0.1:9/none'));
    expect(await readFleet(nowhere, OPTIONS)).toMatchObject({
      ok: false,
      error: { code: 'database-unavailable' },
    });
    expect(await readHeartbeat(nowhere)).toMatchObject({
      ok: false,
      error: { code: 'database-unavailable' },
    });
    await nowhere.end();
  });
});
