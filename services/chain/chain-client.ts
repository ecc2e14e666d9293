import { createPublicClient, defineChain, http, type PublicClient } from 'viem';
import type { Secret } from '../secret.ts';

/** One node, one chain. Read through it; nothing here can sign. */
export type ChainClient = PublicClient;

export type ChainClientOptions = {
  /** Secret: providers put their key into it. */
  readonly rpcUrl: Secret;
  readonly chainId: number;
  /** Bound on every single request. */
  readonly timeoutMs?: number;
  /** Most requests of one JSON-RPC batch, made of what is asked at the same moment; by default each goes alone. */
  readonly batchSize?: number;
};

/** Opens no connection by itself. Retries are left to the next tick, which looks at the world afresh. */
export const openChain = ({
  rpcUrl,
  chainId,
  timeoutMs = 10_000,
  batchSize,
}: ChainClientOptions): ChainClient =>
  createPublicClient({
    chain: defineChain({
      id: chainId,
      name: `chain ${chainId}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [] } },
    }),
    transport: http(rpcUrl.reveal(), {
      timeout: timeoutMs,
      retryCount: 0,
      batch: batchSize === undefined ? false : { batchSize },
    }),
    cacheTime: 0,
    pollingInterval: 100,
  });
