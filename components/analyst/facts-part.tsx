'use client';

import { useEffect, useState } from 'react';
import type { FactSpan } from '../../lib/facts/portfolio-read.ts';
import { ABSENCE_WORDS } from '../performance/absence-words.ts';
import { formatInstant } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { groupFacts } from './fact-groups.ts';
import { FactTable } from './fact-table.tsx';
import { NO_FACTS, readFacts, type ToldFacts } from './read-facts.ts';
import { SpanChoice } from './span-choice.tsx';

type Props = {
  readonly portfolioId: string;
  readonly href: string;
  /** Of the page: facts are read anew when something is new on it. */
  readonly version: string;
};
type Read = { readonly span: FactSpan; readonly told: ToldFacts | string };

/** The answer to a span, or why there is none; null until it is there. Nothing is read before it is asked for; each time more is read anew. */
const useFacts = (
  { portfolioId, version }: Props,
  { span, asked }: { readonly span: FactSpan; readonly asked: number },
): ToldFacts | string | null => {
  const [read, setRead] = useState<Read | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the page is what says that there is more to read
  useEffect(() => {
    if (asked === 0) return;
    let isHere = true;
    void readFacts(portfolioId, span).then((told) => {
      if (isHere) setRead({ span, told });
    });
    return () => {
      isHere = false;
    };
  }, [portfolioId, span, asked, version]);
  return read?.span === span ? read.told : null;
};

const wordsOf = (told: ToldFacts | string | null, asked: number): string => {
  if (told === null) return asked > 0 ? 'Reading the facts…' : 'Read when a part of them is opened.';
  if (typeof told === 'string') return `${told} Opening a part asks again.`;
  if (told.facts.length === 0) return ABSENCE_WORDS[told.missing[0]?.why ?? 'never-valued'];
  return `From stored rows, up to ${formatInstant(told.asOfSeconds)}.`;
};

/** What the stored rows say of a portfolio over a span, by what it is about; in the figures and words of the analyst's texts. */
export function FactsPart(props: Props) {
  const [span, setSpan] = useState<FactSpan>('30d');
  const [asked, setAsked] = useState(0);
  const told = useFacts(props, { span, asked });
  const ask = (isOpen: boolean): void => {
    if (isOpen && (asked === 0 || typeof told === 'string')) setAsked(asked + 1);
  };
  const words = wordsOf(told, asked);
  const known = typeof told === 'string' ? null : told;
  return (
    <Section title="Facts" note={<SpanChoice span={span} onChoose={setSpan} />}>
      <p role="status" className="border-t border-line py-2.5 text-pretty text-ink-soft">
        {words}
      </p>
      {groupFacts(known ?? NO_FACTS).map((group) => (
        <details
          key={group.title}
          onToggle={({ currentTarget }) => ask(currentTarget.open)}
          className="border-t border-line pt-1"
        >
          <summary className="cursor-pointer py-1.5 text-accent">{group.title}</summary>
          {group.lines.length > 0 ? (
            <FactTable group={group} href={props.href} />
          ) : (
            <p className="py-1.5 text-ink-soft">{known === null ? words : 'Nothing of this is known.'}</p>
          )}
        </details>
      ))}
    </Section>
  );
}
