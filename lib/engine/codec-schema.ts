import type { Address, Hex } from 'viem';
import { z } from 'zod';
import type { Decision, Leg } from './decision.ts';
import { LIMIT_NAMES } from './decision.ts';
import { REASONS } from './reasons.ts';
import type { Snapshot } from './snapshot.ts';
import { ASSET_LOCKS, PRICE_FAULTS } from './snapshot.ts';

const integer = z
  .string()
  .regex(/^-?\d+$/, 'an integer as decimal text')
  .transform((text) => BigInt(text));
const natural = z
  .string()
  .regex(/^\d+$/, 'a non-negative integer as decimal text')
  .transform((text) => BigInt(text));
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/, 'a lower-cased address')
  .transform((text) => text as Address);
const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/, 'hexadecimal')
  .transform((text) => text as Hex);
const seconds = z.int();
const bps = z.int();

const price = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    usdE18: natural,
    updatedAtSeconds: seconds,
    source: z.string(),
    disagreementBps: bps.nullable(),
  }),
  z.object({ ok: z.literal(false), fault: z.enum(PRICE_FAULTS), detail: z.string() }),
]);

const asset = z
  .object({
    token: address,
    symbol: z.string(),
    decimals: z.int().min(0).max(27),
    units: natural,
    targetBps: bps,
    targetExactE18: natural.optional(),
    price,
    priceAgeSecondsMax: seconds,
    lock: z.enum(ASSET_LOCKS),
    lastBoughtAtSeconds: seconds.nullable(),
    lastSoldAtSeconds: seconds.nullable(),
    allowanceUnits: natural.nullable(),
  })
  .transform(({ targetExactE18, ...rest }) =>
    targetExactE18 === undefined ? rest : { ...rest, targetExactE18 },
  );

const pairCost = { spreadBps: bps, feeBps: bps, impactBpsPer10kUsd: bps };

/** A stored snapshot: JSON with decimal strings in, the engine's own type out. */
export const snapshotSchema: z.ZodType<Snapshot> = z.object({
  account: z.object({ kind: z.literal('balancer'), chainId: z.int(), address }),
  blockNumber: natural,
  blockHash: hex,
  nowSeconds: seconds,
  generation: natural,
  assets: z.array(asset),
  openOrders: z.array(
    z.object({
      orderHash: hex,
      sellToken: address,
      buyToken: address,
      remainingSellUnits: natural,
      remainingBuyUnits: natural,
      expiresAtSeconds: seconds,
    }),
  ),
  inFlight: z.array(z.object({ token: address, units: natural, arrivesBySeconds: seconds })),
  guard: z.object({
    maxSlippageBps: bps,
    lossBpsPerDay: bps,
    turnoverBpsPerDay: bps,
    orderTtlMaxSeconds: seconds,
    cooldownSeconds: seconds,
    minDriftBps: bps,
    overshootBps: bps,
    minFillBps: bps,
  }),
  buckets: z.object({
    lossLeftE18: natural,
    turnoverLeftE18: natural,
    oneOffTurnoverLeftE18: natural,
    oneOffExpiresAtSeconds: seconds,
  }),
  paused: z.boolean(),
  halted: z.boolean(),
  signerAuthorised: z.boolean(),
  chainLagging: z.boolean(),
  venues: z.object({ limitOrder: z.boolean(), proposal: z.boolean() }),
  lastRebalanceAtSeconds: seconds.nullable(),
  tradedTodayUsdE18: natural,
  cashFlows: z.array(z.object({ token: address, units: integer })),
  recentVolatilityBps: bps.nullable(),
  costs: z.object({
    gasPerLegUsdE18: natural,
    pair: z.object(pairCost),
    pairs: z.array(z.object({ ...pairCost, sellToken: address, buyToken: address })),
  }),
  asking: z.array(z.object({ sellToken: address, buyToken: address, sinceSeconds: seconds })),
});

const reason = z.enum(REASONS);
const venueKind = z.enum(['limit-order', 'proposal']);
const limitMet = z.object({
  name: z.enum(LIMIT_NAMES),
  unit: z.enum(['usd-e18', 'share-e18', 'bps', 'seconds', 'units']),
  actual: integer,
  allowed: integer,
});

const leg = z.object({
  index: z.int().min(0),
  kind: venueKind,
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
}) satisfies z.ZodType<Leg>;

const plan = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hold'), reason }),
  z.object({ kind: z.literal('act'), legs: z.tuple([leg], leg) }),
]);

const verdict = z.object({
  token: address,
  symbol: z.string(),
  action: z.enum(['sell', 'buy', 'hold']),
  reason: reason.nullable(),
  limit: limitMet.nullable(),
  valueUsdE18: natural.nullable(),
  inFlightUsdE18: integer,
  targetE18: natural,
  weightE18: natural.nullable(),
  driftE18: integer.nullable(),
  relativeDriftE18: integer.nullable(),
  plannedUsdE18: integer,
  lookAgainAt: seconds,
});

/** A stored decision: JSON with decimal strings in, the engine's own type out. */
export const decisionSchema: z.ZodType<Decision> = z.object({
  engineVersion: z.string(),
  plan,
  trigger: z
    .enum(['absolute', 'relative', 'hybrid', 'calendar', 'calendar-band', 'volatility-band', 'cash-flow'])
    .nullable(),
  assets: z.array(verdict),
  dropped: z.array(
    z.object({
      sellToken: address,
      buyToken: address,
      valueUsdE18: natural,
      reason,
      limit: limitMet.nullable(),
      lookAgainAt: seconds,
    }),
  ),
  navUsdE18: natural.nullable(),
  trackingErrorE18: natural.nullable(),
  trackingErrorBps: bps.nullable(),
  trackingErrorAfterE18: natural.nullable(),
  expectedCostUsdE18: natural,
  expectedBenefitUsdE18: natural.nullable(),
  decidedAt: seconds,
  nextLookAt: seconds,
});
