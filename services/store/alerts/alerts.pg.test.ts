import { expect, it } from 'vitest';
import { portfolioConditions } from '../../../lib/alerts/conditions.ts';
import { judgeAlerts, type SeenCondition } from '../../../lib/alerts/judge-alerts.ts';
import {
  type ArrangedPortfolio,
  addressOf,
  arrangePortfolios,
  CHAIN_ID,
  hashOf,
} from '../testing/arrange.ts';
import { type TestBot, withTestBot } from '../testing/with-test-bot.ts';
import { readSightings, writeAlerts } from './alerts.ts';

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});

const TICK = '11111111-1111-4111-8111-111111111111';
const COUNT = 1_000;

/** As one tick has looked at them all, each with this drift. */
const lookedAt = async (portfolios: readonly ArrangedPortfolio[], driftBps: number): Promise<void> => {
  const { admin } = world.database;
  const ids = portfolios.map(({ id }) => id);
  await admin`delete from decisions`;
  await admin`delete from snapshots`;
  await admin`insert into ticks (id, source) values (${TICK}, 'cli') on conflict do nothing`;
  await admin`
    with seen as (
      insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, snapshot)
      select id, ${TICK}, 1, ${`0x${'1'.repeat(64)}`}, 1, '{}' from unnest(${ids}::bigint[]) id returning id, portfolio_id
    )
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
      next_look_at_seconds, worst_drift_bps, budget_left_bps)
    select id, portfolio_id, ${TICK}, 1, 'x', 'hold', 'in-band', '{}', 1, ${driftBps}, 9000 from seen`;
  await admin`analyze`;
};

/** One evaluation, as a tick ends with it. */
const evaluate = async () => {
  const found = await world.bot.run((sql) => readSightings(sql, { chainId: CHAIN_ID, tickId: TICK }));
  const changes = judgeAlerts(portfolioConditions(found.portfolios), found.open);
  await world.bot.run((sql) => writeAlerts(sql, changes, []));
  return changes;
};

it('a thousand portfolios in trouble have an alert each, however often they are seen, and none is left when they are not', async () => {
  const portfolios = await arrangePortfolios(world.database.admin, COUNT);
  await lookedAt(portfolios, 100);
  expect(await evaluate()).toEqual({ seen: [], recovered: [] });
  await lookedAt(portfolios, 5_000);
  expect((await evaluate()).seen).toHaveLength(COUNT);
  await evaluate();
  const [row] = await world.database.admin`
    select count(*)::int as alerts, min(count) as least, max(count) as most from alerts where recovered_at is null`;
  expect(row).toEqual({ alerts: COUNT, least: 2, most: 2 });
  await lookedAt(portfolios, 100);
  expect((await evaluate()).recovered).toHaveLength(COUNT);
});

it('an owner’s own limit of drift stands before that of everybody, either way', async () => {
  const { admin } = world.database;
  const rows = await admin<{ id: string; address: ArrangedPortfolio['address'] }[]>`
    select p.id::text, a.address from portfolios p join accounts a on a.id = p.account_id order by p.id limit 3`;
  const [wide, narrow, usual] = rows.map(({ id }) => id);
  await admin`update portfolios set high_drift_bps = 4000 where id = ${wide ?? ''}`;
  await admin`update portfolios set high_drift_bps = 500 where id = ${narrow ?? ''}`;
  await lookedAt(rows, 2_600);
  const seen = (await evaluate()).seen.map(({ portfolioId, sentence }) => [portfolioId, sentence]);
  expect(seen).toEqual([
    [narrow, 'An asset is 26.0 % of its target away from it; its limit is 5.0 %.'],
    [usual, 'An asset is 26.0 % of its target away from it; its limit is 25.0 %.'],
  ]);
  await lookedAt(rows, 2_400);
  expect((await evaluate()).seen.map(({ portfolioId }) => portfolioId)).toEqual([narrow]);
});

it('a thousand identical events, many at once, are one alert and one message to each channel', async () => {
  const { admin } = world.database;
  const [portfolio] = await admin`
    select p.id::text, a.owner from portfolios p join accounts a on a.id = p.account_id order by p.id limit 1`;
  await admin`delete from alerts`;
  await admin`insert into alert_channels (owner, kind, name, hint) values (${portfolio?.['owner']}, 'webhook', 'one', 'here')`;
  const seen: SeenCondition = {
    ...{ kind: 'HIGH_DRIFT', subject: `portfolio:${portfolio?.['id']}`, portfolioId: `${portfolio?.['id']}` },
    ...{ sentence: 'It is far.', isRaised: true, tellsOperators: false },
  };
  const writeOne = () => world.bot.run((sql) => writeAlerts(sql, { seen: [seen], recovered: [] }, []));
  for (let round = 0; round < 100; round += 1) await Promise.all(Array.from({ length: 10 }, writeOne));
  const [row] = await admin`
    select (select count(*) from alerts)::int as alerts, (select max(count) from alerts)::int as seen,
      (select count(*) from alert_deliveries)::int as messages`;
  expect(row).toEqual({ alerts: 1, seen: 1_000, messages: 1 });
});

it('who guards an account is told of it once they have registered something of it themselves, and not because somebody named them', async () => {
  const { admin } = world.database;
  const [portfolio] = await admin`
    select p.id::text, p.account_id::text as account, a.owner from portfolios p join accounts a on a.id = p.account_id order by p.id limit 1`;
  const [guard, other] = [addressOf(600_001), addressOf(600_002)];
  await admin`delete from alert_channels`;
  await admin`
    update accounts set kind = 'delegated', holder = owner, guardian = ${guard} where id = ${portfolio?.['account']}`;
  await admin`insert into alert_channels (owner, kind, name, hint) values (${guard}, 'webhook', 'one', 'here')`;
  const told = async () => {
    await admin`delete from alerts`;
    const seen: SeenCondition = {
      ...{
        kind: 'HIGH_DRIFT',
        subject: `portfolio:${portfolio?.['id']}`,
        portfolioId: `${portfolio?.['id']}`,
      },
      ...{ sentence: 'It is far.', isRaised: true, tellsOperators: false },
    };
    await world.bot.run((sql) => writeAlerts(sql, { seen: [seen], recovered: [] }, []));
    return (await admin`select 1 from alert_deliveries`).length;
  };
  const grantedBy = (address: string, name: string) => admin`
    insert into delegations (account_id, hash, delegator, delegate, manager, token, amount_units, period_seconds, start_seconds,
      expires_at_seconds, context, status, standing, seen_block, seen_at_seconds, granted_by)
    select id, ${hashOf(name)}, owner, address, address, address, 1, 1, 1, 2, '0x00', 'granted', 'good', 1, 1, ${address}
    from accounts where id = ${portfolio?.['account']}`;
  expect(await told()).toBe(0);
  await grantedBy(portfolio?.['owner'], 'by the account');
  await grantedBy(other, 'by a former guardian');
  expect(await told()).toBe(0);
  await grantedBy(guard, 'by the guardian');
  expect(await told()).toBe(1);
});
