import { createPublicClient, custom, defineChain, type PublicClient } from 'viem';
import type { Settled } from '../../lib/cctp/next-transfer-step.ts';
import type { Chain } from '../../lib/chains/chain.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Secret } from '../secret.ts';
import { asChainResult } from './chain-failure.ts';
import { openEndpoint, type SendAs } from './endpoint.ts';
import { type EndpointEvent, EndpointPool } from './endpoint-pool.ts';
import type { NodeMeter } from './node-meter.ts';

/** The nodes of one chain as one. Read through it; nothing here can sign. */
export type ChainClient = PublicClient;

export type NodesOptions = {
  readonly facts: Chain;
  /** The preferred one first. Secret: providers put their key into it. */
  readonly rpcUrls: readonly Secret[];
  /** Bound on every single request. */
  readonly timeoutMs?: number;
  /** Told of nodes that are refused, rest, lag and come back. */
  readonly report?: ((event: EndpointEvent) => void) | undefined;
  readonly monotonicMs?: () => number;
  /** Told of every request. */
  readonly meter?: NodeMeter | undefined;
};

/** Two ways to ask the same nodes. */
export type Nodes = {
  readonly chain: ChainClient;
  /** Sends what is asked at the same moment as one JSON-RPC batch, or as several. */
  readonly batching: ChainClient;
};

/** Nodes bound a batch by requests (1,000 is usual) and by bytes: a header names every transaction of its block. */
const BATCH_REQUESTS = 100;
/** A node that is behind by as much has lost its peers; below it, a block is on its way. */
const LAG_SECONDS_MIN = 30;
const LAG_BLOCKS_MIN = 3;

/** Opens no connection by itself. What no node answers is left to the next tick, which looks at the world afresh. */
export const openNodes = (options: NodesOptions): Nodes => {
  const {
    facts,
    rpcUrls,
    timeoutMs = 10_000,
    monotonicMs = () => performance.now(),
    report,
    meter,
  } = options;
  const { id, name, nativeSymbol, blockTimeSeconds } = facts;
  const chain = defineChain({
    ...{ id, name, rpcUrls: { default: { http: [] } } },
    nativeCurrency: { name: nativeSymbol, symbol: nativeSymbol, decimals: 18 },
  });
  const seconds = Math.max(LAG_SECONDS_MIN, LAG_BLOCKS_MIN * blockTimeSeconds);
  const pool = new EndpointPool(
    rpcUrls.map((url) => openEndpoint(url, { chain, timeoutMs, batchSize: BATCH_REQUESTS, meter })),
    {
      ...{ chainId: id, monotonicMs, report, meter },
      lagMax: { blocks: Math.ceil(seconds / blockTimeSeconds), seconds },
    },
  );
  const clientOf = (as: SendAs): ChainClient =>
    createPublicClient({
      chain,
      transport: custom({ request: (request) => pool.request(request, as) }, { retryCount: 0 }),
      cacheTime: 0,
      pollingInterval: 100,
    });
  return { chain: clientOf('single'), batching: clientOf('batch') };
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

/** The block so many before the head, which is not known to be taken back from there on. */
export const readSettled = async (chain: ChainClient, depth: number): Promise<Result<Settled>> => {
  const head = await readHead(chain);
  if (!head.ok) return head;
  const blockNumber = head.value.number > BigInt(depth) ? head.value.number - BigInt(depth) : 0n;
  const block = await asChainResult(() => chain.getBlock({ blockNumber }));
  return block.ok ? ok({ number: blockNumber, seconds: Number(block.value.timestamp) }) : block;
};
