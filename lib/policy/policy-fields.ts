import type { Address } from 'viem';
import { z } from 'zod';
import { PRESET_NAMES, WALKS } from '../engine/policy.ts';
import { ASSET_LOCKS } from '../engine/snapshot.ts';
import { venueOf, venueWord } from '../engine/venue-word.ts';

const bps = (min: number, max: number) => z.int().min(min).max(max);
const seconds = (min: number, max: number) => z.int().min(min).max(max);

const USD_TEXT = /^\d{1,15}(\.\d{1,18})?$/;
const usd = z.string().regex(USD_TEXT, 'a plain decimal amount of USD, like "50" or "0.25"');

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 31_536_000;

const bandSchemas = [
  z.strictObject({
    kind: z.literal('absolute'),
    bandBps: bps(1, 10_000).describe('Fires at |weight − target| ≥ this. Basis points of NAV, 1–10,000.'),
  }),
  z.strictObject({
    kind: z.literal('relative'),
    bandBps: bps(1, 100_000).describe(
      'Fires at |value − target value| ≥ this share of the target value. Basis points, 1–100,000.',
    ),
  }),
  z.strictObject({
    kind: z.literal('hybrid'),
    relativeBps: bps(1, 100_000).describe(
      'Share of the target weight. Basis points, 1–100,000; 2,000 is usual.',
    ),
    floorBps: bps(1, 10_000).describe(
      'Smallest drift that counts. Basis points of NAV, 1–10,000; 100 is usual.',
    ),
  }),
] as const;

const bandSchema = z.discriminatedUnion('kind', bandSchemas);

const secondOfDay = seconds(0, DAY_SECONDS - 1)
  .default(0)
  .describe('From this time of the day on. UTC, seconds after midnight, 0–86,399; default 0.');
const optionalBand = bandSchema
  .nullable()
  .default(null)
  .describe('Must be left as well; null = whatever the drift. Default null.');

const triggerSchema = z.discriminatedUnion('kind', [
  ...bandSchemas,
  z.strictObject({
    kind: z.literal('calendar'),
    intervalSeconds: seconds(60, YEAR_SECONDS).describe('Since the last rebalance. Seconds, 60 to one year.'),
  }),
  z.strictObject({
    kind: z.literal('calendar-band'),
    intervalSeconds: seconds(60, YEAR_SECONDS).describe('Since the last rebalance. Seconds, 60 to one year.'),
    band: bandSchema.describe('Must be left as well.'),
  }),
  z.strictObject({
    kind: z.literal('weekly'),
    weekday: z.int().min(0).max(6).describe('0 = Sunday to 6 = Saturday, UTC.'),
    secondOfDay,
    band: optionalBand,
  }),
  z.strictObject({
    kind: z.literal('monthly'),
    dayOfMonth: z.int().min(1).max(31).describe('1–31; a shorter month has it on its last day, UTC.'),
    secondOfDay,
    band: optionalBand,
  }),
  z.strictObject({
    kind: z.literal('volatility-band'),
    band: bandSchema.describe('The band at reference volatility.'),
    referenceVolatilityBps: bps(1, 1_000_000).describe(
      'Annualised volatility at which the band is as given. Basis points, 1–1,000,000.',
    ),
    scaleBpsMin: bps(100, 100_000).describe(
      'Smallest factor on the band. Basis points, 100–100,000; 5,000 is usual.',
    ),
    scaleBpsMax: bps(100, 100_000).describe(
      'Largest factor on the band. Basis points, 100–100,000; 20,000 is usual.',
    ),
  }),
  z.strictObject({
    kind: z.literal('cash-flow'),
    flowBpsMin: bps(1, 10_000).describe(
      'Net deposits or withdrawals since the last rebalance. Basis points of NAV, 1–10,000.',
    ),
  }),
]);

const destinationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('target') }),
  z.strictObject({
    kind: z.literal('band-edge'),
    marginBps: bps(0, 10_000)
      .default(5_000)
      .describe(
        'Distance kept from the edge, as a share of the band. Basis points, 0–10,000; default 5,000, half-way in.',
      ),
  }),
  z.strictObject({
    kind: z.literal('fraction'),
    fractionBps: bps(1, 10_000).describe('Share of the way to the target. Basis points, 1–10,000.'),
    marginBps: bps(0, 10_000)
      .default(1_000)
      .describe(
        'At least this far inside the band, where there is one. Basis points, 0–10,000; default 1,000.',
      ),
  }),
]);

/** Gas limit of a proposal over its estimate where nobody says. */
export const GAS_BUFFER_BPS_DEFAULT = 12_000;

const limitsSchema = z.strictObject({
  minTradeUsd: usd.default('50').describe('Smaller legs are dropped. USD, default 50.'),
  maxTradeUsd: usd.default('10000').describe('Larger legs are cut into equal slices. USD, default 10,000.'),
  dailyVolumeUsd: usd.default('50000').describe('Most value sold per UTC day. USD, default 50,000.'),
  cooldownSeconds: seconds(0, YEAR_SECONDS)
    .default(900)
    .describe('Between two rebalances. Seconds, 0 to one year; default 900.'),
  slippageBpsMax: bps(0, 1_000)
    .default(100)
    .describe('No order is worse than the mid by more. Basis points, 0–1,000; default 100.'),
  priceImpactBpsMax: bps(0, 10_000)
    .default(500)
    .describe('Of all slices of a pair together. Basis points, 0–10,000; default 500.'),
  gasCostBpsMax: bps(0, 10_000)
    .default(200)
    .describe('Gas as a share of the traded value. Basis points, 0–10,000; default 200.'),
  gasLimitBufferBps: bps(10_000, 50_000)
    .default(GAS_BUFFER_BPS_DEFAULT)
    .describe(
      'Gas limit of a proposal as a share of what it is estimated to use. Basis points, 10,000–50,000; default 12,000.',
    ),
  priceDisagreementBpsMax: bps(1, 10_000)
    .default(200)
    .describe('Between price sources. Basis points, 1–10,000; default 200.'),
  weightBpsMax: bps(1, 10_000)
    .default(10_000)
    .describe('No asset is bought beyond this weight. Basis points of NAV, 1–10,000; default 10,000.'),
  legsMax: z
    .int()
    .min(1)
    .max(256)
    .default(16)
    .describe('Orders of one plan, slices included. 1–256, default 16.'),
});

type Limits = z.output<typeof limitsSchema>;

/** Some of a policy's limits, none of them defaulted: what is there is what somebody wrote. */
export const someLimitsSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(limitsSchema.shape).map(([name, field]) => [name, field.unwrap().optional()]),
  ),
) as unknown as z.ZodType<{ readonly [name in keyof Limits]?: Limits[name] | undefined }>;

const windowSchema = z.strictObject({
  days: z
    .array(z.int().min(0).max(6))
    .min(1)
    .max(7)
    .describe('Days of the week on which the window opens, 0 = Sunday, UTC.'),
  fromSecondOfDay: seconds(0, DAY_SECONDS - 1).describe('UTC, seconds after midnight, 0–86,399.'),
  toSecondOfDay: seconds(1, DAY_SECONDS).describe(
    'UTC, exclusive, 1–86,400; smaller than the start = crosses midnight.',
  ),
});

const costGateSchema = z.strictObject({
  benefitRateBps: bps(1, 10_000).describe(
    'What removing 100 % of tracking error is worth, as a share of NAV. Basis points, 1–10,000.',
  ),
  costShareBpsMax: bps(1, 100_000)
    .default(10_000)
    .describe('Most of the benefit that may be spent. Basis points, 1–100,000; default 10,000.'),
});

/** How far below the mid a price may walk where its owner says nothing. */
export const DEFAULT_DISCOUNT_BPS = 50;

const immediateSchema = z.strictObject({
  driftBpsMin: bps(1, 10_000)
    .nullable()
    .default(null)
    .describe(
      'When an asset of the pair is as far from its target. Basis points of NAV, 1–10,000; default null, however far.',
    ),
  patienceSeconds: seconds(0, YEAR_SECONDS)
    .nullable()
    .default(null)
    .describe(
      'When the pair was asked for as long without a fill, and no order of it lives. Seconds, 0 to one year; default null, however long.',
    ),
  costBpsMax: bps(0, 1_000)
    .default(100)
    .describe(
      'Most that the swap may be expected to cost: spread, pool fee, impact and gas. Basis points of what is sold, 0–1,000; default 100.',
    ),
});

const inPartsSchema = z.strictObject({
  parts: z.int().min(2).max(100).describe('In how many equal parts a leg is traded. 2–100.'),
  overSeconds: seconds(120, 604_800).describe(
    'In which time: a part begins every `overSeconds` ÷ `parts`. Seconds, 120 to one week.',
  ),
});

const orderTermsSchema = z.strictObject({
  venue: venueWord
    .default('order-book')
    .transform(venueOf)
    .describe(
      'Ask a price and wait (our order book, formerly `limit-order`; or 1inch’s, for contracts with `publicBook` on), or trade at once. Default order-book.',
    ),
  immediate: immediateSchema
    .nullable()
    .default(null)
    .describe(
      'When a leg is traded at once by a proposal instead of waiting at its venue; so it is, too, while the venue is away. Default never.',
    ),
  inParts: inPartsSchema
    .nullable()
    .default(null)
    .describe(
      'Legs over a time: at each part what the plan then wants is divided by the parts that are left. Default null, at once.',
    ),
  walk: z
    .enum(WALKS)
    .default('fixed')
    .describe(
      'By what an unfilled price walks down: the numbers below (fixed), or volatility, block time and the age of the feeds (measured), which starts above what the market can be and uses the numbers only where too few prices are known. Default fixed.',
    ),
  spreadBps: bps(-1_000, 1_000)
    .default(10)
    .describe('Asked above the mid. Basis points, −1,000 to 1,000; default 10.'),
  walkBpsPerHour: bps(0, 10_000)
    .default(60)
    .describe('How fast an unfilled price walks down. Basis points per hour, 0–10,000; default 60.'),
  discountBpsMax: bps(0, 1_000)
    .default(DEFAULT_DISCOUNT_BPS)
    .describe('How far below the mid the walk may end. Basis points, 0–1,000; default 50.'),
  expiresInSeconds: seconds(30, 2_592_000)
    .default(900)
    .describe('Life of an order. Seconds, 30 to 30 days; default 900.'),
});

const addressText = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, 'an address: 0x and 40 hexadecimal digits')
  .transform((text) => text.toLowerCase() as Address);

const assetRuleSchema = z.strictObject({
  token: addressText,
  lock: z.enum(ASSET_LOCKS).default('none').describe('What may not be done with the asset. Default none.'),
  weightBpsMax: bps(1, 10_000)
    .nullable()
    .default(null)
    .describe('Not bought beyond this weight. Basis points of NAV, 1–10,000; default no own limit.'),
});

/** Every field of a policy by itself, amounts of USD as decimal text; whether they fit together is another question. */
export const policyFieldsSchema = z.strictObject({
  version: z.literal(1),
  preset: z
    .enum([...PRESET_NAMES, 'custom'])
    .default('custom')
    .describe('Where the policy came from; has no effect of its own.'),
  triggers: z
    .tuple([triggerSchema], triggerSchema)
    .refine((triggers) => triggers.length <= 8, 'at most 8 triggers')
    .meta({ minItems: 1, maxItems: 8 }),
  destination: destinationSchema.default({ kind: 'band-edge', marginBps: 5_000 }),
  limits: limitsSchema.prefault({}),
  window: windowSchema.nullable().default(null),
  costGate: costGateSchema.nullable().default(null),
  orderTerms: orderTermsSchema.prefault({}),
  assetRules: z.array(assetRuleSchema).max(64).default([]),
  lookEverySeconds: seconds(15, 604_800)
    .default(300)
    .describe('Until the next look. Seconds, 15 to one week; default 300.'),
});

/** The parsed form of {@link policyFieldsSchema}. */
export type PolicyFields = z.output<typeof policyFieldsSchema>;
