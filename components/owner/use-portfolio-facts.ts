'use client';

import { useQuery } from '@tanstack/react-query';
import type { Address } from 'viem';
import { type PortfolioFacts, readPortfolio } from '../../lib/owner/read-portfolio.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const READ_EVERY_MS = 4_000;

/** What is known of a portfolio here. Only `read` may make a button live. */
export type FactsState =
  | { readonly kind: 'no-wallet' }
  | { readonly kind: 'other-chain'; readonly walletChainId: number }
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'read'; readonly facts: PortfolioFacts; readonly stale: boolean };

/** Reads a portfolio from the chain through the wallet, again and again. No server of ours is asked. */
export function usePortfolioFacts(
  wallet: ConnectedWallet | null,
  { chainId, portfolio }: { readonly chainId: number; readonly portfolio: Address },
): { readonly state: FactsState; readonly readAgain: () => void } {
  const onChain = wallet !== null && wallet.chainId === chainId;
  const query = useQuery({
    queryKey: ['portfolio-facts', chainId, portfolio, wallet?.id],
    enabled: onChain,
    refetchInterval: READ_EVERY_MS,
    queryFn: async () => {
      if (wallet === null) throw new Error('no wallet');
      const facts = await readPortfolio(wallet.ask, portfolio);
      if (facts.chainId !== chainId) throw new Error('The wallet has just changed its chain.');
      return facts;
    },
  });
  return { state: stateOf(wallet, onChain, query), readAgain: () => void query.refetch() };
}

type Query = {
  readonly data: PortfolioFacts | undefined;
  readonly error: Error | null;
};

function stateOf(wallet: ConnectedWallet | null, onChain: boolean, { data, error }: Query): FactsState {
  if (wallet === null) return { kind: 'no-wallet' };
  if (!onChain) return { kind: 'other-chain', walletChainId: wallet.chainId };
  if (data !== undefined) return { kind: 'read', facts: data, stale: error !== null };
  return error === null ? { kind: 'reading' } : { kind: 'failed', message: error.message };
}
