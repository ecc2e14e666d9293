'use client';

import type { ReactNode } from 'react';
import type { Address } from 'viem';
import type { DelegatedCreationChain } from '../../../lib/creation/delegated/delegated-draft.ts';
import { WalletGate } from '../../wallet/wallet-gate.tsx';

const load = () => import('./new-delegated.tsx').then(({ NewDelegated }) => NewDelegated);

type Props = {
  readonly chains: readonly DelegatedCreationChain[];
  readonly signer: Address;
  readonly children: ReactNode;
};

/** What speaks to a wallet is fetched when somebody wants to connect one; until then the limits stand here. */
export function NewDelegatedLoader({ chains, signer, children }: Props) {
  return (
    <WalletGate load={load} props={{ chains, signer }}>
      {children}
    </WalletGate>
  );
}
