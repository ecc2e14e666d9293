import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOW, snapshotOf, tokenAt } from '../engine/testing/builders.ts';
import { E18 } from '../money/fixed-point.ts';
import { countedLook } from './counted-look.ts';
import { growSeries } from './grow-series.ts';
import { A, B, type Entry, entriesOf, MINUTE, storyOf } from './testing/ledger.ts';

const usd = (dollars: number): bigint => BigInt(Math.round(dollars * 100)) * (E18 / 100n);

/** Each growth from its formula, Π value before a flow ÷ value after the flow before it, worked out by hand. */
const STORIES: readonly (readonly [title: string, growth: number, entries: readonly Entry[]])[] = [
  [
    'one deposit and a gain',
    1.2,
    [{ flow: [100] }, { look: [100], prices: [100] }, { look: [100], prices: [120] }],
  ],
  [
    'a deposit that doubles it half-way, at fair value',
    1.1 * 1.2,
    [
      { flow: [100] },
      { look: [100], prices: [100] },
      { look: [100], prices: [110] },
      { flow: [100] },
      { look: [200], prices: [110] },
      { look: [200], prices: [132] },
    ],
  ],
  [
    'closed after a gain, and reopened after the price has doubled meanwhile',
    1.3 * 1.1,
    [
      { flow: [100] },
      { look: [100], prices: [100] },
      { look: [100], prices: [130] },
      { flow: [-100] },
      { look: [0], prices: [130] },
      { look: [0], prices: [260] },
      { flow: [50] },
      { look: [50], prices: [260] },
      { look: [50], prices: [286] },
    ],
  ],
  [
    'a deposit and a withdrawal of the same day, of the same amount',
    1.5,
    [
      { flow: [100] },
      { look: [100], prices: [100] },
      { flow: [70] },
      { flow: [-70] },
      { look: [100], prices: [150] },
    ],
  ],
  [
    'all taken out and put back before anybody looks again',
    2,
    [
      { flow: [10] },
      { look: [10], prices: [100] },
      { flow: [-10] },
      { flow: [10] },
      { look: [10], prices: [200] },
    ],
  ],
  [
    'all withdrawn but a dust that loses half of its worth, then back',
    1.2,
    [
      { flow: [100] },
      { look: [100], prices: [100] },
      { look: [100], prices: [120] },
      { flow: [-99.999999] },
      { look: [0.000001], prices: [120] },
      { look: [0.000001], prices: [60] },
      { flow: [100] },
      { look: [100.000001], prices: [60] },
    ],
  ],
  [
    'a total loss',
    0,
    [
      { flow: [100] },
      { look: [100], prices: [100] },
      { look: [0], prices: [100] },
      { look: [0], prices: [100] },
    ],
  ],
  [
    'units that a token adds by itself: its yield',
    1.05,
    [{ flow: [100] }, { look: [100], prices: [100] }, { look: [105], prices: [100] }],
  ],
  [
    'a fill whose taker paid 1 percent more',
    1.005,
    [
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { sell: [0, 25], buy: [1, 25.5] },
      { look: [25, 75.5], prices: [100, 100] },
    ],
  ],
  [
    'a fill that loses, and a withdrawal right after it',
    0.9 * 1,
    [
      { flow: [100, 0] },
      { look: [100, 0], prices: [100, 100] },
      { sell: [0, 50], buy: [1, 40] },
      { flow: [-25, 0] },
      { look: [25, 40], prices: [100, 100] },
    ],
  ],
];

describe('growth of a portfolio, time-weighted', () => {
  it.each(STORIES)('of %s is %f', (_title, growth, entries) => {
    expect(storyOf(entries).end.growth).toBeCloseTo(growth, 12);
  });

  it('starts with what was held before the index knew it, as something that came in', () => {
    const { end, flows } = storyOf([
      { look: [100], prices: [100] },
      { look: [100], prices: [90] },
    ]);
    expect(end.growth).toBeCloseTo(0.9, 12);
    expect(flows).toMatchObject([
      { kind: 'listed', valueUsdE18: usd(100), beforeUsdE18: 0n, afterUsdE18: usd(100) },
    ]);
  });

  it('is no gain where a node handed out no logs: the change came in, and is marked as unread', () => {
    const entries: Entry[] = [
      { flow: [100] },
      { look: [100], prices: [100] },
      { look: [140], prices: [110] },
    ];
    expect(storyOf(entries).end.growth).toBeCloseTo(1.54, 12);
    const { end, flows } = storyOf(entries, [{ blockNumber: 3n, token: A }]);
    expect(end.growth).toBeCloseTo(1.1, 12);
    expect(flows.at(-1)).toMatchObject({ kind: 'unread', units: 40n * E18, valueUsdE18: usd(44) });
  });

  it('is not moved by an asset that is no longer counted, or that begins to be', () => {
    const { end, flows } = storyOf([
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { look: [50], prices: [120] },
      { look: [50, 30], prices: [120, 500] },
    ]);
    expect(flows.map(({ kind, token, valueUsdE18 }) => ({ kind, token, valueUsdE18 }))).toEqual([
      { kind: 'in', token: A, valueUsdE18: usd(50) },
      { kind: 'in', token: B, valueUsdE18: usd(50) },
      { kind: 'unlisted', token: B, valueUsdE18: -usd(50) },
      { kind: 'listed', token: B, valueUsdE18: usd(150) },
    ]);
    // B leaves at its last price: 110 of the 100 are there, and 60 stay 60.
    expect(end.growth).toBeCloseTo(1.1, 12);
  });
});

describe('a flow', () => {
  it('is worth what the last price before it says, and carries the weights before and after', () => {
    const { flows } = storyOf([
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { flow: [100, 0] },
      { flow: [0, -25] },
      { look: [150, 25], prices: [200, 300] },
    ]);
    expect(flows.slice(2)).toMatchObject([
      {
        ...{
          kind: 'in',
          units: 100n * E18,
          valueUsdE18: usd(100),
          beforeUsdE18: usd(100),
          afterUsdE18: usd(200),
        },
        ...{ weightBeforeBps: 5_000, weightAfterBps: 7_500 },
        price: { usdE18: E18, atSeconds: NOW + 2 * MINUTE },
      },
      {
        ...{
          kind: 'out',
          units: -25n * E18,
          valueUsdE18: -usd(25),
          beforeUsdE18: usd(200),
          afterUsdE18: usd(175),
        },
        ...{ weightBeforeBps: 2_500, weightAfterBps: 1_428 },
      },
    ]);
  });

  it('before the first look is worth what the first price says, dated when it was', () => {
    const { flows } = storyOf([{ flow: [10] }, { look: [10], prices: [300] }]);
    expect(flows).toMatchObject([
      { kind: 'in', valueUsdE18: usd(30), price: { atSeconds: NOW + 2 * MINUTE }, timeSeconds: NOW + MINUTE },
    ]);
  });
});

describe('the basket that was put in and left alone', () => {
  const holdOf = (entries: readonly Entry[]) => storyOf(entries).end;

  it('keeps its units while the portfolio trades', () => {
    const end = holdOf([
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { sell: [0, 25], buy: [1, 25] },
      { look: [25, 75], prices: [200, 100] },
    ]);
    expect([end.valueUsdE18, end.holdUsdE18]).toEqual([usd(125), usd(150)]);
    expect([end.growth, end.holdGrowth]).toEqual([1.25, 1.5]);
  });

  it('takes deposits in kind, and loses the same share as the portfolio in a withdrawal', () => {
    const end = holdOf([
      { flow: [100, 0] },
      { look: [100, 0], prices: [100, 100] },
      { sell: [0, 50], buy: [1, 50] },
      { look: [50, 50], prices: [200, 100] },
      // A third of the portfolio's 150, so a third of the basket's 200 as well.
      { flow: [0, -50] },
      { flow: [0, 10] },
      { look: [50, 10], prices: [200, 100] },
    ]);
    expect(end.assets.map(({ holdUnits }) => holdUnits / (E18 / 100n))).toEqual([6_666n, 1_000n]);
    expect(end.holdGrowth).toBeCloseTo(2, 12);
  });

  it('goes on as what is left when one of its assets is no longer priced', () => {
    const end = holdOf([
      { flow: [50, 50] },
      { look: [50, 50], prices: [100, 100] },
      { sell: [0, 25], buy: [1, 25] },
      { look: [25, 75], prices: [200, 100] },
      { look: [25], prices: [200] },
    ]);
    // Hold 150 against 125 held: 25 A are left, and the basket's are 25 × 150 ÷ 125.
    expect(end.assets[0]?.holdUnits).toBe(30n * E18);
    expect(end.holdGrowth).toBeCloseTo(1.5, 12);
  });
});

describe('the totals of a series', () => {
  const drifting: Entry[] = [
    { flow: [60, 40] },
    { look: [60, 40], prices: [100, 100] },
    { look: [50, 50], prices: [100, 100] },
    // Five hours without a look: a gap of three of the policy's hours and more.
    { look: [70, 30], prices: [100, 100], lateSeconds: 5 * 3_600 },
    { look: [50, 50], prices: [100, 100] },
  ];

  it('weigh each tracking error with the time until the next look, and leave gaps out', () => {
    const { end, points } = storyOf(drifting);
    expect(points.map(({ trackingErrorBps }) => trackingErrorBps)).toEqual([1_000, 0, 2_000, 0]);
    expect(end).toMatchObject({
      looks: 4,
      observedSeconds: 2 * MINUTE,
      driftSeconds: 2 * MINUTE,
      driftBpsSeconds: 1_000 * MINUTE + 2_000 * MINUTE,
    });
    expect(end.timeSeconds - (points[0]?.timeSeconds ?? 0)).toBe(3 * MINUTE + 5 * 3_600);
  });

  it('give each asset the drift of what is held', () => {
    expect(storyOf(drifting).points[0]?.assets.map(({ driftBps }) => driftBps)).toEqual([1_000, -1_000]);
  });
});

describe('a look without a value', () => {
  it('is passed over: nothing held is counted without a price, or with one that is too old', () => {
    const held = { usd: 100, targetBps: 10_000 };
    const looks = [
      { ...held, state: { ok: false, fault: 'missing', detail: 'no feed' } as const },
      { ...held, priceAgeSecondsMax: 59 },
      { ...held, price: 10n ** 40n, units: 10n ** 30n },
      {
        ...held,
        lock: 'excluded' as const,
        state: { ok: false, fault: 'missing', detail: 'no feed' } as const,
      },
      held,
    ].map((wish) => countedLook('1', snapshotOf([wish]), { assetRules: [], lookEverySeconds: 60 }));
    expect(looks.map((look) => look?.assets.length ?? null)).toEqual([null, null, null, 0, 1]);
  });

  it('moves the cursor and makes no point; a node that fell behind makes none either', () => {
    const { looks, happenings } = entriesOf([
      { flow: [1] },
      { look: [1], prices: [100] },
      { look: [1], prices: [100] },
    ]);
    const [first, second] = looks;
    if (first === undefined || second?.counted == null) throw new Error('no looks');
    const behind = { ...second, snapshotId: '3', counted: { ...second.counted, blockNumber: 1n } };
    const missing = { snapshotId: '4', counted: null };
    const grown = growSeries({
      last: null,
      looks: [first, behind, missing],
      happenings,
      isCut: false,
      unread: [],
    });
    expect({ points: grown.points.length, snapshotId: grown.snapshotId }).toEqual({
      points: 1,
      snapshotId: '4',
    });
  });
});

describe('more happenings than can be read', () => {
  const { looks, happenings } = entriesOf([
    { flow: [1] },
    { look: [1], prices: [100] },
    { flow: [2] },
    { flow: [3] },
    { look: [6], prices: [100] },
  ]);

  it('stop before the first look they are incomplete for, and go on from there', () => {
    const some = growSeries({
      last: null,
      looks,
      happenings: happenings.slice(0, 2),
      isCut: true,
      unread: [],
    });
    expect({ points: some.points.length, snapshotId: some.snapshotId }).toEqual({
      points: 1,
      snapshotId: '1',
    });
    const rest = growSeries({
      ...{ last: some.points[0] ?? null, looks: looks.slice(1), isCut: false, unread: [] },
      happenings: happenings.slice(1),
    });
    expect(rest.points[0]?.growth).toBe(1);
    expect(rest.flows.map(({ kind }) => kind)).toEqual(['in', 'in']);
  });

  it('that lie before a single look become one change of each token, and no gain', () => {
    const first = growSeries({ last: null, looks: looks.slice(0, 1), happenings, isCut: false, unread: [] });
    const cut = growSeries({
      ...{ last: first.points[0] ?? null, looks: looks.slice(1), isCut: true, unread: [] },
      happenings: happenings.slice(1, 2),
    });
    expect(cut.points[0]?.growth).toBe(1);
    expect(cut.flows.map(({ kind, units }) => ({ kind, units }))).toEqual([
      { kind: 'in', units: 2n * E18 },
      { kind: 'unread', units: 3n * E18 },
    ]);
  });
});

describe('in hundreds of random stories', () => {
  const price = fc.integer({ min: 1, max: 100_000 });
  type Step = { readonly flow: number; readonly price: number };
  /** What is worth less than a dollar counts as closed, and earns nothing. */
  const staysOpen = (steps: readonly Step[]): boolean => {
    let held = 100;
    return steps.every(({ flow, price: usd }) => {
      const before = held;
      held = Math.round(held * (1 + flow) * 1e6) / 1e6;
      return Math.min(before, held) * usd > 1.01;
    });
  };
  const story = fc
    .array(fc.record({ flow: fc.double({ min: -0.9, max: 2, noNaN: true }), price }), {
      minLength: 1,
      maxLength: 12,
    })
    .filter(staysOpen);

  const told = (steps: readonly Step[], flows: (units: number) => readonly number[]) => {
    let held = 100;
    let priced = 100;
    const entries: Entry[] = [{ flow: [100] }, { look: [100], prices: [100] }];
    for (const step of steps) {
      // The price is looked at right before the flow, so that the flow is at fair value.
      priced = step.price;
      entries.push({ look: [held], prices: [priced] });
      const units = Math.round(held * step.flow * 1e6) / 1e6;
      for (const part of flows(units)) {
        entries.push({ flow: [part] });
        held = Math.round((held + part) * 1e6) / 1e6;
      }
      entries.push({ look: [held], prices: [priced] });
    }
    return storyOf(entries).end;
  };

  it('flows at fair value leave the growth what the price alone made of it', () => {
    fc.assert(
      fc.property(story, (steps) => {
        const wanted = (steps.at(-1)?.price ?? 100) / 100;
        expect(told(steps, (units) => [units]).growth / wanted).toBeCloseTo(1, 6);
        expect(told(steps, () => []).growth / wanted).toBeCloseTo(1, 9);
      }),
      { numRuns: 400 },
    );
  });

  it('a flow in two parts is the flow in one', () => {
    fc.assert(
      fc.property(story, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (steps, share) => {
        const inParts = (units: number) => {
          const first = Math.round(units * share * 1e6) / 1e6;
          return [first, Math.round((units - first) * 1e6) / 1e6];
        };
        const [one, two] = [told(steps, (units) => [units]), told(steps, inParts)];
        expect(two.growth / one.growth).toBeCloseTo(1, 12);
        expect(two.holdGrowth / one.holdGrowth).toBeCloseTo(1, 9);
        expect([two.valueUsdE18, two.looks, two.driftBpsSeconds]).toEqual([
          one.valueUsdE18,
          one.looks,
          one.driftBpsSeconds,
        ]);
      }),
      { numRuns: 400 },
    );
  });

  it('any cut between looks gives the same series as all at once', () => {
    fc.assert(
      fc.property(story, fc.nat(), (steps, at) => {
        const entries: Entry[] = [{ flow: [100] }];
        let held = 100;
        for (const { flow, price: priced } of steps) {
          const units = Math.round(held * flow * 1e6) / 1e6;
          held = Math.round((held + units) * 1e6) / 1e6;
          entries.push({ flow: [units] }, { look: [held], prices: [priced] });
        }
        const { looks, happenings } = entriesOf(entries);
        const whole = growSeries({ last: null, looks, happenings, isCut: false, unread: [] });
        const cut = at % looks.length;
        const first = growSeries({
          last: null,
          looks: looks.slice(0, cut),
          happenings,
          isCut: false,
          unread: [],
        });
        const last = first.points.at(-1) ?? null;
        const after = happenings.filter(({ blockNumber }) => blockNumber > (last?.blockNumber ?? -1n));
        const rest = growSeries({
          last,
          looks: looks.slice(cut),
          happenings: after,
          isCut: false,
          unread: [],
        });
        expect([...first.points, ...rest.points]).toEqual(whole.points);
        expect([...first.flows, ...rest.flows]).toEqual(whole.flows);
      }),
      { numRuns: 300 },
    );
  });

  it('has a symbol and decimals for every token it names', () => {
    const { end } = storyOf([{ look: [1, 2], prices: [100, 100] }]);
    expect(end.assets.map(({ token, symbol, decimals }) => ({ token, symbol, decimals }))).toEqual([
      { token: tokenAt(0), symbol: 'A', decimals: 18 },
      { token: tokenAt(1), symbol: 'B', decimals: 18 },
    ]);
  });
});
