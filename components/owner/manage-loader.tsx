'use client';

import type { ReactNode } from 'react';
import type { Address } from 'viem';
import { WalletGate } from '../wallet/wallet-gate.tsx';

const load = () => import('./manage-portfolio.tsx').then(({ ManagePortfolio }) => ManagePortfolio);

type Props = { readonly chainId: number; readonly portfolio: Address; readonly children: ReactNode };

/** A page on which nobody acts yet carries no wallet's code. */
export const ManageLoader = ({ chainId, portfolio, children }: Props) => (
  <WalletGate load={load} props={{ chainId, portfolio }}>
    {children}
  </WalletGate>
);
