'use client';

import { useCallback, useState } from 'react';
import type { z } from 'zod';

/** Where a browser keeps a draft, what one has to be, and how a new one begins. */
export type DraftKind<D> = {
  readonly key: string;
  readonly schema: Pick<z.ZodType<D>, 'safeParse'>;
  readonly begin: () => D;
};

/** One that can't be read was written by another version: a new one is begun. */
function load<D>({ key, schema, begin }: DraftKind<D>): D {
  try {
    const parsed = schema.safeParse(JSON.parse(window.localStorage.getItem(key) ?? 'null'));
    if (parsed.success) return parsed.data;
  } catch {
    // Falls through to a new one.
  }
  return begin();
}

export type KeptDraft<D> = {
  readonly draft: D;
  readonly update: (change: (draft: D) => D) => void;
  readonly startOver: () => void;
};

/**
 * A draft, written at every change: after a reload, or days later, it goes on where it was.
 *
 * @param kind the same object at every call
 * @param first what is said of it beforehand, once, when the page opens
 */
export function useKeptDraft<D>(kind: DraftKind<D>, first: (draft: D) => D = (draft) => draft): KeptDraft<D> {
  const [draft, setDraft] = useState(() => first(load(kind)));
  const update = useCallback<KeptDraft<D>['update']>(
    (change) => {
      setDraft((now) => {
        const next = change(now);
        window.localStorage.setItem(kind.key, JSON.stringify(next));
        return next;
      });
    },
    [kind],
  );
  const startOver = useCallback(() => update(kind.begin), [kind, update]);
  return { draft, update, startOver };
}
