'use client';

import type { Address } from 'viem';
import { type Connector, useConnection } from 'wagmi';
import type { Ask } from '../../lib/owner/ask.ts';
import { readByOwnNode } from '../own-node/read-by-own-node.ts';

const isAsking = (provider: unknown): provider is { readonly request: Ask } =>
  typeof provider === 'object' &&
  provider !== null &&
  'request' in provider &&
  typeof provider.request === 'function';

/** Speaks with a wallet whether it is connected or not: reading needs no permission. */
export const askOf =
  (connector: Connector): Ask =>
  async (request) => {
    const provider: unknown = await connector.getProvider();
    if (!isAsking(provider)) throw Object.assign(new Error('The wallet is gone.'), { code: 4900 });
    return provider.request(request);
  };

/** Who is connected, on the chain that the wallet itself is on; null: nobody. */
export type ConnectedWallet = {
  readonly account: Address;
  readonly chainId: number;
  readonly name: string;
  readonly id: string;
  readonly ask: Ask;
};

/** The connected wallet. Its chain is the connection's own, never the app's last. */
export function useWallet(): ConnectedWallet | null {
  const { address, chainId, connector, status } = useConnection();
  if (status !== 'connected') return null;
  return {
    account: address,
    chainId,
    name: connector.name,
    id: connector.id,
    ask: readByOwnNode(askOf(connector), chainId),
  };
}
