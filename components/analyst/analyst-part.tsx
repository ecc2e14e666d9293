'use client';

import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { Section } from '../ui/section.tsx';
import { CONFIDENCE_WORDS, wordedWords } from './analyst-words.ts';
import { QuestionBox } from './question-box.tsx';

const summariesSchema = z.object({
  summaries: z.array(
    z.object({
      id: z.string(),
      sentences: z.array(z.object({ text: z.string() })),
      confidence: z.enum(['high', 'medium', 'low']),
      whyTemplate: z.nullable(z.string()),
    }),
  ),
});
type Summary = z.infer<typeof summariesSchema>['summaries'][number];
type Read =
  | { readonly state: 'reading' | 'none' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'read'; readonly summary: Summary };

const readNewest = async (portfolioId: string): Promise<Read> => {
  const answer = await apiRequest('GET', `/api/portfolios/${portfolioId}/summaries`);
  if (!answer.ok) return { state: 'failed', why: problemSentence(answer.problem) };
  const read = summariesSchema.safeParse(answer.value);
  if (!read.success) return { state: 'failed', why: 'The summaries can’t be read.' };
  const [summary] = read.data.summaries;
  return summary === undefined ? { state: 'none' } : { state: 'read', summary };
};

function SummaryText({ summary }: { readonly summary: Summary }) {
  return (
    <div className="space-y-1 border-t border-line py-2.5">
      {summary.sentences.map(({ text }) => (
        <p key={text} className="text-pretty">
          {text}
        </p>
      ))}
      <p className="text-ink-soft">
        {wordedWords(summary)} {CONFIDENCE_WORDS[summary.confidence]} Summary {summary.id}.
      </p>
    </div>
  );
}

const EMPTY: Readonly<Record<'reading' | 'none', string>> = {
  reading: 'Reading the newest summary…',
  none: 'No summary yet: one is written every hour while the portfolio is looked at.',
};

/** What the analyst wrote last of a portfolio, and a question to it. It explains and warns; it can do nothing. */
export function AnalystPart({ portfolioId, href }: { readonly portfolioId: string; readonly href: string }) {
  const [read, setRead] = useState<Read>({ state: 'reading' });
  useEffect(() => {
    let isHere = true;
    void readNewest(portfolioId).then((newest) => {
      if (isHere) setRead(newest);
    });
    return () => {
      isHere = false;
    };
  }, [portfolioId]);
  return (
    <Section title="Analyst" note="It explains; it cannot act.">
      {read.state === 'read' ? (
        <SummaryText summary={read.summary} />
      ) : (
        <p className="border-t border-line py-2.5 text-pretty text-ink-soft">
          {read.state === 'failed' ? read.why : EMPTY[read.state]}
        </p>
      )}
      <QuestionBox portfolioId={portfolioId} href={href} />
    </Section>
  );
}
