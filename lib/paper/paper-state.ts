import type { Address } from 'viem';
import { z } from 'zod';
import { type BacktestState, type MovingState, runFrom } from '../backtest/backtest-state.ts';
import { BASELINES } from '../backtest/backtest-types.ts';
import { REASONS } from '../engine/reasons.ts';
import { fail, ok, type Result } from '../result.ts';
import { type PaperTerms, paperSpec } from './paper-terms.ts';

const big = z
  .string()
  .regex(/^-?\d{1,160}$/)
  .transform(BigInt);
const seconds = z.int();
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as Address);
const point = z.object({ atSeconds: seconds, valueUsdE18: big });
const count = z.int().min(0);

const meterSchema = z.object({
  annual: z.object({ periodsPerYear: z.number().nullable(), riskFreeRate: z.number() }),
  ...{ startUsdE18: big, startSeconds: seconds, lastUsdE18: big, lastSeconds: seconds },
  ...{ indexUsdE18: big, sharesE18: big, growthBeforeFlow: z.number() },
  flows: z.array(z.object({ atSeconds: seconds, amountUsdE18: big })),
  moments: z.object({
    ...{ count, years: z.number(), meanPerYear: z.number() },
    ...{ squares: z.number(), downsideSquares: z.number() },
  }),
  drawdown: z.object({
    peak: point,
    worst: z.object({ peak: point, trough: point }).nullable(),
    recoveredAtSeconds: seconds.nullable(),
  }),
  costs: z.object({ spreadUsdE18: big, feeUsdE18: big, impactUsdE18: big, gasUsdE18: big }),
  ...{ turnover: z.number(), soldUsdE18: big, legs: count, rebalances: count, tradeDays: count },
  ...{ lastTradeDay: seconds.nullable(), rows: count },
  ...{ trackingErrorSum: z.number(), trackingErrorMax: z.number(), rowsOutOfBand: count },
});

const mapOf = <Key extends z.ZodType, Value extends z.ZodType>(key: Key, value: Value) =>
  z
    .array(z.tuple([key, value]))
    .transform((entries) => new Map(entries as [z.output<Key>, z.output<Value>][]));

const movingSchema = z.object({
  version: z.literal(1),
  feeds: z.array(z.object({ lastUsdE18: big, unconfirmedUsdE18: big, believesAll: z.boolean() })),
  units: z.array(big),
  meter: meterSchema,
  baselines: z.array(
    z.object({ kind: z.enum(BASELINES), units: z.array(big), meter: meterSchema, period: z.int() }),
  ),
  recent: z.object({ ring: z.array(z.number()), size: count, next: count, lastUsdE18: big }).nullable(),
  contract: z
    .object({
      limits: z.object({ turnoverBpsPerDay: count, lossBpsPerDay: count }),
      ...{ turnoverE18: big, lossE18: big, settledAtSeconds: seconds },
    })
    .nullable(),
  moved: mapOf(z.int(), big),
  flowsDone: count,
  programmes: mapOf(
    z.string(),
    z.object({
      ...{ sellToken: address, buyToken: address, startedAtSeconds: seconds },
      fills: z.array(z.object({ atSeconds: seconds, soldUnits: big })),
    }),
  ),
  holds: mapOf(z.enum(REASONS), count),
  heldBackUsdE18: mapOf(z.enum(REASONS), big),
  lastRebalanceAtSeconds: seconds.nullable(),
  ...{ tradedDay: seconds, tradedTodayUsdE18: big, rows: count },
});

const asStored = (_: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  return value instanceof Map ? [...value] : value;
};

/** The whole state between two ticks, as text; {@link readPaperState} gives back an equal one. */
export const paperStateText = (state: BacktestState): string => {
  const { spec: _spec, frame: _frame, yardstick: _yardstick, rebalancing: _rebalancing, ...moving } = state;
  const { goneColumns: _gone, ...stored } = moving;
  return JSON.stringify({ version: 1, ...stored }, asStored);
};

/** @returns a run that goes on where it was stored, or `snapshot-invalid` naming the field that can't be read */
export const readPaperState = (terms: PaperTerms, stored: unknown): Result<BacktestState> => {
  const parsed = movingSchema.safeParse(stored);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail('snapshot-invalid', `state: ${issue?.path.join('.') || 'whole'}: ${issue?.message}`);
  }
  const { version: _version, ...moving } = parsed.data;
  const columns = terms.assets.length;
  const isWhole = [moving.feeds, moving.units, ...moving.baselines.map(({ units }) => units)].every(
    ({ length }) => length === columns,
  );
  if (!isWhole) return fail('snapshot-invalid', 'state: not of as many tokens as its terms name');
  return ok(runFrom(paperSpec(terms), moving satisfies MovingState));
};
