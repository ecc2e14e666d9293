import type { Sql } from 'postgres';
import { expect } from 'vitest';
import type { z } from 'zod';
import { pageOf } from '../../lib/api/fields.ts';
import {
  type PerformanceDto,
  performanceDto,
  type SeriesDto,
  type StatisticsDto,
  seriesDto,
  statisticsDto,
} from '../../lib/api/performance.ts';
import { portfolioRow } from '../../lib/api/portfolios.ts';
import {
  type CashFlowDto,
  cashFlowDto,
  type RebalanceLogDto,
  rebalanceLogDto,
} from '../../lib/api/rebalances.ts';
import type { DemoLine } from './demo-process.ts';
import { type rawPortfolio, rawPortfolios } from './raw-performance.ts';

type Raw = ReturnType<typeof rawPortfolio>;

const dollars = (usdE18: string | null): number => Number(usdE18) / 1e18;

/** To nine digits; a sum of floating-point numbers keeps no more. */
const expectNear = (got: number, wanted: number): void =>
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(wanted), 1));

const expectWithin = (got: number | null | undefined, wanted: number, distance: number): void =>
  expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(distance);

/** What anybody is answered about a shared portfolio. */
export const openPerformance = (line: DemoLine) => {
  const ask = async (path: string): Promise<Record<string, unknown>> => {
    const response = await fetch(`${line.url}/api/portfolios${path}`);
    const body: Record<string, unknown> = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  };
  const read = async <T extends z.ZodType>(schema: T, path: string) => schema.parse(await ask(path));
  return {
    portfolios: async () => (await read(pageOf(portfolioRow), '?of=everyone')).rows,
    series: (id: string) => read(seriesDto, `/${id}/series?range=all`),
    performance: async (id: string) =>
      performanceDto.parse((await ask(`/${id}/performance?range=all`))['performance']),
    statistics: async (id: string): Promise<StatisticsDto | null> => {
      const { statistics } = await ask(`/${id}/statistics`);
      return statistics === null ? null : statisticsDto.parse(statistics);
    },
    cashFlows: async (id: string) => (await read(pageOf(cashFlowDto), `/${id}/cash-flows?limit=200`)).rows,
    rebalances: async (id: string) =>
      (await read(pageOf(rebalanceLogDto), `/${id}/rebalances?limit=200`)).rows,
  };
};

/** Every point's value, basket and drift, from the transfers and feed answers up to its block. */
const expectSeries = ({ points, assets }: SeriesDto, raw: Raw): void => {
  expect(points.length).toBeGreaterThan(2);
  for (const point of points) {
    const block = Number(point.blockNumber);
    expectNear(dollars(point.valueUsdE18), raw.valueAt(block));
    expectNear(dollars(point.holdUsdE18), raw.holdAt(block));
    expectWithin(point.trackingErrorBps, raw.trackingErrorBpsAt(block), 1);
    const drifts = raw.driftsBpsAt(block);
    for (const [index, { token }] of assets.entries())
      expectWithin(point.driftsBps[index], drifts.get(token) ?? Number.NaN, 1);
  }
};

const orderFills = (raw: Raw, orderHash: string) => raw.fills.filter((fill) => fill.orderHash === orderHash);
const sumOf = (units: readonly bigint[]): bigint => units.reduce((sum, one) => sum + one, 0n);

/** One entry of the log from the fills of its orders and the weights and prices of its decision's block. */
const expectRebalance = (row: RebalanceLogDto, raw: Raw): void => {
  const block = Number(row.blockNumber);
  expectWithin(row.trackingErrorBeforeBps, raw.trackingErrorBpsAt(block), 1);
  const before = raw.weightsBpsAt(block);
  for (const { token, beforeBps } of row.weights) expectWithin(beforeBps, before.get(token) ?? Number.NaN, 1);
  let [given, got] = [0, 0];
  for (const order of row.orders) {
    const fills = orderFills(raw, order.orderHash);
    const [sold, bought] = [
      sumOf(fills.map((fill) => fill.sellUnits)),
      sumOf(fills.map((fill) => fill.buyUnits)),
    ];
    expect([order.filledSellUnits, order.filledBuyUnits, order.fillCount]).toEqual([
      `${sold}`,
      `${bought}`,
      fills.length,
    ]);
    given += Number(sold) * raw.priceOf(order.sellToken, block);
    got += Number(bought) * raw.priceOf(order.buyToken, block);
  }
  expectNear(dollars(row.givenUsdE18), given);
  expectNear(dollars(row.gotUsdE18), got);
  expectNear(dollars(row.spreadUsdE18), got - given);
  const times = row.orders.flatMap(({ orderHash }) =>
    orderFills(raw, orderHash).map(({ timeSeconds }) => timeSeconds),
  );
  expect(row.lastFillAtSeconds).toBe(times.length === 0 ? null : Math.max(...times));
};

/** Counts, cost and speed from the same logs. */
const expectStatistics = (statistics: StatisticsDto, rows: readonly RebalanceLogDto[], raw: Raw): void => {
  const outcomes = rows.map(({ orders }) => {
    const filled = orders.map((order) =>
      sumOf(orderFills(raw, order.orderHash).map(({ sellUnits }) => sellUnits)),
    );
    if (orders.every((order, index) => `${filled[index]}` === order.sellUnits)) return 'filled';
    return filled.some((units) => units > 0n) ? 'partly' : 'none';
  });
  const count = (outcome: string): number => outcomes.filter((one) => one === outcome).length;
  expect(statistics.rebalances).toEqual({
    count: rows.length,
    filled: count('filled'),
    partlyFilled: count('partly'),
    unfilled: count('none'),
    open: 0,
  });
  expect(statistics.successBps.value).toBe(Math.floor((count('filled') * 10_000) / rows.length));
  const given = rows.reduce((sum, row) => sum + dollars(row.givenUsdE18), 0);
  const got = rows.reduce((sum, row) => sum + dollars(row.gotUsdE18), 0);
  const expected = rows.reduce((sum, row) => sum + dollars(row.expectedUsdE18), 0);
  expectNear(dollars(statistics.tradedUsdE18), given);
  expectNear(dollars(statistics.costUsdE18), given - got);
  expectWithin(statistics.costBps.value, ((given - got) / given) * 10_000, 1);
  expectWithin(statistics.expectedSlippageBps.value, ((given - expected) / given) * 10_000, 1);
  const took = rows.flatMap((row) =>
    row.lastFillAtSeconds === null || row.triggeredAtSeconds === null
      ? []
      : row.lastFillAtSeconds - row.triggeredAtSeconds,
  );
  expect(statistics.days.reduce((sum, { rebalances }) => sum + rebalances, 0)).toBe(took.length);
  expect(Math.max(...statistics.days.map(({ longestSeconds }) => longestSeconds))).toBe(Math.max(...took));
};

/** The average drift by hand: each look's, weighted with the time until the next one, without gaps. */
const expectAverageDrift = async (
  statistics: StatisticsDto,
  raw: Raw,
  { sql, id }: { readonly sql: Sql; readonly id: string },
) => {
  const looks = await sql<{ block: number; time: number; every: number }[]>`
    select distinct on (s.block_number) s.block_number::int as block, s.block_time_seconds::int as time,
      (v.policy ->> 'lookEverySeconds')::int as every
    from snapshots s join decisions d on d.snapshot_id = s.id
    join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version
    where s.portfolio_id = ${id} and s.block_time_seconds <= ${statistics.toSeconds} order by s.block_number`;
  let [seconds, bpsSeconds, worst] = [0, 0, 0];
  for (const [index, { block, time, every }] of looks.entries()) {
    const driftBps = Math.floor(raw.trackingErrorBpsAt(block) + 1e-6);
    worst = Math.max(worst, driftBps);
    const next = looks[index + 1];
    if (next === undefined || next.time - time > Math.max(3 * every, 3_600)) continue;
    seconds += next.time - time;
    bpsSeconds += driftBps * (next.time - time);
  }
  expectWithin(statistics.driftAverageBps.value, bpsSeconds / seconds, 1);
  expectWithin(statistics.driftWorstBps.value, worst, 1);
  expect(statistics.observedSeconds).toBe(seconds);
};

type Answers = {
  readonly id: string;
  readonly address: string;
  readonly series: SeriesDto;
  readonly performance: PerformanceDto;
  readonly flows: readonly CashFlowDto[];
  readonly rows: readonly RebalanceLogDto[];
  readonly statistics: StatisticsDto | null;
};

/** All that is answered about one portfolio, before anything of it is counted again: that takes a while. */
const readAnswers = async (line: DemoLine): Promise<readonly Answers[]> => {
  const api = openPerformance(line);
  const answers: Answers[] = [];
  for (const { id, address } of await api.portfolios())
    answers.push({
      ...{ id, address, series: await api.series(id), performance: await api.performance(id) },
      ...{
        flows: await api.cashFlows(id),
        rows: await api.rebalances(id),
        statistics: await api.statistics(id),
      },
    });
  return answers;
};

/** Dollars and returns, of a portfolio that was funded before its first look and left alone since. */
const expectReturns = ({ series, performance, flows }: Answers, raw: Raw): void => {
  const [first, end] = [Number(series.points[0]?.blockNumber), Number(series.points.at(-1)?.blockNumber)];
  expect(flows.map(({ txHash, logIndex, units }) => `${txHash} ${logIndex} ${units}`).sort()).toEqual(
    raw.flows.map(({ txHash, logIndex, units }) => `${txHash} ${logIndex} ${units}`).sort(),
  );
  const deposited = raw.flows.reduce(
    (sum, flow) => sum + Number(flow.units) * raw.priceOf(flow.token, first),
    0,
  );
  const [value, hold] = [raw.valueAt(end), raw.holdAt(end)];
  expectNear(dollars(performance.depositedUsdE18), deposited);
  expectNear(dollars(performance.endUsdE18), value);
  expectNear(dollars(performance.gainUsdE18.value), value - deposited);
  expectNear(dollars(performance.versusHoldUsdE18.value), value - hold);
  expectWithin(performance.timeWeightedBps.value, (value / deposited - 1) * 10_000, 1);
  expectWithin(performance.moneyWeightedBps.value, (value / deposited - 1) * 10_000, 2);
  expectWithin(performance.holdBps.value, (hold / deposited - 1) * 10_000, 1);
  expectWithin(performance.rebalancingBps.value, (value / hold - 1) * 10_000, 1);
};

/** Every figure of every portfolio's performance, counted again from raw logs. No order may be open, and some week must have passed. */
export const expectPerformanceOfLogs = async (line: DemoLine, sql: Sql, blocks: number): Promise<void> => {
  const all = await readAnswers(line);
  const raws = await rawPortfolios(line, blocks);
  expect(all).toHaveLength(line.portfolios);
  for (const answers of all) {
    const raw = raws.get(answers.address);
    if (raw === undefined) throw new Error(`no ${answers.address} on the chain`);
    const { id, rows, statistics } = answers;
    expectSeries(answers.series, raw);
    expectReturns(answers, raw);
    for (const row of rows) expectRebalance(row, raw);
    const logged = rows.flatMap(({ orders }) => orders.map(({ orderHash }) => orderHash));
    expect(raw.fills.filter(({ orderHash }) => !logged.includes(orderHash))).toEqual([]);
    if (statistics === null) throw new Error('no statistics after a week');
    expectStatistics(statistics, rows, raw);
    await expectAverageDrift(statistics, raw, { sql, id });
  }
};
