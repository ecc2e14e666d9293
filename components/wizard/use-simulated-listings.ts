'use client';

import { useQuery } from '@tanstack/react-query';
import { decodeFunctionResult, encodeFunctionData, isAddress, isHex } from 'viem';
import { z } from 'zod';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { CreationChain, Listing } from '../../lib/creation/listing.ts';
import type { Ask } from '../../lib/owner/ask.ts';
import { readPortfolio } from '../../lib/owner/read-portfolio.ts';
import type { ConnectedWallet } from '../wallet/use-wallet.ts';

const pageSchema = z.object({
  rows: z.array(z.object({ chainId: z.int(), address: z.string().refine((text) => isAddress(text)) })),
});
const PORTFOLIOS_MAX = 8;

async function listingsAt(ask: Ask, address: `0x${string}`): Promise<readonly Listing[]> {
  const { assets: named } = await readPortfolio(ask, address);
  const data = encodeFunctionData({ abi: balancerAbi, functionName: 'assets' });
  const answer = await ask({ method: 'eth_call', params: [{ to: address, data }, 'latest'] });
  if (!isHex(answer)) return [];
  const assets = decodeFunctionResult({ abi: balancerAbi, functionName: 'assets', data: answer });
  return assets.map(({ token, decimals, feed, heartbeat, navMaxAge }) => ({
    ...{ token, decimals, feed, heartbeatSeconds: heartbeat, navMaxAgeSeconds: navMaxAge },
    symbol: named.find((one) => one.token === token)?.symbol ?? token,
  }));
}

/**
 * Tokens and feeds of the portfolios on a chain that is simulated, where none is known beforehand and none is worth anything. On a real
 * chain never: a stranger's feed may be made to rob whoever lists it.
 */
export function useSimulatedListings(
  wallet: ConnectedWallet | null,
  chain: CreationChain | undefined,
): readonly Listing[] {
  const ready = wallet !== null && chain?.simulated === true && wallet.chainId === chain.id;
  const { data } = useQuery({
    queryKey: ['simulated-listings', chain?.id],
    enabled: ready,
    queryFn: async () => {
      if (wallet === null) return [];
      const answer = await fetch('/api/portfolios?of=everyone&limit=50');
      const { rows } = pageSchema.parse(await answer.json());
      const here = rows.filter(({ chainId }) => chainId === chain?.id).slice(0, PORTFOLIOS_MAX);
      const lists = await Promise.all(
        here.map(({ address }) => listingsAt(wallet.ask, address as `0x${string}`)),
      );
      return [...new Map(lists.flat().map((listing) => [listing.token, listing])).values()];
    },
  });
  return data ?? [];
}
