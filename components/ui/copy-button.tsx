'use client';

import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';

/** How long the button says that it has worked. */
const SAID_MS = 2_000;

type Outcome = 'copied' | 'refused';

/** Copies a text, and says whether that worked: a browser may refuse. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = (): void => {
    const written = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  return (
    <>
      <button
        type="button"
        onClick={copy}
        aria-label={`Copy ${what}`}
        title={`Copy ${what}`}
        className="inline-flex size-6 items-center justify-center rounded text-ink-soft hover:text-ink"
      >
        <Icon name={outcome === 'copied' ? 'check' : 'copy'} />
      </button>
      <span role="status" className={outcome === 'refused' ? 'text-warn' : 'sr-only'}>
        {outcome === 'copied' && 'Copied'}
        {outcome === 'refused' && 'The browser refused to copy; select the text instead.'}
      </span>
    </>
  );
}
