import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { PRESETS } from '../policy/policy-presets.ts';
import { parsePriceFile } from '../prices/testing/parse-price-file.ts';
import type { Result } from '../result.ts';
import { parseUtcDate } from '../time/utc.ts';
import { type BacktestRequest, planBacktest } from './backtest-request.ts';
import { parseTargets } from './parse-targets.ts';
import { parseShocks, shockRows } from './shock.ts';
import { parseSweep, policyOfCell, runSweep, sweepCells } from './sweep.ts';
import { backtested, dailyRows, EVERY_DAY, freePolicy, specOf } from './testing/build-backtest.ts';

const message = (result: Result<unknown>): string => (result.ok ? 'accepted' : result.error.message);
const CSV = 'date,BTC,ETH,SOL\n2024-01-01,10,20,\n2024-01-02,11,21,3\n2024-01-03,12,,4\n2024-01-05,13,23,5\n';

const fileOf = (text: string) => {
  const read = parsePriceFile(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

const request = (more: Partial<BacktestRequest> = {}): BacktestRequest => ({
  file: fileOf(CSV),
  targets: 'BTC=50,ETH=50',
  policy: PRESETS.balanced,
  fromSeconds: null,
  toSeconds: null,
  initialUsdE18: 1_000n * E18,
  costBps: 10,
  gasPerLegUsdE18: 2n * E18,
  costSides: 'bought',
  openingPaid: true,
  riskFreeRate: 0,
  periodsPerYear: null,
  ...more,
});

describe('targets', () => {
  const columns = ['BTC', 'ETH', 'SOL'];
  it('are percentages that sum to 100, in any order, to the sixteenth decimal', () => {
    const read = parseTargets('SOL=33.3333333333333333, BTC=66.6666666666666667%', columns);
    expect(read.ok && read.value).toEqual([
      { symbol: 'SOL', targetE18: 333_333_333_333_333_333n },
      { symbol: 'BTC', targetE18: 666_666_666_666_666_667n },
    ]);
  });

  it('can be equal, and still sum to exactly one', () => {
    const read = parseTargets('equal', columns);
    expect(read.ok && read.value.reduce((sum, { targetE18 }) => sum + targetE18, 0n)).toBe(E18);
    expect(read.ok && read.value.map(({ symbol }) => symbol)).toEqual(columns);
  });

  it.each([
    ['BTC=40,ETH=50', 'targets: they sum to 90 % instead of 100 %'],
    ['BTC=40,ETH=60.01', 'targets: they sum to 100.01 % instead of 100 %'],
    ['BTC=50,BTC=50', 'targets: BTC is named twice'],
    ['BTC=50,DOGE=50', 'targets: DOGE has no prices; there are BTC ETH SOL'],
    ['BTC=120,ETH=-20', 'targets: ETH: "-20" is not a percentage'],
    ['BTC', 'targets: "BTC" is not like BTC=40'],
    ['BTC=1e2', 'targets: BTC: "1e2" is not a percentage'],
    ['', 'targets: "" is not like BTC=40'],
  ])('refuse %s', (text, refusal) => {
    expect(message(parseTargets(text, columns))).toBe(refusal);
  });
});

describe('a request for a backtest', () => {
  it('starts at the first row that has every price, and counts what is missing', () => {
    const planned = planBacktest(request({ targets: 'equal' }));
    expect(planned.ok && planned.value.market).toMatchObject({ skippedRows: 1, missingRows: 1, holes: 1 });
    expect(planned.ok && planned.value.market.rows).toHaveLength(3);
  });

  it('refuses a named start without a price, naming row and asset', () => {
    const fromSeconds = parseUtcDate('2024-01-01');
    expect(message(planBacktest(request({ targets: 'equal', fromSeconds })))).toBe(
      'row 2024-01-01, SOL: no price to open at',
    );
  });

  it('refuses a period without rows, and an asset that never has a price in it', () => {
    expect(message(planBacktest(request({ fromSeconds: parseUtcDate('2025-01-01') })))).toBe(
      'prices: no row in this period',
    );
    expect(message(planBacktest(request({ targets: 'equal', toSeconds: parseUtcDate('2024-01-01') })))).toBe(
      'prices: SOL has no price in this period',
    );
  });

  it('refuses assets whose prices never meet, naming both and their rows', () => {
    const file = fileOf('date,BTC,MATIC,POL\n2024-01-01,1,2,\n2024-01-02,1,2,\n2024-01-03,1,,2\n');
    expect(message(planBacktest(request({ file, targets: 'equal' })))).toBe(
      'prices: POL starts at 2024-01-03, after MATIC has ended at 2024-01-02',
    );
    const apart = fileOf('date,BTC,ETH\n2024-01-01,1,\n2024-01-02,,2\n2024-01-03,1,\n');
    expect(message(planBacktest(request({ file: apart })))).toBe(
      'prices: no row in this period has a price of every asset',
    );
  });

  it('refuses impossible costs, naming the field', () => {
    for (const costBps of [-1, 0.5, 1_001, Number.NaN])
      expect(message(planBacktest(request({ costBps })))).toContain('cost-bps');
    expect(message(planBacktest(request({ gasPerLegUsdE18: -1n })))).toContain('gas-usd');
  });

  it('charges either side of a leg, and the first basket once, where costs fall on each side', () => {
    const planned = planBacktest(request({ costSides: 'each' }));
    expect(planned.ok && planned.value.spec.costs.pair.feeBps).toBe(20);
    expect(planned.ok && planned.value.spec.openingCosts?.pair.feeBps).toBe(10);
  });
});

describe('a sweep', () => {
  it('reads ranges and lists', () => {
    const plan = parseSweep('bands=1..3,0.5,intervals=1d,6h');
    expect(plan.ok && plan.value).toEqual({
      bandsBps: [100, 200, 300, 50],
      intervalsSeconds: [86_400, 21_600],
    });
    expect(plan.ok && sweepCells(plan.value)).toHaveLength(8);
  });

  it.each([
    ['intervals=1d', 'sweep: bands: name at least one, like bands=1..20'],
    ['bands=0', 'sweep: bands: "0" is not a percentage like 5 or 0.5, or a range like 1..20'],
    ['bands=5..1', 'sweep: bands: "5..1" is not a percentage like 5 or 0.5, or a range like 1..20'],
    ['bands=1,intervals=30s', 'sweep: intervals: "30s" is not a time like 6h, 1d or 4w'],
    ['bands=1,colour=red', 'sweep: "colour=red" is neither bands=… nor intervals=…'],
    [
      'bands=1..1000,intervals=1h,2h,3h,4h,5h,6h,7h,8h,9h,10h,11h',
      'sweep: 11000 combinations; at most 10000',
    ],
  ])('refuses %s', (text, refusal) => {
    expect(message(parseSweep(text))).toBe(refusal);
  });

  it('keeps the kind of the policy’s own band and everything else of it', () => {
    const cell = { bandBps: 700, intervalSeconds: 0 };
    expect(policyOfCell(PRESETS['test-network'], cell).triggers).toEqual([
      { kind: 'relative', bandBps: 700 },
    ]);
    expect(policyOfCell(PRESETS.index, { ...cell, intervalSeconds: 600 })).toMatchObject({
      triggers: [{ kind: 'calendar-band', intervalSeconds: 600, band: { kind: 'absolute', bandBps: 700 } }],
      destination: PRESETS.index.destination,
      limits: { cooldownSeconds: 600 },
    });
    expect(policyOfCell(PRESETS.conservative, cell).triggers).toEqual([{ kind: 'absolute', bandBps: 700 }]);
  });

  it('gives each cell what a backtest of its policy alone gives', () => {
    const closes = Array.from({ length: 40 }, (_, index) => [1 + Math.abs(Math.sin(index)), 1]);
    const policy = freePolicy({ triggers: EVERY_DAY });
    const spec = specOf(dailyRows(closes), [50, 50], { policy });
    const plan = parseSweep('bands=1,5,intervals=1d,7d');
    if (!plan.ok) throw new Error(plan.error.message);
    const finals = [...runSweep(spec, plan.value)].map((one) => one.ok && one.value.result.run.finalUsdE18);
    const alone = sweepCells(plan.value).map(
      (cell) => backtested({ ...spec, policy: policyOfCell(policy, cell) }).run.finalUsdE18,
    );
    expect(finals).toEqual(alone);
    expect(new Set(finals).size).toBe(4);
  });
});

describe('a shock', () => {
  it('may be of any column that a price file can have', () => {
    expect(parseShocks('BRK.B=-40%', ['BRK.B'])).toMatchObject({ ok: true, value: [{ symbol: 'BRK.B' }] });
  });

  it('moves prices at once and keeps them there', () => {
    const shocks = parseShocks('ETH=-40%,BTC=+5', ['BTC', 'ETH']);
    if (!shocks.ok) throw new Error(shocks.error.message);
    const [opening] = dailyRows([[100, 10]]);
    if (opening === undefined) throw new Error('no row');
    const rows = shockRows({
      opening,
      symbols: ['BTC', 'ETH'],
      shocks: shocks.value,
      stepSeconds: 86_400,
      rows: 2,
    });
    expect(rows.map(({ prices }) => prices)).toEqual([
      [100n * E18, 10n * E18],
      [105n * E18, 6n * E18],
      [105n * E18, 6n * E18],
    ]);
    expect(rows.map(({ knownAtSeconds }) => knownAtSeconds - opening.knownAtSeconds)).toEqual([
      0, 86_400, 172_800,
    ]);
  });

  it.each([
    ['ETH=-100%', 'shock: ETH: a move must be above −100 %'],
    ['DOGE=-5%', 'shock: DOGE is not held; there are BTC ETH'],
    ['ETH=-5%,ETH=5%', 'shock: ETH is named twice'],
    ['ETH', 'shock: "ETH" is not like ETH=-40%'],
    ['ETH=--5', 'shock: "ETH=--5" is not like ETH=-40%'],
  ])('refuses %s', (text, refusal) => {
    expect(message(parseShocks(text, ['BTC', 'ETH']))).toBe(refusal);
  });
});
