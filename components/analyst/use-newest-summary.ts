'use client';

import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { apiRequest, problemSentence } from '../ui/api-request.ts';

const summariesSchema = z.object({
  summaries: z.array(
    z.object({
      id: z.string(),
      asOfSeconds: z.number(),
      createdAtSeconds: z.number(),
      sentences: z.array(z.object({ text: z.string() })),
      confidence: z.enum(['high', 'medium', 'low']),
      whyTemplate: z.nullable(z.string()),
    }),
  ),
});

/** A summary, as far as a page shows it. */
export type ShownSummary = z.infer<typeof summariesSchema>['summaries'][number];

type Read =
  | { readonly state: 'reading' | 'none' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'read'; readonly summary: ShownSummary };

const readNewest = async (portfolioId: string): Promise<Read> => {
  const answer = await apiRequest('GET', `/api/portfolios/${portfolioId}/summaries`);
  if (!answer.ok) return { state: 'failed', why: problemSentence(answer.problem) };
  const read = summariesSchema.safeParse(answer.value);
  if (!read.success) return { state: 'failed', why: 'The summaries can’t be read.' };
  const [summary] = read.data.summaries;
  return summary === undefined ? { state: 'none' } : { state: 'read', summary };
};

/** A summary is written once an hour, or with the tick after somebody asked. */
const READ_EVERY_MS = 20_000;

/** The newest summary of a portfolio, read again while the page is seen; one that is shown stays while the server is away. */
export function useNewestSummary(portfolioId: string): Read {
  const [read, setRead] = useState<Read>({ state: 'reading' });
  useEffect(() => {
    let isHere = true;
    const look = async (): Promise<void> => {
      const newest = await readNewest(portfolioId);
      if (isHere) setRead((shown) => (newest.state === 'failed' && shown.state === 'read' ? shown : newest));
    };
    void look();
    const clock = setInterval(() => {
      if (!document.hidden) void look();
    }, READ_EVERY_MS);
    return () => {
      isHere = false;
      clearInterval(clock);
    };
  }, [portfolioId]);
  return read;
}
