import { createPublicClient, custom, defineChain, type PublicClient } from 'viem';
import { chainOfId } from '../../lib/chains/known-chains.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../lib/result.ts';
import { Secret } from '../secret.ts';
import { urlsOf } from '../served-chains.ts';
import { asChainResult } from './chain-failure.ts';
import { openEndpoint } from './endpoint.ts';
import { type EndpointEvent, EndpointPool } from './endpoint-pool.ts';

/** The nodes of one chain as one. Read through it; nothing here can sign. */
export type ChainClient = PublicClient;

export type ChainClientOptions = {
  /** One URL, or several with commas between them. Secret: providers put their key into it. */
  readonly rpcUrl: Secret;
  readonly chainId: number;
  /** Bound on every single request. */
  readonly timeoutMs?: number;
  /** Most requests of one JSON-RPC batch, made of what is asked at the same moment; by default each goes alone. */
  readonly batchSize?: number;
  /** Told of nodes that are refused, rest, lag and come back. */
  readonly report?: (event: EndpointEvent) => void;
  readonly monotonicMs?: () => number;
};

/** A node that is behind by as much has lost its peers; below it, a block is on its way. */
const LAG_SECONDS_MIN = 30;
const LAG_BLOCKS_MIN = 3;

/** Opens no connection by itself. What no node answers is left to the next tick, which looks at the world afresh. */
export const openChain = ({
  rpcUrl,
  chainId,
  timeoutMs = 10_000,
  batchSize,
  report,
  monotonicMs = () => performance.now(),
}: ChainClientOptions): ChainClient => {
  const { name, nativeSymbol, blockTimeSeconds } = chainOfId(chainId);
  const chain = defineChain({
    ...{ id: chainId, name, rpcUrls: { default: { http: [] } } },
    nativeCurrency: { name: nativeSymbol, symbol: nativeSymbol, decimals: 18 },
  });
  const seconds = Math.max(LAG_SECONDS_MIN, LAG_BLOCKS_MIN * blockTimeSeconds);
  const endpoints = urlsOf(rpcUrl.reveal()).map((url) =>
    openEndpoint(new Secret(url), { chain, timeoutMs, batchSize: batchSize ?? 1 }),
  );
  const pool = new EndpointPool(endpoints, {
    ...{ chainId, monotonicMs, report },
    lagMax: { blocks: Math.ceil(seconds / blockTimeSeconds), seconds },
  });
  const as = batchSize === undefined ? 'single' : 'batch';
  return createPublicClient({
    chain,
    transport: custom({ request: (request) => pool.request(request, as) }, { retryCount: 0 }),
    cacheTime: 0,
    pollingInterval: 100,
  });
};

/** Fails with `wrong-chain`, naming them by their hosts, when every node serves another chain than configured. */
export const checkChainId = async (chain: ChainClient): Promise<Result<null>> => {
  const answered = await asChainResult(() => chain.getChainId());
  return answered.ok ? ok(null) : answered;
};

/** The latest block. Whether it lags is for the reader to judge against what is already known. */
export const readHead = (chain: ChainClient): Promise<Result<Block>> =>
  asChainResult(async () => {
    const block = await chain.getBlock({ blockTag: 'latest' });
    return { number: block.number, hash: block.hash, timeSeconds: Number(block.timestamp) };
  });
