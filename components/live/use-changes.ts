'use client';

import { useEffect, useRef, useState } from 'react';
import { followEvents } from './event-stream.ts';
import { followRealtime } from './realtime.ts';
import { useRealtimeSettings } from './realtime-settings.tsx';

/** How a page hears of changes: by a stream of ours, by the operator's Supabase project, or it asks again and again. */
export type Way = 'events' | 'realtime' | 'asking';

/** Changes that come together are looked at together. */
const GATHER_MS = 300;
/** What a stream might not tell, such as that time has passed. */
const LOOK_SECONDS = 60;

type Changes = {
  /** Null = of every portfolio. */
  readonly portfolioId: string | null;
  /** Whether there is anything to be told of: a server that can't read its database has no stream either. */
  readonly isTold: boolean;
  /** So often it is asked where nothing is told. */
  readonly intervalSeconds: number;
  /** Never called again before its promise is done, and only while the page is seen. */
  readonly look: () => Promise<void>;
};

/** Looks soon, once for all that comes together, and one after the other. */
function gathered(look: () => Promise<void>): { readonly soon: () => void; readonly stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLooking = false;
  let isWanted = false;
  const run = async (): Promise<void> => {
    timer = undefined;
    if (isLooking) {
      isWanted = true;
      return;
    }
    isLooking = true;
    if (!document.hidden) await look();
    isLooking = false;
    if (isWanted) soon();
    isWanted = false;
  };
  const soon = (): void => {
    timer ??= setTimeout(() => void run(), GATHER_MS);
  };
  return { soon, stop: () => clearTimeout(timer) };
}

/** Has a page look again when something may have changed. @returns how it hears of that */
export function useChanges({ portfolioId, isTold, intervalSeconds, look }: Changes): Way {
  const [way, setWay] = useState<Way>('asking');
  const realtime = useRealtimeSettings();
  const looking = useRef(look);
  looking.current = look;
  const [looks] = useState(() => gathered(() => looking.current()));

  useEffect(() => {
    if (!isTold) return setWay('asking');
    const [changed, told] = [looks.soon, realtime === null ? 'events' : 'realtime'] as const;
    const opened = (isOpen: boolean): void => setWay(isOpen ? told : 'asking');
    return realtime === null
      ? followEvents({ of: 'changes', portfolioId, changed, opened })
      : followRealtime(realtime, { changed, opened });
  }, [portfolioId, isTold, realtime, looks]);

  useEffect(() => {
    const seen = (): void => {
      if (!document.hidden) looks.soon();
    };
    document.addEventListener('visibilitychange', seen);
    const timer = setInterval(looks.soon, (way === 'asking' ? intervalSeconds : LOOK_SECONDS) * 1_000);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [intervalSeconds, way, looks]);

  useEffect(() => looks.stop, [looks]);
  return way;
}
