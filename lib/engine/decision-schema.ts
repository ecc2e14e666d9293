import { z } from 'zod';
import { integer, natural } from '../json/stored-json.ts';
import type { Decision, Leg } from './decision.ts';
import { leg, limitMet, reason } from './leg-schema.ts';
import { TRIGGER_KINDS } from './policy.ts';
import { address, bps, seconds } from './snapshot-schema.ts';

const hold = z.object({
  reason,
  detail: z.string().nullable(),
  limit: limitMet.nullable(),
  lookAgainAt: seconds,
});

const verdict = z.object({
  token: address,
  symbol: z.string(),
  action: z.enum(['sell', 'buy', 'hold']),
  hold: hold.nullable(),
  valueUsdE18: natural.nullable(),
  inFlightUsdE18: integer,
  targetE18: natural,
  weightE18: natural.nullable(),
  driftE18: integer.nullable(),
  relativeDriftE18: integer.nullable(),
  plannedUsdE18: integer,
});

/** The fields of a stored decision whose legs are held like this. */
export const decisionFields = <L extends z.ZodType<Leg>>(legOf: L) => ({
  engineVersion: z.string(),
  plan: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('hold'), hold }),
    z.object({ kind: z.literal('act'), legs: z.tuple([legOf], legOf) }),
  ]),
  trigger: z.enum(TRIGGER_KINDS).nullable(),
  assets: z.array(verdict),
  dropped: z.array(z.object({ sellToken: address, buyToken: address, valueUsdE18: natural, hold })),
  navUsdE18: natural.nullable(),
  trackingErrorE18: natural.nullable(),
  trackingErrorBps: bps.nullable(),
  trackingErrorAfterE18: natural.nullable(),
  expectedCostUsdE18: natural,
  expectedBenefitUsdE18: natural.nullable(),
  decidedAt: seconds,
  nextLookAt: seconds,
});

/** A stored decision, codec 3: JSON with decimal strings in, the engine's own type out. */
export const decisionSchema: z.ZodType<Decision> = z.object(decisionFields(leg));
