'use client';

import { useCallback, useState } from 'react';
import {
  type DelegatedDraft,
  delegatedDraftSchema,
  emptyDelegatedDraft,
} from '../../../lib/creation/delegated/delegated-draft.ts';
import { freshSalt } from '../../wizard/draft-store.ts';

const KEY = '1balancer.delegated-draft';

/** One that can't be read was written by another version: a new one is begun. */
function load(): DelegatedDraft {
  try {
    const parsed = delegatedDraftSchema.safeParse(JSON.parse(window.localStorage.getItem(KEY) ?? 'null'));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through to an empty one.
  }
  return emptyDelegatedDraft(freshSalt());
}

export type DelegatedDraftStore = {
  readonly draft: DelegatedDraft;
  readonly change: (part: Partial<DelegatedDraft>) => void;
  readonly startOver: () => void;
};

/** The draft, written at every change: after a reload, or days later, it goes on where it was. */
export function useDelegatedDraft(): DelegatedDraftStore {
  const [draft, setDraft] = useState(load);
  const change = useCallback((part: Partial<DelegatedDraft>) => {
    setDraft((now) => {
      const next = { ...now, ...part };
      window.localStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  }, []);
  const startOver = useCallback(() => change(emptyDelegatedDraft(freshSalt())), [change]);
  return { draft, change, startOver };
}
