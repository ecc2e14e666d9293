'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { readSession, readSignInTerms, type SignInTerms, signIn, signOut } from './session-requests.ts';
import type { ConnectedWallet } from './use-wallet.ts';

const KEY = ['session'] as const;
/** Sessions also end on the server: by their age, or from another device. */
const LOOK_EVERY_MS = 60_000;

/** Tells every other tab of this browser that somebody signed in or out. */
const openChannel = (): BroadcastChannel => new BroadcastChannel('1balancer.session');

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
  const queries = useQueryClient();
  const { data: address } = useQuery({ queryKey: KEY, queryFn: readSession, refetchInterval: LOOK_EVERY_MS });
  const [channel, setChannel] = useState<BroadcastChannel | null>(null);

  useEffect(() => {
    const opened = openChannel();
    opened.onmessage = ({ data }) => {
      // What was seen as somebody must not stay on screen while the server is asked.
      if (data === 'left') queries.setQueryData(KEY, null);
      void queries.invalidateQueries({ queryKey: KEY });
    };
    setChannel(opened);
    return () => opened.close();
  }, [queries]);

  const leave = useCallback(async (): Promise<void> => {
    queries.setQueryData(KEY, null);
    channel?.postMessage('left');
    await signOut();
    await queries.invalidateQueries({ queryKey: KEY });
  }, [queries, channel]);

  const enter = async (signer: ConnectedWallet, terms: SignInTerms): Promise<void> => {
    await signIn(signer, terms);
    await queries.invalidateQueries({ queryKey: KEY });
    channel?.postMessage('entered');
  };

  const account = wallet?.account.toLowerCase();
  useEffect(() => {
    if (account === undefined || address == null || address === account) return;
    leave().catch(() => undefined);
  }, [account, address, leave]);

  return { address, terms: readSignInTerms, enter, leave };
}
