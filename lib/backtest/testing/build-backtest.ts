import type { Policy } from '../../engine/policy.ts';
import type { Costs } from '../../engine/snapshot.ts';
import { E18 } from '../../money/fixed-point.ts';
import { policySchema } from '../../policy/policy.ts';
import type { PriceRow } from '../../prices/price-file.ts';
import { runBacktest } from '../backtest.ts';
import type { BacktestResult, BacktestSpec } from '../backtest-types.ts';

export const DAY = 86_400;
/** Monday 2024-01-01. */
export const FIRST_LABEL = 1_704_067_200;

/** A policy that trades all the way to target at the mid price, with no limit in the way. */
export const freePolicy = (json: Readonly<Record<string, unknown>>): Policy =>
  policySchema.parse({
    version: 1,
    destination: { kind: 'target' },
    orderTerms: { spreadBps: 0 },
    ...json,
    limits: {
      minTradeUsd: '0',
      maxTradeUsd: '999999999999999',
      dailyVolumeUsd: '999999999999999',
      cooldownSeconds: 0,
      priceImpactBpsMax: 10_000,
      gasCostBpsMax: 10_000,
      legsMax: 64,
      ...(json.limits as object | undefined),
    },
  });

export const EVERY_DAY = [{ kind: 'calendar', intervalSeconds: DAY }];

/** A fee in basis points of the sold value, and gas. */
export const costsOf = (feeBps: number, gasUsd = 0): Costs => ({
  gasPerLegUsdE18: BigInt(gasUsd) * E18,
  pair: { spreadBps: 0, feeBps, impactBpsPer10kUsd: 0 },
  pairs: [],
});

/** Daily rows from whole or fractional dollars; null = a hole. */
export const dailyRows = (closes: readonly (readonly (number | null)[])[]): PriceRow[] =>
  closes.map((cells, index) => ({
    labelSeconds: FIRST_LABEL + index * DAY,
    knownAtSeconds: FIRST_LABEL + (index + 1) * DAY,
    prices: cells.map((cell) => (cell === null ? null : BigInt(Math.round(cell * 1e6)) * 10n ** 12n)),
  }));

/** A backtest without costs of assets A, B, C … at equal targets, 1,000 USD; anything can be overridden. */
export const specOf = (
  rows: Iterable<PriceRow>,
  weights: readonly number[],
  more: Partial<BacktestSpec> = {},
): BacktestSpec => ({
  assets: weights.map((percent, index) => ({
    symbol: String.fromCharCode(65 + index),
    targetE18: (BigInt(percent) * E18) / 100n,
  })),
  policy: freePolicy({ triggers: EVERY_DAY }),
  rows,
  stepSeconds: DAY,
  initialUsdE18: 1_000n * E18,
  costs: costsOf(0),
  costSides: 'bought',
  openingCosts: null,
  annual: { periodsPerYear: 365, riskFreeRate: 0 },
  baselines: true,
  ...more,
});

/** The result, or a thrown refusal. */
export const backtested = (spec: BacktestSpec): BacktestResult => {
  const result = runBacktest(spec);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

/** The message of a refusal. */
export const refusalOf = (spec: BacktestSpec): string => {
  const result = runBacktest(spec);
  return result.ok ? 'accepted' : result.error.message;
};
