'use client';

import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { followEvents, reopenEvents } from '../live/event-stream.ts';
import { endEverySession, endSession } from '../session/end-session.ts';
import type { SignedIn } from '../session/read-caller.ts';
import { type SessionState, sessionLeft } from '../session/session-store.ts';
import { useBrowserSession } from '../session/use-browser-session.ts';
import { watchWalletAccounts } from '../session/watch-wallet-accounts.ts';
import { BUTTON } from '../ui/button.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { shortHex } from '../ui/format.ts';
import { PageLink } from './page-link.tsx';

// What knows wallets is big, and needed by whoever signs in only.
const SignInDialog = dynamic(
  () => import('../wallet/sign-in-dialog.tsx').then((loaded) => loaded.SignInDialog),
  {
    ssr: false,
  },
);

const WHY_OUT = {
  'signed-out': 'You have signed out.',
  ended: 'Your session has ended.',
  'other-account': 'Your wallet went over to another account, so you were signed out.',
} as const;

const ROLES = { user: null, operator: 'Operator', admin: 'Admin' } as const;

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

type MenuProps = { readonly session: SignedIn; readonly attempt: (work: Promise<void>) => void };

/** What can be done with a session. */
function AccountMenu({ session, attempt }: MenuProps) {
  const { address, role, chainId, endsAtSeconds } = session;
  return (
    <div className="absolute right-0 z-20 w-[min(20rem,calc(100vw-2rem))] rounded border border-line bg-raised p-4 text-sm lg:right-auto lg:bottom-full lg:left-0 lg:mb-1">
      <p className="flex items-start gap-1">
        <span className="font-mono text-[0.75rem] break-all">{address}</span>
        <CopyButton text={address} what="your address" />
      </p>
      <p className="pt-1 text-ink-soft text-pretty">
        {ROLES[role] === null ? '' : `${ROLES[role]}. `}
        {chainId === null ? 'Signed in' : `Signed in on chain ${chainId}`}, until{' '}
        {new Date(endsAtSeconds * 1_000).toLocaleString(undefined, {
          dateStyle: 'medium',
          timeStyle: 'short',
        })}
        .
      </p>
      <div className="flex flex-wrap gap-x-4 pt-2">
        <PageLink href="/settings" className="inline-flex min-h-6 items-center text-accent hover:underline">
          Your settings
        </PageLink>
        {ROLES[role] !== null && (
          <PageLink href="/operator" className="inline-flex min-h-6 items-center text-accent hover:underline">
            All portfolios, for operators
          </PageLink>
        )}
      </div>
      <div className="flex flex-wrap gap-2 pt-3">
        <button type="button" className={BUTTON.quiet} onClick={() => attempt(endSession('signed-out'))}>
          Sign out
        </button>
        <button type="button" className={BUTTON.quiet} onClick={() => attempt(endEverySession())}>
          Sign out everywhere
        </button>
      </div>
    </div>
  );
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
    <div className="relative min-h-9 min-w-24" data-account={session.kind}>
      {session.kind === 'in' && (
        <details>
          <summary className={`${BUTTON.quiet} cursor-pointer list-none`}>
            <span aria-hidden="true" className="font-mono text-[0.75rem]">
              {shortHex(session.address)}
            </span>
            <span className="sr-only">Account ending in {session.address.slice(-4)}</span>
            {ROLES[session.role] !== null && <span>{ROLES[session.role]}</span>}
          </summary>
          <AccountMenu session={session} attempt={attempt} />
        </details>
      )}
      {session.kind === 'out' && (
        <button type="button" className={BUTTON.quiet} onClick={() => setSigningIn(true)}>
          Sign in
        </button>
      )}
      <p role="status" className="text-ink-soft text-xs text-pretty">
        {session.kind === 'out' && session.why !== null && WHY_OUT[session.why]}
      </p>
      <p role="status" className="text-warn text-xs text-pretty">
        {session.kind === 'in' && said}
      </p>
      {signingIn && session.kind !== 'in' && <SignInDialog onClose={() => setSigningIn(false)} />}
    </div>
  );
}
