import { createPublicClient, defineChain, http, type PublicClient } from 'viem';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { Secret } from '../secret.ts';
import { asChainResult } from './chain-failure.ts';

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

/** Fails with `wrong-chain` when the node serves another chain than configured: its answers would be about something else. */
export const checkChainId = async (chain: ChainClient): Promise<Result<null>> => {
  const answered = await asChainResult(() => chain.getChainId());
  if (!answered.ok) return answered;
  const wanted = chain.chain?.id;
  return answered.value === wanted
    ? ok(null)
    : fail('wrong-chain', `NETWORK_ID is ${wanted}, but RPC_URL serves chain ${answered.value}.`);
};

/** The node's latest block. Whether it lags is for the reader to judge against what is already known. */
export const readHead = (chain: ChainClient): Promise<Result<Block>> =>
  asChainResult(async () => {
    const block = await chain.getBlock({ blockTag: 'latest' });
    return { number: block.number, hash: block.hash, timeSeconds: Number(block.timestamp) };
  });
