'use client';

import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import type { CloneTerms } from '../../../lib/creation/delegated/delegated-calls.ts';
import { type AccountSeen, readAccount } from '../../../lib/creation/delegated/read-account.ts';
import { apiRequest, problemSentence } from '../../ui/api-request.ts';
import type { ConnectedWallet } from '../../wallet/use-wallet.ts';

const READ_EVERY_MS = 2_000;

const rowsSchema = z.object({
  rows: z.array(
    z.looseObject({ clone: z.string(), token: z.string(), status: z.string(), dropped: z.boolean() }),
  ),
});

const GOOD = new Set(['granted', 'exhausted']);

export type DelegatedView = {
  /** Null before the chain has answered. */
  readonly seen: AccountSeen | null;
  /** Tokens, lower-cased, of which the contract has a good delegation; null: nobody is signed in, or it isn't known. */
  readonly granted: ReadonlySet<string> | null;
  readonly trouble: string | null;
  readonly readAgain: () => void;
};

/** How far an account is: its code and its contract by the chain, what it has granted by the server. */
export function useDelegatedCreation(
  wallet: ConnectedWallet,
  terms: CloneTerms,
  isSignedIn: boolean,
): DelegatedView {
  const isHere = wallet.chainId === terms.chain.id;
  const key = [terms.chain.id, terms.account, terms.guardian, terms.signer, terms.preset];
  const account = useQuery({
    queryKey: ['delegating', ...key],
    enabled: isHere,
    refetchInterval: READ_EVERY_MS,
    queryFn: () => readAccount(wallet.ask, terms, wallet.account),
  });
  const grants = useQuery({
    queryKey: ['delegations', terms.chain.id, terms.account, isSignedIn],
    enabled: isSignedIn,
    refetchInterval: READ_EVERY_MS,
    queryFn: async () => {
      const path = `/api/delegations?chainId=${terms.chain.id}&account=${terms.account.toLowerCase()}`;
      const answer = await apiRequest('GET', path);
      if (!answer.ok) throw new Error(problemSentence(answer.problem));
      return rowsSchema.parse(answer.value).rows;
    },
  });
  const current = account.data?.clone.current.toLowerCase();
  const good = grants.data?.filter((row) => row.clone === current && GOOD.has(row.status) && !row.dropped);
  return {
    seen: account.data ?? null,
    granted: good === undefined ? null : new Set(good.map(({ token }) => token)),
    trouble: account.error?.message ?? grants.error?.message ?? null,
    readAgain: () => {
      void account.refetch();
      void grants.refetch();
    },
  };
}
