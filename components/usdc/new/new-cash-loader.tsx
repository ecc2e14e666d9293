'use client';

import type { ReactNode } from 'react';
import type { Address } from 'viem';
import type { CashCreationChain } from '../../../lib/creation/cash/cash-draft.ts';
import { WalletGate } from '../../wallet/wallet-gate.tsx';

const load = () => import('./new-cash.tsx').then(({ NewCash }) => NewCash);

type Props = {
  readonly chains: readonly CashCreationChain[];
  readonly signer: Address;
  readonly children: ReactNode;
};

/** What speaks to a wallet is fetched when somebody wants to connect one; until then the limits stand here. */
export function NewCashLoader({ chains, signer, children }: Props) {
  return (
    <WalletGate load={load} props={{ chains, signer }}>
      {children}
    </WalletGate>
  );
}
