import type { Address } from 'viem';
import { ok, type Result } from '../../lib/result.ts';
import { type ChainClient, checkChainId, openChain } from '../chain/chain-client.ts';
import type { Secret } from '../secret.ts';

/** A chain that this process serves, and how it is reached. Nothing here is the process's own. */
export type ServedChain = {
  readonly chainId: number;
  readonly chain: ChainClient;
  /** The same node through a client that sends what is asked at once as one batch. */
  readonly batching: ChainClient;
  /** Null where no portfolio can be found. */
  readonly factory: Address | null;
  /** First block the factory can be found in. */
  readonly factoryBlock: bigint;
  /** Fails with `wrong-chain` while the node serves another one; asks until it has been right once. */
  readonly isRight: () => Promise<Result<null>>;
};

/** Chains by their id. */
export type ServedChains = ReadonlyMap<number, ServedChain>;

export type ChainToServe = Pick<ServedChain, 'chainId' | 'factory' | 'factoryBlock'> & {
  readonly rpcUrl: Secret;
};

/** Nodes bound a batch by requests (1,000 is usual) and by bytes: a header names every transaction of its block. */
const HEADERS_A_REQUEST = 100;

const serve = ({ rpcUrl, ...served }: ChainToServe): ServedChain => {
  const chain = openChain({ rpcUrl, chainId: served.chainId });
  let wasRight = false;
  return {
    ...served,
    chain,
    batching: openChain({ rpcUrl, chainId: served.chainId, batchSize: HEADERS_A_REQUEST }),
    isRight: async () => {
      if (wasRight) return ok(null);
      const checked = await checkChainId(chain);
      wasRight = checked.ok;
      return checked;
    },
  };
};

/** Nothing is connected before it is asked. */
export const serveChains = (chains: readonly ChainToServe[]): ServedChains =>
  new Map(chains.map((chain) => [chain.chainId, serve(chain)]));
