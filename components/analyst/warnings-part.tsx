'use client';

import { Age } from '../live/live.tsx';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { OUTCOME_WORDS, recordWords } from './analyst-words.ts';
import { type ShownWarnings, useWarnings } from './use-warnings.ts';

type Shown = ShownWarnings['warnings'][number];

function Warning({ warning }: { readonly warning: Shown }) {
  const { sentence, outcome, verdict, judgedAtSeconds } = warning;
  return (
    <li className="border-t border-line py-2.5">
      <p className={outcome === null ? 'text-warn' : 'text-ink-soft'}>
        {OUTCOME_WORDS[outcome ?? 'open']}
        {judgedAtSeconds !== null && (
          <>
            , judged <Age atSeconds={judgedAtSeconds} /> ago
          </>
        )}
      </p>
      <p className="text-pretty wrap-anywhere">{sentence}</p>
      {verdict !== null && <p className="text-pretty">{verdict}</p>}
    </li>
  );
}

type Props = { readonly portfolioId: string; readonly version: string };

/** What the analyst warns of, and how its warnings came out: the wrong ones stand beside the right ones. */
export function WarningsPart({ portfolioId, version }: Props) {
  const read = useWarnings(portfolioId, version);
  const isRead = typeof read !== 'string';
  const isQuiet = isRead && read.warnings.every(({ outcome }) => outcome !== null);
  return (
    <Section title="Warnings" note="Each is judged after seven days.">
      <p role="status" className="border-t border-line py-2.5 text-pretty text-ink-soft">
        {isRead ? `${isQuiet ? 'Nothing is warned of now. ' : ''}${recordWords(read)}` : read}
      </p>
      {isRead && read.warnings.length > 0 && (
        <Scrolling label="Warnings, the open ones first" className="relative max-h-96 overflow-auto">
          <ul>
            {read.warnings.map((warning) => (
              <Warning key={warning.id} warning={warning} />
            ))}
          </ul>
        </Scrolling>
      )}
    </Section>
  );
}
