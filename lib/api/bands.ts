import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { idField, secondsField } from './fields.ts';
import { usdE18 } from './performance-fields.ts';

/** Why there is no table. */
export const NO_BANDS = [
  'never-valued',
  'no-policy',
  'nothing-held',
  'no-targets',
  'history-too-short',
] as const;
export type NoBands = (typeof NO_BANDS)[number];

const trial = {
  costUsdE18: usdE18.describe('Of all trades over the history.'),
  rebalances: z.int().min(0),
  trackingErrorMeanBps: z.number().describe('½ Σ |weight − target|, mean over the rows; to a hundredth.'),
  returnBps: z.int(),
};

const cell = {
  bandBps: z.int().min(1).describe('The width of the policy’s own kind of band; absolute where it has none.'),
  intervalSeconds: z.int().min(0).describe('How often it is looked at; 0 = at every row.'),
};

export const bandsDto = z
  .object({
    policyVersion: z.int(),
    fromSeconds: secondsField,
    toSeconds: secondsField,
    stepSeconds: z.int().min(1).describe('Between two rows of the recorded prices.'),
    startUsdE18: usdE18.describe('What is held now: what the trials began with, at the targets.'),
    current: z.object(trial).describe('The policy as it is.'),
    tried: z.array(z.object({ ...cell, ...trial })),
    proposed: z
      .object(cell)
      .nullable()
      .describe(
        'Cost least, of those that cost less and were on average no further from target; null = none did.',
      ),
  })
  .meta({ id: 'BandProposals' });
export type BandsDto = z.infer<typeof bandsDto>;

export const bandsAnswer = z.object({
  bands: bandsDto.nullable(),
  absent: z.enum(NO_BANDS).nullable().describe('Why there are none; null where there are.'),
});
export type BandsAnswer = z.infer<typeof bandsAnswer>;

export const readBands = endpoint({
  id: 'readBands',
  method: 'GET',
  path: '/api/portfolios/{id}/bands',
  tag: 'Reports',
  summary:
    'Bands and intervals tried on the prices that were recorded for your portfolio, by the engine that decides for it. Nothing is changed.',
  access: { who: 'user', scope: 'portfolios:read' },
  params: z.strictObject({ id: idField }),
  query: z.strictObject({
    format: z.enum(['json', 'csv']).default('json').describe('Default json. The csv is the table.'),
  }),
  answer: bandsAnswer,
  media: 'text/csv',
  cost: 30,
});
