'use client';

import { useCallback } from 'react';
import { type Hex, toHex } from 'viem';
import { type Draft, draftSchema, emptyDraft } from '../../lib/creation/draft.ts';
import { DRAFT_KEY } from './draft-key.ts';
import { type DraftKind, useKeptDraft } from './kept-draft.ts';

const SALT_BYTES = 32;

/** Another salt is another portfolio. */
export const freshSalt = (): Hex => toHex(crypto.getRandomValues(new Uint8Array(SALT_BYTES)));

const KIND: DraftKind<Draft> = {
  ...{ key: DRAFT_KEY, schema: draftSchema, begin: () => emptyDraft(freshSalt()) },
};

export type DraftStore = {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  /** Puts another draft in its place. */
  readonly replace: (draft: Draft) => void;
  readonly startOver: () => void;
};

/** The draft, written at every change: closing the page at any moment loses nothing. A new one begins on `startChainId`. */
export function useDraft(startChainId: number | null): DraftStore {
  const { draft, update, startOver } = useKeptDraft(KIND, (kept) => ({
    ...kept,
    ...(startChainId !== null && { chainId: startChainId }),
  }));
  const change = useCallback((part: Partial<Draft>) => update((now) => ({ ...now, ...part })), [update]);
  const replace = useCallback((next: Draft) => update(() => next), [update]);
  return { draft, change, replace, startOver };
}
