'use client';

import { useCallback, useEffect, useState } from 'react';
import { apiRequest } from '../ui/api-request.ts';

/** Rows of one of our own lists: null while they are asked for. */
export type Rows<Row> = {
  readonly rows: readonly Row[] | null;
  /** What went wrong last, or what was done. */
  readonly said: string | null;
  readonly say: (words: string | null) => void;
  readonly reload: () => Promise<void>;
};

/** Asks for a list of the signed-in person's own, and again when told to. */
export function useRows<Row>(path: string, read: (answer: unknown) => readonly Row[]): Rows<Row> {
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  const [said, say] = useState<string | null>(null);
  const reload = useCallback(async () => {
    const answer = await apiRequest('GET', path);
    if (answer.ok) setRows(read(answer.value));
    else say(answer.problem.detail);
  }, [path, read]);
  useEffect(() => void reload(), [reload]);
  return { rows, said, say, reload };
}
