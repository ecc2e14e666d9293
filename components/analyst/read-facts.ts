import * as z from 'zod/mini';
import {
  FACT_ABSENCES,
  FACT_MEASURES,
  FACT_ROW_KINDS,
  type Fact,
  type FactMeasure,
  type FactValue,
  type FactWord,
  type MissingFact,
} from '../../lib/facts/fact.ts';
import type { FactSpan } from '../../lib/facts/portfolio-read.ts';
import { apiRequest, problemSentence } from '../ui/api-request.ts';

const MEASURES = Object.keys(FACT_MEASURES) as [FactMeasure, ...FactMeasure[]];

const bigintText = z.pipe(
  z.string().check(z.regex(/^-?\d+$/)),
  z.transform((text: string) => BigInt(text)),
);
const numberText = z.pipe(
  z.string().check(z.regex(/^-?\d+(\.\d+)?$/)),
  z.transform((text: string) => Number(text)),
);

const valueSchema = z.discriminatedUnion('unit', [
  z.object({ unit: z.literal('usdE18'), amount: bigintText }),
  z.object({ unit: z.literal('units'), amount: bigintText, decimals: z.int() }),
  z.object({ unit: z.enum(['bps', 'ratioE4', 'count', 'seconds']), amount: numberText }),
  z.object({ unit: z.literal('time'), amount: numberText }),
  // One that isn't known here is written as it came.
  z.object({ unit: z.literal('word'), word: z.custom<FactWord>((word) => typeof word === 'string') }),
]);

const aboutSchema = z.object({
  id: z.string(),
  measure: z.enum(MEASURES),
  subject: z.nullable(z.string()),
  against: z.nullable(z.string()),
  fromSeconds: z.nullable(z.int()),
  toSeconds: z.nullable(z.int()),
  ageSeconds: z.int(),
  samples: z.int(),
  sources: z.array(z.string()),
  rows: z.array(z.object({ kind: z.enum(FACT_ROW_KINDS), id: z.string() })),
});

const analysisSchema = z.object({
  asOfSeconds: z.int(),
  facts: z.array(z.intersection(aboutSchema, valueSchema)),
  missing: z.array(z.object({ id: z.string(), why: z.enum(FACT_ABSENCES) })),
});
type Sent = z.infer<typeof analysisSchema>['facts'][number];

const sentValue = (sent: Sent): FactValue => {
  switch (sent.unit) {
    case 'usdE18':
      return { unit: sent.unit, amount: sent.amount };
    case 'units':
      return { unit: sent.unit, amount: sent.amount, decimals: sent.decimals };
    case 'time':
      return { unit: sent.unit, at: sent.amount };
    case 'word':
      return { unit: sent.unit, word: sent.word };
    default:
      return { unit: sent.unit, amount: sent.amount };
  }
};

const factOf = (sent: Sent): Fact => {
  const { id, measure, subject, against, fromSeconds, toSeconds, ageSeconds, samples, sources, rows } = sent;
  return {
    ...{ id, measure, subject, against, rows, value: sentValue(sent) },
    span: fromSeconds === null || toSeconds === null ? null : { from: fromSeconds, to: toSeconds },
    quality: { ageSeconds, samples, sources },
  };
};

/** What the API told of a portfolio, as the facts that it was. */
export type ToldFacts = {
  readonly asOfSeconds: number;
  readonly facts: readonly Fact[];
  readonly missing: readonly MissingFact[];
};

/** Before anything is read. */
export const NO_FACTS: ToldFacts = { asOfSeconds: 0, facts: [], missing: [] };

/** An answer of the API as facts; null where it is none. */
export const parseFacts = (answer: unknown): ToldFacts | null => {
  const read = analysisSchema.safeParse(answer);
  return read.success ? { ...read.data, facts: read.data.facts.map(factOf) } : null;
};

/** The facts of a span up to the newest look, or why they can't be told. */
export const readFacts = async (portfolioId: string, span: FactSpan): Promise<ToldFacts | string> => {
  const answer = await apiRequest('GET', `/api/portfolios/${portfolioId}/analysis?span=${span}`);
  if (!answer.ok) return problemSentence(answer.problem);
  return parseFacts(answer.value) ?? 'The facts can’t be read.';
};
