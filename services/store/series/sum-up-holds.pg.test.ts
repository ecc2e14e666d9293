import { beforeEach, describe, expect, it } from 'vitest';
import { replay } from '../../../lib/ledger/replay.ts';
import type { BotDatabase } from '../database.ts';
import { arrangePortfolios, CHAIN_ID, removePortfolios } from '../testing/arrange.ts';
import { arrangeLook, arrangeReach, arrangeTick } from '../testing/arrange-looks.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import { readRecordedDecisionsAfter } from '../tick/recorded-decisions.ts';
import { feedSeries } from './feed-series.ts';
import { sumUpHolds } from './sum-up-holds.ts';

const E18 = 10n ** 18n;
/** Blocks of a minute: looks every two hours. */
const STEP = 120;
const A_DAY = 12;

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});

let ids: readonly string[] = [];
let tickId = '';
beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`delete from cursors`;
  ids = (await arrangePortfolios(database.admin, 3)).map(({ id }) => id);
  tickId = await arrangeTick(database.admin);
  await arrangeReach(database.admin, 1_000_000);
});

/** So many looks of one portfolio, every two hours; those of `acts` find it far out of its band, those of `paused` paused. */
const arrangeLooks = async (
  id: string,
  count: number,
  { acts = [], paused = [] }: { readonly acts?: readonly number[]; readonly paused?: readonly number[] } = {},
): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    const [first, second] = acts.includes(n) ? [9_000n, 1_000n] : [5_000n + BigInt(n % 7) * 10n, 5_000n];
    await arrangeLook(database.admin, id, {
      ...{ tickId, block: 1 + n * STEP, more: paused.includes(n) ? { paused: true } : {} },
      assets: [
        { units: first * E18, price: E18, targetBps: 5_000 },
        { units: second * E18, price: E18, targetBps: 5_000 },
      ],
    });
  }
};
const dueAgain = () => database.admin`update series_cursors set holds_due_at = now()`;
const feed = async (): Promise<void> => {
  while ((await bot.run((sql) => feedSeries(sql, ids))).length > 0);
  await dueAgain();
};
const piece = (keptDays = 7) => bot.run((sql) => sumUpHolds(sql, { chainId: CHAIN_ID, keptDays }));
const sumUp = async (keptDays = 7): Promise<number> => {
  let looks = 0;
  for (;;) {
    const summed = await piece(keptDays);
    looks += summed.looks;
    if (summed.moved === 0) return looks;
  }
};
const days = async (): Promise<readonly object[]> =>
  (
    await database.admin`
      select portfolio_id::text as id, day_seconds::int as day, reason, looks, first_decision_id::int as first, last_decision_id::int as last,
        first_at_seconds::int as from, last_at_seconds::int as to, tracking_error_bps_min as least, tracking_error_bps_max as most
      from held_days order by portfolio_id, day_seconds, reason`
  ).map((row) => ({ ...row }));
const stored = async (): Promise<readonly object[]> =>
  (await database.admin`select id::int, kind, reason from decisions order by id`).map((row) => ({ ...row }));
/** Looks that are there, one by one or summed up. */
const looksInAll = async (): Promise<number> => {
  const [row] = await database.admin`
    select (select count(*) from decisions)::int + (select coalesce(sum(looks), 0) from held_days)::int as looks`;
  return row?.['looks'];
};

describe('summing up old looks that found nothing to do', () => {
  it('leaves a row for each day and reason with their number, span and drift, and what acted as it is', async () => {
    const [id = ''] = ids;
    await arrangeLooks(id, 20 * A_DAY, { acts: [3, 40], paused: [14, 15] });
    await feed();
    const old = await database.admin`
      select ${id}::text as id, (s.block_time_seconds / 86400 * 86400)::int as day, d.reason, count(*)::int as looks,
        min(d.id)::int as first, max(d.id)::int as last, min(s.block_time_seconds)::int as from,
        max(s.block_time_seconds)::int as to, min(d.tracking_error_bps) as least, max(d.tracking_error_bps) as most
      from decisions d join snapshots s on s.id = d.snapshot_id
      where d.kind = 'hold' and s.block_time_seconds < (select max(block_time_seconds) / 86400 * 86400 from snapshots) - 7 * 86400
      group by 2, 3 order by 2, 3`;
    expect(old.some(({ reason }) => reason === 'paused')).toBe(true);
    expect(await sumUp()).toBeGreaterThan(11 * A_DAY);
    expect(await days()).toEqual(old.map((row) => ({ ...row })));
    expect(await looksInAll()).toBe(20 * A_DAY);
    const [acts] = await database.admin`select count(*)::int as acts from decisions where kind = 'act'`;
    expect(acts?.['acts']).toBe(2);
  });

  it('comes to the same twice, in pieces by several at once, and killed half-way', async () => {
    for (const id of ids) await arrangeLooks(id, 15 * A_DAY, { acts: [30] });
    await feed();
    const killed = bot.run(async (sql) => {
      await sumUpHolds(sql, { chainId: CHAIN_ID, keptDays: 7 });
      throw new Error('killed');
    });
    await expect(killed).rejects.toThrow('killed');
    expect(await days()).toEqual([]);
    await Promise.all([sumUp(), sumUp(), sumUp(), sumUp()]);
    await sumUp();
    const [first, kept] = [await days(), await stored()];
    expect(await looksInAll()).toBe(ids.length * 15 * A_DAY);
    expect(new Set(first.map((row) => ('id' in row ? row.id : null))).size).toBe(ids.length);
    await dueAgain();
    expect(await sumUp()).toBe(0);
    // As if it had forgotten how far it had come.
    await database.admin`update series_cursors set holds_due_at = now(), holds_to_decision = 0`;
    expect(await sumUp()).toBe(0);
    expect(await days()).toEqual(first);
    expect(await stored()).toEqual(kept);
  });

  it('counts what it is asked for by two statements at the same moment once', async () => {
    const [id = ''] = ids;
    await arrangeLooks(id, 12 * A_DAY);
    await feed();
    const inTurn = bot.run(async (sql) => {
      const mine = await sumUpHolds(sql, { chainId: CHAIN_ID, keptDays: 7 });
      const others = await piece();
      return { mine, others };
    });
    const { mine, others } = await inTurn;
    expect(mine.looks).toBeGreaterThan(0);
    expect(others).toMatchObject({ looks: 0 });
    expect(await looksInAll()).toBe(12 * A_DAY);
  });

  it('keeps the last look, the last in band and what the series have not taken in, however old they are', async () => {
    const [id = '', other = ''] = ids;
    const paused = Array.from({ length: 15 * A_DAY - 2 }, (_, n) => n + 2);
    await arrangeLooks(id, 15 * A_DAY, { paused });
    await arrangeLooks(other, 15 * A_DAY);
    await bot.run((sql) => feedSeries(sql, [id]));
    await dueAgain();
    const [inBand] = await database.admin`
      select max(id)::int as id from decisions where portfolio_id = ${id} and reason = 'in-band'`;
    await sumUp();
    const left = await database.admin`select id::int from decisions where portfolio_id = ${id} order by id`;
    expect(left[0]?.['id']).toBe(inBand?.['id']);
    const [untouched] =
      await database.admin`select count(*)::int as looks from decisions where portfolio_id = ${other}`;
    expect(untouched?.['looks']).toBe(15 * A_DAY);
  });

  it('changes no series, and everything that stays is replayed as it was', async () => {
    const [id = ''] = ids;
    await arrangeLooks(id, 15 * A_DAY, { acts: [2, 3, 60] });
    await feed();
    const series = () => database.admin`select * from series_points order by portfolio_id, time_seconds`;
    const before = await series();
    expect(await sumUp()).toBeGreaterThan(0);
    await feed();
    expect(await series()).toEqual(before);
    const records = await bot.run((sql) => readRecordedDecisionsAfter(sql, { id: '0', rowsMax: 1_000 }));
    expect(records.length).toBe((await stored()).length);
    for (const record of records) expect(replay(record)).toMatchObject({ kind: 'identical' });
  });
});
