'use client';

import { Age } from '../live/live.tsx';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { CONFIDENCE_WORDS, wordedWords } from './analyst-words.ts';
import { AskForSummary } from './ask-for-summary.tsx';
import { QuestionBox } from './question-box.tsx';
import { type ShownSummary, useNewestSummary } from './use-newest-summary.ts';

function SummaryText({ summary }: { readonly summary: ShownSummary }) {
  const { id, asOfSeconds, createdAtSeconds, sentences, confidence } = summary;
  return (
    <div className="space-y-1 border-t border-line py-2.5">
      <p className="text-ink-soft">
        Of the look of {formatInstant(asOfSeconds)}, <Age atSeconds={asOfSeconds} /> ago; written{' '}
        <Age atSeconds={createdAtSeconds} /> ago.
      </p>
      {sentences.map(({ text }) => (
        <p key={text} className="text-pretty">
          {text}
        </p>
      ))}
      <p className="text-ink-soft">
        {wordedWords(summary)} {CONFIDENCE_WORDS[confidence]} Summary {id}.
      </p>
    </div>
  );
}

const EMPTY: Readonly<Record<'reading' | 'none', string>> = {
  reading: 'Reading the newest summary…',
  none: 'No summary yet: one is written every hour while the portfolio is looked at.',
};

type Props = {
  readonly portfolioId: string;
  readonly href: string;
  readonly isOwner: boolean;
  readonly isTold: boolean;
};

/** What the analyst wrote last of a portfolio, and a question to it. It explains and warns; it can do nothing. */
export function AnalystPart({ portfolioId, href, isOwner, isTold }: Props) {
  const read = useNewestSummary(portfolioId);
  return (
    <Section title="Analyst" note="It explains; it cannot act.">
      {read.state === 'read' ? (
        <SummaryText summary={read.summary} />
      ) : (
        <p className="border-t border-line py-2.5 text-pretty text-ink-soft">
          {read.state === 'failed' ? read.why : EMPTY[read.state]}
        </p>
      )}
      {isTold ? (
        <>
          {isOwner && <AskForSummary portfolioId={portfolioId} />}
          <QuestionBox portfolioId={portfolioId} href={href} />
        </>
      ) : (
        <p className="border-t border-line py-2.5 text-pretty text-ink-soft">
          Its owner, signed in, can put questions to the analyst here and have a summary written.
        </p>
      )}
    </Section>
  );
}
