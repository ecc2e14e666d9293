'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';
import { formatSpan } from '../ui/format.ts';
import { useChanges, type Way } from './use-changes.ts';

/** What was read last, and how a page hears of more. */
type Read = {
  /** The server's moment of reading. */
  readonly readAtSeconds: number;
  /** The same by the browser's own clock, from which it is counted on. */
  readonly readAtMs: number;
  readonly way: Way;
  readonly intervalSeconds: number;
  /** Whether the server answered last. */
  readonly reachable: boolean;
};

type Clock = Read & { readonly nowSeconds: number };
const ClockContext = createContext<Clock | null>(null);

/** Counts the server's clock on, for ages and countdowns. */
export function LiveClock({ read, children }: { readonly read: Read; readonly children: ReactNode }) {
  const [nowMs, setNowMs] = useState(0);
  useEffect(() => {
    setNowMs(performance.now());
    const clock = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(clock);
  }, []);
  const sinceSeconds = Math.max(0, Math.floor((nowMs - read.readAtMs) / 1_000));
  return (
    <ClockContext value={{ ...read, nowSeconds: read.readAtSeconds + sinceSeconds }}>{children}</ClockContext>
  );
}

const useClock = (): Clock => {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error('this must be inside <Live>');
  return clock;
};

/** How old what is shown may be, and by which way it is kept current. */
export function LiveStatus() {
  const { nowSeconds, readAtSeconds, intervalSeconds, way, reachable } = useClock();
  const age = formatSpan(Math.max(0, nowSeconds - readAtSeconds));
  if (!reachable)
    return (
      <p className="text-warn" role="status" data-way={way}>
        The server does not answer; these figures are {age} old
      </p>
    );
  return (
    <p className="text-ink-soft" data-way={way}>
      {way !== 'asking'
        ? `Live${way === 'realtime' ? ' through Supabase' : ''}, checked ${age} ago`
        : `Checked ${age} ago, again every ${intervalSeconds} s`}
    </p>
  );
}

/** How long ago something was, by the server's clock, counting on: "18 s". */
export function Age({ atSeconds }: { readonly atSeconds: number }) {
  return <>{formatSpan(Math.max(0, useClock().nowSeconds - atSeconds))}</>;
}

/** How long until the bot looks again; past that it says so. */
export function Countdown({ atSeconds }: { readonly atSeconds: number }) {
  const left = atSeconds - useClock().nowSeconds;
  if (left > 0) return <>in {formatSpan(left)}</>;
  // A due look begins with the next tick, which is seconds away while the bot runs.
  return left > -15 ? <>now due</> : <span className="text-warn">overdue {formatSpan(-left)}</span>;
}

/** ", in 29 d" behind an instant that is to come; nothing behind one that isn't, by the clock of whoever looks. */
export function TimeLeft({ atSeconds }: { readonly atSeconds: number }) {
  const left = atSeconds - useClock().nowSeconds;
  return left > 0 ? <>, in {formatSpan(left)}</> : null;
}

type Props = {
  /** The server's moment of reading. */
  readonly readAtSeconds: number;
  /** Of what is on screen; null when nothing could be read. */
  readonly version: string | null;
  /** Where the version of now is asked for. */
  readonly versionUrl: string;
  /** The portfolio that is shown; null = several, or the whole system. */
  readonly portfolioId?: string | null;
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

/** Keeps a page current while it is seen: told of a change, or every few seconds, it asks for a version, and for the page only when that is another. */
export function Live(props: Props) {
  const { readAtSeconds, version, versionUrl, portfolioId = null, intervalSeconds, children } = props;
  const router = useRouter();
  const [checked, setChecked] = useState({ readAtSeconds, readAtMs: 0 });
  const [reachable, setReachable] = useState(true);
  const shown = useRef(version);
  useEffect(() => {
    shown.current = version;
    setChecked({ readAtSeconds, readAtMs: performance.now() });
  }, [version, readAtSeconds]);
  const look = async (): Promise<void> => {
    const answer = await ask(versionUrl);
    setReachable(answer !== null);
    if (answer === null) return;
    if (answer.version === null || answer.version !== shown.current) router.refresh();
    else setChecked({ readAtSeconds: answer.readAtSeconds, readAtMs: performance.now() });
  };
  const way = useChanges({ portfolioId, isTold: version !== null, intervalSeconds, look });
  return <LiveClock read={{ ...checked, way, intervalSeconds, reachable }}>{children}</LiveClock>;
}
