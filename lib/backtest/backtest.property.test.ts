import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { runBacktest } from './backtest.ts';
import type { BacktestRow } from './backtest-types.ts';
import { costsOf, DAY, EVERY_DAY, FIRST_LABEL, freePolicy } from './testing/build-backtest.ts';

const CASES = Number(env.PROPERTY_CASES ?? 1_000) / 5;

const POLICIES = [
  freePolicy({ triggers: EVERY_DAY }),
  freePolicy({ triggers: [{ kind: 'absolute', bandBps: 300 }] }),
  freePolicy({ triggers: [{ kind: 'relative', bandBps: 1_000 }], destination: { kind: 'band-edge' } }),
  freePolicy({ triggers: [{ kind: 'cash-flow', flowBpsMin: 1 }] }),
];

/** A price between 1e-18 and 1e18 USD, any order of magnitude as likely as another. */
const priceE18 = fc
  .tuple(fc.integer({ min: 0, max: 35 }), fc.bigInt({ min: 1n, max: 10n }))
  .map(([power, digit]) => digit * 10n ** BigInt(power));

/** Up to 40 assets that wander from prices of any size, with holes, ends, deposits, withdrawals and costs. */
const world = fc.integer({ min: 1, max: 40 }).chain((assets) =>
  fc.record({
    shares: fc.array(fc.integer({ min: 0, max: 100 }), { minLength: assets, maxLength: assets }),
    first: fc.array(priceE18, { minLength: assets, maxLength: assets }),
    moves: fc.array(
      fc.array(fc.option(fc.integer({ min: 1, max: 3_000 }), { freq: 8 }), {
        minLength: assets,
        maxLength: assets,
      }),
      { minLength: 1, maxLength: 12 },
    ),
    flows: fc.array(
      fc.record({
        day: fc.integer({ min: 2, max: 13 }),
        amount: fc.integer({ min: -5_000, max: 5_000 }).filter((amount) => amount !== 0),
        column: fc.option(fc.integer({ min: 0, max: assets - 1 })),
      }),
      { maxLength: 4 },
    ),
    policy: fc.constantFrom(...POLICIES),
    costBps: fc.constantFrom(0, 10, 1_000),
    gasUsd: fc.constantFrom(0, 3, 400),
    gone: fc.boolean(),
  }),
);

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;

const rowsOf = ({ first, moves }: World) => {
  let prices: readonly bigint[] = first;
  const rows = [
    { labelSeconds: FIRST_LABEL, knownAtSeconds: FIRST_LABEL + DAY, prices: [...first] as (bigint | null)[] },
  ];
  for (const [index, move] of moves.entries()) {
    prices = prices.map((price, column) => {
      const moved = (price * BigInt(move[column] ?? 1_000)) / 1_000n;
      return moved > 0n ? moved : 1n;
    });
    rows.push({
      labelSeconds: FIRST_LABEL + (index + 1) * DAY,
      knownAtSeconds: FIRST_LABEL + (index + 2) * DAY,
      prices: prices.map((price, column) => (move[column] === null ? null : price)),
    });
  }
  return rows;
};

const run = (given: World, seen: BacktestRow[]) => {
  const whole = BigInt(given.shares.reduce((sum, share) => sum + share, 0));
  const rows = rowsOf(given);
  const targets = given.shares.map((share) => (whole === 0n ? 0n : (BigInt(share) * E18) / whole));
  const rest = E18 - targets.reduce((sum, target) => sum + target, 0n);
  const ends = given.first.flatMap((_, column) => {
    const last = rows.findLast(({ prices }) => prices[column] !== null);
    return last === undefined || last === rows.at(-1) ? [] : [[column, last.knownAtSeconds] as const];
  });
  return runBacktest({
    assets: targets.map((targetE18, index) => ({
      symbol: `A${index}`,
      targetE18: index === 0 ? targetE18 + rest : targetE18,
    })),
    policy: given.policy,
    rows,
    stepSeconds: DAY,
    initialUsdE18: 100_000n * E18,
    costs: costsOf(given.costBps, given.gasUsd),
    costSides: 'bought',
    openingCosts: null,
    annual: { periodsPerYear: null, riskFreeRate: 0 },
    baselines: true,
    flows: given.flows
      .map(({ day, amount, column }) => ({
        atSeconds: FIRST_LABEL + day * DAY,
        amountUsdE18: BigInt(amount) * E18,
        column,
      }))
      .sort((a, b) => a.atSeconds - b.atSeconds),
    ...(given.gone ? { gone: new Map(ends) } : {}),
    onRow: (row) => seen.push(row),
  });
};

describe('a backtest of anything', () => {
  it('ends without a throw, an undefined figure, a holding below nothing, or value out of nowhere', () => {
    let traded = 0;
    fc.assert(
      fc.property(world, (given) => {
        const seen: BacktestRow[] = [];
        const result = run(given, seen);
        if (!result.ok) {
          expect(result.error.code).toBe('backtest-invalid');
          return;
        }
        const { run: figures, baselines } = result.value;
        if (figures.legs > 0) traded += 1;
        for (const one of [figures, ...Object.values(baselines ?? {})]) {
          expect(
            Object.values(one).filter((value) => typeof value === 'number' && !Number.isFinite(value)),
          ).toEqual([]);
          expect(one.finalUsdE18).toBeGreaterThanOrEqual(0n);
          expect(one.costUsdE18).toBeGreaterThanOrEqual(0n);
        }
        for (const { weightsE18, navUsdE18, indexUsdE18 } of seen) {
          expect(weightsE18.every((weight) => weight >= 0n && weight <= E18)).toBe(true);
          expect([navUsdE18 >= 0n, indexUsdE18 >= 0n]).toEqual([true, true]);
        }
      }),
      { numRuns: CASES },
    );
    expect(traded).toBeGreaterThan(CASES / 10);
  }, 3_600_000);
});
