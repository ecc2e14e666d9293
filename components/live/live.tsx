'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { formatSpan } from '../ui/format.ts';

/** What a page knows of time: the server's clock, and whether the server still answers. */
type LiveState = {
  /** The server's now, counted on since it last answered. */
  readonly nowSeconds: number;
  readonly checkedAtSeconds: number;
  readonly intervalSeconds: number;
  readonly reachable: boolean;
};

const LiveContext = createContext<LiveState | null>(null);

type Props = {
  /** The server's moment of reading. */
  readonly readAtSeconds: number;
  /** Of what is on screen; null when nothing could be read. */
  readonly version: string | null;
  /** Where the version of now is asked for. */
  readonly versionUrl: string;
  readonly intervalSeconds: number;
  readonly children: ReactNode;
};

type Answer = { readonly version: string | null; readonly readAtSeconds: number };

/** Null while the server doesn't answer. Asking first keeps the figures on screen while it is away. */
async function ask(url: string): Promise<Answer | null> {
  try {
    const response = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(4_000) });
    return (await response.json()) as Answer;
  } catch {
    return null;
  }
}

/** Keeps a page current while it is seen: asks for a version every few seconds, and for the page only when that has changed. */
export function Live({ readAtSeconds, version, versionUrl, intervalSeconds, children }: Props) {
  const router = useRouter();
  const [checked, setChecked] = useState({ atSeconds: readAtSeconds, atMs: 0 });
  const [nowMs, setNowMs] = useState(0);
  const [reachable, setReachable] = useState(true);
  const shown = useRef(version);

  useEffect(() => {
    shown.current = version;
    setChecked({ atSeconds: readAtSeconds, atMs: performance.now() });
    setNowMs(performance.now());
  }, [version, readAtSeconds]);

  useEffect(() => {
    const check = async (): Promise<void> => {
      if (document.hidden) return;
      const answer = await ask(versionUrl);
      setReachable(answer !== null);
      if (answer === null) return;
      if (answer.version === null || answer.version !== shown.current) router.refresh();
      else setChecked({ atSeconds: answer.readAtSeconds, atMs: performance.now() });
    };
    const clock = setInterval(() => setNowMs(performance.now()), 1_000);
    const poll = setInterval(check, intervalSeconds * 1_000);
    return () => {
      clearInterval(clock);
      clearInterval(poll);
    };
  }, [router, versionUrl, intervalSeconds]);

  const sinceSeconds = Math.max(0, Math.floor((nowMs - checked.atMs) / 1_000));
  const state = {
    nowSeconds: checked.atSeconds + sinceSeconds,
    checkedAtSeconds: checked.atSeconds,
    intervalSeconds,
    reachable,
  };
  return <LiveContext value={state}>{children}</LiveContext>;
}

const useLive = (): LiveState => {
  const state = useContext(LiveContext);
  if (state === null) throw new Error('this must be inside <Live>');
  return state;
};

/** How old what is shown may be, and by which way it is kept current. */
export function LiveStatus() {
  const { nowSeconds, checkedAtSeconds, intervalSeconds, reachable } = useLive();
  const age = formatSpan(Math.max(0, nowSeconds - checkedAtSeconds));
  return (
    <p className={reachable ? 'text-ink-soft' : 'text-warn'} role={reachable ? undefined : 'status'}>
      {reachable
        ? `Checked ${age} ago, again every ${intervalSeconds} s`
        : `The server does not answer; these figures are ${age} old`}
    </p>
  );
}

/** How long ago something was, by the server's clock, counting on: "18 s". */
export function Age({ atSeconds }: { readonly atSeconds: number }) {
  return <>{formatSpan(Math.max(0, useLive().nowSeconds - atSeconds))}</>;
}

/** How long until the bot looks again; past that it says so. */
export function Countdown({ atSeconds }: { readonly atSeconds: number }) {
  const left = atSeconds - useLive().nowSeconds;
  if (left > 0) return <>in {formatSpan(left)}</>;
  // A due look begins with the next tick, which is seconds away while the bot runs.
  return left > -15 ? <>now due</> : <span className="text-warn">overdue {formatSpan(-left)}</span>;
}
