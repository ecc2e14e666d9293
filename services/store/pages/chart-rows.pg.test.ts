import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { arrangePortfolios, CHAIN_ID, hashOf, removePortfolios } from '../testing/arrange.ts';
import { arrangeFlow, timeOf } from '../testing/arrange-looks.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';
import { readChart } from './chart-rows.ts';

let database: TestDatabase;
let id: string;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await removePortfolios(database.admin);
  id = (await arrangePortfolios(database.admin, 1))[0]?.id ?? '';
});

/** A point at each of so many blocks, worth as many cents as its block. */
const arrangePoints = (blocks: number) => database.admin`
  insert into series_points (portfolio_id, time_seconds, snapshot_id, block_number, value_usd_e18, growth, hold_growth,
    tracking_error_bps, worst_tracking_error_bps, looks, observed_seconds, drift_seconds, drift_bps_seconds, assets)
  select ${id}, ${timeOf(0)}::bigint + n * 60, n, n, n::numeric * 1e16, 1, 1, 0, 0, n, n * 60, n * 60, 0, '[]'
  from generate_series(1, ${blocks}) n`;

const arrangeEvent = (block: number, name: string) => database.admin`
  insert into chain_events (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, account, name)
  select ${CHAIN_ID}, ${hashOf(`event ${block} ${name}`)}, 0, ${hashOf(`block ${block}`)}, ${block}, ${timeOf(block)}, p.id, a.address, ${name}
  from portfolios p join accounts a on a.id = p.account_id where p.id = ${id}`;

const chartOf = (spanSeconds: number | null) =>
  database.admin.begin((sql) => readChart(sql, id, spanSeconds));

describe('what a portfolio’s charts are drawn from', () => {
  it('is nothing before the first look', async () => {
    expect(await chartOf(null)).toBeNull();
  });

  it('ends with the last look, begins a span before it, and never before the first', async () => {
    await arrangePoints(100);
    const [hour, year] = [await chartOf(3_600), await chartOf(31_536_000)];
    expect(hour?.points.map(({ timeSeconds }) => timeSeconds)).toEqual(
      Array.from({ length: 61 }, (_, index) => timeOf(40 + index)),
    );
    expect([year?.steps.fromSeconds, year?.steps.toSeconds]).toEqual([timeOf(1), timeOf(100)]);
  });

  it('has as many points as can be seen and no more, the last look among them', async () => {
    await arrangePoints(5_000);
    const chart = await chartOf(null);
    expect(chart?.points.length).toBeGreaterThan(150);
    expect(chart?.points.length).toBeLessThanOrEqual(180);
    expect(chart?.points.at(-1)?.valueUsdE18).toBe(5_000n * 10n ** 16n);
  });

  it('marks money, fills and changes of the contract in their span, and counts transactions that lie together', async () => {
    await arrangePoints(5_000);
    for (const [logIndex, block] of [10, 11, 3_000].entries())
      await arrangeFlow(database.admin, id, { block, units: 5n, logIndex });
    await arrangeFlow(database.admin, id, { block: 4_000, units: -5n });
    await arrangeEvent(4_500, 'TargetsSet');
    await arrangeEvent(4_600, 'BudgetsSettled');
    await arrangeEvent(6_000, 'GuardSet');
    const marksOf = async (spanSeconds: number | null) =>
      (await chartOf(spanSeconds))?.marks.map(({ kind, timeSeconds, count }) => [kind, timeSeconds, count]);
    expect(await marksOf(null)).toEqual([
      ['deposit', timeOf(11), 2],
      ['deposit', timeOf(3_000), 1],
      ['withdrawal', timeOf(4_000), 1],
      ['change', timeOf(4_500), 1],
    ]);
    expect(await marksOf(60 * 700)).toEqual([['change', timeOf(4_500), 1]]);
  });
});
