'use client';

import { useQuery } from '@tanstack/react-query';
import type { Draft } from '../../lib/creation/draft.ts';
import { type FeedPrices, readPrices } from '../../lib/creation/read-prices.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const READ_EVERY_MS = 15_000;

/** What the feeds of a draft's tokens say now; undefined while no wallet of its chain is there to ask. */
export function useFeedPrices(
  { holdings, chainId }: Draft,
  wallet: ConnectedWallet | null,
): FeedPrices | undefined {
  const listings = holdings.map(({ listing }) => listing);
  const { data } = useQuery({
    queryKey: ['feed-prices', chainId, listings.map(({ feed }) => feed)],
    enabled: wallet !== null && wallet.chainId === chainId && listings.length > 0,
    refetchInterval: READ_EVERY_MS,
    queryFn: () => (wallet === null ? new Map() : readPrices(wallet.ask, listings)),
  });
  return data;
}
