import { z } from 'zod';
import { FACT_ABSENCES, FACT_MEASURES, FACT_ROW_KINDS, FACT_UNITS, type FactMeasure } from '../facts/fact.ts';
import { FACT_SPANS } from '../facts/portfolio-read.ts';
import { endpoint } from './endpoint.ts';
import { addressText, idField, secondsField } from './fields.ts';
import { blockTime } from './performance-fields.ts';

const MEASURES = Object.keys(FACT_MEASURES) as [FactMeasure, ...FactMeasure[]];

export const factDto = z
  .object({
    id: z
      .string()
      .describe(
        'Stable: the measure, now or the span, what tells it from others, and the asset (`weight.now:WETH`).',
      ),
    measure: z.enum(MEASURES),
    subject: z
      .string()
      .nullable()
      .describe('The asset’s name, letters and digits alone; null: the portfolio.'),
    against: z.string().nullable().describe('The other asset of a pair.'),
    fromSeconds: blockTime.nullable().describe('Null for what is said of one moment.'),
    toSeconds: blockTime.nullable(),
    unit: z
      .enum(FACT_UNITS)
      .describe(
        'usdE18: US dollars × 10^18. bps: to a hundredth. ratioE4: ten-thousandths. time: Unix seconds.',
      ),
    amount: z.string().nullable().describe('A plain decimal; null of a word.'),
    decimals: z.int().min(0).nullable().describe('Of units.'),
    word: z.string().nullable().describe('One of a closed list.'),
    ageSeconds: z.int().min(0).describe('Of the newest row it rests on, at `asOfSeconds`.'),
    samples: z.int().min(0).describe('Rows that went into it.'),
    sources: z.array(z.string()).describe('Who gave the prices.'),
    rows: z.array(z.object({ kind: z.enum(FACT_ROW_KINDS), id: z.string() })).describe('What it rests on.'),
  })
  .meta({ id: 'Fact' });
export type FactDto = z.infer<typeof factDto>;

export const analysisDto = z
  .object({
    portfolioId: idField,
    chainId: z.int(),
    address: addressText,
    span: z.enum(FACT_SPANS),
    asOfSeconds: secondsField.describe('Time of the newest block that was looked at; 0: none yet.'),
    facts: z.array(factDto),
    missing: z
      .array(z.object({ id: z.string(), why: z.enum(FACT_ABSENCES) }))
      .describe('What there is no fact of, and why; nothing is made up in its place.'),
  })
  .meta({ id: 'Analysis' });
export type AnalysisDto = z.infer<typeof analysisDto>;

/** What the stored rows of a portfolio say, as values with the rows that they rest on. */
export const readAnalysis = endpoint({
  id: 'readAnalysis',
  method: 'GET',
  path: '/api/portfolios/{id}/analysis',
  tag: 'Performance',
  summary:
    'Facts of a portfolio: value, return by asset and by rebalance, costs by cause, trends, correlations, budgets and what is out of the ordinary.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  params: z.strictObject({ id: idField }),
  query: z.strictObject({
    span: z.enum(FACT_SPANS).default('30d').describe('Up to the newest look. Default 30d.'),
  }),
  answer: analysisDto,
  cost: 5,
});
