import { beforeEach, describe, expect, it } from 'vitest';
import { readSightings } from '../alerts/alerts.ts';
import type { BotDatabase } from '../database.ts';
import { readSystem } from '../pages/system-rows.ts';
import { arrangePortfolios, CHAIN_ID, removePortfolios } from '../testing/arrange.ts';
import { arrangeLook } from '../testing/arrange-looks.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { sumUpTicks } from './sum-up-ticks.ts';

const E18 = 10n ** 18n;
const KEPT_DAYS = 7;
/** The newest, which stay. */
const STAYS = 100;

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});
beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`truncate ticks, tick_days cascade`;
});

/** Ticks of every ten minutes, the newest so many days ago; each eleventh failed, each seventeenth was killed. */
const arrangeTicks = (count: number, daysAgo: number) => database.admin`
  insert into ticks (source, started_at, finished_at, checked, held, acted, failed, skipped, duration_ms, error, counted_at)
  select 'api', at, case when n % 17 = 0 then null else at end, n, n, 0, 0, 1, 100, case when n % 11 = 0 then 'rpc-unavailable' end, at
  from (select n, now() - make_interval(days => ${daysAgo}, mins => 10 * n) as at from generate_series(0, ${count - 1}) n) t`;

const piece = () => bot.run((sql) => sumUpTicks(sql, KEPT_DAYS));
const sumUp = async (): Promise<number> => {
  let all = 0;
  for (;;) {
    const { seen, left } = await piece();
    all += left;
    if (seen === 0) return all;
  }
};

/** Rows of one day and outcome, as they are kept, of those that were given or of all. */
const expected = () => database.admin`
  select floor(extract(epoch from started_at) / 86400)::int * 86400 as day,
    case when finished_at is null then 'killed' else coalesce(error, 'ok') end as outcome,
    count(*)::int as ticks, sum(checked)::int as checked, sum(held)::int as held, sum(skipped)::int as skipped,
    sum(duration_ms)::int as spent, min(started_at) as first, max(started_at) as last
  from (select * from ticks order by started_at desc offset ${STAYS}) t group by 1, 2 order by 1, 2`;
const days = () => database.admin`
  select day_seconds::int as day, outcome, ticks, checked::int, held::int, skipped::int, duration_ms::int as spent,
    first_started_at as first, last_started_at as last
  from tick_days order by 1, 2`;
const plain = async (rows: ReturnType<typeof days>): Promise<readonly object[]> =>
  (await rows).map((row) => ({ ...row }));
const ticksLeft = async (): Promise<number> => {
  const [row] = await database.admin`select count(*)::int as ticks from ticks`;
  return row?.['ticks'];
};

describe('summing up old ticks', () => {
  it('leaves a row for each day and outcome with their number, what they came to and their span', async () => {
    await arrangeTicks(1_500, 10);
    const rows = await plain(expected());
    expect(await sumUp()).toBe(1_500 - STAYS);
    expect(await plain(days())).toEqual(rows);
    expect(await ticksLeft()).toBe(STAYS);
  });

  it('comes to the same twice, by several at once, and killed half-way', async () => {
    await arrangeTicks(3_000, 10);
    const rows = await plain(expected());
    const killed = bot.run(async (sql) => {
      await sumUpTicks(sql, KEPT_DAYS);
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await ticksLeft()).toBe(3_000);
    await Promise.all([sumUp(), sumUp(), sumUp(), sumUp()]);
    await sumUp();
    expect(await plain(days())).toEqual(rows);
    expect(await sumUp()).toBe(0);
    expect(await plain(days())).toEqual(rows);
  });

  it('leaves to another what somebody is summing up at the same moment', async () => {
    await arrangeTicks(STAYS + 400, 10);
    const inTurn = bot.run(async (sql) => {
      const mine = await sumUpTicks(sql, KEPT_DAYS);
      const others = await piece();
      return { mine, others };
    });
    expect(await inTurn).toEqual({ mine: { seen: 400, left: 400 }, others: { seen: 0, left: 0 } });
  });

  it('keeps what a look refers to until that look has left, and what nobody has counted', async () => {
    await arrangeTicks(400, 10);
    const [portfolio] = await arrangePortfolios(database.admin, 1);
    const old = await database.admin<{ id: string }[]>`
      select id from ticks order by started_at limit 2`;
    const [seen = '', uncounted = ''] = old.map(({ id }) => id);
    const assets = [1n, 2n].map((units) => ({ units: units * E18, price: E18, targetBps: 5_000 }));
    await arrangeLook(database.admin, portfolio?.id ?? '', { tickId: seen, block: 1, assets });
    await database.admin`update ticks set counted_at = null where id = ${uncounted}`;
    expect(await sumUp()).toBe(400 - STAYS - 2);
    await database.admin`delete from snapshots`;
    await database.admin`update ticks set counted_at = now() where id = ${uncounted}`;
    // It is asked again when it has been kept for so long once more.
    expect(await sumUp()).toBe(0);
    await database.admin`update ticks set kept_at = kept_at - interval '8 days' where kept_at is not null`;
    expect(await sumUp()).toBe(2);
  });

  it('takes nothing from pages, figures and the alert of missed runs', async () => {
    await arrangeTicks(300, 20);
    const now = '11111111-1111-4111-8111-111111111111';
    await database.admin`insert into ticks (id, source, started_at) values (${now}, 'loop', now())`;
    const read = async () => ({
      system: await bot.run(readSystem),
      figures: await database.admin`select system_figures(86400) -> 'day' as day`,
      gap: (await bot.run((sql) => readSightings(sql, { chainId: CHAIN_ID, tickId: now }))).system.gapSeconds,
    });
    const before = await read();
    expect(before.gap).toBeGreaterThan(19 * 86_400);
    expect(await sumUp()).toBe(301 - STAYS);
    const after = await read();
    expect(after.gap).toBe(before.gap);
    expect(after.figures).toEqual(before.figures);
    expect(after.system.firstTickAtSeconds).toBe(before.system.firstTickAtSeconds);
    expect(after.system.recent).toEqual(before.system.recent);
    expect(after.system.heartbeat.lastTick).toEqual(before.system.heartbeat.lastTick);
  });

  it('leaves all of it to one who has made few, and what is young', async () => {
    await arrangeTicks(STAYS, 400);
    expect(await piece()).toEqual({ seen: 0, left: 0 });
    await arrangeTicks(200, 0);
    expect(await sumUp()).toBe(STAYS);
    await database.admin`truncate ticks, tick_days cascade`;
    await arrangeTicks(400, KEPT_DAYS - 3);
    expect(await sumUp()).toBe(0);
  });
});
