'use client';

import { useCallback } from 'react';
import {
  type DelegatedDraft,
  delegatedDraftSchema,
  emptyDelegatedDraft,
} from '../../../lib/creation/delegated/delegated-draft.ts';
import { freshSalt } from '../../wizard/draft-store.ts';
import { type DraftKind, useKeptDraft } from '../../wizard/kept-draft.ts';

const KIND: DraftKind<DelegatedDraft> = {
  key: '1balancer.delegated-draft',
  schema: delegatedDraftSchema,
  begin: () => emptyDelegatedDraft(freshSalt()),
};

export type DelegatedDraftStore = {
  readonly draft: DelegatedDraft;
  readonly change: (part: Partial<DelegatedDraft>) => void;
  readonly startOver: () => void;
};

/** The draft of an account that delegates, as this browser keeps it. */
export function useDelegatedDraft(): DelegatedDraftStore {
  const { draft, update, startOver } = useKeptDraft(KIND);
  const change = useCallback(
    (part: Partial<DelegatedDraft>) => update((now) => ({ ...now, ...part })),
    [update],
  );
  return { draft, change, startOver };
}
