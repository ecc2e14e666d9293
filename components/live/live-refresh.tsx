'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { formatSpan } from '../portfolio/format.ts';

type Props = {
  /** The server's moment of reading: a new one means that new figures have arrived. */
  readonly readAtSeconds: number;
  readonly intervalSeconds: number;
};

/** Whether the server answers at all. Asking first keeps the figures on screen while it is away. */
async function isReachable(): Promise<boolean> {
  try {
    await fetch('/api/health/ready', { cache: 'no-store', signal: AbortSignal.timeout(4_000) });
    return true;
  } catch {
    return false;
  }
}

/** Asks for new figures while the page is seen, and says how old those on screen are. */
export function LiveRefresh({ readAtSeconds, intervalSeconds }: Props) {
  const router = useRouter();
  const [arrival, setArrival] = useState({ readAtSeconds, atMs: 0 });
  const [nowMs, setNowMs] = useState(0);
  const [reachable, setReachable] = useState(true);

  useEffect(() => setArrival({ readAtSeconds, atMs: performance.now() }), [readAtSeconds]);

  useEffect(() => {
    const clock = setInterval(() => setNowMs(performance.now()), 1_000);
    const poll = setInterval(async () => {
      if (document.hidden) return;
      const answered = await isReachable();
      setReachable(answered);
      if (answered) router.refresh();
    }, intervalSeconds * 1_000);
    return () => {
      clearInterval(clock);
      clearInterval(poll);
    };
  }, [router, intervalSeconds]);

  const ageSeconds = Math.max(0, Math.floor((nowMs - arrival.atMs) / 1_000));
  return (
    <p className={reachable ? 'text-ink-soft' : 'text-warn'} role={reachable ? undefined : 'status'}>
      {reachable
        ? `Read ${formatSpan(ageSeconds)} ago, again every ${intervalSeconds} s`
        : `The server does not answer; these figures are ${formatSpan(ageSeconds)} old`}
    </p>
  );
}
