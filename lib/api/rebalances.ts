import { z } from 'zod';
import { TRIGGER_KINDS } from '../engine/policy.ts';
import { ORDER_STATUSES } from '../ledger/lifecycle.ts';
import { REBALANCE_OUTCOMES } from '../performance/rebalance-statistics.ts';
import { FLOW_KINDS } from '../performance/series-point.ts';
import { endpoint } from './endpoint.ts';
import {
  addressText,
  hashText,
  idField,
  lossAtFill,
  pageOf,
  pageQuery,
  placedPageQuery,
  secondsField,
  wholeText,
} from './fields.ts';
import { blockTime, bps, ofPortfolio, signedUnits, usdE18 } from './performance-fields.ts';

export const cashFlowDto = z
  .object({
    kind: z
      .enum(FLOW_KINDS)
      .describe(
        'in, out: transfers. listed, unlisted: a holding begins or ceases to be counted. unread: logs were missing.',
      ),
    txHash: hashText.nullable(),
    logIndex: z.int().min(0).nullable(),
    counterparty: addressText.nullable(),
    blockNumber: wholeText,
    timeSeconds: blockTime,
    token: addressText,
    units: signedUnits.describe('Base units; positive came in.'),
    valueUsdE18: usdE18
      .nullable()
      .describe('Signed; null until a look was taken in after it, or without a price.'),
    priceUsdE18: usdE18.nullable(),
    priceAtSeconds: blockTime
      .nullable()
      .describe('When its feed gave the price; after the flow where none was known before.'),
    shareBps: bps.nullable().describe('Of the portfolio: after what came in, before what went out.'),
    weightBeforeBps: bps
      .nullable()
      .describe("The token's weight before all its transfers of the block in that direction."),
    weightAfterBps: bps.nullable(),
  })
  .meta({ id: 'CashFlow' });
export type CashFlowDto = z.infer<typeof cashFlowDto>;

export const listCashFlows = endpoint({
  ...ofPortfolio,
  id: 'listCashFlows',
  path: '/api/portfolios/{id}/cash-flows',
  summary: 'Deposits and withdrawals at the prices of their blocks, the latest first.',
  query: z.strictObject(placedPageQuery),
  answer: pageOf(cashFlowDto),
});

const execution = {
  givenUsdE18: usdE18.nullable().describe('Sold, at the prices of the decision.'),
  expectedUsdE18: usdE18.nullable().describe('What the decision expected for it.'),
  gotUsdE18: usdE18.nullable(),
  spreadUsdE18: usdE18
    .nullable()
    .describe('Got − given: received from takers, or paid to them where negative.'),
  expectedSlippageBps: bps.nullable().describe('Of what was given, by what the decision expected.'),
  slippageBps: bps.nullable().describe('Of what was given, by what came in; negative where it was more.'),
};

const loggedOrder = z.object({
  id: hashText,
  orderHash: hashText,
  venue: z.string(),
  legIndex: z.int().min(0),
  sellToken: addressText,
  buyToken: addressText,
  sellUnits: wholeText,
  buyUnits: wholeText.describe('The least it takes for all of it.'),
  filledSellUnits: wholeText,
  filledBuyUnits: wholeText,
  status: z.enum(ORDER_STATUSES),
  statusReason: z.string().nullable(),
  signedAtSeconds: secondsField,
  placedAtSeconds: secondsField.nullable(),
  expiresAtSeconds: blockTime,
  ...execution,
  lossBps: lossAtFill,
  swapPath: z
    .array(addressText)
    .nullable()
    .describe(
      'The tokens that a proposal goes through; empty where only its router can tell, null of an order.',
    ),
  gasUsed: wholeText
    .nullable()
    .describe(
      "Of the bot's own transactions, failed ones too; null where a taker paid, or nothing was sent.",
    ),
  gasCostWei: wholeText.nullable(),
  gasUsdE18: usdE18
    .nullable()
    .describe(
      "At the native coin's price in the blocks that took them; null where `gasCostWei` is, or where that price isn't known.",
    ),
  gasUsdMissing: z.string().nullable().describe('Why that price is not known.'),
  fillCount: z.int().min(0),
  fills: z
    .array(
      z.object({
        txHash: hashText,
        logIndex: z.int().min(0),
        blockNumber: wholeText,
        timeSeconds: blockTime,
        taker: addressText,
        sellUnits: wholeText,
        buyUnits: wholeText,
        lossBps: lossAtFill,
      }),
    )
    .describe('The first twenty, oldest first.'),
});

const weightChange = z.object({
  token: addressText,
  symbol: z.string(),
  targetBps: bps,
  beforeBps: bps.nullable(),
  plannedBps: bps.nullable().describe('As if every leg had filled as expected.'),
  afterBps: bps.nullable().describe('With what was filled so far.'),
});

export const rebalanceLogDto = z
  .object({
    decisionId: idField,
    policyVersion: z.int().min(1),
    engineVersion: z.string(),
    blockNumber: wholeText,
    blockHash: hashText,
    trigger: z.enum(TRIGGER_KINDS).nullable(),
    outcome: z.enum(REBALANCE_OUTCOMES),
    triggeredAtSeconds: blockTime.nullable().describe('Since when it was asked for without an answer.'),
    decidedAtSeconds: blockTime,
    lookedAtSeconds: secondsField.describe("The database's clock."),
    lastFillAtSeconds: blockTime.nullable(),
    executionSeconds: z
      .int()
      .min(0)
      .nullable()
      .describe('From the block that was decided on to the last fill.'),
    trackingErrorBeforeBps: bps.nullable(),
    trackingErrorPlannedBps: bps.nullable(),
    trackingErrorAfterBps: bps.nullable(),
    weights: z
      .array(weightChange)
      .describe('All at the prices of the decision: only the trades tell them apart.'),
    ...execution,
    lossBps: lossAtFill,
    gasUsdE18: usdE18
      .nullable()
      .describe(
        "What the bot paid for its proposals' gas, at the native coin's price in the blocks that took them. Whoever fills an order pays for that one's. Null where it is not known.",
      ),
    gasUsdMissing: z.string().nullable().describe('Why it is not known.'),
    orders: z.array(loggedOrder),
  })
  .meta({ id: 'Rebalance' });
export type RebalanceLogDto = z.infer<typeof rebalanceLogDto>;

export const listRebalances = endpoint({
  ...ofPortfolio,
  id: 'listRebalances',
  path: '/api/portfolios/{id}/rebalances',
  summary:
    'The rebalance log: trigger, weights before and after, orders, fills, expected against got. The latest first.',
  query: z.strictObject(pageQuery),
  answer: pageOf(rebalanceLogDto),
  cost: 5,
});
