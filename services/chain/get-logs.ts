import type { Hex } from 'viem';
import { z } from 'zod';
import type { BlockSpan, ChainLog } from '../../lib/ledger/chain-log.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** Which logs: of these addresses, with these topics by position (null: any, a list: one of). */
export type LogFilter = {
  readonly addresses: readonly Hex[];
  readonly topics: readonly (readonly Hex[] | null)[];
};

const hex = z
  .string()
  .regex(/^0x[0-9a-fA-F]*$/)
  .transform((text) => text.toLowerCase() as Hex);

const logSchema = z
  .object({
    address: hex,
    topics: z.array(hex),
    data: hex,
    blockNumber: hex,
    blockHash: hex,
    blockTimestamp: hex.nullish(),
    transactionHash: hex,
    logIndex: hex,
  })
  .transform(
    ({ blockNumber, blockTimestamp, logIndex, ...log }): ChainLog => ({
      ...log,
      blockNumber: BigInt(blockNumber),
      blockTimeSeconds:
        blockTimestamp === undefined || blockTimestamp === null ? null : Number(BigInt(blockTimestamp)),
      logIndex: Number(logIndex),
    }),
  );

const toHex = (number: bigint): Hex => `0x${number.toString(16)}`;

/** One `eth_getLogs`. The answer is in no order that could be relied on. */
export const getLogs = (
  chain: ChainClient,
  filter: LogFilter,
  span: BlockSpan,
): Promise<Result<readonly ChainLog[]>> =>
  asChainResult(async () => {
    const answer: unknown = await chain.request({
      method: 'eth_getLogs',
      params: [
        {
          address: [...filter.addresses],
          topics: filter.topics.map((words) => (words === null ? null : [...words])),
          fromBlock: toHex(span.fromBlock),
          toBlock: toHex(span.toBlock),
        },
      ],
    });
    const logs = z.array(logSchema).safeParse(answer);
    if (!logs.success) throw new Error('mismatch: the answer is no list of included logs');
    return logs.data;
  });
