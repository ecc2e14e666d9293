'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { WagmiProvider } from 'wagmi';
import { walletConfig } from './wallet-config.ts';

const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });

/** Whatever knows a wallet lives in here. Loaded in the browser only, and only by pages on which somebody acts. */
export function WalletRoot({ children }: { readonly children: ReactNode }) {
  return (
    <WagmiProvider config={walletConfig}>
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </WagmiProvider>
  );
}
