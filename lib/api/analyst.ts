import { z } from 'zod';
import { CONFIDENCES } from '../analyst/confidence.ts';
import { QUESTION_LENGTH_MAX } from '../analyst/question.ts';
import { WARNING_KINDS, WARNING_OUTCOMES } from '../analyst/warnings/warning.ts';
import { endpoint } from './endpoint.ts';
import { idField, secondsField } from './fields.ts';

const ROW_KINDS = ['decision', 'snapshot', 'order', 'fill', 'flow', 'point', 'price'] as const;

const sentenceDto = z.object({
  text: z.string(),
  factIds: z.array(z.string()).describe('The facts that it says.'),
});
const confidence = z
  .enum(CONFIDENCES)
  .describe('By the age, the sources and the samples of its facts, and nothing else.');

const summaryDto = z
  .object({
    id: idField.describe('By which it is cited.'),
    asOfSeconds: secondsField.describe('Time of the look that it is of.'),
    createdAtSeconds: secondsField,
    sentences: z.array(sentenceDto),
    confidence,
    whyTemplate: z
      .string()
      .nullable()
      .describe('Null: worded by a model, and every figure checked. Else the template’s own words, and why.'),
  })
  .meta({ id: 'Summary' });
export type SummaryDto = z.infer<typeof summaryDto>;

const params = z.strictObject({ id: idField });
const ofAnalyst = { tag: 'Performance', params } as const;

export const listSummaries = endpoint({
  ...ofAnalyst,
  id: 'listSummaries',
  method: 'GET',
  path: '/api/portfolios/{id}/summaries',
  summary: 'The last summaries of a portfolio, newest first; they are kept for thirty days.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  answer: z.object({ summaries: z.array(summaryDto) }).meta({ id: 'Summaries' }),
});

export const askForSummary = endpoint({
  ...ofAnalyst,
  id: 'askForSummary',
  method: 'POST',
  path: '/api/portfolios/{id}/summaries',
  summary: 'Has a new summary written with the next tick.',
  access: { who: 'user', scope: null },
  status: 202,
  problems: ['not-owner'],
  answer: z.object({ asked: z.literal(true) }).meta({ id: 'SummaryAsked' }),
  cost: 5,
});

const warningDto = z
  .object({
    id: idField,
    kind: z.enum(WARNING_KINDS),
    assets: z.array(z.string()).describe('What it is about, by the names that facts have.'),
    sentence: z.string().describe('What would make it come true, until when, and what was seen.'),
    unit: z
      .enum(['bps', 'ratioE4'])
      .describe('Of the amounts: basis points to a hundredth, or a correlation in ten-thousandths.'),
    threshold: z.number(),
    seen: z.number().describe('The same measure when it was raised.'),
    factIds: z.array(z.string()).describe('The facts that it was raised on.'),
    raisedAtSeconds: secondsField.describe('Time of the look that it was raised on.'),
    dueAtSeconds: secondsField.describe('It is judged by what was recorded up to then.'),
    outcome: z.enum(WARNING_OUTCOMES).nullable().describe('Null: its time is not over.'),
    amount: z.number().nullable().describe('What it was judged by; null where it is not, or could not be.'),
    verdict: z.string().nullable().describe('What became of it, in words.'),
    judgedAtSeconds: secondsField.nullable(),
  })
  .meta({ id: 'Warning' });
export type WarningDto = z.infer<typeof warningDto>;

const count = z.int().min(0);
const warningCounts = z
  .object({ cameTrue: count, didNot: count, notJudged: count })
  .meta({ id: 'WarningCounts' });

export const listWarnings = endpoint({
  ...ofAnalyst,
  id: 'listWarnings',
  method: 'GET',
  path: '/api/portfolios/{id}/warnings',
  summary:
    'What the analyst warns of: open warnings, then the last that were judged, the wrong ones too, and how many came to what.',
  access: { who: 'anyone', scope: 'portfolios:read' },
  answer: z
    .object({
      warnings: z.array(warningDto),
      lastWeek: warningCounts.describe('Of those that were judged within seven days.'),
      all: warningCounts.describe('Of all that are kept: for a year.'),
    })
    .meta({ id: 'Warnings' }),
});

const answerDto = z
  .object({
    kind: z.enum(['why', 'fact', 'summary', 'unknown', 'nothing-recorded']).describe('What was understood.'),
    sentences: z.array(sentenceDto),
    rows: z.array(z.object({ kind: z.enum(ROW_KINDS), id: z.string() })).describe('What it rests on.'),
    confidence,
  })
  .meta({ id: 'AnalystAnswer' });
export type AnswerDto = z.infer<typeof answerDto>;

export const askQuestion = endpoint({
  ...ofAnalyst,
  id: 'askQuestion',
  method: 'POST',
  path: '/api/portfolios/{id}/questions',
  summary:
    'Answers a question about a portfolio from its recorded decisions and facts, understood by rules; no model is asked and nothing is kept.',
  access: { who: 'user', scope: null },
  body: z.strictObject({ question: z.string().max(QUESTION_LENGTH_MAX).regex(/\S/, 'must say something') }),
  answer: answerDto,
  cost: 5,
});
