import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';
import { ACCOUNT_KINDS } from '../engine/snapshot.ts';
import { ORDER_STATUSES } from '../ledger/lifecycle.ts';
import { lossAtFill } from './fields.ts';
import { PORTFOLIO_STATES } from './portfolio-words.ts';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const address = z.string().regex(/^0x[0-9a-f]{40}$/);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const seconds = z.int().min(0);
const weightBps = z.int();
const whole = z.string().regex(/^\d+$/);

export type PortfolioState = (typeof PORTFOLIO_STATES)[number];

/** Target, actual and band of one asset. All weights are shares of the portfolio's value in basis points. */
export const assetDtoSchema = z.object({
  token: address,
  symbol: z.string(),
  units: decimal.describe('Whole tokens held, exact.'),
  valueUsd: decimal
    .nullable()
    .describe('US dollars of what is held, rounded to cents; null without a price.'),
  targetBps: weightBps,
  weightBps: weightBps.nullable().describe('Of what is held now, rounded.'),
  afterOrdersBps: weightBps
    .nullable()
    .describe('Once every open order has been filled; null when none would change it.'),
  band: z
    .object({ lowBps: weightBps, highBps: weightBps, widthBps: weightBps })
    .nullable()
    .describe(
      'Cut to 0–100 %; the width, from the target to an edge, is not. Null when the policy has no band.',
    ),
  standing: z
    .enum(['inside', 'over', 'under'])
    .nullable()
    .describe(
      'Where what is held stands, by the exact numbers: at the edge is outside. Null without a weight.',
    ),
  action: z.enum(['sell', 'buy', 'hold']),
  plannedUsd: decimal.describe('US dollars to be sold (negative) or bought if the plan fills.'),
  reason: z.enum(REASONS).nullable(),
  why: z.string().nullable().describe('Why it is not traded, in words; null when it is.'),
  price: z
    .object({
      usd: decimal,
      source: z.string(),
      ageSeconds: z.int().describe("At the observed block's time."),
    })
    .nullable(),
});
export type AssetDto = z.infer<typeof assetDtoSchema>;

/** What keeps an order from being filled, or keeps takers from wanting to. */
export const OBSTACLES = [
  'paused',
  'generation',
  'expired',
  'feed',
  'balance',
  'allowance',
  'slippage',
  'turnover-budget',
  'loss-budget',
  'cooldown',
  'drift',
  'smallest-fill',
  'signature',
  'closed',
  'refused',
  'hidden',
  'price-off',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export const orderDtoSchema = z.object({
  orderHash: hash,
  decisionId: whole,
  sliceNumber: z.int().min(1),
  sliceOf: z.int().min(1),
  sellUnits: decimal,
  buyUnits: decimal,
  filledSellUnits: decimal,
  filledBps: z.int().min(0).max(10_000),
  status: z.enum(ORDER_STATUSES),
  statusReason: z.string().nullable(),
  limitPrice: decimal.describe('Whole bought tokens asked per whole sold one.'),
  marketPrice: decimal.nullable().describe('The same at the feeds’ prices of the block it was judged at.'),
  distanceBps: z
    .int()
    .nullable()
    .describe('How far the asked price is above (+) or below (−) the market, at that block.'),
  obstacles: z
    .array(z.object({ kind: z.enum(OBSTACLES), sentence: z.string() }))
    .describe('The gravest first; empty when anybody may fill it and gains by it.'),
  fillableUnits: decimal
    .nullable()
    .describe('Most of it that the contract lets through at that block; null when it wasn’t asked.'),
  judgedAtBlock: whole.nullable(),
  judgedBy: z
    .enum(['contract', 'look'])
    .nullable()
    .describe('contract = asked just now; look = reckoned from the last look. Null once it is over.'),
  signedAtSeconds: seconds.describe("The database's clock."),
  expiresAtSeconds: seconds.describe("Time of the chain's blocks."),
});
export type OrderDto = z.infer<typeof orderDtoSchema>;

/** The orders of one pair of one decision: one trade, in as many slices. */
export const tradeDtoSchema = z.object({
  id: z.string(),
  sellSymbol: z.string(),
  buySymbol: z.string(),
  sellUnits: decimal,
  buyUnits: decimal,
  filledBps: z.int().min(0).max(10_000),
  orders: z.array(orderDtoSchema).min(1),
});
export type TradeDto = z.infer<typeof tradeDtoSchema>;

export const fillDtoSchema = z.object({
  id: z.string(),
  txHash: hash,
  orderHash: hash,
  decisionId: whole.nullable(),
  slice: z.object({ number: z.int(), of: z.int() }).nullable().describe('Null when it is no slice of many.'),
  sellSymbol: z.string(),
  buySymbol: z.string(),
  sellUnits: decimal,
  buyUnits: decimal,
  taker: address,
  blockNumber: whole,
  blockTimeSeconds: seconds,
  lossBps: lossAtFill,
});
export type FillDto = z.infer<typeof fillDtoSchema>;

/** What one look found, all of it at one block. */
export const lookDtoSchema = z.object({
  decisionId: whole,
  blockNumber: whole,
  blockTimeSeconds: seconds,
  lookedAtSeconds: seconds.describe("The database's clock."),
  valueUsd: decimal.nullable().describe('Of what is held.'),
  trackingErrorBps: z.int().nullable(),
  places: z.union([z.literal(1), z.literal(2)]).describe('Of every percentage of this portfolio.'),
  isHalted: z.boolean().describe('It was taken while all trading was stopped.'),
  why: z.string().describe('The decision in one plain sentence.'),
  sentence: z.string().describe('The same with the next look, by the chain’s time.'),
  nextLookAtSeconds: seconds.describe("Time of the chain's blocks."),
  assets: z.array(assetDtoSchema),
});
export type LookDto = z.infer<typeof lookDtoSchema>;

export const portfolioDtoSchema = z.object({
  id: z.string(),
  kind: z
    .enum(ACCOUNT_KINDS)
    .describe(
      'balancer = a contract that holds what it trades; delegated = one that trades what an account keeps.',
    ),
  chainId: z.int(),
  address,
  holder: address.nullable().describe('The account whose tokens it trades; null: its own.'),
  name: z.string(),
  simulated: z.boolean(),
  policyText: z.string().nullable().describe('What makes it trade, in one line.'),
  state: z.enum(PORTFOLIO_STATES),
  stateDetail: z.string().nullable().describe('Two or three words more, as "62 % filled" or "cooldown".'),
  look: lookDtoSchema.nullable(),
  openTrades: z.array(tradeDtoSchema),
  lastFills: z.array(fillDtoSchema),
  fillCount: z.int().min(0),
  nextTurnAtSeconds: seconds.nullable().describe("When the bot looks again, by the database's clock."),
});
export type PortfolioDto = z.infer<typeof portfolioDtoSchema>;

export const botDtoSchema = z.object({
  lastTickAtSeconds: seconds.nullable(),
  lastTickAgeSeconds: z.int().min(0).nullable(),
  intervalSeconds: z.int().min(1),
  stale: z.boolean().describe('No tick for more than twice the interval.'),
});
export type BotDto = z.infer<typeof botDtoSchema>;
