'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import type { PaperDto, PaperRequest } from '../../lib/api/paper.ts';
import type { Draft } from '../../lib/creation/draft.ts';
import { useBrowserSession } from '../session/use-browser-session.ts';
import { apiRequest, problemSentence } from '../ui/api-request.ts';
import { Button } from '../wallet/button.tsx';
import { MakeItReal } from './make-it-real.tsx';

const SignInDialog = dynamic(
  () => import('../wallet/sign-in-dialog.tsx').then((loaded) => loaded.SignInDialog),
  { ssr: false },
);

type Props = {
  readonly body: PaperRequest;
  /** Whose holdings it begins with; null where amounts are made up. */
  readonly watched: string | null;
  readonly draft: Draft;
};

/** Has the bot follow it on paper, for whoever is signed in; or makes a real one of it. */
export function FollowPaper({ body, watched, draft }: Props) {
  const session = useBrowserSession();
  const router = useRouter();
  const [signingIn, setSigningIn] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const next = useRef<HTMLButtonElement>(null);
  const isSignedIn = session.kind === 'in';
  useEffect(() => {
    if (!isSignedIn || !signingIn) return;
    // The dialog has gone with whoever was in it: what comes next is here.
    setSigningIn(false);
    next.current?.focus();
  }, [isSignedIn, signingIn]);
  const follow = async (): Promise<void> => {
    setBusy(true);
    setSaid(null);
    const answer = await apiRequest('POST', '/api/paper/portfolios', { ...body, watched });
    setBusy(false);
    if (answer.ok) router.push(`/try/${(answer.value as PaperDto).id}`);
    else
      setSaid(
        answer.problem.status === 401 ? 'Sign in first, then follow it.' : problemSentence(answer.problem),
      );
  };
  return (
    <section aria-labelledby="follow-title" className="pt-8">
      <h2 id="follow-title" className="text-lg font-semibold">
        Have it followed
      </h2>
      <p className="pb-3 text-pretty text-ink-soft">
        The bot decides on it at every tick, as on any portfolio, and trades it on paper: no contract, no
        signature, nothing moves. You see its would-be trades, and what it comes to beside holding.
      </p>
      <div className="flex flex-wrap gap-3">
        {isSignedIn ? (
          <Button ref={next} look="accent" disabled={busy} onClick={() => void follow()}>
            Follow it on paper
          </Button>
        ) : (
          <Button look="accent" onClick={() => setSigningIn(true)}>
            Sign in to follow it
          </Button>
        )}
        <MakeItReal draft={draft} />
      </div>
      <p role="status" className="pt-2 text-stop">
        {said}
      </p>
      {signingIn && !isSignedIn && <SignInDialog onClose={() => setSigningIn(false)} />}
    </section>
  );
}
