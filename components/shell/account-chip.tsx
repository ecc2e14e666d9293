'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { followEvents, reopenEvents } from '../live/event-stream.ts';
import { endEverySession, endSession } from '../session/end-session.ts';
import { type SessionState, sessionLeft } from '../session/session-store.ts';
import { useBrowserSession } from '../session/use-browser-session.ts';
import { watchWalletAccounts } from '../session/watch-wallet-accounts.ts';
import { AccountFace } from './account-face.tsx';

// What knows wallets is big, and needed by whoever signs in only.
const SignInDialog = dynamic(
  () => import('../wallet/sign-in-dialog.tsx').then((loaded) => loaded.SignInDialog),
  {
    ssr: false,
  },
);

/** Of an address that asks for the dialog at once: pages for everybody lead there. */
const SIGN_IN_HASH = '#sign-in';

/** Has the page shown anew to whoever it is now, and ends the session where it must. */
function useSessionEffects(session: SessionState): void {
  const router = useRouter();
  const address = session.kind === 'in' ? session.address : null;
  const shownTo = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    if (session.kind === 'unknown') return;
    const before = shownTo.current;
    shownTo.current = address;
    if (before === undefined || before === address) return;
    reopenEvents();
    router.refresh();
  }, [session.kind, address, router]);
  useEffect(() => {
    if (address === null) return;
    const ends = [
      followEvents({ of: 'access', accessEnded: () => sessionLeft('ended') }),
      watchWalletAccounts(address, () => void endSession('other-account').catch(() => undefined)),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [address]);
}

/** Who is signed in, on every page; the way in, and the way out of every tab. */
export function AccountChip() {
  const session = useBrowserSession();
  const [signingIn, setSigningIn] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  useSessionEffects(session);
  useEffect(() => {
    if (window.location.hash === SIGN_IN_HASH) setSigningIn(true);
  }, []);
  const attempt = (work: Promise<void>): void => {
    setSaid(null);
    work.catch((error: unknown) => setSaid(error instanceof Error ? error.message : 'That did not work.'));
  };
  return (
    <div
      className="relative min-h-9 min-w-24 max-lg:flex max-lg:flex-col max-lg:items-end"
      data-account={session.kind}
    >
      <AccountFace
        session={session}
        said={said}
        acts={{
          signIn: () => setSigningIn(true),
          signOut: () => attempt(endSession('signed-out')),
          signOutEverywhere: () => attempt(endEverySession()),
        }}
      />
      {signingIn && session.kind !== 'in' && <SignInDialog onClose={() => setSigningIn(false)} />}
    </div>
  );
}
