'use client';

import { useQuery } from '@tanstack/react-query';
import { isAddress } from 'viem';
import { z } from 'zod';
import type { CreationChain, Listing } from '../../lib/creation/listing.ts';
import { readListings } from '../../lib/creation/read-listings.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const pageSchema = z.object({
  rows: z.array(
    z.object({
      kind: z.string(),
      chainId: z.int(),
      address: z.string().refine((text) => isAddress(text)),
    }),
  ),
});
/**
 * Tokens and feeds of the portfolios on a chain that is simulated, where none is known beforehand and none is worth anything. On a real
 * chain never: a stranger's feed may be made to rob whoever lists it.
 */
export function useSimulatedListings(
  wallet: ConnectedWallet | null,
  chain: Pick<CreationChain, 'id' | 'simulated'> | undefined,
): readonly Listing[] {
  const ready = wallet !== null && chain?.simulated === true && wallet.chainId === chain.id;
  const { data } = useQuery({
    queryKey: ['simulated-listings', chain?.id],
    enabled: ready,
    queryFn: async () => {
      if (wallet === null) return [];
      const answer = await fetch('/api/portfolios?of=everyone&limit=50');
      const { rows } = pageSchema.parse(await answer.json());
      // What serves an account of somebody's answers otherwise, and lists what others do.
      const here = rows.filter(({ kind, chainId }) => kind === 'balancer' && chainId === chain?.id);
      return readListings(
        wallet.ask,
        here.map(({ address }) => address as `0x${string}`),
      );
    },
  });
  return data ?? [];
}
