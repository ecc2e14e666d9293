'use client';

import { useEffect, useState } from 'react';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';
import { formatSpan } from '../ui/format.ts';

type Asked =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'due' }
  | { readonly kind: 'under-way' }
  | { readonly kind: 'cooling'; readonly sentence: string; readonly untilMs: number }
  | { readonly kind: 'refused'; readonly sentence: string };

const stateOf = (value: unknown): 'due' | 'under-way' =>
  (value as { readonly state?: string } | null)?.state === 'under-way' ? 'under-way' : 'due';

/** How long an answer stands beside the button. */
const SAID_MS = 20_000;

/**
 * Has a portfolio looked at before its time. While the API says that it is too early, `secondsLeft` counts down what remains of its own
 * word; nobody is asked meanwhile.
 */
export function useRebalancing(portfolioId: string) {
  const [asked, setAsked] = useState<Asked>({ kind: 'idle' });
  const [nowMs, setNowMs] = useState(0);
  const secondsLeft = asked.kind === 'cooling' ? Math.ceil((asked.untilMs - nowMs) / 1_000) : 0;

  useEffect(() => {
    if (asked.kind !== 'cooling') return;
    const clock = setInterval(() => {
      const now = performance.now();
      setNowMs(now);
      if (now >= asked.untilMs) setAsked({ kind: 'idle' });
    }, 500);
    return () => clearInterval(clock);
  }, [asked]);

  useEffect(() => {
    if (asked.kind !== 'due' && asked.kind !== 'under-way') return;
    const timer = setTimeout(() => setAsked({ kind: 'idle' }), SAID_MS);
    return () => clearTimeout(timer);
  }, [asked]);

  const run = async (): Promise<void> => {
    setAsked({ kind: 'asking' });
    const answer = await apiRequest('POST', `/api/portfolios/${portfolioId}/run`);
    if (answer.ok) return setAsked({ kind: stateOf(answer.value) });
    const sentence = problemSentence(answer.problem);
    const { retryAfterSeconds } = answer.problem;
    if (retryAfterSeconds === null || retryAfterSeconds <= 0) return setAsked({ kind: 'refused', sentence });
    const now = performance.now();
    setNowMs(now);
    setAsked({ kind: 'cooling', sentence, untilMs: now + retryAfterSeconds * 1_000 });
  };
  return { asked, secondsLeft, run };
}

const words = (asked: Asked): string => {
  switch (asked.kind) {
    case 'idle':
      return '';
    case 'asking':
      return 'Asking…';
    case 'due':
      return 'The next tick looks at it.';
    case 'under-way':
      return 'It is being looked at right now.';
    case 'cooling':
      return asked.sentence.replace(/; ask again in .*/, '.');
    case 'refused':
      return asked.sentence;
  }
};

/** Asks for a look now; during a cooldown it says how long it still is. */
export function RunCheck({ portfolioId }: { readonly portfolioId: string }) {
  const { asked, secondsLeft, run } = useRebalancing(portfolioId);
  const isCooling = asked.kind === 'cooling' && secondsLeft > 0;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <button
        type="button"
        onClick={() => void run()}
        disabled={asked.kind === 'asking' || isCooling}
        className={BUTTON.quiet}
      >
        {isCooling ? `Run check in ${formatSpan(secondsLeft)}` : 'Run check now'}
      </button>
      <span
        role="status"
        className={`text-pretty ${asked.kind === 'refused' ? 'text-warn' : 'text-ink-soft'}`}
      >
        {words(asked)}
      </span>
    </span>
  );
}
