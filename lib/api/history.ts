import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';
import { ORDER_STATUSES } from '../ledger/lifecycle.ts';
import { endpoint } from './endpoint.ts';
import {
  addressText,
  chainIdField,
  decimalText,
  hashedPageQuery,
  hashText,
  heldDayQuery,
  idField,
  lossAtFill,
  pageOf,
  pageQuery,
  placedPageQuery,
  secondsField,
  wholeText,
} from './fields.ts';

const params = z.strictObject({ id: idField });
const access = { who: 'anyone', scope: 'portfolios:read' } as const;

export const orderRow = z
  .object({
    id: hashText.describe('Content id: one for one intention.'),
    orderHash: hashText,
    decisionId: idField,
    venue: z.string(),
    chainId: chainIdField,
    generation: wholeText,
    sellToken: addressText,
    buyToken: addressText,
    sellUnits: wholeText.describe('Base units.'),
    buyUnits: wholeText,
    filledSellUnits: wholeText,
    filledBuyUnits: wholeText,
    status: z.enum(ORDER_STATUSES),
    statusReason: z.string().nullable(),
    signedAtSeconds: secondsField,
    placedAtSeconds: secondsField.nullable(),
    closedAtSeconds: secondsField.nullable(),
    expiresAtSeconds: secondsField.describe("Time of the chain's blocks."),
  })
  .meta({ id: 'OrderRow' });
export type OrderRow = z.infer<typeof orderRow>;

export const listOrders = endpoint({
  id: 'listOrders',
  method: 'GET',
  path: '/api/portfolios/{id}/orders',
  tag: 'History',
  summary: 'Orders signed for a portfolio, the latest first.',
  access,
  params,
  query: z.strictObject({
    status: z
      .enum(['live', 'closed', 'all'])
      .default('all')
      .describe('live = somebody may still fill it. Default all.'),
    ...hashedPageQuery,
  }),
  answer: pageOf(orderRow),
});

export const fillRow = z
  .object({
    txHash: hashText,
    logIndex: z.int().min(0),
    orderHash: hashText,
    taker: addressText,
    sellToken: addressText,
    buyToken: addressText,
    sellUnits: wholeText,
    buyUnits: wholeText,
    blockNumber: wholeText,
    blockTimeSeconds: secondsField,
    lossBps: lossAtFill,
  })
  .meta({ id: 'FillRow' });
export type FillRow = z.infer<typeof fillRow>;

export const listFills = endpoint({
  id: 'listFills',
  method: 'GET',
  path: '/api/portfolios/{id}/fills',
  tag: 'History',
  summary: 'Executions of the portfolio’s orders, as the chain’s log has them, the latest first.',
  access,
  params,
  query: z.strictObject(placedPageQuery),
  answer: pageOf(fillRow),
});

export const decisionRow = z
  .object({
    id: idField,
    atSeconds: secondsField.describe("The database's clock."),
    blockNumber: wholeText,
    blockTimeSeconds: secondsField,
    policyVersion: z.int().min(1),
    engineVersion: z.string(),
    kind: z.enum(['hold', 'act']),
    reason: z.enum(REASONS).nullable(),
    trackingErrorBps: z.int().nullable(),
    valueUsd: decimalText.nullable(),
    nextLookAtSeconds: secondsField,
  })
  .meta({ id: 'DecisionRow' });
export type DecisionRow = z.infer<typeof decisionRow>;

export const listDecisions = endpoint({
  id: 'listDecisions',
  method: 'GET',
  path: '/api/portfolios/{id}/decisions',
  tag: 'History',
  summary:
    'What was decided at each look, the latest first. Of old looks that found nothing to do only their number is kept: see held-days.',
  access,
  params,
  query: z.strictObject({
    kind: z.enum(['hold', 'act', 'all']).default('all').describe('Default all.'),
    ...pageQuery,
  }),
  answer: pageOf(decisionRow),
});

export const heldDayRow = z
  .object({
    daySeconds: secondsField.describe("The day's beginning, in time of the looks' blocks."),
    reason: z.enum(REASONS),
    looks: z.int().min(1),
    firstDecisionId: idField,
    lastDecisionId: idField,
    firstAtSeconds: secondsField.describe("Time of the first look's block."),
    lastAtSeconds: secondsField,
    trackingErrorBpsMin: z.int().nullable(),
    trackingErrorBpsMax: z.int().nullable(),
  })
  .meta({ id: 'HeldDayRow' });
export type HeldDayRow = z.infer<typeof heldDayRow>;

export const listHeldDays = endpoint({
  id: 'listHeldDays',
  method: 'GET',
  path: '/api/portfolios/{id}/held-days',
  tag: 'History',
  summary:
    'What is left of old looks that found nothing to do: one row for each day and reason, the latest first. They are no longer in the list of decisions.',
  access,
  params,
  query: z.strictObject(heldDayQuery),
  answer: pageOf(heldDayRow),
});

/** A decision in words. */
export const explanationSchema = z.object({
  sentence: z.string().describe('The decision in one plain sentence.'),
  rows: z.array(
    z.object({
      symbol: z.string(),
      value: z.string(),
      weight: z.string(),
      target: z.string(),
      drift: z.string(),
      action: z.string(),
      reason: z.string(),
    }),
  ),
});

export const decisionDto = decisionRow
  .extend({
    explanation: explanationSchema
      .nullable()
      .describe('Null when an engine wrote it that this one can’t read.'),
    snapshot: z.unknown().describe('What was seen, as it was journaled.'),
    policy: z.unknown().describe('The policy it was decided by.'),
    decision: z
      .unknown()
      .describe('Every number behind it: with snapshot and policy it can be computed again.'),
  })
  .meta({ id: 'Decision' });
export type DecisionDto = z.infer<typeof decisionDto>;

export const readDecision = endpoint({
  id: 'readDecision',
  method: 'GET',
  path: '/api/portfolios/{id}/decisions/{decisionId}',
  tag: 'History',
  summary: 'One decision with its explanation and all it was made from.',
  access,
  params: z.strictObject({ id: idField, decisionId: idField }),
  answer: decisionDto,
});

export const snapshotRow = z
  .object({
    id: idField,
    blockNumber: wholeText,
    blockTimeSeconds: secondsField,
    valueUsd: decimalText.nullable(),
  })
  .meta({ id: 'SnapshotRow' });
export type SnapshotRow = z.infer<typeof snapshotRow>;

export const listSnapshots = endpoint({
  id: 'listSnapshots',
  method: 'GET',
  path: '/api/portfolios/{id}/snapshots',
  tag: 'History',
  summary: 'What each look saw the portfolio to be worth, the latest first.',
  access,
  params,
  query: z.strictObject(pageQuery),
  answer: pageOf(snapshotRow),
});

export const activityRow = z
  .object({
    id: idField,
    atSeconds: secondsField,
    actor: z.string().describe('Who: user:0x…, token:…, bot:0x…, system, or a contract.'),
    action: z.string(),
    details: z.unknown(),
  })
  .meta({ id: 'ActivityRow' });
export type ActivityRow = z.infer<typeof activityRow>;

export const listActivity = endpoint({
  id: 'listActivity',
  method: 'GET',
  path: '/api/portfolios/{id}/activity',
  tag: 'History',
  summary: 'What people, the bot and the contract did to a portfolio, the latest first. Its owner sees it.',
  access: { who: 'user', scope: 'portfolios:read' },
  params,
  query: z.strictObject(pageQuery),
  answer: pageOf(activityRow),
});
