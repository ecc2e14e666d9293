import { z } from 'zod';
import { encodeDecision } from '../engine/codec.ts';
import type { Decision } from '../engine/decision.ts';
import type { Json } from '../json/stored-json.ts';
import { TICK_BUDGET_MS_MAX, TICK_LIMIT_MAX, type TickCounts } from '../ledger/tick-record.ts';

const TICK_LIMIT = 2_000;
const TICK_BUDGET_MS = 20_000;

const whole = (range: { readonly min: number; readonly max: number; readonly fallback: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number of at most nine digits')
    .transform(Number)
    .pipe(z.number().min(range.min, `must be at least ${range.min}`))
    .transform((value) => Math.min(range.max, value))
    .default(range.fallback);

const tickQueryFields = z.strictObject({
  dryRun: z
    .enum(['0', '1'])
    .transform((text) => text === '1')
    .default(false),
  limit: whole({ min: 1, max: TICK_LIMIT_MAX, fallback: TICK_LIMIT }),
  budgetMs: whole({ min: 1_000, max: TICK_BUDGET_MS_MAX, fallback: TICK_BUDGET_MS }),
});

/** What may be asked of a tick, as name and value in turn; too much is capped, nonsense and what is said twice is refused. */
export const tickQuerySchema = z
  .array(z.tuple([z.string(), z.string()]))
  .superRefine((pairs, context) => {
    const names = pairs.map(([name]) => name);
    for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index)))
      context.addIssue({ code: 'custom', path: [name], message: 'is said twice' });
  })
  .transform((pairs): Record<string, string | undefined> => Object.fromEntries(pairs))
  .pipe(tickQueryFields);

const EXECUTION_ID_LENGTH_MAX = 200;

/** The id by which a scheduler names its run. */
export const executionIdSchema = z
  .string()
  .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII, and not empty')
  .max(EXECUTION_ID_LENGTH_MAX, `must be at most ${EXECUTION_ID_LENGTH_MAX} characters`);

/** A tick's answer; `plans` is there in a dry run only. */
export type TickDto = TickCounts & {
  readonly tickId: string;
  readonly durationMs: number;
  readonly dryRun: boolean;
  readonly plans?: readonly {
    readonly portfolio: string;
    readonly name: string;
    readonly blockNumber: string;
    readonly decision: Json;
  }[];
};

type Ran = TickCounts & {
  readonly tickId: string;
  readonly durationMs: number;
  readonly dryRun: boolean;
  readonly plans: readonly {
    readonly portfolio: string;
    readonly name: string;
    readonly blockNumber: bigint;
    readonly decision: Decision;
  }[];
};

export const tickDtoOf = ({ plans, ...tick }: Ran): TickDto => ({
  tickId: tick.tickId,
  checked: tick.checked,
  held: tick.held,
  acted: tick.acted,
  failed: tick.failed,
  skipped: tick.skipped,
  remaining: tick.remaining,
  durationMs: tick.durationMs,
  dryRun: tick.dryRun,
  ...(tick.dryRun
    ? {
        plans: plans.map((plan) => ({
          portfolio: plan.portfolio,
          name: plan.name,
          blockNumber: plan.blockNumber.toString(),
          decision: encodeDecision(plan.decision),
        })),
      }
    : {}),
});
