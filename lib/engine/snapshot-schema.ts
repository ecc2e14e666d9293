import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { integer, natural } from '../json/stored-json.ts';
import { DELEGATION_REASONS } from './reasons.ts';
import { ACCOUNT_KINDS, ASSET_LOCKS, PRICE_FAULTS, type Snapshot, WITHHOLDING_REASONS } from './snapshot.ts';

// The fields that stored snapshots and decisions are made of.

export const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/, 'a lower-cased address')
  .transform((text) => text as Address);
const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/, 'hexadecimal')
  .transform((text) => text as Hex);
export const seconds = z.int();
export const bps = z.int();

const price = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    usdE18: natural,
    updatedAtSeconds: seconds,
    source: z.string(),
    disagreementBps: bps.nullable(),
  }),
  z.object({
    ok: z.literal(false),
    fault: z.enum(PRICE_FAULTS),
    detail: z.string(),
    retryAtSeconds: z.exactOptional(seconds),
  }),
]);

const delegated = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), leftUnits: natural, renewsAtSeconds: seconds }),
  z.object({
    ok: z.literal(false),
    reason: z.enum(DELEGATION_REASONS),
    detail: z.string().nullable(),
    untilSeconds: seconds.nullable(),
  }),
]);

/** One asset of a stored snapshot. */
export const asset = z
  .object({
    token: address,
    symbol: z.string(),
    decimals: z.int().min(0).max(36),
    units: natural,
    targetBps: bps,
    targetExactE18: natural.optional(),
    price,
    priceAgeSecondsMax: seconds,
    lock: z.enum(ASSET_LOCKS),
    lockDetail: z.exactOptional(z.string()),
    lastBoughtAtSeconds: seconds.nullable(),
    lastSoldAtSeconds: seconds.nullable(),
    allowanceUnits: natural.nullable(),
    delegated: z.exactOptional(delegated),
  })
  .transform(({ targetExactE18, ...rest }) =>
    targetExactE18 === undefined ? rest : { ...rest, targetExactE18 },
  );

const withheld = z.object({ reason: z.enum(WITHHOLDING_REASONS), detail: z.string().nullable() });

const pairCost = { spreadBps: bps, feeBps: bps, impactBpsPer10kUsd: bps };

const costs = z.object({
  gasPerLegUsdE18: natural,
  pair: z.object(pairCost),
  pairs: z.array(z.object({ ...pairCost, sellToken: address, buyToken: address })),
});

/** Rows written before venues had one vocabulary say `limitOrder`. */
const formerVenues = z
  .object({ limitOrder: z.boolean(), proposal: z.boolean() })
  .transform(({ limitOrder, proposal }) => ({ 'order-book': limitOrder, proposal }));
/** A venue that comes later is named only where it takes actions: rows written before it don't name it. */
const namedVenues = z.strictObject({
  ...{ 'order-book': z.boolean(), proposal: z.boolean() },
  ...{ oneinch: z.exactOptional(z.literal(true)), intents: z.exactOptional(z.literal(true)) },
});
const venues = z.union([namedVenues, formerVenues]);

/** A stored snapshot: JSON with decimal strings in, the engine's own type out. */
export const snapshotSchema: z.ZodType<Snapshot> = z
  .object({
    account: z.object({ kind: z.enum(ACCOUNT_KINDS), chainId: z.int(), address }),
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
    withheld: withheld.optional(),
    chainLagging: z.boolean(),
    venues,
    lastRebalanceAtSeconds: seconds.nullable(),
    tradedTodayUsdE18: natural,
    cashFlows: z.array(z.object({ token: address, units: integer })),
    recentVolatilityBps: bps.nullable(),
    costs,
    immediate: z.exactOptional(costs),
    asking: z.array(
      z.object({
        ...{ sellToken: address, buyToken: address, sinceSeconds: seconds },
        last: z.exactOptional(z.object({ sellUnits: natural, buyUnits: natural, atSeconds: seconds })),
      }),
    ),
    programmes: z.exactOptional(
      z.array(
        z.object({ sellToken: address, buyToken: address, startedAtSeconds: seconds, soldUnits: natural }),
      ),
    ),
    market: z.exactOptional(
      z.object({
        blockSeconds: z.number().positive(),
        clockSeconds: seconds,
        volatility: z.array(z.object({ token: address, annualBps: bps })),
      }),
    ),
  })
  .transform(({ withheld, ...rest }) => (withheld === undefined ? rest : { ...rest, withheld }));
