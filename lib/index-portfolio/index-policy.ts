import { z } from 'zod';
import type { Policy } from '../engine/policy.ts';
import { type Allocation, allocationFaults, INDEX_ASSETS_MAX } from '../intents/allocations.ts';
import { policySchema, policyToJson } from '../policy/policy.ts';
import { someLimitsSchema } from '../policy/policy-fields.ts';
import { fail, ok, type Result } from '../result.ts';

const YEAR_SECONDS = 31_536_000;
const LOOK_SECONDS_MIN = 300;
const HOUR = 3_600;

/** When an index is brought back to its shares. */
export const scheduleSchema = z.strictObject({
  everySeconds: z
    .int()
    .min(LOOK_SECONDS_MIN)
    .max(YEAR_SECONDS)
    .default(HOUR)
    .describe('Between two rebalances. Seconds, 300 to one year; default 3,600, hourly.'),
  bandBps: z
    .int()
    .min(1)
    .max(10_000)
    .nullable()
    .default(null)
    .describe(
      'Only when a share is as many points off its target. Basis points, 1–10,000; default null, whenever a trade is large enough.',
    ),
});
export type IndexSchedule = z.output<typeof scheduleSchema>;

export const allocationSchema = z.strictObject({
  token: z
    .string()
    .min(8)
    .max(200)
    .describe('A token as the verifier counts it, such as `nep141:wrap.near`.'),
  targetBps: z
    .int()
    .min(1)
    .max(10_000)
    .describe('Its share of the value. Basis points, 1–10,000; all make 10,000.'),
});
export const allocationsSchema = z.array(allocationSchema).min(1).max(INDEX_ASSETS_MAX);

/** An index as its owner writes it. */
export const indexWishSchema = z.strictObject({
  name: z.string().min(1).max(80).describe('What it is called. 1–80 characters.'),
  allocations: allocationsSchema.describe('What it is to hold: shares that make 100 %, exactly.'),
  schedule: scheduleSchema.prefault({}).describe('When it is brought back to its shares.'),
  limits: someLimitsSchema.optional().describe("Any of a policy's limits, in its units and ranges."),
});
export type IndexWish = z.output<typeof indexWishSchema>;

/** An index as it is stored: complete, so that it means the same for ever. */
export type Index = {
  readonly name: string;
  readonly allocations: readonly Allocation[];
  readonly policy: Policy;
};

/** Of what its owner leaves out: legs go in parallel and cost no gas, so small ones and many are worth it. */
const LIMITS = {
  ...{ minTradeUsd: '1', maxTradeUsd: '100000', dailyVolumeUsd: '1000000' },
  ...{ cooldownSeconds: 0, legsMax: 64 },
};

/**
 * The policy of an index: the same as any portfolio's, for the same engine. Fails with `policy-invalid`, every fault in a sentence, when the
 * shares make no 100 %, or the limits contradict each other.
 */
export const indexOfWish = ({ name, allocations, schedule, limits }: IndexWish): Result<Index> => {
  const faults = allocationFaults(allocations);
  if (faults.length > 0) return fail('policy-invalid', faults.join(' '));
  const { everySeconds, bandBps } = schedule;
  const given = Object.fromEntries(Object.entries(limits ?? {}).filter(([, value]) => value !== undefined));
  const policy = policySchema.safeParse({
    version: 1,
    triggers: [
      bandBps === null
        ? { kind: 'calendar', intervalSeconds: everySeconds }
        : { kind: 'calendar-band', intervalSeconds: everySeconds, band: { kind: 'absolute', bandBps } },
    ],
    ...{ destination: { kind: 'target' }, limits: { ...LIMITS, ...given } },
    ...{ orderTerms: { discountBpsMax: 0 }, lookEverySeconds: Math.min(everySeconds, HOUR) },
  });
  if (!policy.success) {
    const fields = policy.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return fail('policy-invalid', fields.join('; '));
  }
  return ok({ name, allocations, policy: policy.data });
};

const storedSchema = z.object({ name: z.string(), allocations: allocationsSchema, policy: policySchema });

/** An index as its row has it. Fails with `policy-invalid`, naming the first field that doesn't fit. */
export const readIndex = (row: unknown): Result<Index> => {
  const read = storedSchema.safeParse(row);
  if (read.success) return ok(read.data);
  const [issue] = read.error.issues;
  return fail('policy-invalid', `${issue?.path.join('.')}: ${issue?.message}`);
};

/** The schedule of a stored index, as its owner wrote it. */
export const scheduleOf = ({ triggers: [first] }: Policy): IndexSchedule => {
  if (first.kind === 'calendar') return { everySeconds: first.intervalSeconds, bandBps: null };
  if (first.kind === 'calendar-band' && first.band.kind === 'absolute')
    return { everySeconds: first.intervalSeconds, bandBps: first.band.bandBps };
  return { everySeconds: HOUR, bandBps: null };
};

export const policyJsonOf = ({ policy }: Pick<Index, 'policy'>): unknown => policyToJson(policy);
