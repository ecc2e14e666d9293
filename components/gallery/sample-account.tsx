'use client';

import { useState } from 'react';
import type { SessionState } from '../session/session-store.ts';
import { type AccountActs, AccountDetails, AccountFace } from '../shell/account-face.tsx';

type Props = {
  readonly session: SessionState;
  readonly said?: string;
  /** What opens when the account is pressed, laid open. */
  readonly open?: boolean;
};

/** The account slot of a session that nobody has; what was pressed is said, since nothing else comes of it here. */
export function SampleAccount({ session, said = '', open = false }: Props) {
  const [pressed, setPressed] = useState(said);
  const press = (words: string) => (): void =>
    setPressed((before) => (before === words ? `${words} Again.` : words));
  const acts: AccountActs = {
    signIn: press('Sign in was pressed.'),
    signOut: press('Sign out was pressed.'),
    signOutEverywhere: press('Sign out everywhere was pressed.'),
  };
  return (
    <div className="relative">
      {open && session.kind === 'in' ? (
        <AccountDetails session={session} acts={acts} />
      ) : (
        <AccountFace session={session} said={pressed} acts={acts} />
      )}
      {(open || session.kind !== 'in') && <p aria-live="polite">{pressed}</p>}
    </div>
  );
}
