import type { Hex } from 'viem';
import { z } from 'zod';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]+$/)
  .transform((text) => text.toLowerCase() as Hex);
const headerSchema = z.object({ number: hex, hash: hex, timestamp: hex });

const readBlock = async (chain: ChainClient, number: bigint): Promise<Block | null> => {
  const answer: unknown = await chain.request({
    method: 'eth_getBlockByNumber',
    params: [`0x${number.toString(16)}`, false],
  });
  if (answer === null) return null;
  const header = headerSchema.safeParse(answer);
  if (!header.success || BigInt(header.data.number) !== number)
    throw new Error('mismatch: not the block that was asked for');
  return { number, hash: header.data.hash, timeSeconds: Number(BigInt(header.data.timestamp)) };
};

/** Headers on their way at once, several requests' worth. */
const AT_ONCE = 400;
const FEWER = 4;

export type ReadBlocks = {
  /** Sends what is asked at once as one JSON-RPC batch, or as several. */
  readonly chain: ChainClient;
  readonly timeIsUp: () => boolean;
};

/**
 * The blocks of these numbers on the node's present chain, in the order asked; null where there is none (yet, or any more).
 * Fewer at a time while the node refuses so many, down to one. Ends early, but never before it has read some, when time is up or
 * the node fails.
 */
export const readBlocks = async (
  { chain, timeIsUp }: ReadBlocks,
  numbers: readonly bigint[],
): Promise<Result<readonly (Block | null)[]>> => {
  const blocks: (Block | null)[] = [];
  let atOnce = AT_ONCE;
  while (blocks.length < numbers.length && !(blocks.length > 0 && timeIsUp())) {
    const part = numbers.slice(blocks.length, blocks.length + atOnce);
    const read = await asChainResult(() => Promise.all(part.map((number) => readBlock(chain, number))));
    if (read.ok) blocks.push(...read.value);
    else if (part.length > 1 && !timeIsUp()) atOnce = Math.max(1, Math.floor(part.length / FEWER));
    else if (blocks.length > 0) return ok(blocks);
    else return fail(read.error.code, read.error.message, read.error.retry);
  }
  return ok(blocks);
};
