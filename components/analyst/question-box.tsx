'use client';

import { type FormEvent, useState } from 'react';
import * as z from 'zod/mini';
import { QUESTION_LENGTH_MAX } from '../../lib/analyst/question.ts';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { FIELD } from '../ui/field.ts';
import { useListening } from '../ui/use-listening.ts';
import { CONFIDENCE_WORDS } from './analyst-words.ts';

const answerSchema = z.object({
  sentences: z.array(z.object({ text: z.string() })),
  rows: z.array(z.object({ kind: z.string(), id: z.string() })),
  confidence: z.enum(['high', 'medium', 'low']),
});
type Answer = z.infer<typeof answerSchema>;

type Props = { readonly portfolioId: string; readonly href: string };

const decisionsIn = ({ rows }: Answer): readonly string[] => [
  ...new Set(rows.filter(({ kind }) => kind === 'decision').map(({ id }) => id)),
];

function Answered({ answer, href }: { readonly answer: Answer; readonly href: string }) {
  const decisions = decisionsIn(answer);
  return (
    <div className="space-y-1 pt-1">
      {answer.sentences.map(({ text }) => (
        <p key={text} className="text-pretty">
          {text}
        </p>
      ))}
      {decisions.length > 0 && (
        <p className="text-ink-soft">
          It rests on{' '}
          {decisions.map((id, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <a className="underline" href={`${href}/decisions/${id}`}>
                decision {id}
              </a>
            </span>
          ))}
          .
        </p>
      )}
      {answer.rows.length > 0 && <p className="text-ink-soft">{CONFIDENCE_WORDS[answer.confidence]}</p>}
    </div>
  );
}

/** A question to the analyst, answered from what is recorded; nothing of it is kept. */
export function QuestionBox({ portfolioId, href }: Props) {
  const [question, setQuestion] = useState('');
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [said, setSaid] = useState('');
  const [isAsking, setAsking] = useState(false);
  const isListening = useListening();
  const ask = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsking(true);
    setAnswer(null);
    setSaid('Asking…');
    const asked = await apiRequest('POST', `/api/portfolios/${portfolioId}/questions`, { question });
    setAsking(false);
    if (!asked.ok) return setSaid(problemSentence(asked.problem));
    const read = answerSchema.safeParse(asked.value);
    setSaid(read.success ? '' : 'The answer can’t be read.');
    setAnswer(read.success ? read.data : null);
  };
  return (
    <form onSubmit={(event) => void ask(event)} className="border-t border-line py-2.5">
      <div className="flex flex-wrap items-end gap-3">
        <label className="block min-w-0 grow">
          <span className="block pb-1 text-ink-soft">A question about this portfolio</span>
          <input
            value={question}
            disabled={!isListening}
            maxLength={QUESTION_LENGTH_MAX}
            placeholder="Why did you sell WETH on Tuesday?"
            onChange={({ target }) => setQuestion(target.value)}
            className={`${FIELD} block w-full`}
          />
        </label>
        <button type="submit" disabled={isAsking || question.trim() === ''} className={BUTTON.quiet}>
          Put the question
        </button>
      </div>
      <div role="status" className="min-h-6">
        {said !== '' && <p className="pt-1 text-pretty text-ink-soft">{said}</p>}
        {answer !== null && <Answered answer={answer} href={href} />}
      </div>
    </form>
  );
}
