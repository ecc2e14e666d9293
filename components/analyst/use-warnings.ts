'use client';

import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { apiRequest, problemSentence } from '../ui/api-request.ts';

const countsSchema = z.object({ cameTrue: z.int(), didNot: z.int(), notJudged: z.int() });

const warningsSchema = z.object({
  warnings: z.array(
    z.object({
      id: z.string(),
      sentence: z.string(),
      outcome: z.nullable(z.enum(['came-true', 'did-not', 'not-judged'])),
      verdict: z.nullable(z.string()),
      judgedAtSeconds: z.nullable(z.number()),
    }),
  ),
  lastWeek: countsSchema,
  all: countsSchema,
});

/** Warnings and how they came out, as far as a page shows them. */
export type ShownWarnings = z.infer<typeof warningsSchema>;

/** What is known of them, or in words why nothing is. */
export type ReadWarnings = ShownWarnings | string;

const readNow = async (portfolioId: string): Promise<ReadWarnings> => {
  const answer = await apiRequest('GET', `/api/portfolios/${portfolioId}/warnings`);
  if (!answer.ok) return problemSentence(answer.problem);
  const read = warningsSchema.safeParse(answer.value);
  return read.success ? read.data : 'The warnings can’t be read.';
};

const READING = 'Reading the warnings…';

/** The warnings of a portfolio, read once for each version of its page; those that are shown stay while the server is away. */
export function useWarnings(portfolioId: string, version: string): ReadWarnings {
  const [read, setRead] = useState<ReadWarnings>(READING);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the page is what says that there is more to read
  useEffect(() => {
    let isHere = true;
    void readNow(portfolioId).then((now) => {
      if (isHere) setRead((shown) => (typeof now === 'string' && typeof shown !== 'string' ? shown : now));
    });
    return () => {
      isHere = false;
    };
  }, [portfolioId, version]);
  return read;
}
