'use client';

import { useCallback, useEffect } from 'react';
import { endSession } from '../session/end-session.ts';
import { sessionEntered } from '../session/session-store.ts';
import { useBrowserSession } from '../session/use-browser-session.ts';
import { readSignInTerms, type SignInTerms, signIn } from './session-requests.ts';
import type { ConnectedWallet } from './use-wallet.ts';

export type Session = {
  /** Lower-cased; null: nobody; undefined: not known, as while the server is away. */
  readonly address: string | null | undefined;
  readonly terms: () => Promise<SignInTerms>;
  readonly enter: (wallet: ConnectedWallet, terms: SignInTerms) => Promise<void>;
  readonly leave: () => Promise<void>;
};

/**
 * This browser's session, the same in every tab within a second. It ends when the wallet changes to another account: what is seen and
 * done must be one person's.
 */
export function useSession(wallet: ConnectedWallet | null): Session {
  const session = useBrowserSession();
  const address = session.kind === 'unknown' ? undefined : session.kind === 'in' ? session.address : null;
  const leave = useCallback(() => endSession('signed-out'), []);
  const enter = async (signer: ConnectedWallet, terms: SignInTerms): Promise<void> => {
    await signIn(signer, terms);
    await sessionEntered();
  };
  const account = wallet?.account.toLowerCase();
  useEffect(() => {
    if (account === undefined || address == null || address === account) return;
    endSession('other-account').catch(() => undefined);
  }, [account, address]);
  return { address, terms: readSignInTerms, enter, leave };
}
