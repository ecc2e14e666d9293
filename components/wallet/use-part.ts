'use client';

import { type ComponentType, useCallback, useEffect, useState } from 'react';

/** `not-ready`: drawn by the server, and nothing that is pressed would be heard yet. */
type Stage<Props> =
  | { readonly kind: 'not-ready' }
  | { readonly kind: 'not-wanted'; readonly said: string | null }
  | { readonly kind: 'loading' }
  | { readonly kind: 'loaded'; readonly Part: ComponentType<Props> };

const NOT_LOADED =
  'This part of the page could not be loaded: the server does not answer. Try again; the rescue page needs no server.';

/**
 * A part of a page whose code is fetched when somebody wants it, or at once where `isWantedAtOnce` says so in the browser. What can't be
 * fetched is told, and may be wanted again.
 */
export function usePart<Props>(load: () => Promise<ComponentType<Props>>, isWantedAtOnce: () => boolean) {
  const [stage, setStage] = useState<Stage<Props>>({ kind: 'not-ready' });
  const want = useCallback(async (): Promise<void> => {
    setStage({ kind: 'loading' });
    try {
      setStage({ kind: 'loaded', Part: await load() });
    } catch {
      setStage({ kind: 'not-wanted', said: NOT_LOADED });
    }
  }, [load]);
  useEffect(() => {
    if (isWantedAtOnce()) void want();
    else setStage({ kind: 'not-wanted', said: null });
  }, [isWantedAtOnce, want]);
  return { stage, want: () => void want() };
}
