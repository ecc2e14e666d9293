import type { Hex } from 'viem';
import type { Result, UnixSeconds } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** A block, as far as we care. */
export type BlockRef = {
  readonly number: bigint;
  readonly hash: Hex;
  readonly timeSeconds: UnixSeconds;
};

/** The node's latest block. Whether it lags is for the reader to judge against what is already known. */
export const readHead = (chain: ChainClient): Promise<Result<BlockRef>> =>
  asChainResult(async () => {
    const block = await chain.getBlock({ blockTag: 'latest' });
    return { number: block.number, hash: block.hash, timeSeconds: Number(block.timestamp) };
  });

/** The block of that number on the node's present chain; null when there is none (yet, or any more). */
export const readBlock = (chain: ChainClient, blockNumber: bigint): Promise<Result<BlockRef | null>> =>
  asChainResult(async () => {
    const block = await chain.request({
      method: 'eth_getBlockByNumber',
      params: [`0x${blockNumber.toString(16)}`, false],
    });
    if (block === null || block.hash === null) return null;
    return { number: blockNumber, hash: block.hash, timeSeconds: Number(BigInt(block.timestamp)) };
  });
