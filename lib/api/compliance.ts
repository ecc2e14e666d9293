import { z } from 'zod';
import { ACCOUNT_KINDS } from '../engine/snapshot.ts';
import { RIGHTS } from '../reports/rights.ts';
import { endpoint } from './endpoint.ts';
import { addressText, idField, secondsField } from './fields.ts';

/** What one actor did of one kind. */
export const doingRow = z.object({
  actor: z
    .string()
    .describe('user:0x…, token:…, delegate:0x…, bot:0x…, operator, system, contract:0x… or taker:0x….'),
  right: z.enum(RIGHTS).describe('By which right.'),
  action: z.string(),
  count: z.int().min(1),
  firstAtSeconds: secondsField.nullable().describe('Null of chain events from before their time was kept.'),
  lastAtSeconds: secondsField.nullable(),
});
export type DoingRow = z.infer<typeof doingRow>;

export const complianceDto = z
  .object({
    who: z
      .object({
        kind: z.enum(ACCOUNT_KINDS),
        owner: addressText.describe(
          'May do everything with the contract, withdraw included; of kind delegated the account whose tokens it trades.',
        ),
        guardian: addressText
          .nullable()
          .describe('Of kind delegated: may pause, and reads what the owner does. Null of another kind.'),
        signer: addressText
          .nullable()
          .describe(
            'May sign orders within the contract’s limits, pause and void orders. Null = nobody may.',
          ),
        generation: z.string().describe('Orders of former generations are void.'),
        paused: z.boolean(),
        liveTokens: z.int().min(0).describe('API tokens of the owner that can still be used.'),
      })
      .describe('As of now; takers fill what was signed, anybody may read what is shared.'),
    policies: z
      .array(z.object({ version: z.int(), createdBy: z.string(), createdAtSeconds: secondsField }))
      .describe('Every version, the latest first, 200 at most.'),
    doings: z.array(doingRow).describe('By actor and action; the latest first.'),
    auditLog: z
      .object({
        rows: z.int().min(0),
        head: z
          .string()
          .nullable()
          .describe('The hash of the last row: keep it elsewhere, and a log made anew is found out.'),
        brokenPlace: z
          .int()
          .nullable()
          .describe('The first place of the portfolio’s part that is broken; null = whole.'),
        why: z.string().nullable(),
      })
      .describe('The portfolio’s part of the log, each hash told again.'),
  })
  .meta({ id: 'Compliance' });
export type ComplianceDto = z.infer<typeof complianceDto>;

export const readCompliance = endpoint({
  id: 'readCompliance',
  method: 'GET',
  path: '/api/portfolios/{id}/compliance',
  tag: 'Reports',
  summary:
    'Who could do what with your portfolio, what was done and by which right, its policy versions, and whether the audit log is whole.',
  access: { who: 'user', scope: 'portfolios:read' },
  params: z.strictObject({ id: idField }),
  query: z.strictObject({
    format: z.enum(['json', 'csv']).default('json').describe('Default json. The csv is what was done.'),
  }),
  answer: complianceDto,
  media: 'text/csv',
  cost: 10,
});
