import type { SignedIn } from '../session/read-caller.ts';
import type { SessionState } from '../session/session-store.ts';
import { BUTTON } from '../ui/button.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { formatInstant, shortHex } from '../ui/format.ts';
import { PageLink } from './page-link.tsx';

const WHY_OUT = {
  'signed-out': 'You have signed out.',
  ended: 'Your session has ended.',
  'other-account': 'Your wallet went over to another account, so you were signed out.',
} as const;

const ROLES = { user: null, operator: 'Operator', admin: 'Admin' } as const;
const LINK = 'inline-flex min-h-6 items-center text-accent hover:underline';

/** What the account slot is pressed for. */
export type AccountActs = {
  readonly signIn: () => void;
  readonly signOut: () => void;
  readonly signOutEverywhere: () => void;
};

type DetailsProps = {
  readonly session: SignedIn;
  readonly acts: Pick<AccountActs, 'signOut' | 'signOutEverywhere'>;
};

/** Who is signed in, until when, where that leads, and the ways out. */
export function AccountDetails({ session, acts }: DetailsProps) {
  const { address, role, chainId, endsAtSeconds } = session;
  return (
    <div className="w-[min(20rem,calc(100vw-2rem))] rounded border border-line bg-raised p-4 text-sm">
      <p className="flex items-start gap-1">
        <span className="font-mono text-[0.75rem] break-all">{address}</span>
        <CopyButton text={address} what="your address" />
      </p>
      <p className="pt-1 text-ink-soft text-pretty">
        {ROLES[role] === null ? '' : `${ROLES[role]}. `}
        {chainId === null ? 'Signed in' : `Signed in on chain ${chainId}`}, until{' '}
        {formatInstant(endsAtSeconds)}.
      </p>
      <div className="flex flex-wrap gap-x-4 pt-2">
        <PageLink href="/settings" className={LINK}>
          Your settings
        </PageLink>
        {ROLES[role] !== null && (
          <PageLink href="/operator" className={LINK}>
            All portfolios, for operators
          </PageLink>
        )}
      </div>
      <div className="flex flex-wrap gap-2 pt-3">
        <button type="button" className={BUTTON.quiet} onClick={acts.signOut}>
          Sign out
        </button>
        <button type="button" className={BUTTON.quiet} onClick={acts.signOutEverywhere}>
          Sign out everywhere
        </button>
      </div>
    </div>
  );
}

type FaceProps = {
  readonly session: SessionState;
  /** What went wrong with the last attempt to sign out. */
  readonly said: string | null;
  readonly acts: AccountActs;
};

/** The account slot as it looks: not known yet, nobody (and why), or somebody with what can be done. */
export function AccountFace({ session, said, acts }: FaceProps) {
  return (
    <>
      {session.kind === 'in' && (
        <details>
          <summary className={`${BUTTON.quiet} cursor-pointer list-none whitespace-nowrap lg:px-2`}>
            <span aria-hidden="true" className="font-mono text-[0.75rem]">
              {shortHex(session.address)}
            </span>
            <span className="sr-only">Account ending in {session.address.slice(-4)}</span>
            {ROLES[session.role] !== null && <span className="text-xs">{ROLES[session.role]}</span>}
          </summary>
          <div className="absolute right-0 z-20 lg:right-auto lg:bottom-full lg:left-0 lg:mb-1">
            <AccountDetails session={session} acts={acts} />
          </div>
        </details>
      )}
      {session.kind === 'out' && (
        <button type="button" className={BUTTON.quiet} onClick={acts.signIn}>
          Sign in
        </button>
      )}
      <p role="status" className="text-ink-soft text-xs text-pretty">
        {session.kind === 'out' && session.why !== null && WHY_OUT[session.why]}
      </p>
      <p role="status" className="text-warn text-xs text-pretty">
        {session.kind === 'in' && said}
      </p>
    </>
  );
}
