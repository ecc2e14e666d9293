import { z } from 'zod';
import { COMPARED_WAYS } from '../cash/backtest/compare-strategies.ts';
import { CASH_PROFILES } from '../cash/cash-policy.ts';
import { endpoint } from './endpoint.ts';
import { decimalText, secondsField } from './fields.ts';

const way = z.object({
  way: z
    .enum(COMPARED_WAYS)
    .describe(
      'Our decision; staying where the thirty days before paid most; all of it where most is promised, every day.',
    ),
  earnedUsd: decimalText.describe('Over the span, all costs paid; negative for a loss.'),
  costUsd: decimalText,
  moves: z.int(),
});

const span = z
  .object({
    days: z.int(),
    state: z.enum(['compared', 'too-short']),
    why: z.string().nullable().describe('Why it can’t be compared; null when it was.'),
    fromSeconds: secondsField.nullable(),
    toSeconds: secondsField.nullable(),
    vaults: z.int().nullable().describe('Known for all of the span and the month before it.'),
    ways: z.array(way),
  })
  .meta({ id: 'ComparedSpan' });
export type ComparedSpanDto = z.infer<typeof span>;

const strategies = z
  .object({
    readAtSeconds: secondsField,
    profile: z.enum(CASH_PROFILES).describe('Whose limits all of them keep to.'),
    amountUsd: decimalText,
    basis: z.string().describe('By what it is reckoned.'),
    spans: z.array(span),
  })
  .meta({ id: 'ComparedStrategies' });
export type StrategiesDto = z.infer<typeof strategies>;

/** Whole back-tests over stored days, kept until the day is over. */
const COMPARING_COST = 5;

export const compareStrategies = endpoint({
  id: 'compareStrategies',
  method: 'GET',
  path: '/api/strategies',
  tag: 'USDC',
  summary:
    'What an amount would have earned over the last 30 and 90 days by our decision, by staying, and by going where most is promised: on the stored rates, no day knowing a later one, all costs paid.',
  access: { who: 'anyone', scope: 'any' },
  query: z.strictObject({ profile: z.enum(CASH_PROFILES).default('balanced') }),
  answer: strategies,
  cost: COMPARING_COST,
});
