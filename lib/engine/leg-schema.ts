import { z } from 'zod';
import { integer, natural } from '../json/stored-json.ts';
import type { Leg } from './decision.ts';
import { LIMIT_NAMES } from './hold.ts';
import { REASONS } from './reasons.ts';
import { address, bps, seconds } from './snapshot-schema.ts';
import { ROUTE_REASONS, VENUE_IDS } from './venue-id.ts';

// What every version of a stored decision has in common.

/** One word of the closed list. */
export const reason = z.enum(REASONS);
/** The limit that was met. */
export const limitMet = z.object({
  name: z.enum(LIMIT_NAMES),
  unit: z.enum(['usd-e18', 'share-e18', 'bps', 'seconds', 'units']),
  actual: integer,
  allowed: integer,
});

/** The fields of one leg of a plan. */
export const legFields = {
  index: z.int().min(0),
  venue: z.enum(VENUE_IDS),
  sellToken: address,
  buyToken: address,
  sellUnits: natural,
  buyUnits: natural,
  expectedBuyUnits: natural,
  sellPriceUsdE18: natural,
  buyPriceUsdE18: natural,
  referencePriceE18: natural,
  sellValueUsdE18: natural,
  limit: z.object({ spreadBps: bps, expiresInSeconds: seconds }),
  slice: z.object({ number: z.int().min(1), of: z.int().min(1) }),
  expectedCost: z.object({
    spreadUsdE18: natural,
    feeUsdE18: natural,
    impactUsdE18: natural,
    gasUsdE18: natural,
  }),
  routed: z.exactOptional(z.enum(ROUTE_REASONS)),
  part: z.exactOptional(z.object({ startedAtSeconds: seconds, number: z.int().min(1), of: z.int().min(1) })),
};

/** One leg of a plan. */
export const leg = z.object(legFields) satisfies z.ZodType<Leg>;
