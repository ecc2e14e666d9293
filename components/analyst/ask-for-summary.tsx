'use client';

import { useState } from 'react';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { BUTTON } from '../ui/button.ts';

const ASKED =
  'Asked: the next tick writes it and it shows here, unless the bot’s newest look has its summary already.';

type Said = { readonly state: 'idle' | 'asking' | 'asked' | 'refused'; readonly words: string };

/** Has a summary written with the next tick, and says so. */
export function AskForSummary({ portfolioId }: { readonly portfolioId: string }) {
  const [{ state, words }, setSaid] = useState<Said>({ state: 'idle', words: '' });
  const ask = async (): Promise<void> => {
    setSaid({ state: 'asking', words: 'Asking…' });
    const asked = await apiRequest('POST', `/api/portfolios/${portfolioId}/summaries`);
    setSaid(
      asked.ok
        ? { state: 'asked', words: ASKED }
        : { state: 'refused', words: problemSentence(asked.problem) },
    );
  };
  return (
    <p className="flex flex-wrap items-center gap-2 pb-2.5">
      <button type="button" onClick={() => void ask()} disabled={state === 'asking'} className={BUTTON.quiet}>
        Write one now
      </button>
      <span role="status" className={`text-pretty ${state === 'refused' ? 'text-warn' : 'text-ink-soft'}`}>
        {words}
      </span>
    </p>
  );
}
