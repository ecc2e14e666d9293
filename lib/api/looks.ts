import { z } from 'zod';
import { REASONS } from '../engine/reasons.ts';
import { endpoint } from './endpoint.ts';
import { addressText, decimalText, idField, secondsField, wholeText } from './fields.ts';
import { explanationSchema } from './history.ts';
import { policyField } from './policies.ts';

const params = z.strictObject({ id: idField });

export const planDto = z
  .object({
    snapshotId: idField,
    blockNumber: wholeText,
    blockTimeSeconds: secondsField.describe('It was decided as of this time.'),
    policyVersion: z.int().nullable().describe('Null = the policy that was sent.'),
    kind: z.enum(['hold', 'act']),
    reason: z.enum(REASONS).nullable(),
    trackingErrorBps: z.int().nullable(),
    valueUsd: decimalText.nullable(),
    explanation: explanationSchema,
    why: z.string().describe('The explanation’s sentence without the next look.'),
    policyText: z.string().describe('What makes the policy trade, in one line.'),
    rows: z
      .array(
        z.object({
          symbol: z.string(),
          targetBps: z.int(),
          beforeBps: z.int(),
          afterBps: z.int(),
          tradeUsd: decimalText.describe('Bought (+) or sold (−) if everything fills as expected.'),
        }),
      )
      .describe(
        'Before and after, each in whole basis points that sum to 10,000; none while something has no price.',
      ),
    warnings: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .describe('Where the policy asks for what the contract’s guard will not let it do.'),
    contradictions: z
      .array(z.string())
      .describe('What no plan may do and this one does: a fault of ours, and nothing to act on.'),
    decision: z.unknown().describe('Every number behind it.'),
  })
  .meta({ id: 'Plan' });
export type PlanDto = z.infer<typeof planDto>;

export const planPortfolio = endpoint({
  id: 'planPortfolio',
  method: 'POST',
  path: '/api/portfolios/{id}/plan',
  tag: 'Looks',
  summary:
    'What would be decided on the last snapshot, by the policy in force or by the one you send. Nothing is stored and nothing is traded.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  params,
  body: z
    .strictObject({ policy: policyField.optional().describe('Default: the one in force.') })
    .meta({ id: 'PlanRequest' }),
  answer: planDto,
  problems: ['policy-invalid', 'not-looked-at'],
});

export const runPortfolio = endpoint({
  id: 'runPortfolio',
  method: 'POST',
  path: '/api/portfolios/{id}/run',
  tag: 'Looks',
  summary:
    'Has the portfolio looked at by the next tick, before its time. During a cooldown it is refused, with the seconds that remain.',
  access: { who: 'user', scope: 'portfolios:run' },
  params,
  answer: z.object({
    state: z
      .enum(['due', 'under-way'])
      .describe('due = the next tick looks; under-way = one is looking right now.'),
  }),
  status: 202,
  problems: ['not-owner', 'cooldown', 'not-served'],
});

export const readTargets = endpoint({
  id: 'readTargets',
  method: 'GET',
  path: '/api/portfolios/{id}/targets',
  tag: 'Looks',
  summary:
    'Target and weight of each asset at the last look. Targets stand in the contract: only its owner changes them, there.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  params,
  answer: z
    .object({
      blockNumber: wholeText,
      blockTimeSeconds: secondsField,
      assets: z.array(
        z.object({
          token: addressText,
          symbol: z.string(),
          decimals: z.int(),
          units: wholeText,
          targetBps: z.int(),
          weightBps: z.int().nullable(),
          valueUsd: decimalText.nullable(),
        }),
      ),
    })
    .meta({ id: 'Targets' }),
  problems: ['not-looked-at'],
});
