import { beforeEach, describe, expect, it } from 'vitest';
import { tokenAt } from '../../../lib/engine/testing/builders.ts';
import type { BotDatabase } from '../database.ts';
import { arrangePortfolios, CHAIN_ID, hashOf, removePortfolios } from '../testing/arrange.ts';
import { arrangeFlow, arrangeLook, arrangeReach, arrangeTick, timeOf } from '../testing/arrange-looks.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { rollBack } from '../tick/facts.ts';
import { feedSeries, passOverLooks } from './feed-series.ts';
import { readBehindSeries } from './read-series-input.ts';
import { thinSeries } from './thin-series.ts';

const E18 = 10n ** 18n;
const DAY = 86_400;

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});

let id = '';
let tickId = '';
beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`delete from cursors`;
  const [portfolio] = await arrangePortfolios(database.admin, 1);
  id = portfolio?.id ?? '';
  tickId = await arrangeTick(database.admin);
  await arrangeReach(database.admin, 1_000_000);
});

/** A look at so many tokens of one asset, at a price in dollars. */
const look = (block: number, tokens: number, price = 1, more = {}) =>
  arrangeLook(database.admin, id, {
    ...{ tickId, block, more },
    assets: [
      { units: BigInt(tokens) * E18, price: BigInt(price) * E18, targetBps: 5_000 },
      { units: 0n, price: E18, targetBps: 5_000 },
    ],
  });
const flow = (block: number, tokens: number, logIndex = 0) =>
  arrangeFlow(database.admin, id, { block, units: BigInt(tokens) * E18, logIndex });
const feed = (ids: readonly string[] = [id]) => bot.run((sql) => feedSeries(sql, ids));
const behind = () => bot.run((sql) => readBehindSeries(sql, { chainId: CHAIN_ID, limit: 10 }));
const points = () => database.admin`
  select time_seconds::int as time, (value_usd_e18 / 1e18)::float8 as value, growth, looks::int, observed_seconds::int as observed,
    worst_tracking_error_bps as worst from series_points where portfolio_id = ${id} order by time_seconds`;
const flows = () => database.admin`
  select kind, block_number::int as block, (value_usd_e18 / 1e18)::float8 as value from flow_values
  where portfolio_id = ${id} order by block_number, kind`;
const plain = (rows: readonly object[]): readonly object[] => rows.map((row) => ({ ...row }));

describe('feeding a series', () => {
  it('makes a point of each look and a value of each transfer, once however often it is done', async () => {
    await flow(1, 100);
    await look(2, 100);
    await flow(3, 50);
    await look(4, 150, 2);
    expect(await behind()).toEqual([id]);
    expect(await feed()).toEqual([id]);
    const [pointsOnce, flowsOnce] = [await points(), await flows()];
    expect(plain(pointsOnce)).toEqual([
      { time: timeOf(2), value: 100, growth: 1, looks: 1, observed: 0, worst: 5_000 },
      { time: timeOf(4), value: 300, growth: 2, looks: 2, observed: 120, worst: 5_000 },
    ]);
    expect(plain(flowsOnce)).toEqual([
      { kind: 'in', block: 1, value: 100 },
      { kind: 'in', block: 3, value: 50 },
    ]);
    expect(await behind()).toEqual([]);
    expect(await feed()).toEqual([]);
    await database.admin`update series_cursors set snapshot_id = 0`;
    await database.admin`delete from series_points where time_seconds > ${timeOf(2)}`;
    await feed();
    expect(await points()).toEqual(pointsOnce);
    expect(await flows()).toEqual(flowsOnce);
  });

  it('goes on where it stopped, look by look, with the same result', async () => {
    await flow(1, 100);
    for (const block of [2, 3]) await look(block, 100, block);
    await feed();
    await flow(4, -40);
    await look(5, 60, 4);
    await feed();
    expect(plain(await points())).toMatchObject([{ growth: 1 }, { growth: 1.5 }, { growth: 2, value: 240 }]);
    // The last price before it was 3.
    expect(plain(await flows())).toMatchObject([
      { kind: 'in', value: 200 },
      { kind: 'out', value: -120 },
    ]);
  });

  it('waits for the index where a look is ahead of it', async () => {
    await database.admin`delete from cursors`;
    await arrangeReach(database.admin, 3);
    await look(3, 1);
    await look(4, 1);
    await feed();
    expect(await points()).toHaveLength(1);
    await arrangeReach(database.admin, 4);
    await feed();
    expect(await points()).toHaveLength(2);
  });

  it('takes no dry run and no look in a form that can’t be read, and passes them over', async () => {
    const dry = await arrangeTick(database.admin, { dryRun: true });
    await arrangeLook(database.admin, id, { tickId: dry, block: 1, assets: [{ usd: 1, targetBps: 10_000 }] });
    const { snapshotId } = await look(2, 1);
    await database.admin`update snapshots set snapshot = '{}' where id = ${snapshotId}`;
    expect(await feed()).toEqual([id]);
    expect(await points()).toEqual([]);
    expect(await behind()).toEqual([]);
  });

  it('by two at once gives every look to one of them', async () => {
    const portfolios = await arrangePortfolios(database.admin, 20, { from: 100 });
    const ids = portfolios.map((portfolio) => portfolio.id);
    for (const portfolioId of ids)
      for (const block of [2, 3])
        await arrangeLook(database.admin, portfolioId, {
          tickId,
          block,
          assets: [{ usd: 5, targetBps: 10_000 }],
        });
    await Promise.all([1, 2, 3, 4].map(() => feed(ids)));
    await feed(ids);
    const rows = await database.admin`
      select count(*)::int as points, max(looks)::int as looks from series_points where portfolio_id = any(${ids}::bigint[])`;
    expect(plain(rows)).toEqual([{ points: 40, looks: 2 }]);
  });

  it('counts thousands of transfers of a block as one, and a missing log as unread', async () => {
    await look(1, 0);
    await database.admin`
      insert into cash_flows (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, token,
        direction, units, counterparty)
      select ${CHAIN_ID}, ${hashOf('flood')}, n, ${hashOf('block 2')}, 2, ${timeOf(2)}, ${id}, ${tokenAt(0)}, 'in',
        ${(E18 / 1_000n).toString()}, ${tokenAt(5)} from generate_series(1, 7000) n`;
    await look(3, 7);
    await database.admin`
      insert into log_gaps (chain_id, portfolio_id, token, block_number, block_hash)
      values (${CHAIN_ID}, ${id}, ${tokenAt(0)}, 4, ${hashOf('block 4')})`;
    await look(5, 10);
    await feed();
    expect(plain(await flows())).toEqual([
      { kind: 'in', block: 2, value: 7 },
      { kind: 'unread', block: 5, value: 3 },
    ]);
    expect(plain(await points()).at(-1)).toMatchObject({ growth: 1, value: 10 });
  });

  it('gives up only the looks so far of a portfolio whose series can’t be stored', async () => {
    await look(1, 1);
    await bot.run((sql) => passOverLooks(sql, id));
    expect(await behind()).toEqual([]);
    await look(2, 1);
    await feed();
    expect(await points()).toHaveLength(1);
  });

  it('shows the app what its viewer may see, and lets it write nothing', async () => {
    await look(1, 1);
    await feed();
    const { default: postgres } = await import('postgres');
    const app = postgres(database.urls.app.reveal(), { max: 1, prepare: false });
    expect(await app`select * from series_points`).toEqual([]);
    await database.admin`update portfolios set shared = true where id = ${id}`;
    expect(await app`select * from series_points`).toHaveLength(1);
    await expect(app`delete from series_points`).rejects.toThrow(/permission denied/);
    await expect(app`select * from orphaned_looks`).rejects.toThrow(/permission denied/);
    await app.end();
  });
});

describe('a branch that the chain has left', () => {
  it('takes its points and flows with it, and its looks are never taken in', async () => {
    await flow(1, 100);
    await look(2, 100);
    await flow(10, 900);
    await look(11, 1_000);
    await feed();
    await look(12, 1_000, 7);
    await database.admin`delete from cursors`;
    await arrangeReach(database.admin, 12);
    const mark = { number: 12n, hash: hashOf('block 12') };
    const to = { number: 5n, hash: hashOf('block 5'), timeSeconds: timeOf(5) };
    expect(await bot.run((sql) => rollBack(sql, { chainId: CHAIN_ID, from: mark, to }))).toBe(true);
    await arrangeReach(database.admin, 20);
    await look(13, 100, 2);
    await feed();
    expect(plain(await points())).toMatchObject([{ value: 100 }, { value: 200, growth: 2, looks: 2 }]);
    expect(await flows()).toHaveLength(1);
    expect(await database.admin`select * from orphaned_looks`).toEqual([]);
  });
});

describe('thinning a series out', () => {
  /** One point every ten minutes for so many days, of a made-up walk; totals as the fold would give them. */
  const arrangePoints = async (days: number): Promise<void> => {
    await database.admin`insert into series_cursors (portfolio_id) values (${id})`;
    await database.admin`
      insert into series_points (portfolio_id, time_seconds, snapshot_id, block_number, value_usd_e18, growth, hold_growth,
        tracking_error_bps, worst_tracking_error_bps, looks, observed_seconds, drift_seconds, drift_bps_seconds, assets)
      select ${id}, t, n, n, 1000 + n % 7, 1 + n * 0.001, 1, n % 50, n % 50, n + 1, n * 600, n * 600, n * 600 * 20, '[]'
      from (select n, 1700006400 + n * 600 as t from generate_series(0, ${days * 144 - 1}) n) as made`;
  };
  const thin = async (): Promise<number> => {
    let rounds = 0;
    while ((await bot.run((sql) => thinSeries(sql, CHAIN_ID))) > 0) rounds += 1;
    return rounds;
  };
  const ages = async (): Promise<readonly object[]> =>
    plain(
      await database.admin`
      select case when age > 91 * ${DAY} then 'day' when age > 8 * ${DAY} and age < 90 * ${DAY} then 'hour'
          when age < 7 * ${DAY} then 'look' end as kept, count(*)::int as points,
        count(distinct time_seconds / 3600)::int as hours, count(distinct time_seconds / 86400)::int as days
      from (select *, max(time_seconds) over () - time_seconds as age from series_points where portfolio_id = ${id}) as aged
      group by 1 having case when min(age) is not null then true end order by 1`,
    );

  it('keeps seven days whole, an hour’s last point for 90, and a day’s last before, and once done changes nothing', async () => {
    await arrangePoints(120);
    await thin();
    const kept = await ages();
    expect(kept).toMatchObject([
      { kept: 'day', points: 28, days: 28 },
      { kept: 'hour', points: 82 * 24 - 1, hours: 82 * 24 - 1 },
      { kept: 'look', points: 7 * 144 },
      { kept: null },
    ]);
    expect(await thin()).toBe(0);
    expect(await ages()).toEqual(kept);
  });

  it('changes no total of a kept span, no last point of a day, and not the worst of the whole', async () => {
    await arrangePoints(120);
    const ends = () => database.admin`
      select distinct on (time_seconds / 86400) time_seconds::int, value_usd_e18::text, growth, looks, drift_bps_seconds
      from series_points where portfolio_id = ${id} order by time_seconds / 86400, time_seconds desc`;
    const worst = () => database.admin`select max(worst_tracking_error_bps::int) as worst from series_points
      where portfolio_id = ${id} and time_seconds < 1700006400 + 20 * 86400`;
    const [endsBefore, worstBefore] = [await ends(), await worst()];
    await thin();
    expect(await ends()).toEqual(endsBefore);
    expect(await worst()).toEqual(worstBefore);
  });

  it('never touches snapshots and decisions: every stored decision can still be replayed', async () => {
    for (let block = 0; block < 40; block += 1) await look(block * 720 + 1, 1);
    for (let round = 0; round < 3; round += 1) await feed();
    const rows =
      () => database.admin`select (select count(*)::int from snapshots where portfolio_id = ${id}) as snapshots,
      (select count(*)::int from decisions where portfolio_id = ${id}) as decisions`;
    const before = await rows();
    await thin();
    expect(await rows()).toEqual(before);
    expect(plain(before)).toEqual([{ snapshots: 40, decisions: 40 }]);
  });

  it('is done by one of several that try at once', async () => {
    await arrangePoints(30);
    await Promise.all([thin(), thin(), thin()]);
    const [row] = await database.admin`
      select count(*)::int as points, count(distinct time_seconds / 3600)::int as hours from series_points
      where portfolio_id = ${id} and time_seconds < 1700006400 + 22 * 86400`;
    expect({ ...row }).toEqual({ points: 22 * 24, hours: 22 * 24 });
  });
});
