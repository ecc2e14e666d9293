import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** The node's latest block. Whether it lags is for the reader to judge against what is already known. */
export const readHead = (chain: ChainClient): Promise<Result<Block>> =>
  asChainResult(async () => {
    const block = await chain.getBlock({ blockTag: 'latest' });
    return { number: block.number, hash: block.hash, timeSeconds: Number(block.timestamp) };
  });
