import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { type PeriodFlow, type PeriodPerformance, periodPerformance } from './period-performance.ts';
import type { SeriesPoint } from './series-point.ts';

const DAY = 86_400;
const YEAR = 365 * DAY;
const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 1e6)) * (E18 / 1_000_000n);

const point = (day: number, dollars: number, more: Partial<SeriesPoint> = {}): SeriesPoint => ({
  ...{ snapshotId: '1', blockNumber: BigInt(Math.round(day * 1_000)), timeSeconds: day * DAY },
  ...{ valueUsdE18: usd(dollars), holdUsdE18: usd(dollars), growth: 1, holdGrowth: 1, indexGrowth: 1 },
  ...{ trackingErrorBps: 0, worstTrackingErrorBps: 0, looks: 1 },
  ...{ observedSeconds: day * DAY, driftSeconds: 0, driftBpsSeconds: 0, assets: [] },
  ...more,
});

/** Days and dollars, what was there before, + in and − out. */
type Row = readonly [day: number, dollars: number, before: number];
const flowsOf = (rows: readonly Row[]): readonly PeriodFlow[] =>
  rows.map(([day, dollars, before]) => ({
    atSeconds: day * DAY,
    inUsdE18: usd(Math.max(dollars, 0)),
    outUsdE18: usd(Math.max(-dollars, 0)),
    beforeUsdE18: usd(before),
    afterUsdE18: usd(before + dollars),
  }));

const of = (rows: readonly Row[], end: SeriesPoint, start: SeriesPoint | null = null): PeriodPerformance =>
  periodPerformance({
    start,
    end,
    flows: flowsOf(rows),
    hasUnpricedFlow: false,
    indexStart: start?.indexGrowth ?? 1,
  });

/** Each money-weighted return in closed form: the root of the equation that its own definition gives for so few flows. */
const GOLDEN: readonly (readonly [title: string, wanted: number, rows: readonly Row[], end: SeriesPoint])[] =
  [
    ['one deposit that gains a tenth', 0.1, [[0, 1_000, 0]], point(100, 1_100)],
    [
      'a second deposit half-way: 1,000 x² + 1,000 x = 2,310 with x² = 1 + return',
      ((-1_000 + Math.sqrt(1e6 + 4 * 1_000 * 2_310)) / 2_000) ** 2 - 1,
      [
        [0, 1_000, 0],
        [50, 1_000, 1_050],
      ],
      point(100, 2_310),
    ],
    [
      'a withdrawal half-way: 1,000 x² = 600 x + 550',
      ((600 + Math.sqrt(600 ** 2 + 4 * 1_000 * 550)) / 2_000) ** 2 - 1,
      [
        [0, 1_000, 0],
        [50, -600, 1_100],
      ],
      point(100, 550),
    ],
    [
      'closed after 30 days with a gain of 30 %, however long ago that is',
      0.3,
      [
        [0, 1_000, 0],
        [30, -1_300, 1_300],
      ],
      point(330, 0),
    ],
    [
      'closed, and reopened after nine idle months: 1,000 x² = 1,300 x − 500 x + 550, each x of 30 days',
      ((800 + Math.sqrt(800 ** 2 + 4 * 1_000 * 550)) / 2_000) ** 2 - 1,
      [
        [0, 1_000, 0],
        [30, -1_300, 1_300],
        [300, 500, 0],
      ],
      point(330, 550),
    ],
    [
      'a deposit and a withdrawal of the same day and amount, which are no money moved',
      0.1,
      [
        [0, 1_000, 0],
        [40, 700, 1_050],
        [40, -700, 1_750],
      ],
      point(100, 1_100),
    ],
    [
      'all withdrawn and all put back at once',
      0.1,
      [
        [0, 1_000, 0],
        [40, -1_050, 1_050],
        [40, 1_050, 0],
      ],
      point(100, 1_100),
    ],
    [
      'all withdrawn but a dust of a tenth of a cent',
      0.3,
      [
        [0, 1_000, 0],
        [30, -1_299.999, 1_300],
      ],
      point(330, 0.001),
    ],
    ['everything lost', -1, [[0, 1_000, 0]], point(100, 0)],
  ];

describe('money-weighted return of a period', () => {
  it.each(GOLDEN)('of %s is %f', (_title, wanted, rows, end) => {
    expect(of(rows, end).moneyWeighted.value).toBeCloseTo(wanted, 6);
  });

  it('with flows before the money that is there is paid back is the rate of a loan, not an exception', () => {
    // More was taken out than ever put in, and the rest still stands: 100 x² = 150 x + 20.
    const rows: Row[] = [
      [0, 100, 0],
      [50, -150, 165],
    ];
    const root = ((150 + Math.sqrt(150 ** 2 + 4 * 100 * 20)) / 200) ** 2 - 1;
    expect(of(rows, point(100, 20)).moneyWeighted.value).toBeCloseTo(root, 9);
  });

  it('is the yearly rate of the same spreadsheet function after a year, and none before', () => {
    // 37.3362535 % is what the documentation of XIRR gives for this example.
    const days = [0, 60, 303, 411, 456];
    const amounts = [10_000, -2_750, -4_250, -3_250, -2_750];
    const rows = days.slice(0, 4).map((day, index): Row => [day, amounts[index] ?? 0, 10_000]);
    const got = of(rows, point(456, 2_750));
    expect(got.moneyWeightedYearly.value).toBeCloseTo(0.373362535, 8);
    expect(got.moneyWeighted.value).toBeCloseTo(1.373362535 ** (456 / 365) - 1, 6);
    expect(of([[0, 1_000, 0]], point(364.9, 1_100)).moneyWeightedYearly).toEqual({
      value: null,
      absent: 'under-a-year',
    });
    expect(of([[0, 1_000, 0]], point(365, 1_100)).moneyWeightedYearly.value).toBeCloseTo(0.1, 9);
  });

  it('begins a window with what was there, as if it were paid in', () => {
    const got = of([], point(100, 1_200, { growth: 1.8 }), point(70, 1_000, { growth: 1.5 }));
    expect(got.moneyWeighted.value).toBeCloseTo(0.2, 9);
    expect(got.timeWeighted.value).toBeCloseTo(0.2, 12);
    expect(got).toMatchObject({ fromSeconds: 70 * DAY, observedSeconds: 30 * DAY, startUsdE18: usd(1_000) });
  });
});

describe('what a period came to', () => {
  it('is dollars in, dollars out, and what is more than they explain', () => {
    const got = of(
      [
        [0, 1_000, 0],
        [50, -600, 1_100],
      ],
      point(100, 550, { holdUsdE18: usd(520) }),
    );
    expect(got).toMatchObject({
      ...{ depositedUsdE18: usd(1_000), withdrawnUsdE18: usd(600) },
      gainUsdE18: { value: usd(150), absent: null },
      versusHoldUsdE18: { value: usd(30), absent: null },
    });
  });

  it('sets the basket that was left alone beside it', () => {
    const start = point(0, 100, { growth: 2, holdGrowth: 4, holdUsdE18: usd(80) });
    const got = of([], point(10, 120, { growth: 2.4, holdGrowth: 4.4, holdUsdE18: usd(88) }), start);
    expect(got.hold.value).toBeCloseTo(0.1, 12);
    expect(got.rebalancing.value).toBeCloseTo(1.2 / 1.1 - 1, 12);
    expect(got.versusHoldUsdE18.value).toBe(usd(12));
  });

  it('names what is missing instead of making it up', () => {
    const flows = flowsOf([[0, 1_000, 0]]);
    const period = { start: null, end: point(10, 5), flows, indexStart: 1 };
    const unpriced = periodPerformance({ ...period, hasUnpricedFlow: true });
    expect(unpriced).toMatchObject({
      gainUsdE18: { absent: 'flow-unpriced' },
      moneyWeighted: { absent: 'flow-unpriced' },
    });
    const unheld = of([], point(10, 5, { holdUsdE18: null }));
    expect(unheld.versusHoldUsdE18).toEqual({ value: null, absent: 'price-missing' });
    for (const name of [
      'timeWeighted',
      'hold',
      'rebalancing',
      'moneyWeighted',
      'moneyWeightedYearly',
    ] as const)
      expect(of([], point(10, 0))[name]).toEqual({ value: null, absent: 'nothing-held' });
  });

  it('after a total loss has no return on what was lost', () => {
    const got = of(
      [],
      point(20, 100, { growth: 0, holdGrowth: 0 }),
      point(10, 0, { growth: 0, holdGrowth: 0 }),
    );
    expect(got.timeWeighted).toEqual({ value: null, absent: 'nothing-held' });
    expect(got.rebalancing).toEqual({ value: null, absent: 'nothing-held' });
  });
});

describe('in hundreds of random histories the money-weighted return', () => {
  const history = fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 360 }),
      fc.integer({ min: -40, max: 100 }),
      fc.integer({ min: -5, max: 5 }),
    ),
    { minLength: 1, maxLength: 8 },
  );

  /** A portfolio that grows by a steady rate between flows: whatever its flows, its return is that rate. */
  const steady = (steps: readonly (readonly [number, number, number])[], perDay: number) => {
    const days = [...new Set(steps.map(([day]) => day))].sort((a, b) => a - b);
    const rows: Row[] = [[0, 1_000, 0]];
    let [value, at] = [1_000, 0];
    for (const [index, day] of days.entries()) {
      value *= perDay ** (day - at);
      at = day;
      const flow = Math.max((value * (steps[index]?.[1] ?? 0)) / 100, -0.9 * value);
      rows.push([day, flow, value]);
      value += flow;
    }
    return { rows, end: point(365, value * perDay ** (365 - at)) };
  };

  it('of steady growth is that growth, whatever was paid in and out', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -80, max: 300 }), (steps, yearly) => {
        const { rows, end } = steady(steps, (1 + yearly / 100) ** (1 / 365));
        expect(of(rows, end).moneyWeighted.value).toBeCloseTo(yearly / 100, 4);
        expect(of(rows, end).moneyWeightedYearly.value).toBeCloseTo(yearly / 100, 4);
      }),
      { numRuns: 400 },
    );
  });

  it('is not changed by telling a flow in two parts', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: -50, max: 100 }), (steps, yearly) => {
        const { rows, end } = steady(steps, (1 + yearly / 100) ** (1 / 365));
        const halves = rows.flatMap(([day, dollars, before]): Row[] => [
          [day, dollars / 4, before],
          [day, (dollars * 3) / 4, before + dollars / 4],
        ]);
        const [one, two] = [of(rows, end), of(halves, end)];
        expect(two.moneyWeighted.value).toBeCloseTo(one.moneyWeighted.value ?? Number.NaN, 5);
        expect(Number(two.depositedUsdE18 - one.depositedUsdE18) / 1e18).toBeCloseTo(0, 3);
      }),
      { numRuns: 400 },
    );
  });

  it('makes the discounted flows worth nothing, as its definition has it', () => {
    fc.assert(
      fc.property(history, (steps) => {
        const { rows, end } = steady(steps, 1.001);
        const moved = rows.map(
          ([day, dollars], index): Row => [day, dollars + (steps[index]?.[2] ?? 0), 1_000],
        );
        const rate = of(moved, end).moneyWeightedYearly.value;
        if (rate === null) return;
        const discounted = (dollars: number, day: number) => dollars / (1 + rate) ** ((day * DAY) / YEAR);
        const parts = [
          ...moved.map(([day, dollars]) => discounted(-dollars, day)),
          discounted(Number(end.valueUsdE18) / 1e18, 365),
        ];
        const size = parts.reduce((sum, part) => sum + Math.abs(part), 0);
        expect(Math.abs(parts.reduce((sum, part) => sum + part, 0)) / size).toBeLessThan(1e-8);
      }),
      { numRuns: 400 },
    );
  });
});
