'use client';

import { useCallback, useState } from 'react';
import { type Hex, toHex } from 'viem';
import { type Draft, draftSchema, emptyDraft } from '../../lib/creation/draft.ts';
import { DRAFT_KEY } from './draft-key.ts';

const SALT_BYTES = 32;

/** Another salt is another portfolio. */
export const freshSalt = (): Hex => toHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));

/** The draft that this browser keeps. One that can't be read was written by another version: a new one is begun. */
function load(): Draft {
  try {
    const parsed = draftSchema.safeParse(JSON.parse(window.localStorage.getItem(DRAFT_KEY) ?? 'null'));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through to a new one.
  }
  return emptyDraft(freshSalt());
}

export type DraftStore = {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  /** Puts another draft in its place. */
  readonly replace: (draft: Draft) => void;
  readonly startOver: () => void;
};

/** The draft, written at every change: closing the page at any moment loses nothing. A new one begins on `startChainId`. */
export function useDraft(startChainId: number | null): DraftStore {
  const [draft, setDraft] = useState<Draft>(() => ({
    ...load(),
    ...(startChainId !== null && { chainId: startChainId }),
  }));
  const keep = useCallback((next: Draft): Draft => {
    window.localStorage.setItem(DRAFT_KEY, JSON.stringify(next));
    return next;
  }, []);
  const change = useCallback((part: Partial<Draft>) => setDraft((now) => keep({ ...now, ...part })), [keep]);
  const replace = useCallback((next: Draft) => setDraft(keep(next)), [keep]);
  const startOver = useCallback(() => replace(emptyDraft(freshSalt())), [replace]);
  return { draft, change, replace, startOver };
}
