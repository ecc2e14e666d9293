'use client';

import { useCallback, useState } from 'react';
import { type CashDraft, cashDraftSchema, EMPTY_CASH_DRAFT } from '../../../lib/creation/cash/cash-draft.ts';

const KEY = '1balancer.cash-draft';

/** One that can't be read was written by another version: a new one is begun. */
function load(): CashDraft {
  try {
    const parsed = cashDraftSchema.safeParse(JSON.parse(window.localStorage.getItem(KEY) ?? 'null'));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through to an empty one.
  }
  return EMPTY_CASH_DRAFT;
}

export type CashDraftStore = {
  readonly draft: CashDraft;
  readonly update: (change: (draft: CashDraft) => CashDraft) => void;
  readonly startOver: () => void;
};

/** The draft, written at every change: after a reload, or days later, it goes on where it was. */
export function useCashDraft(): CashDraftStore {
  const [draft, setDraft] = useState(load);
  const update = useCallback<CashDraftStore['update']>((change) => {
    setDraft((now) => {
      const next = change(now);
      window.localStorage.setItem(KEY, JSON.stringify(next));
      return next;
    });
  }, []);
  const startOver = useCallback(() => update(() => EMPTY_CASH_DRAFT), [update]);
  return { draft, update, startOver };
}
