import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';
import { LIVE_ORDER_STATUSES } from '../ledger/lifecycle.ts';
import { haltDtoSchema } from './halt-dto.ts';

const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const address = z.string().regex(/^0x[0-9a-f]{40}$/);
const hash = z.string().regex(/^0x[0-9a-f]{64}$/);
const seconds = z.int().min(0);
const weightBps = z.int();

/** What a portfolio is doing, in the reader's words. Each has an icon, a word and one of the four tones. */
export const PORTFOLIO_STATES = [
  'on-target',
  'order-open',
  'waiting',
  'blocked',
  'paused',
  'not-looked-at',
] as const;
export type PortfolioState = (typeof PORTFOLIO_STATES)[number];

/** Target, actual and band of one asset. All weights are shares of the portfolio's value in basis points. */
export const assetDtoSchema = z.object({
  token: address,
  symbol: z.string(),
  units: decimal.describe('Whole tokens held, exact.'),
  valueUsd: decimal.nullable().describe('US dollars, rounded to cents; null without a price.'),
  targetBps: weightBps,
  weightBps: weightBps.nullable(),
  band: z
    .object({ lowBps: weightBps, highBps: weightBps })
    .nullable()
    .describe('Null when the policy has no band.'),
  action: z.enum(['sell', 'buy', 'hold']),
  plannedUsd: decimal.describe('US dollars to be sold (negative) or bought if the plan fills.'),
  reason: z.enum(REASONS).nullable(),
  price: z
    .object({
      usd: decimal,
      source: z.string(),
      ageSeconds: z.int().describe("At the observed block's time."),
    })
    .nullable(),
});
export type AssetDto = z.infer<typeof assetDtoSchema>;

export const openOrderDtoSchema = z.object({
  orderHash: hash,
  sellSymbol: z.string(),
  buySymbol: z.string(),
  sellUnits: decimal,
  buyUnits: decimal,
  filledBps: z.int().min(0).max(10_000),
  status: z.enum(LIVE_ORDER_STATUSES),
  statusReason: z.string().nullable(),
  expiresAtSeconds: seconds,
});
export type OpenOrderDto = z.infer<typeof openOrderDtoSchema>;

export const fillDtoSchema = z.object({
  id: z.string(),
  txHash: hash,
  sellSymbol: z.string(),
  buySymbol: z.string(),
  sellUnits: decimal,
  buyUnits: decimal,
  taker: address,
  blockNumber: z.string().regex(/^\d+$/),
  blockTimeSeconds: seconds,
});
export type FillDto = z.infer<typeof fillDtoSchema>;

/** What one look found, all of it at one block. */
export const lookDtoSchema = z.object({
  blockNumber: z.string().regex(/^\d+$/),
  blockTimeSeconds: seconds,
  lookedAtSeconds: seconds.describe("The database's clock."),
  valueUsd: decimal.nullable(),
  trackingErrorBps: z.int().nullable(),
  isHalted: z.boolean().describe('It was taken while all trading was stopped.'),
  sentence: z.string().describe('The decision in one plain sentence.'),
  nextLookAtSeconds: seconds.describe("Time of the chain's blocks."),
  assets: z.array(assetDtoSchema),
});
export type LookDto = z.infer<typeof lookDtoSchema>;

export const portfolioDtoSchema = z.object({
  id: z.string(),
  chainId: z.int(),
  address,
  name: z.string(),
  simulated: z.boolean(),
  policyText: z.string().nullable().describe('What makes it trade, in one line.'),
  state: z.enum(PORTFOLIO_STATES),
  stateDetail: z.string().nullable().describe('Two or three words more, as "62 % filled" or "cooldown".'),
  look: lookDtoSchema.nullable(),
  openOrders: z.array(openOrderDtoSchema),
  lastFills: z.array(fillDtoSchema),
  fillCount: z.int().min(0),
});
export type PortfolioDto = z.infer<typeof portfolioDtoSchema>;

/** The page of portfolios: what it shows, and how old that is. */
export const portfolioListDtoSchema = z.object({
  readAtSeconds: seconds,
  bot: z.object({
    lastTickAtSeconds: seconds.nullable(),
    lastTickAgeSeconds: z.int().min(0).nullable(),
    intervalSeconds: z.int().min(1),
    stale: z.boolean().describe('No tick for more than twice the interval.'),
  }),
  halted: haltDtoSchema.nullable().describe('Null while trading goes on.'),
  simulated: z.boolean().describe('Some portfolio lives on a local chain with replayed or simulated prices.'),
  totalUsd: decimal.nullable(),
  portfolioCount: z.int().min(0),
  portfolios: z.array(portfolioDtoSchema),
});
export type PortfolioListDto = z.infer<typeof portfolioListDtoSchema>;
