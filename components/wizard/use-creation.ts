'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Address } from 'viem';
import { type Creation, fundingOf } from '../../lib/creation/creation-calls.ts';
import { type CreationState, readCreation } from '../../lib/creation/creation-steps.ts';
import { type Permit, PermitRefused, readPermitTerms } from '../../lib/owner/permit.ts';
import { canBatch } from '../../lib/transactions/wallet-batch.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const READ_EVERY_MS = 2_000;
const NONE: ReadonlySet<Address> = new Set();

export type CreationView = {
  readonly state: CreationState | undefined;
  readonly error: Error | null;
  /** Whether the wallet can do all of it as one. */
  readonly batches: boolean;
  readonly readAgain: () => void;
  /** What went wrong with a signature: a token that doesn't take one is allowed by a transaction from then on. */
  readonly onSigningFailed: (token: Address, error: unknown) => void;
};

/** Which tokens of the draft take a signature instead of a transaction. */
function useSignable(wallet: ConnectedWallet, creation: Creation): ReadonlySet<Address> | undefined {
  const tokens = fundingOf(creation.draft).map(({ token }) => token);
  const { data } = useQuery({
    queryKey: ['signable', wallet.chainId, wallet.account, tokens],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<ReadonlySet<Address>> => {
      const terms = await Promise.all(
        tokens.map((token) => readPermitTerms(wallet.ask, { token, owner: wallet.account })),
      );
      return new Set(tokens.filter((_, index) => terms[index] !== null));
    },
  });
  return data;
}

/** How far a creation is, read again and again; what was signed lives as long as the page does. */
export function useCreation(wallet: ConnectedWallet, creation: Creation): CreationView {
  const [permits, setPermits] = useState<ReadonlyMap<Address, Permit>>(new Map());
  const [refused, setRefused] = useState(NONE);
  const signable = useSignable(wallet, creation);
  const { data: batches = false } = useQuery({
    queryKey: ['can-batch', wallet.id, wallet.account, wallet.chainId],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => canBatch(wallet.ask, wallet.account, wallet.chainId),
  });
  const bySignature = new Set([...(signable ?? NONE)].filter((token) => !refused.has(token)));
  const onSigned = (token: Address, permit: Permit): void =>
    setPermits((signed) => new Map([...signed, [token, permit]]));
  const { data, error, refetch } = useQuery({
    queryKey: ['creation', wallet.account, creation, [...bySignature], [...permits.keys()]],
    enabled: signable !== undefined,
    refetchInterval: READ_EVERY_MS,
    placeholderData: (before) => before,
    queryFn: () =>
      readCreation(wallet.ask, { creation, owner: wallet.account, permits, bySignature, onSigned }),
  });
  return {
    ...{ state: data, error, batches },
    readAgain: () => void refetch(),
    onSigningFailed: (token, cause) => {
      if (cause instanceof PermitRefused) setRefused((before) => new Set([...before, token]));
    },
  };
}
